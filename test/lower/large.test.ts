/** Functions of large systems: rolled into loops, cut into pieces, and the same as those of their parts. */
import { describe, expect, it } from 'vitest';
import { Expressions } from '../../core/equations/expression';
import { parseExpression } from '../../core/equations/parse';
import { compileRightHandSide, compileVector } from '../../core/lower/kernel/compile';
import { slotsOf } from '../../core/lower/slots';
import { rodas5pSolver } from '../../core/solve/methods';
import type { RightHandSide } from '../../core/solve/system';
import { rodas5p } from '../../core/solve/tableaux/rodas5p';
import { seededRandom } from '../../core/util/random';

interface Model {
  rhs: RightHandSide;
  /** the same rates one by one, each small enough to be written out */
  parts: ReturnType<typeof compileVector>[];
  n: number;
  m: number;
}
function model(rates: readonly string[], parameters: readonly string[]): Model {
  const pool = new Expressions(),
    states = rates.map((_, i) => `x${i}`),
    known = new Set([...states, ...parameters]);
  const slots = slotsOf(states, parameters);
  const exprs = rates.map((rate) => parseExpression(pool, rate, known));
  return {
    rhs: compileRightHandSide(pool, exprs, new Map(), slots),
    parts: exprs.map((expr) => compileVector(pool, [expr], slots)),
    n: rates.length,
    m: parameters.length,
  };
}

/** a chain of cells with one neighbour on each side, its ends unlike the rest */
const chain = (n: number): Model =>
  model(
    Array.from({ length: n }, (_, i) => {
      const left = i > 0 ? `x${i - 1}` : '0.7',
        right = i < n - 1 ? `x${i + 1}` : 'sin(t)';
      return `c*(${left} - 2*x${i} + ${right}) + x${i}^2/(K + x${i}) - ${0.1 + i / n}*exp(-x${i})`;
    }),
    ['c', 'K'],
  );

/** states that react with others drawn at random; a rate occurs in the equations of all that it changes */
function network(n: number): Model {
  const random = seededRandom(3),
    draw = (): number => Math.floor(n * random.uniform()),
    sums = Array.from({ length: n }, (): string[] => []);
  for (let r = 0; r < 2 * n; r++) {
    const [a, b, c] = [draw(), draw(), draw()],
      rate = r % 3 === 0 ? `k*x${a}*x${b}` : r % 3 === 1 ? `${random.uniform()}*x${a}/(K + x${b})` : `k*x${a}`;
    sums[a].push(`-(${rate})`);
    sums[b].push(`+(${rate})`);
    sums[c].push(`+0.5*(${rate})`);
  }
  return model(
    sums.map((terms, i) => `-0.1*x${i}${terms.join('')}`),
    ['k', 'K'],
  );
}

const random = seededRandom(9);
const positive = (n: number): Float64Array => Float64Array.from({ length: n }, () => 0.2 + random.uniform());
const normal = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

describe.each([
  { name: 'a chain of 300 states', make: () => chain(300) },
  { name: 'a network of 250 states', make: () => network(250) },
])('the functions of $name', ({ make }) => {
  const { rhs, parts, n, m } = make();
  const t = 0.4,
    y = positive(n),
    p = positive(m),
    one = new Float64Array(1);

  it('have the values of their parts, to the bit', () => {
    const out = new Float64Array(n);
    rhs.value(t, y, p, out);
    parts.forEach((part, i) => {
      part.value(t, y, p, one);
      expect(out[i]).toBe(one[0]);
    });
  });

  it('have the time derivative and the directional derivatives of their parts', () => {
    const out = new Float64Array(n),
      dy = normal(n),
      dp = normal(m);
    rhs.timeDerivative(t, y, p, out);
    parts.forEach((part, i) => {
      part.timeDerivative(t, y, p, one);
      expect(out[i]).toBe(one[0]);
    });
    rhs.jvp(t, y, p, dy, dp, out);
    parts.forEach((part, i) => {
      part.jvp(t, y, p, dy, dp, one);
      expect(out[i]).toBeCloseTo(one[0], 12);
    });
  });

  it('have a Jacobian whose rows are the gradients of their parts', () => {
    const { rowStart, column } = rhs.pattern,
      entries = new Float64Array(column.length),
      row = new Float64Array(n),
      gp = new Float64Array(m);
    rhs.jacobian(t, y, p, entries);
    parts.forEach((part, i) => {
      row.fill(0);
      part.vjp(t, y, p, Float64Array.of(1), row, gp);
      for (let at = rowStart[i]; at < rowStart[i + 1]; at++) {
        expect(entries[at]).toBeCloseTo(row[column[at]], 12);
        row[column[at]] = 0;
      }
      expect(row.every((value) => value === 0)).toBe(true);
    });
  });

  it('have reverse products that add, and agree with the directional ones', () => {
    const lambda = normal(n),
      dy = normal(n),
      dp = normal(m),
      out = new Float64Array(n);
    const gy = new Float64Array(n).fill(2),
      gp = new Float64Array(m).fill(3);
    rhs.vjp(t, y, p, lambda, gy, gp);
    rhs.jvp(t, y, p, dy, dp, out);
    const reverse =
      dot(
        gy.map((value) => value - 2),
        dy,
      ) +
      dot(
        gp.map((value) => value - 3),
        dp,
      );
    // Sums of some hundred terms of order 1.
    expect(reverse).toBeCloseTo(dot(lambda, out), 9);
  });
});

describe('a Rosenbrock step of many states', () => {
  it.each([
    { name: 'a chain, in loops', make: () => chain(120), h: 0.02 },
    { name: 'a network, in several functions', make: () => network(16), h: 0.3 },
  ])('is through written-out code what it is through loops: $name', ({ make, h }) => {
    const { rhs, n, m } = make(),
      { fused, ...plain } = rhs;
    const y = positive(n),
      p = positive(m);
    expect(fused?.rosenbrock?.(rodas5p)).toBeDefined();
    const [written, loops] = [rhs, plain].map((side) => {
      const w = rodas5pSolver.workspace(n);
      rodas5pSolver.begin(w, side, 0.4, y, p);
      expect(rodas5pSolver.step(w, side, 0.4, y, p, h)).toBe(true);
      return w.next;
    });
    written.forEach((value, i) => {
      expect(value).toBeCloseTo(loops[i], 12);
    });
  });

  it('is left to the loops where the factors are nearly full', () => {
    expect(network(150).rhs.fused?.rosenbrock?.(rodas5p)).toBeUndefined();
  });
});

describe('numbers in generated code', () => {
  it.each([0.1 + 0.2, 1e-320, 1e21, -1e-7, 5e-324, Number.MAX_VALUE, 123456789012345680000, -0.30000000000000004])(
    '%d reads back to the same bits, in a loop as in a line',
    (value) => {
      const pool = new Expressions(),
        states = Array.from({ length: 1500 }, (_, i) => `x${i}`),
        slots = slotsOf(states, []);
      const exprs = states.map((id) => pool.mul(pool.number(value), pool.symbol(id)));
      const out = new Float64Array(1500);
      compileVector(pool, exprs, slots).value(0, new Float64Array(1500).fill(1), new Float64Array(0), out);
      expect(out.every((result) => Object.is(result, value))).toBe(true);
      compileVector(pool, [exprs[0]], slots).value(0, Float64Array.of(1), new Float64Array(0), out);
      expect(out[0]).toBe(value);
    },
  );
});
