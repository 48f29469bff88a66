import { describe, expect, it } from 'vitest';
import { adam } from '../../core/fit/adam';
import { inTurn } from '../../core/fit/in-turn';
import { lbfgs } from '../../core/fit/lbfgs';
import { advance, minimise, type Minimum, type Objective, type Optimiser, type OptimiserState } from '../../core/fit/optimiser';
import { scheduled } from '../../core/fit/schedule';
import { failed, success, type Result } from '../../core/util/result';

const quasiNewton = lbfgs({ maxIterations: 500, tolerance: 1e-9, memory: 10 });
const slow = {
  steps: 400,
  tolerance: 1e-9,
  learningRate: 0.2,
  schedule: 'cosine',
  warmUp: 10,
  weightDecay: 0,
  decays: [false, false],
} as const;

function found<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
const run = (optimiser: Optimiser<OptimiserState>, objective: Objective, x0: number[]): Minimum =>
  found(minimise(optimiser, objective, Float64Array.from(x0)));

/** Σ over pairs of Rosenbrock's function */
function valleys(size: number, low = -Infinity, high = Infinity) {
  let evaluations = 0;
  const objective: Objective = {
    size,
    lower: new Float64Array(size).fill(low),
    upper: new Float64Array(size).fill(high),
    evaluate(z) {
      evaluations++;
      let value = 0;
      const gradient = new Float64Array(size);
      for (let i = 0; i < size; i += 2) {
        const [x, y] = [z[i], z[i + 1]];
        value += 100 * (y - x * x) ** 2 + (1 - x) ** 2;
        gradient[i] = -400 * x * (y - x * x) - 2 * (1 - x);
        gradient[i + 1] = 200 * (y - x * x);
      }
      return success({ value, gradient });
    },
  };
  return { objective, count: () => evaluations };
}

/** ½ Σ wᵢ(xᵢ − cᵢ)² */
const bowl = (weights: number[], centre: number[], low: number, high: number): Objective => ({
  size: weights.length,
  lower: new Float64Array(weights.length).fill(low),
  upper: new Float64Array(weights.length).fill(high),
  evaluate(x) {
    const gradient = x.map((value, i) => weights[i] * (value - centre[i]));
    return success({ value: 0.5 * gradient.reduce((sum, slope, i) => sum + slope * (x[i] - centre[i]), 0), gradient });
  },
});

describe('limited-memory BFGS', () => {
  it('minimises a hundred valleys at once, in fewer evaluations than there are parameters', () => {
    const { objective, count } = valleys(200);
    const minimum = run(quasiNewton, objective, Array<number>(200).fill(-1.2));
    expect(minimum.converged).toBe(true);
    minimum.x.forEach((value) => expect(value).toBeCloseTo(1, 5));
    expect(count()).toBeLessThan(200);
  });

  it('holds bounds that the minimum lies beyond, and finds the rest', () => {
    const minimum = run(quasiNewton, bowl([1, 100, 3, 0.01], [5, -7, 0.5, 20], -1, 1), [0, 0, 0, 0]);
    expect([...minimum.x]).toEqual([1, -1, expect.closeTo(0.5, 8), 1]);
    // y ≤ 1.5 and x ≤ 0.5 bend the valley's minimum to (0.5, 0.25)
    const bent = run(quasiNewton, valleys(2, -2, 0.5).objective, [-1.2, 0.4]);
    expect([...bent.x]).toEqual([0.5, expect.closeTo(0.25, 7)]);
  });

  it('goes on from a copied state with the same bits', () => {
    const { objective } = valleys(10);
    const begun = found(quasiNewton.init(objective, new Float64Array(10).fill(-1.2)));
    const whole = advance(quasiNewton, objective, begun, Infinity);
    const paused = advance(quasiNewton, objective, begun, 7);
    expect(paused.termination).toBeNull();
    expect(paused.state.iteration).toBe(7);
    expect(advance(quasiNewton, objective, structuredClone(paused.state), Infinity)).toEqual(whole);
  });
});

describe('Adam', () => {
  it('comes close to the minimum, on and off the bounds', () => {
    const minimum = run(adam(slow), bowl([1, 100], [0.3, -7], -1, 1), [1, 1]);
    expect(minimum.x[0]).toBeCloseTo(0.3, 3);
    expect(minimum.x[1]).toBe(-1);
  });

  it('makes the steps of the published algorithm', () => {
    // by hand from Kingma & Ba's algorithm 1, f = ½·4·x² from x = 1, unit (10 − −10)/10 = 2: g = 8 per unit, then
    // m̂ = g, √v̂ = g, so that the first step is the learning rate, and the second is of m̂/√v̂ for gradients 8 and 7.2
    const one = adam({ ...slow, schedule: 'constant', warmUp: 0, learningRate: 0.05, decays: [false] });
    const objective = bowl([4], [0], -10, 10);
    const first = one.step(objective, found(one.init(objective, Float64Array.of(1))));
    expect(first.point.x[0]).toBeCloseTo(0.9, 7);
    const second = one.step(objective, first);
    const m = (0.9 * 0.1 * 8 + 0.1 * 7.2) / (1 - 0.9 ** 2),
      v = (0.999 * 0.001 * 64 + 0.001 * 7.2 ** 2) / (1 - 0.999 ** 2);
    expect(second.point.x[0]).toBeCloseTo(first.point.x[0] - (0.05 * 2 * m) / Math.sqrt(v), 7);
  });

  it('shrinks with AdamW what decays, apart from the gradient, and nothing else', () => {
    const flat: Objective = { ...bowl([0, 0], [0, 0], -10, 10) };
    const decaying = adam({
      ...slow,
      tolerance: -1,
      steps: 10,
      schedule: 'constant',
      warmUp: 0,
      weightDecay: 0.1,
      decays: [true, false],
    });
    const begun = found(decaying.init(flat, Float64Array.of(3, 3)));
    const { state } = advance(decaying, flat, begun, 10);
    expect(state.point.x[0]).toBeCloseTo(3 * (1 - 0.2 * 0.1) ** 10, 10);
    expect(state.point.x[1]).toBe(3);
  });

  it('keeps the best point of a path that rises, and goes round points that fail', () => {
    const { objective } = valleys(2, -5, 5);
    const wild = adam({ ...slow, steps: 60, learningRate: 1, schedule: 'constant' });
    let best = Infinity;
    const minimum = found(
      minimise(wild, objective, Float64Array.of(-1.2, 1), {
        onIteration: ({ point }) => {
          best = Math.min(best, point.value);
        },
      }),
    );
    expect(minimum.value).toBe(best);
    const walled: Objective = {
      ...bowl([1, 1], [0, 0], -10, 10),
      evaluate: (x) =>
        x[0] < 0.5 ? failed({ reason: 'non-finite', message: 'wall', advice: '' }) : bowl([1, 1], [0, 0], -10, 10).evaluate(x),
    };
    const { x, reason } = run(adam(slow), walled, [5, 5]);
    expect(x[0]).toBeGreaterThanOrEqual(0.5);
    expect(x[0]).toBeLessThan(0.8);
    expect(reason).toMatch(/^(stopped|ended)/);
  });

  it('hands over to L-BFGS, which ends at the floor', () => {
    const both = inTurn(adam({ ...slow, steps: 30 }), quasiNewton);
    const minimum = run(both, valleys(2, -5, 5).objective, [-1.2, 1]);
    expect(minimum.x[0]).toBeCloseTo(1, 6);
    expect(minimum.iterations).toBeGreaterThan(30);
    expect(minimum.reason).toMatch(/^converged/);
  });
});

describe('a schedule', () => {
  it('warms up, then keeps, halves by a cosine or decays to a hundredth', () => {
    const at = (name: 'constant' | 'cosine' | 'exponential', step: number): number =>
      scheduled({ name, steps: 110, warmUp: 10 }, step);
    expect(at('cosine', 4)).toBeCloseTo(5 / 11, 12);
    expect([at('constant', 60), at('cosine', 60), at('exponential', 60)]).toEqual([
      1,
      expect.closeTo(0.5, 12),
      expect.closeTo(0.1, 12),
    ]);
    expect([at('cosine', 10), at('cosine', 110), at('exponential', 110)]).toEqual([1, 0, expect.closeTo(0.01, 12)]);
  });
});
