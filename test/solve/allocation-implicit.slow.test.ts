import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { solvers } from '../../core/solve/methods';
import type { Solver } from '../../core/solve/solver';
import type { RightHandSide } from '../../core/solve/system';
import { sparsityPattern } from '../../core/util/sparsity';
import { rightHandSide } from './problems';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const n = 100;
const rest = rightHandSide({
  n,
  value(_t, y, _p, out) {
    for (let j = 0; j < n; j++) out[j] = -y[j] * y[j];
  },
});
/** growth of a hundred populations, each to its own limit: y_j′ = r_j y_j − y_j² */
const rhs: RightHandSide = {
  ...rest,
  pattern: sparsityPattern(Array.from({ length: n }, (_, j) => [j])),
  value(_t, y, _p, out) {
    for (let j = 0; j < n; j++) out[j] = (1 + 0.01 * j) * y[j] - y[j] * y[j];
  },
  jacobian(_t, y, _p, out) {
    for (let j = 0; j < n; j++) out[j] = 1 + 0.01 * j - 2 * y[j];
  },
  split: {
    terms: n,
    linear(_p, matrix, offset) {
      matrix.fill(0);
      offset.fill(0);
      for (let j = 0; j < n; j++) matrix[j * n + j] = 1 + 0.01 * j;
    },
    linearVjp() {
      /* does not depend on parameters */
    },
    rest,
  },
};
const none = new Float64Array(0),
  SIZE = 0.01,
  STEPS = 100;
/** Bytes: V8 boxes a number (16 bytes) that is handed to a function it does not inline: found are 2 to 30 a step. */
const MOST_BOXES = 1000;

/**
 * @returns bytes a step that go to arrays and to objects of the heap, garbage included, once V8 has compiled the step: before
 *   that it boxes every number
 */
function bytesPerStep(solver: Solver): { arrays: number; heap: number } {
  const w = solver.workspace(n),
    y = new Float64Array(n);
  const advance = (): void => {
    y.fill(0.1);
    solver.begin(w, rhs, 0, y, none);
    for (let i = 0; i < STEPS; i++) {
      if (!solver.step(w, rhs, i * SIZE, y, none, SIZE)) throw new Error('a step was not solved');
      y.set(w.next);
      solver.accept(w, rhs, (i + 1) * SIZE, none);
    }
  };
  let found = { arrays: NaN, heap: Infinity };
  for (let round = 0; round < 60 && !(found.heap < MOST_BOXES && found.arrays >= 0); round++) {
    for (let i = 0; i < 5; i++) advance();
    collect();
    const before = process.memoryUsage();
    advance();
    const after = process.memoryUsage();
    found = { arrays: (after.arrayBuffers - before.arrayBuffers) / STEPS, heap: (after.heapUsed - before.heapUsed) / STEPS };
  }
  return found;
}

describe('a step allocates no memory', () => {
  it.each(['backward-euler', 'trapezoidal', 'tr-bdf2', 'esdirk54', 'strang'] as const)(
    'but for boxed numbers, by %s',
    (method) => {
      const { arrays, heap } = bytesPerStep(solvers[method]);
      expect(arrays).toBe(0);
      expect(heap).toBeLessThan(MOST_BOXES);
    },
  );

  it('and the measure sees one vector a step', () => {
    const { step, ...solver } = solvers.trapezoidal;
    const wasteful: Solver = { ...solver, step: (w, ...rest): boolean => step(w, ...rest) && w.next.slice().length > 0 };
    expect(bytesPerStep(wasteful).arrays).toBe(8 * n);
  });
});
