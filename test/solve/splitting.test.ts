import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import { applyFlow, strangSolver } from '../../core/solve/splitting';
import type { RightHandSide, Split } from '../../core/solve/system';
import { convergence, forced } from './convergence';
import { onePiece, rightHandSide } from './problems';

const none = new Float64Array(0);

/** @param matrix A, row by row  @param offset b */
function splitSystem(
  matrix: readonly number[],
  offset: readonly number[],
  rest: (t: number, y: Float64Array, out: Float64Array) => void,
): RightHandSide {
  const n = offset.length,
    a = Float64Array.from(matrix),
    b = Float64Array.from(offset);
  const split: Split = {
    terms: 1,
    linear(_p, m, o) {
      m.set(a);
      o.set(b);
    },
    linearVjp() {
      /* does not depend on parameters */
    },
    rest: rightHandSide({
      n,
      value(t, y, _p, out) {
        rest(t, y, out);
      },
    }),
  };
  const whole = rightHandSide({
    n,
    value(t, y, p, out) {
      applyFlow({ matrix: a, offset: b }, y, out, n);
      const other = new Float64Array(n);
      split.rest.value(t, y, p, other);
      for (let j = 0; j < n; j++) out[j] += other[j];
    },
  });
  return { ...whole, split };
}

/** y′ = A y + b + rest with the solution of `forced`: what A and b do not explain is in the rest. */
const A = [-3, 1, 0.5, -2],
  b = [0.7, -0.4];
const known = splitSystem(A, b, (t, y, out) => {
  const [u, v] = forced.exact(t);
  const du = 2 * Math.cos(2 * t) * u,
    dv = -2 * t * v * v;
  out[0] = du - (A[0] * u + A[1] * v + b[0]) + 0.5 * (y[0] * y[1] - u * v);
  out[1] = dv - (A[2] * u + A[3] * v + b[1]) - 0.3 * (y[0] * y[0] - u * u);
});

describe('Strang splitting', () => {
  it('has order 2 within 0.1, and so has its dense output', () => {
    const found = convergence(strangSolver, 160, { ...forced, rhs: known });
    expect(Math.abs(found.end - 2)).toBeLessThan(0.1);
    expect(found.dense).toBeGreaterThan(1.9);
  });

  it('is exact in one step, of any size, where all is linear: the matrix exponential with an offset', () => {
    // y₁′ = −1000 y₁ + 1000 y₂ + 5, y₂′ = −y₂ + 2 from (0, 1): y₂ = 2 − e^{−t}
    const rhs = splitSystem([-1000, 1000, 0, -1], [5, 2], (_t, _y, out) => {
      out.fill(0);
    });
    const w = strangSolver.workspace(2),
      y = Float64Array.of(0, 1);
    strangSolver.begin(w, rhs, 0, y, none);
    for (const h of [0.01, 1, 30]) {
      expect(strangSolver.step(w, rhs, 0, y, none, h)).toBe(true);
      const slow = (-1000 / 999) * Math.exp(-h),
        exact = 2.005 + slow - (2.005 - 1000 / 999) * Math.exp(-1000 * h);
      expect(w.next[1]).toBeCloseTo(2 - Math.exp(-h), 10);
      expect(w.next[0]).toBeCloseTo(exact, 10);
    }
  });

  it('solves reaction and stiff diffusion with fixed steps far beyond the limit of an explicit method', () => {
    // Fisher's equation on 40 cells without flux at the ends; the fastest mode decays at 4·D = 2000
    const cells = 40,
      D = 500;
    const matrix = Array.from({ length: cells * cells }, (_, at) => {
      const i = Math.floor(at / cells),
        j = at % cells,
        neighbours = i === 0 || i === cells - 1 ? 1 : 2;
      return i === j ? -neighbours * D : Math.abs(i - j) === 1 ? D : 0;
    });
    const rhs = splitSystem(matrix, new Array<number>(cells).fill(0.01), (_t, y, out) => {
      for (let j = 0; j < cells; j++) out[j] = y[j] * (1 - y[j]);
    });
    const start = Array.from({ length: cells }, (_, i) => 0.5 + 0.4 * Math.cos((Math.PI * (i + 0.5)) / cells));
    const run = (settings: { method: 'strang' | 'rodas5p'; step?: number; rtol: number }): Float64Array => {
      const result = solve(onePiece(rhs, start), none, {
        from: 0,
        until: 2,
        settings: { atol: 1e-9, maxSteps: 100_000, ...settings },
      });
      if (!result.ok) throw new Error(result.failure.message);
      return result.value.final;
    };
    const reference = run({ method: 'rodas5p', rtol: 1e-9 });
    const error = (step: number): number =>
      Math.max(...run({ method: 'strang', step, rtol: 1e-6 }).map((value, i) => Math.abs(value - reference[i])));
    const coarse = error(0.1),
      fine = error(0.05);
    // The step is 100 times the limit of an explicit method, 2/2000.
    expect(coarse).toBeLessThan(2e-3);
    expect(Math.abs(Math.log2(coarse / fine) - 2)).toBeLessThan(0.3);
    const adaptive = run({ method: 'strang', rtol: 1e-6 });
    expect(Math.max(...adaptive.map((value, i) => Math.abs(value - reference[i])))).toBeLessThan(1e-5);
  });

  it('estimates the local error to its leading term', () => {
    const atol = new Float64Array(2).fill(1e-6);
    const w = strangSolver.workspace(2, { rtol: 1e-6, atol, newton: 'tolerance', estimate: true }),
      y = Float64Array.from(forced.exact(0));
    strangSolver.begin(w, known, 0, y, none);
    for (const h of [0.02, 0.01]) {
      strangSolver.step(w, known, 0, y, none, h);
      const truth = forced.exact(h);
      for (let j = 0; j < 2; j++) expect(w.error[j] / (truth[j] - w.next[j])).toBeCloseTo(1, 1);
    }
  });

  it('computes the exponential once for many steps of one size', () => {
    let products = 0;
    const w = strangSolver.workspace(2);
    const counting = {
      ...w.exponential,
      exponential: (...args: Parameters<typeof w.exponential.exponential>) => {
        products++;
        return w.exponential.exponential(...args);
      },
    };
    const counted = { ...w, exponential: counting },
      y = Float64Array.from(forced.exact(0));
    strangSolver.begin(counted, known, 0, y, none);
    for (let i = 0; i < 50; i++) strangSolver.step(counted, known, i * 0.1, y, none, 0.1);
    expect(products).toBe(1);
    strangSolver.step(counted, known, 0, y, none, 0.2);
    expect(products).toBe(2);
  });

  it('refuses a right-hand side without a split, and one too large for dense matrices', () => {
    const decay = (n: number): RightHandSide =>
      rightHandSide({
        n,
        value(_t, y, _p, out) {
          for (let j = 0; j < n; j++) out[j] = -y[j];
        },
      });
    const run = (n: number) =>
      solve(onePiece(decay(n), new Array<number>(n).fill(1)), none, {
        from: 0,
        until: 1,
        settings: { method: 'strang', rtol: 1e-6, atol: 1e-9, maxSteps: 10 },
      });
    expect(() => run(1)).toThrow(/needs a right-hand side with `split`/);
    const refused = run(501);
    expect(refused.ok ? undefined : refused.failure.reason).toBe('unsupported');
  });
});
