import { describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions } from '../../core/equations/expression';
import { landauCoefficients } from '../../core/equations/landau';
import { initialWeights, networkExpression, weightCount, weightName } from '../../core/equations/network';
import { buildSystem } from '../../core/equations/system';
import { compileVector } from '../../core/lower/kernel/compile';
import { DocumentError } from '../../core/model/problem';
import type { Network } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { networkDocument } from './network-probes';

const order = { variable: 'x', symmetry: 'even' },
  magnet = {
    inputs: [order, { variable: 'y', center: 5, scale: 2 }],
    constraint: { kind: 'potential', of: ['x'], degree: 6, control: 'y' },
    outputScale: 1.7,
  };
const netOf = (fields: Record<string, unknown>): Network => networkDocument({ ...magnet, ...fields }).networks[0];
const pool = new Expressions();
const softplus = (x: number): number => Math.log1p(Math.exp(x));
const drawn = (network: Network, seed: number, size: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: weightCount(network) }, () => size * random.normal());
};
const named = (weights: ArrayLike<number>): Map<string, number> =>
  new Map(Array.from(weights, (weight, i) => [weightName('net', i), weight]));
/** @returns the coefficients a, b, … at a scaled control */
const coefficients = (network: Network, weights: ArrayLike<number>, u: number): number[] => {
  const names = named(weights);
  return landauCoefficients(pool, network, pool.symbol('u')).map((one) =>
    evaluate(one, (symbol) => (symbol === 'u' ? u : names.get(symbol))),
  );
};
const rate = (network: Network, weights: ArrayLike<number>, point: Readonly<Record<string, number>>, output = 0): number => {
  const names = named(weights);
  return evaluate(networkExpression(pool, network, output), (symbol) => point[symbol] ?? names.get(symbol));
};

describe('a potential in the Landau form', () => {
  it('has three weights a coefficient, and the rate −a(T)x − b(T)x³ − c(T)x⁵', () => {
    const network = netOf({}),
      weights = drawn(network, 1, 1);
    expect(weights).toHaveLength(9);
    for (const [x, y] of [
      [0.3, 4.2],
      [-1.4, 6.9],
      [2, 11],
    ]) {
      const [a, b, c] = coefficients(network, weights, (y - 5) / 2);
      expect(rate(network, weights, { x, y })).toBeCloseTo(-1.7 * (a * x + b * x ** 3 + c * x ** 5), 10);
    }
  });

  it('reads its weights as a at the centre, the slopes of a at both ends, and positive values of the others', () => {
    const network = netOf({}),
      weights = [-0.4, 0.5, 1.5, 0.1, -2, 3, 0, 0, 0];
    // a' = w1²(1 − u)/2 + w2²(1 + u)/2, integrated by hand from a(0) = w0
    const a = (u: number): number => -0.4 + (0.25 * (u - u ** 2 / 2) + 2.25 * (u + u ** 2 / 2)) / 2;
    for (const u of [-1, -0.3, 0, 0.8, 1]) expect(coefficients(network, weights, u)[0]).toBeCloseTo(a(u), 14);
    expect(coefficients(network, weights, 4)[0]).toBeCloseTo(a(1) + 3 * 2.25, 13);
    expect(coefficients(network, weights, -3)[0]).toBeCloseTo(a(-1) - 2 * 0.25, 13);
    expect([-7, -1, 1, 7].map((u) => coefficients(network, weights, u)[1])).toEqual(
      [0.1, 0.1, 3, 3].map((w) => expect.closeTo(softplus(w), 13) as number),
    );
    const middle = (softplus(0.1) + 2 * softplus(-2) + softplus(3)) / 4;
    expect(coefficients(network, weights, 0)[1]).toBeCloseTo(middle, 13);
  });

  it('has an a that never falls, is quadratic within the range, and other coefficients that are positive, whatever the weights', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const network = netOf({}),
        size = [0.1, 1, 10, 200][seed % 4],
        weights = drawn(network, seed, size),
        at = Array.from({ length: 61 }, (_, k) => coefficients(network, weights, (k - 30) / 10));
      const a = at.map(([first]) => first),
        rounding = 1e-13 * Math.max(1, ...a.map(Math.abs));
      expect(Math.min(...a.slice(1).map((value, k) => value - a[k]))).toBeGreaterThan(-rounding);
      const within = a.slice(20, 41);
      within.slice(3).forEach((value, k) => {
        expect(Math.abs(value - 3 * within[k + 2] + 3 * within[k + 1] - within[k])).toBeLessThan(8 * rounding);
      });
      // far below zero softplus underflows to zero
      expect(Math.min(...at.flatMap(([, ...others]) => others))).toBeGreaterThanOrEqual(0);
      if (size <= 10) expect(Math.min(...at.flatMap(([, ...others]) => others))).toBeGreaterThan(0);
    }
  });

  it('has derivatives in its variables and weights that agree with differences', () => {
    const network = netOf({}),
      count = weightCount(network),
      weights = Float64Array.from(drawn(network, 3, 1));
    const compiled = compileVector(pool, [networkExpression(pool, network, 0)], {
      states: new Map([
        ['x', 0],
        ['y', 1],
      ]),
      parameters: new Map(Array.from({ length: count }, (_, i) => [weightName('net', i), i])),
    });
    // inside the range of the control, and on both sides of it
    for (const y of [1.5, 4.4, 6.2, 9.1]) {
      const state = Float64Array.from([0.7, y]),
        ofState = new Float64Array(2),
        ofWeights = new Float64Array(count);
      compiled.vjp(0, state, weights, Float64Array.from([1]), ofState, ofWeights);
      const difference = (values: Float64Array, i: number): number => {
        const h = 1e-5,
          kept = values[i],
          out = [1, -1].map((sign) => {
            values[i] = kept + sign * h;
            const value = new Float64Array(1);
            compiled.value(0, state, weights, value);
            return value[0];
          });
        values[i] = kept;
        return (out[0] - out[1]) / (2 * h);
      };
      // the error of a central difference is about h² times a third derivative of order ten
      ofState.forEach((value, i) => expect(value).toBeCloseTo(difference(state, i), 8));
      ofWeights.forEach((value, i) => expect(value).toBeCloseTo(difference(weights, i), 8));
    }
  });

  it('may have an order parameter of several components, on which it has no torque', () => {
    const inputs = [...['x', 'y'].map((variable) => ({ variable, symmetry: 'radial' })), { variable: 'z' }];
    const network = netOf({ inputs, constraint: { ...magnet.constraint, of: ['x', 'y'], control: 'z' }, outputs: 2 }),
      weights = drawn(network, 5, 1),
      point = { x: 0.8, y: -1.1, z: 0.2 };
    const [fx, fy] = [0, 1].map((output) => rate(network, weights, point, output));
    expect(Math.abs(fx)).toBeGreaterThan(0.1);
    expect(point.x * fy - point.y * fx).toBeCloseTo(0, 13);
  });

  it('starts at almost no effect, or at random', () => {
    const at = { x: 0.8, y: 4 };
    expect(Math.abs(rate(netOf({}), initialWeights(netOf({})), at))).toBeLessThan(0.1);
    const random = netOf({ start: 'random' });
    expect(Math.abs(rate(random, initialWeights(random), at))).toBeGreaterThan(0.3);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ constraint: { ...magnet.constraint, degree: 5 } }, /constraint\.degree: .*not 5.*set degree to 4, 6 or 8/s],
    [{ constraint: { ...magnet.constraint, degree: undefined } }, /constraint\.degree: .*not a network/],
    [{ constraint: { ...magnet.constraint, control: 'z' } }, /constraint\.control: .*does not read.*add it/s],
    [{ constraint: { ...magnet.constraint, control: 'x' } }, /constraint\.control: .*cannot be the control of a force on itself/],
    [{ inputs: [order, { variable: 'y', symmetry: 'even' }] }, /constraint\.control: .*read as a square/],
    [{ inputs: [{ variable: 'x' }, { variable: 'y' }] }, /inputs: .*one even input/],
    [{ inputs: [order, { variable: 'y' }, { variable: 'z' }] }, /inputs: .*take other inputs out/],
    [{ exchange: [['x', 'y']] }, /exchange: in the Landau form/],
  ])('names what contradicts it: %o', (fields, expected) => {
    let told = '';
    try {
      buildSystem(networkDocument({ ...magnet, ...fields }));
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      told = error.message;
    }
    expect(told).toMatch(expected);
  });
});
