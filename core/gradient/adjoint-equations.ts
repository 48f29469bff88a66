/**
 * The adjoint equations as right-hand sides in reversed time s = −t, for core/solve to integrate: dλ/ds = (∂f/∂y)ᵀλ along states
 * that are read, or together with the states themselves, dy/ds = −f.
 */
import type { RightHandSide } from '../solve/system';
import { sparsityPattern } from '../util/sparsity';
import type { SparsityPattern } from '../util/sparsity';
import type { StateReader } from './state-reader';
import { underived } from './underived';

/** A difference in time as a part of a forward step: its square is the error of truncation, 1e-16 over it that of rounding. */
const TIME_DIFFERENCE = 1e-4;

/** @returns the pattern of Aᵀ, and for each of its entries the index of the same number among those of A */
export function transposed({ n, rowStart, column }: SparsityPattern): { pattern: SparsityPattern; source: Int32Array } {
  const rows: number[][] = Array.from({ length: n }, () => []),
    sources: number[][] = Array.from({ length: n }, () => []);
  for (let i = 0; i < n; i++) {
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) {
      rows[column[at]].push(i);
      sources[column[at]].push(at);
    }
  }
  return { pattern: sparsityPattern(rows), source: Int32Array.from(sources.flat()) };
}

/** dλ/ds = (∂f/∂y)ᵀλ at the states that the reader gives. */
export function adjointAlong(rhs: RightHandSide, reader: StateReader, m: number): RightHandSide {
  const n = rhs.size;
  const { pattern, source } = transposed(rhs.pattern);
  const entries = new Float64Array(source.length),
    unused = new Float64Array(m),
    later = new Float64Array(n);
  return {
    ...underived,
    size: n,
    pattern,
    value(s, lambda, p, out) {
      for (let j = 0; j < n; j++) out[j] = 0;
      reader.read(-s);
      rhs.vjp(-s, reader.y, p, lambda, out, unused);
    },
    jacobian(s, _lambda, p, out) {
      reader.read(-s);
      rhs.jacobian(-s, reader.y, p, entries);
      for (let i = 0; i < source.length; i++) out[i] = entries[source[i]];
    },
    // the states are a polynomial in each step, whose derivative in time a central difference gives
    timeDerivative(s, lambda, p, out) {
      const step = reader.find(-s),
        reach = TIME_DIFFERENCE * reader.size(step);
      for (let j = 0; j < n; j++) later[j] = out[j] = 0;
      reader.readStep(step, -s - reach);
      rhs.vjp(-s - reach, reader.y, p, lambda, out, unused);
      reader.readStep(step, -s + reach);
      rhs.vjp(-s + reach, reader.y, p, lambda, later, unused);
      for (let j = 0; j < n; j++) out[j] = (out[j] - later[j]) / (2 * reach);
    },
    ...(rhs.blame === undefined
      ? {}
      : {
          blame(s: number, _lambda: Float64Array, p: Float64Array): string[] {
            reader.read(-s);
            return rhs.blame!(-s, reader.y, p);
          },
        }),
  };
}

/**
 * dy/ds = −f and dλ/ds = (∂f/∂y)ᵀλ as one system of 2n, y first. Its Jacobian leaves out ∂²f/∂y², so that it serves Newton's
 * iterations, which it makes no longer than λ's being linear in itself costs, but no Rosenbrock method.
 */
export function adjointWithState(rhs: RightHandSide, m: number): RightHandSide {
  const n = rhs.size;
  const { rowStart, column } = rhs.pattern,
    back = transposed(rhs.pattern);
  const rows = (pattern: SparsityPattern, shift: number): number[][] =>
    Array.from({ length: n }, (_, i) =>
      Array.from(pattern.column.subarray(pattern.rowStart[i], pattern.rowStart[i + 1]), (j) => j + shift),
    );
  const entries = new Float64Array(column.length),
    unused = new Float64Array(m);
  const y = new Float64Array(n),
    lambda = new Float64Array(n),
    slope = new Float64Array(n);
  const state = (z: Float64Array): void => {
    for (let j = 0; j < n; j++) y[j] = z[j];
  };
  return {
    ...underived,
    size: 2 * n,
    pattern: sparsityPattern([...rows({ n, rowStart, column }, 0), ...rows(back.pattern, n)]),
    value(s, z, p, out) {
      state(z);
      rhs.value(-s, y, p, slope);
      for (let j = 0; j < n; j++) {
        out[j] = -slope[j];
        lambda[j] = z[n + j];
        slope[j] = 0;
      }
      rhs.vjp(-s, y, p, lambda, slope, unused);
      for (let j = 0; j < n; j++) out[n + j] = slope[j];
    },
    jacobian(s, z, p, out) {
      state(z);
      rhs.jacobian(-s, y, p, entries);
      for (let i = 0; i < entries.length; i++) {
        out[i] = -entries[i];
        out[entries.length + i] = entries[back.source[i]];
      }
    },
    ...(rhs.blame === undefined
      ? {}
      : {
          blame(s: number, z: Float64Array, p: Float64Array): string[] {
            state(z);
            return rhs.blame!(-s, y, p);
          },
        }),
  };
}
