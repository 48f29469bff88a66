import { describe, expect, it } from 'vitest';
import { networkExpression } from '../../core/equations/network';
import { Expressions } from '../../core/equations/expression';
import { detailedBalance } from '../../core/fit/regularisers/detailed-balance';
import { lipschitz, slopeBound } from '../../core/fit/regularisers/lipschitz';
import { kernelsOf } from '../../core/fit/regularisers/of-weights';
import { rateBound } from '../../core/fit/regularisers/rate-bound';
import { residualsCost } from '../../core/fit/regularisers/residual';
import { smoothness } from '../../core/fit/regularisers/smoothness';
import { weightDecay } from '../../core/fit/regularisers/weight-decay';
import { initialWeights } from '../../core/equations/network';
import { compileVector } from '../../core/lower/kernel/compile';
import { slotsOf } from '../../core/lower/slots';
import { network as schema } from '../../core/model/schema/network';
import type { AlongTrajectory } from '../../core/fit/regularisers/along';
import { seededRandom } from '../../core/util/random';

/** cost of a curve between two times, with a jump of the trajectory's piece where one is given */
function costOf(
  term: AlongTrajectory,
  curve: (t: number) => number | number[],
  [from, until]: [number, number],
  jump = Infinity,
): number {
  const times = term.times(from, until);
  const values = Float64Array.from([...times].flatMap((t) => curve(t)));
  return residualsCost(
    term.residuals(
      times,
      values,
      Int32Array.from(times, (t) => (t < jump ? 0 : 1)),
    ),
  );
}

describe('a rate bound', () => {
  const term = rateBound({ kind: 'rate-bound', weight: 2, mechanism: 'm', most: 1 }, '');
  it('costs half its weight times the mean of the squared excess, by the trapezoidal rule', () => {
    // ∫₁² (t − 1)² dt / 2 = 1/6; the rule is off by h²/12 times the change of slope, 2
    expect(costOf(term, (t) => t, [0, 2])).toBeCloseTo(1 / 6, 4);
    // the same in hours as in minutes
    expect(costOf(term, (t) => t / 60, [0, 120])).toBeCloseTo(
      costOf(term, (t) => t, [0, 2]),
      12,
    );
  });
  it('costs nothing where it holds', () => {
    expect(costOf(term, (t) => Math.sin(t), [0, 20])).toBe(0);
  });
  it('may follow the states, and cannot be kept where it is not positive', () => {
    const following = rateBound({ kind: 'rate-bound', weight: 2, mechanism: 'm', most: 'k*x*y' }, 'limit'),
      times = Float64Array.of(0, 1),
      pieces = Int32Array.of(0, 0);
    expect(following.reads).toEqual(['m', 'limit']);
    // thrice the bound at first, below it then: 2² for half of the time
    expect(residualsCost(following.residuals(times, Float64Array.of(0.3, 0.1, 1, 2), pieces))).toBeCloseTo(2, 12);
    expect(residualsCost(following.residuals(times, Float64Array.of(0.3, 0, 1, 2), pieces))).toBe(Infinity);
  });
});

describe('smoothness', () => {
  const term = (timeScale: number, size = 1) => smoothness({ kind: 'smoothness', weight: 1, of: 'y', timeScale }, 'y', size);
  const wave =
    (period: number, amplitude = 1) =>
    (t: number) =>
      3 + amplitude * Math.sin((2 * Math.PI * t) / period);

  it('costs a wave what its second difference says, near (2πτ/P)⁴/4', () => {
    // grid of τ/4: the factor of a wave is (τ/h)²·4·sin²(πh/P); its squares add up to 80 over whole periods, at 159 inner points
    const factor = 16 * 4 * Math.sin(Math.PI / 16) ** 2;
    expect(costOf(term(1), wave(4), [0, 40])).toBeCloseTo(((factor ** 2 / 4) * 160) / 159, 9);
    expect(factor / ((2 * Math.PI) / 4) ** 2).toBeCloseTo(1, 1);
  });
  it('leaves a slow curve as it is, and weighs a fast one', () => {
    const [slow, fast] = [100, 2].map((period) => costOf(term(1), wave(period), [0, 100]));
    expect(slow).toBeLessThan(1e-5);
    expect(fast).toBeGreaterThan(10);
  });
  it('is free of the units of time and of the variable', () => {
    const cost = costOf(term(1), wave(3), [0, 30]);
    expect(costOf(term(60), wave(180), [0, 1800])).toBeCloseTo(cost, 9);
    expect(costOf(term(1, 1000), wave(3, 1000), [0, 30])).toBeCloseTo(cost, 9);
  });
  it('does not take a dose for roughness', () => {
    const stepped = (t: number): number => (t < 3.1 ? 1 : 2);
    expect(costOf(term(1), stepped, [0, 10], 3.1)).toBe(0);
    expect(costOf(term(1), stepped, [0, 10])).toBeGreaterThan(1);
  });
});

describe('detailed balance', () => {
  const term = detailedBalance({ kind: 'detailed-balance', weight: 1, pairs: [{ forward: 'f', backward: 'b' }] });
  it('costs nothing at rest, and half its weight where one direction is alone', () => {
    expect(costOf(term, () => [2, 2], [0, 10])).toBe(0);
    expect(costOf(term, () => [2, 0], [0, 10])).toBeCloseTo(0.5, 12);
  });
  it('looks at the last fifth of the time alone', () => {
    expect(costOf(term, (t) => (t < 7.99 ? [5, 1] : [1, 1]), [0, 10])).toBe(0);
  });
});

const networks = {
  linear: { hidden: [], outputScale: 2 },
  tanh: { hidden: [4, 3] },
  logistic: { hidden: [4], activation: 'logistic' },
  positive: { hidden: [4], activation: 'softplus', constraint: { kind: 'positive' }, outputScale: 0.5 },
  bounded: { hidden: [3], constraint: { kind: 'bounded', low: -1, high: 5 } },
  'monotone softplus': { hidden: [6, 3], activation: 'softplus', monotone: 'increasing' },
  exchanged: { hidden: [4], exchange: [['x', 'y']] },
  'of two outputs': { hidden: [4], outputs: 2 },
} as const;
const made = ({ monotone, ...fields }: Record<string, unknown>, seed: number) =>
  schema.parse({
    id: 'n',
    inputs: [
      { variable: 'x', center: 1, scale: 2, ...(monotone === undefined ? {} : { monotone }) },
      { variable: 'y', scale: 2 },
    ],
    start: 'random',
    seed,
    ...fields,
  });

describe.each(Object.entries(networks))('the Lipschitz bound of a network: %s', (name, fields) => {
  const random = seededRandom(3);

  it('is never below the slope between two points of the scaled inputs', () => {
    let closest = 0;
    for (let seed = 0; seed < 10; seed++) {
      const network = made(fields, seed),
        weights = initialWeights(network).map((weight) => 2 * weight + 0.3 * random.normal()),
        { kernels, reads } = kernelsOf(network);
      const { bound } = slopeBound(
        network,
        kernels,
        Float64Array.from(reads, (read) => weights[Number(read.split('.')[1])]),
      );
      const pool = new Expressions(),
        outputs = Array.from({ length: network.outputs }, (_, i) => networkExpression(pool, network, i)),
        f = compileVector(
          pool,
          outputs,
          slotsOf(
            ['x', 'y'],
            Array.from(weights, (_, i) => `n.${i}`),
          ),
        );
      const at = (z: number[]): Float64Array => {
        const out = new Float64Array(outputs.length);
        f.value(0, Float64Array.of(1 + 2 * z[0], 2 * z[1]), weights, out);
        return out;
      };
      for (let trial = 0; trial < 200; trial++) {
        const a = [2 * random.normal(), 2 * random.normal()],
          b = a.map((z) => z + 0.1 * random.normal());
        const [fa, fb] = [at(a), at(b)];
        const slope = Math.hypot(...fa.map((value, i) => value - fb[i])) / Math.hypot(a[0] - b[0], a[1] - b[1]);
        expect(slope).toBeLessThan(bound * (1 + 1e-9));
        closest = Math.max(closest, slope / bound);
      }
    }
    // a linear map attains it; the others come within an order of magnitude, so that the bound means something
    expect(closest).toBeGreaterThan(name === 'linear' ? 0.999 : 0.05);
  });

  it('has the derivative that differences see', () => {
    const network = made(fields, 4),
      { kernels, reads } = kernelsOf(network),
      values = Float64Array.from(reads, () => random.normal()),
      { slopes } = slopeBound(network, kernels, values),
      size = Math.max(...slopes.map(Math.abs));
    const boundAt = (at: Float64Array): number => slopeBound(network, kernels, at).bound;
    values.forEach((value, i) => {
      const h = 1e-4,
        [up, down] = [h, -h].map((by) => boundAt(values.map((old, j) => (i === j ? value + by : old))));
      // the second order of differences, for weights of size one
      expect(Math.abs((up - down) / (2 * h) - slopes[i]) / size).toBeLessThan(1e-6);
    });
  });
});

describe('a bound that holds', () => {
  it('costs nothing', () => {
    const network = made(networks.tanh, 1),
      { reads, residuals } = lipschitz(5, 1e6, network);
    expect(residualsCost(residuals(new Float64Array(reads.length).fill(1)))).toBe(0);
  });
});

describe('weight decay', () => {
  it('is half its weight times the squares of the kernels, biases left free', () => {
    const network = made({ hidden: [2] }, 1),
      { reads, residuals } = weightDecay(3, network);
    expect(reads).toEqual(['n.0', 'n.1', 'n.2', 'n.3', 'n.6', 'n.7']);
    expect(residualsCost(residuals(Float64Array.of(1, 2, 0, 0, 0, 3)))).toBeCloseTo(0.5 * 3 * 14, 12);
  });
  it('takes a weight that acts by its square as it acts', () => {
    const network = made({ hidden: [], monotone: 'increasing' }, 1),
      { residuals } = weightDecay(2, network);
    // the weight of the monotone input is squared, the other is not
    expect(residualsCost(residuals(Float64Array.of(2, 3)))).toBeCloseTo(16 + 9, 12);
  });
  it('takes the coefficients of a polynomial', () => {
    const network = made({ hidden: [], constraint: { kind: 'potential', of: ['x'], degree: 2 } }, 1);
    expect(weightDecay(1, network).reads).toHaveLength(5);
  });
});
