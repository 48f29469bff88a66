import { describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { buildSystem } from '../../core/equations/system';
import { checkUnits } from '../../core/equations/units';
import { acceptSuggestion } from '../../core/model/edit';
import { sumText, type WeightedTerm } from '../../core/model/rate-terms';
import { scenario, type Mechanism, type Scenario } from '../../core/model/schema';
import { unitText } from '../../core/model/unit-text';
import { makeDocument } from '../documents';

/** A network as the law of one mechanism and as a regulator of another; a fit that names what it estimates. */
const document: Scenario = makeDocument({
  about: { title: 'test', time: { unit: 'day', start: 0 } },
  variables: [
    { id: 'x', name: 'prey', kind: 'state', initial: 1, unit: 'cell/ml' },
    { id: 'y', name: 'predator', kind: 'state', initial: 1, unit: 'ng/ml' },
  ],
  networks: ['net', 'gate'].map((id) => ({ id, inputs: [{ variable: 'x' }, { variable: 'y' }], hidden: [2] })),
  mechanisms: [
    {
      id: 'm',
      name: 'm',
      law: { kind: 'neural', network: 'net' },
      inputs: [{ variable: 'x' }, { variable: 'y' }],
      effects: [{ variable: 'x', coefficient: -1 }],
    },
    {
      id: 'n',
      name: 'n',
      law: { kind: 'first-order', parameters: { k: 1 } },
      inputs: [{ variable: 'x', role: 'substrate' }],
      effects: [{ variable: 'x' }],
      regulators: [{ variable: 'y', kind: 'activation', law: { kind: 'neural', network: 'gate' } }],
    },
  ],
  observables: [{ id: 'seen', name: 'seen', expression: 'x', noise: { sigma: 0.1 } }],
  conditions: [{ id: 'c', name: 'c' }],
  data: { measurements: [{ condition: 'c', observable: 'seen', time: 1, value: 1 }] },
  fits: [
    { id: 'named', name: 'named', parameters: ['net'] },
    { id: 'marked', name: 'marked' },
  ],
  interventions: [
    {
      id: 'i',
      name: 'i',
      actions: [
        { action: 'cut', variable: 'y', mechanism: 'm', value: 1 },
        { action: 'hold', variable: 'x', mechanism: 'm' },
      ],
    },
  ],
});
const law = { mechanism: 'm', regulator: null },
  factor = { mechanism: 'n', regulator: 0 };
const term = (
  coefficient: number,
  factors: Record<string, number> = {},
  saturation?: WeightedTerm['saturation'],
): WeightedTerm => ({ coefficient, factors, ...(saturation === undefined ? {} : { saturation }) });
const half = (variable: string, K: number, h = 1, activates = true): NonNullable<WeightedTerm['saturation']> => ({
  variable,
  K,
  h,
  activates,
});
const accept = (terms: WeightedTerm[], place: { mechanism: string; regulator: number | null } = law): Scenario =>
  scenario.parse(acceptSuggestion(document, place, terms));
/** The rate that the equations have, at some values of x and y and the parameters' own. */
function rateOf(next: Scenario, index: number, at: Record<string, number>): number {
  const system = buildSystem(next),
    values = new Map(Object.entries({ t: 0, ...at }));
  system.parameters.forEach((name, i) => values.set(name, system.nominal[i]));
  return evaluate(system.mechanisms[index].rate, (name) => values.get(name)!);
}
const points = [
  { x: 0.3, y: 2 },
  { x: 1.7, y: 0.4 },
  { x: 5, y: 3 },
];

describe('a suggested law that is accepted', () => {
  it.each<[string, WeightedTerm[], Mechanism['law']['kind'], string[], (x: number, y: number) => number]>([
    ['a constant', [term(2)], 'constant', [], () => 2],
    ['decay', [term(0.5, { x: 1 })], 'first-order', ['x'], (x) => 0.5 * x],
    ['mass action', [term(-0.9, { x: 1, y: 1 })], 'mass-action', ['x', 'y'], (x, y) => -0.9 * x * y],
    ['second order', [term(0.2, { y: 2 })], 'mass-action', ['y'], (_, y) => 0.2 * y * y],
    ['Michaelis–Menten', [term(3, {}, half('x', 1.5))], 'michaelis-menten', ['x'], (x) => (3 * x) / (1.5 + x)],
    ['Hill activation', [term(3, {}, half('y', 2, 4))], 'hill-activation', ['y'], (_, y) => (3 * y ** 4) / (16 + y ** 4)],
    ['Hill inhibition', [term(3, {}, half('y', 2, 2, false))], 'hill-inhibition', ['y'], (_, y) => 12 / (4 + y * y)],
    ['Holling II', [term(3, { y: 1 }, half('x', 1.5))], 'holling-ii', ['x', 'y'], (x, y) => (3 * x * y) / (1.5 + x)],
    ['logistic growth', [term(-0.2, { x: 2 }), term(0.5, { x: 1 })], 'logistic', ['x'], (x) => 0.5 * x * (1 - x / 2.5)],
    ['exchange', [term(0.4, { x: 1 }), term(-0.4, { y: 1 })], 'exchange', ['x', 'y'], (x, y) => 0.4 * (x - y)],
    ['a sum', [term(0.5, { x: 1 }), term(-0.3, { x: 1, y: 1 })], 'custom', ['x', 'y'], (x, y) => 0.5 * x - 0.3 * x * y],
    [
      'a saturating sum',
      [term(1, {}), term(2, { x: 1 }, half('y', 3, 2))],
      'custom',
      ['x', 'y'],
      (x, y) => 1 + (2 * x * y * y) / (9 + y * y),
    ],
    ['an inhibited cause', [term(2, { x: 1 }, half('y', 3, 1, false))], 'first-order', ['x'], (x, y) => (2 * x) / (1 + y / 3)],
    [
      'a driven cause',
      [term(2, { x: 2 }, half('y', 3, 4))],
      'mass-action',
      ['x'],
      (x, y) => (2 * x * x * y ** 4) / (81 + y ** 4),
    ],
    ['a cause that saturates twice', [term(2, { x: 1 }, half('x', 3))], 'custom', ['x'], (x) => (2 * x * x) / (3 + x)],
  ])('%s has the form that the library has for it, and the same values', (_, terms, kind, inputs, expected) => {
    const next = accept(terms),
      [mechanism] = next.mechanisms;
    expect(mechanism.law.kind).toBe(kind);
    expect(mechanism.inputs.map(({ variable }) => variable)).toEqual(inputs);
    // the values are kept to six digits
    for (const { x, y } of points) expect(rateOf(next, 0, { x, y }) / expected(x, y)).toBeCloseTo(1, 5);
    expect(next.networks.map(({ id }) => id)).toEqual(['gate']);
  });

  it('has its constants as parameters that a fit moves, within an order of magnitude', () => {
    const next = accept([term(0.512345678, { x: 1 }), term(-0.3, { x: 1, y: 1 })]);
    expect(next.mechanisms[0].law).toEqual({ kind: 'custom', expression: 'c1_m*x + c2_m*x*y' });
    const [c1, c2] = next.parameters;
    expect(c1).toMatchObject({ id: 'c1_m', value: 0.512346, scale: 'log10', bounds: [0.0512346, 5.12346], estimate: true });
    expect(c2).toMatchObject({ id: 'c2_m', value: -0.3, scale: 'linear', bounds: [-3, -0.03], estimate: true });
    expect(c1.source?.text).toContain('net');
    expect(next.fits.map(({ parameters }) => parameters)).toEqual([['c1_m', 'c2_m'], undefined]);
  });

  it.each<[string, WeightedTerm[], (string | undefined)[]]>([
    ['mass action', [term(0.9, { x: 1, y: 1 })], ['1/(day*(ng/ml))']],
    ['Holling II', [term(3, { y: 1 }, half('x', 1.5))], ['1/(day*(ng/ml))', 'day*(ng/ml)/(cell/ml)']],
    ['logistic growth', [term(0.5, { x: 1 }), term(-0.2, { x: 2 })], ['1/day', 'cell/ml']],
    ['a sum', [term(1), term(2, { x: 1 }, half('y', 3, 2))], ['(cell/ml)/day', '1/day', 'ng/ml']],
  ])('gives the constants of %s units with which the equations hold together', (_, terms, units) => {
    const next = accept(terms);
    expect(next.parameters.map(({ unit }) => unit)).toEqual(units);
    // the other mechanism has a plain number for its rate constant
    const faults = checkUnits(next, buildSystem(next)).filter(({ about }) => about !== 'n');
    expect(faults).toEqual([]);
  });

  it('has a Hill factor of another cause as a regulator, unless there is one of that variable', () => {
    const terms = [term(2, { x: 1 }, half('y', 3, 2, false))],
      regulator = { variable: 'y', kind: 'inhibition', law: { kind: 'hill', K: 'K_y_m', h: 2 } };
    const next = accept(terms);
    expect(next.mechanisms[0].regulators).toEqual([regulator]);
    expect(next.parameters.map(({ id, unit }) => [id, unit])).toEqual([
      ['k_m', '1/day'],
      ['K_y_m', 'ng/ml'],
    ]);
    // y is a cause still, so that its arrow stays cut
    expect(next.interventions).toEqual(document.interventions);
    const [m, n] = document.mechanisms,
      regulated = { ...document, mechanisms: [{ ...m, regulators: [{ ...regulator, law: { kind: 'hill', K: 1, h: 1 } }] }, n] };
    const other = acceptSuggestion(regulated as Scenario, law, terms).mechanisms[0];
    expect(other.law).toEqual({ kind: 'custom', expression: 'c_m*x/(1 + (y/K_y_m)^2)' });
    expect(other.regulators).toHaveLength(1);
  });

  it('leaves out a unit that cannot be known', () => {
    const [x, y] = document.variables,
      bare = { ...document, variables: [x, { ...y, unit: undefined }] };
    expect(acceptSuggestion(bare, law, [term(0.9, { x: 1, y: 1 })]).parameters[0].unit).toBeUndefined();
    expect(acceptSuggestion(bare, law, [term(0.9, { x: 1 })]).parameters[0].unit).toBe('1/day');
  });

  it('takes the arrows of causes that it does not read, with what was done to them', () => {
    const next = accept([term(0.5, { x: 1 })]);
    expect(next.interventions[0].actions).toEqual([{ action: 'hold', variable: 'x', mechanism: 'm', of: [] }]);
  });

  it('in the place of a regulator is a Hill factor where it is one, else an expression of its causes', () => {
    const hill = accept([term(1, {}, half('y', 2.5, 2, false))], factor);
    expect(hill.mechanisms[1].regulators).toEqual([
      { variable: 'y', kind: 'inhibition', law: { kind: 'hill', K: 'K_y_n', h: 2 } },
    ]);
    expect(hill.parameters[0]).toMatchObject({ value: 2.5, unit: 'ng/ml', estimate: true });
    expect(hill.networks.map(({ id }) => id)).toEqual(['net']);
    const other = accept([term(1.3, {}, half('y', 2.5)), term(-0.1, { x: 1 })], factor);
    expect(other.mechanisms[1].regulators[0].law).toEqual({ kind: 'custom', expression: 'c1_n*y/(K_y_n + y) + c2_n*x' });
    expect(other.parameters.map(({ unit }) => unit)).toEqual(['1', 'ng/ml', '1/(cell/ml)']);
    for (const { x, y } of points) expect(rateOf(other, 1, { x, y })).toBeCloseTo(x * ((1.3 * y) / (2.5 + y) - 0.1 * x), 12);
  });

  it('takes a weight decay of all networks off a fit that has none left to train', () => {
    const decay = { kind: 'weight-decay' as const, weight: 1 },
      fits = document.fits.map((fit) => ({ ...fit, regularisers: [decay] }));
    const next = acceptSuggestion({ ...document, fits }, law, [term(0.5, { x: 1 })]);
    // the other fit trains the network of the regulator still
    expect(next.fits.map(({ regularisers }) => regularisers)).toEqual([undefined, [decay]]);
  });

  it('leaves a network that something else uses, and its fits', () => {
    const [m, n] = document.mechanisms,
      shared = { ...document, mechanisms: [m, { ...n, law: m.law, inputs: m.inputs }] };
    const next = acceptSuggestion(shared, law, [term(0.5, { x: 1 })]);
    expect(next.networks.map(({ id }) => id)).toContain('net');
    expect(next.fits[0].parameters).toEqual(['net', 'k_m']);
  });

  it('changes nothing where no network acts', () => {
    expect(acceptSuggestion(document, { mechanism: 'n', regulator: null }, [term(1)])).toBe(document);
    expect(acceptSuggestion(document, { mechanism: 'none', regulator: null }, [term(1)])).toBe(document);
    expect(acceptSuggestion(document, { mechanism: 'm', regulator: 3 }, [term(1)])).toBe(document);
    expect(acceptSuggestion(document, law, [])).toBe(document);
  });
});

describe('a sum of terms', () => {
  it('is written as people write it', () => {
    expect(sumText([term(-0.9, { x: 1, y: 1 }), term(1 / 3, { y: 2 })])).toBe('-0.9*x*y + 0.333333*y^2');
    expect(sumText([term(2, {}, half('y', 3, 2, false)), term(-4)])).toBe('2/(1 + (y/3)^2) - 4');
  });
});

describe('the unit of a product', () => {
  it('cancels what is above and below', () => {
    expect(
      unitText([
        ['ng/ml', 1],
        ['day', -1],
        ['ng/ml', -1],
      ]),
    ).toBe('1/day');
    expect(
      unitText([
        ['ng/ml', 1],
        ['ng/ml', -1],
      ]),
    ).toBe('1');
    expect(unitText([['ng/ml', 1]])).toBe('ng/ml');
    expect(
      unitText([
        ['cell', 2],
        ['1', 1],
        ['', -1],
      ]),
    ).toBe('cell^2');
    expect(
      unitText([
        [undefined, 0],
        ['day', 1],
      ]),
    ).toBe('day');
    expect(unitText([[undefined, 1]])).toBeUndefined();
  });
});
