import { describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions } from '../../core/equations/expression';
import { initialWeights, networkExpression, potentialExpression, weightCount, weightName } from '../../core/equations/network';
import { monomialsOf } from '../../core/equations/network-shape';
import { buildSystem } from '../../core/equations/system';
import { lowerScenario } from '../../core/lower/lower';
import { DocumentError } from '../../core/model/problem';
import type { Network, Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { certificates, networkDocument, violations } from './network-probes';

type Point = Readonly<Record<string, number>>;
const netOf = (fields: Record<string, unknown>): Network => networkDocument(fields).networks[0];
const pool = new Expressions();
const randomWeights = (network: Network, seed: number, size = 1): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: weightCount(network) }, () => size * random.normal());
};
/** @returns a network's output at a point */
function valueOf(network: Network, point: Point, weights: ArrayLike<number>, output = 0): number {
  const names = new Map(Array.from(weights, (weight, i) => [weightName(network.id, i), weight]));
  return evaluate(networkExpression(pool, network, output), (symbol) => point[symbol] ?? names.get(symbol));
}
const faultsOf = (document: Scenario): string => {
  try {
    buildSystem(document);
    return '';
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.message;
  }
};

describe('constraints that no weights break', () => {
  it.each(certificates)('$name', (certificate) => {
    expect(violations(certificate.network, certificate, 8000, 1)).toBe(0);
    expect(violations(certificate.unconstrained, certificate, 8000, 2)).toBeGreaterThan(2000);
  });

  it('conserve through the effects: what leaves one state enters the other', () => {
    const { mechanisms, ...rest } = networkDocument({ weights: randomWeights(netOf({}), 5, 3) });
    const effects = [
      { variable: 'x', coefficient: -1 },
      { variable: 'y', coefficient: 1 },
    ];
    const document = { ...rest, mechanisms: [{ ...mechanisms[0], effects }] };
    const { plan, nominal } = lowerScenario(document, { from: 0, until: 1 });
    const random = seededRandom(3),
      slope = new Float64Array(3);
    for (let k = 0; k < 200; k++) {
      const state = Float64Array.from({ length: 3 }, () => 10 * random.normal());
      plan.pieces[0].rhs.value(0, state, nominal, slope);
      expect(slope[0]).not.toBe(0);
      expect(slope[0] + slope[1]).toBe(0);
    }
  });

  it('keep a value when a sign is turned, inputs are exchanged, or a radius is turned round', () => {
    const even = netOf({ inputs: [{ variable: 'x', symmetry: 'even', center: 0.5 }, { variable: 'y' }] }),
      exchanged = netOf({ exchange: [['x', 'y']] }),
      allThree = netOf({
        exchange: [
          ['x', 'y'],
          ['y', 'z'],
        ],
      }),
      radial = netOf({ inputs: ['x', 'y'].map((variable) => ({ variable, symmetry: 'radial' })) });
    const a = { x: 0.7, y: -1.3, z: 2.1 };
    const at = (network: Network, point: Point): number => valueOf(network, point, randomWeights(network, 8));
    expect(at(even, { ...a, x: 0.3 })).toBeCloseTo(at(even, a), 14);
    expect(at(exchanged, { ...a, x: a.y, y: a.x })).toBe(at(exchanged, a));
    expect(at(netOf({}), { ...a, x: a.y, y: a.x })).not.toBeCloseTo(at(netOf({}), a), 2);
    expect(at(allThree, { x: a.z, y: a.x, z: a.y })).toBeCloseTo(at(allThree, a), 13);
    const turned = { x: a.x * Math.cos(1) - a.y * Math.sin(1), y: a.x * Math.sin(1) + a.y * Math.cos(1) };
    expect(at(radial, { ...a, ...turned })).toBeCloseTo(at(radial, a), 13);
  });
});

describe('a potential', () => {
  const fields = { constraint: { kind: 'potential', of: ['x', 'y'] }, outputs: 2, outputScale: 1.7 };
  const point = { x: 0.4, y: -0.9, z: 1.2 };
  it.each([fields, { ...fields, constraint: { ...fields.constraint, degree: 3 } }, { ...fields, exchange: [['x', 'y']] }])(
    'gives its exact negative slope: %o',
    (given) => {
      const network = netOf(given),
        weights = randomWeights(network, 4);
      const names = new Map(weights.map((weight, i) => [weightName('net', i), weight]));
      const potential = (p: Point): number =>
        evaluate(potentialExpression(pool, network), (symbol) => p[symbol] ?? names.get(symbol));
      ['x', 'y'].forEach((variable, k) => {
        const h = 1e-5,
          moved = (by: number): Point => ({ ...point, [variable]: point[variable as 'x'] + by });
        const difference = -(potential(moved(h)) - potential(moved(-h))) / (2 * h);
        expect(valueOf(network, point, weights, k)).toBeCloseTo(difference, 7);
      });
    },
  );
  it('may be a polynomial: one weight a monomial, even ones only where an input is even', () => {
    const constraint = { kind: 'potential', of: ['x'], degree: 4 };
    expect(monomialsOf(netOf({ constraint, inputs: [{ variable: 'x' }, { variable: 'y' }] }))).toHaveLength(14);
    const double = netOf({ constraint, inputs: [{ variable: 'x', symmetry: 'even' }] });
    expect(monomialsOf(double)).toEqual([[1], [2]]);
    // V = −x²/2 + x⁴/4: the double well, whose force is x − x³
    expect(valueOf(double, { x: 1.5 }, [-0.5, 0.25])).toBeCloseTo(1.5 - 1.5 ** 3, 13);
  });
});

describe('an untrained network', () => {
  const start = (fields: Record<string, unknown>): number => {
    const network = netOf(fields);
    return valueOf(network, { x: 0.8, y: -0.6, z: 1.1 }, initialWeights(network));
  };
  it.each([
    {},
    { constraint: { kind: 'positive' } },
    { constraint: { kind: 'positive' }, vanishesWith: 'x', inputs: [{ variable: 'x', monotone: 'increasing' }] },
    { inputs: [{ variable: 'x', monotone: 'increasing' }], activation: 'softplus' },
    { constraint: { kind: 'dissipative', velocity: 'x' } },
    { constraint: { kind: 'potential', of: ['x'] } },
    { constraint: { kind: 'potential', of: ['x'], degree: 2 } },
  ])('has almost no effect: %o', (fields) => {
    expect(Math.abs(start(fields))).toBeLessThan(0.1);
    expect(start(fields)).not.toBe(0);
  });
  it('starts at another value when told', () => {
    expect(start({ start: 2, outputScale: 4 })).toBeCloseTo(2, 0);
    expect(start({ start: 2, constraint: { kind: 'positive' } })).toBeCloseTo(2, 1);
    expect(start({ start: 0.1, constraint: { kind: 'bounded', low: 0, high: 2 } })).toBeCloseTo(0.1, 1);
    expect(Math.abs(start({ start: 'random' }))).toBeGreaterThan(10 * Math.abs(start({})));
  });
});

describe('a monotone network', () => {
  const curve = (fields: Record<string, unknown>, weights: readonly number[]): number[] =>
    Array.from({ length: 41 }, (_, k) => valueOf(netOf({ hidden: [3], ...fields }), { x: (k - 20) / 4 }, weights));
  const inputs = [{ variable: 'x', monotone: 'increasing' }];
  const bends = (values: readonly number[]): number[] => values.slice(2).map((v, i) => v - 2 * values[i + 1] + values[i]);
  it('of softplus units is not only convex', () => {
    const only = (unit: number): number[] => [1, 1, 1, 0, 0, 0, ...[0, 1, 2].map((k) => (k === unit ? 1 : 0)), 0];
    const [convex, concave, sigmoid] = [0, 1, 2].map((unit) => bends(curve({ activation: 'softplus', inputs }, only(unit))));
    expect(Math.min(...convex)).toBeGreaterThan(0);
    expect(Math.max(...concave)).toBeLessThan(0);
    expect([Math.min(...sigmoid) < -1e-3, Math.max(...sigmoid) > 1e-3]).toEqual([true, true]);
  });
  it('that vanishes with its substrate and rises with it can be the law of Michaelis and Menten', () => {
    // softplus(net) = 2 whatever x, so the rate is 2·s·q/(1 + q) with q = w²x/s: Vmax = 2s and Km = s/w²
    const fields = { hidden: [], constraint: { kind: 'positive' }, vanishesWith: 'x', inputs: [{ ...inputs[0], scale: 5 }] };
    const weights = [0, Math.log(Math.expm1(2)), 2];
    for (const x of [0, 0.1, 1, 7, 300]) expect(valueOf(netOf(fields), { x }, weights)).toBeCloseTo((10 * x) / (1.25 + x), 12);
  });
});

describe('contradictions are faults with the field and the way out', () => {
  const rising = { variable: 'x', monotone: 'increasing' };
  it.each<[Record<string, unknown>, RegExp]>([
    [{ constraint: { kind: 'bounded', low: 2, high: 1 } }, /networks\[0\]\.constraint\.low: .*exchange them/],
    [{ inputs: [{ ...rising, symmetry: 'even' }] }, /inputs\[0\]\.monotone: .*cannot be monotone/],
    [{ inputs: [rising], constraint: { kind: 'potential', of: ['x'] } }, /inputs\[0\]\.monotone: .*slope/],
    [{ inputs: [rising], constraint: { kind: 'dissipative', velocity: 'x' } }, /inputs\[0\]\.monotone: .*damping/],
    [{ inputs: [rising, rising] }, /inputs\[1\]\.variable: "x" is read twice/],
    [{ inputs: [rising], vanishesWith: 'x' }, /constraint: .*choose a positive network/],
    [
      { inputs: [{ variable: 'x', monotone: 'decreasing' }], vanishesWith: 'x', constraint: { kind: 'positive' } },
      /inputs\[0\]\.monotone: .*cannot fall/,
    ],
    [{ vanishesWith: 'y', constraint: { kind: 'potential', of: ['x'] } }, /vanishesWith: a gradient times/],
    [{ vanishesWith: 'y', constraint: { kind: 'dissipative', velocity: 'x' } }, /vanishesWith: a damping/],
    [{ constraint: { kind: 'potential', of: ['x', 'y'] } }, /outputs: .*set outputs to 2/],
    [
      { inputs: [{ variable: 'y' }], constraint: { kind: 'potential', of: ['x'] } },
      /constraint\.of\[0\]: .*add it to the inputs/,
    ],
    [{ inputs: [{ variable: 'x', symmetry: 'radial' }] }, /inputs\[0\]\.symmetry: a radius needs/],
    [{ exchange: [['x', 'q']] }, /exchange\[0\]: two different inputs/],
    [{ inputs: [rising, { variable: 'y' }], exchange: [['x', 'y']] }, /exchange\[0\]: .*different signs/],
    [{ exchange: [['x', 'y']], vanishesWith: 'x' }, /exchange\[0\]: .*multiplied by "x"/],
    [{ constraint: { kind: 'positive' }, start: -1 }, /start: .*cannot start at -1/],
    [{ constraint: { kind: 'potential', of: ['x'] }, start: 1 }, /start: a force/],
  ])('%o', (fields, expected) => {
    expect(faultsOf(networkDocument(fields))).toMatch(expected);
  });

  it('between a network and its place in the model', () => {
    const damping = networkDocument({ constraint: { kind: 'dissipative', velocity: 'x' } });
    const reversed = damping.mechanisms.map((one) => ({ ...one, effects: [{ variable: 'x', coefficient: -1 }] }));
    expect(faultsOf({ ...damping, mechanisms: reversed })).toMatch(/mechanisms\[0\]\.effects\[0\]\.coefficient: .*drive/);
    const factor = networkDocument({ inputs: [rising], constraint: { kind: 'positive' } });
    const law = { kind: 'neural' as const, network: 'net', output: 0 };
    const regulated = factor.mechanisms.map((one) => ({
      ...one,
      law: { kind: 'constant' as const, parameters: { k: 1 } },
      inputs: [],
      regulators: [{ variable: 'x', kind: 'inhibition' as const, law }],
    }));
    expect(faultsOf({ ...factor, mechanisms: regulated })).toMatch(/regulators\[0\]\.law: .*drawn as an inhibition/);
    const negative = networkDocument({ inputs: [{ variable: 'y', monotone: 'increasing' }], vanishesWith: 'x' });
    const below = negative.variables.map((one) => ({ ...one, bounds: [-1, 1] as [number, number] }));
    expect(faultsOf({ ...negative, variables: below as Scenario['variables'] })).toMatch(/vanishesWith: below zero of "x"/);
  });
});
