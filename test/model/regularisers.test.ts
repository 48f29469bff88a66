import { describe, expect, it } from 'vitest';
import { remove, rename, setLaw } from '../../core/model/edit';
import { fitSubject } from '../../core/model/fit-subject';
import { checkReferences } from '../../core/model/references';
import { regulariserProblems } from '../../core/model/regulariser-check';
import { measuredRange, regularisers, regulariserSubjects } from '../../core/model/regularisers';
import type { Fit, Regulariser, Scenario } from '../../core/model/schema';
import { each, hybrid } from '../fit/regularised';

const all = Object.values(each);
const messages = (document: Scenario): string[] => regulariserProblems(document, document.fits[0]).map(({ message }) => message);
const withFit = (document: Scenario, fields: Partial<Fit>): Scenario => ({
  ...document,
  fits: [{ ...document.fits[0], ...fields }],
});

describe('references of regularisers', () => {
  it('must name parts that exist, and a misspelt one is met with the nearest', () => {
    const misspelt: Regulariser[] = [
      { kind: 'rate-bound', weight: 1, mechanism: 'birth', most: 1 },
      { kind: 'smoothness', weight: 1, of: 'preys', timeScale: 1 },
      { kind: 'lipschitz', weight: 1, network: 'nett', most: 1 },
      { kind: 'weight-decay', weight: 1, networks: ['ent'] },
      { kind: 'detailed-balance', weight: 1, pairs: [{ forward: 'births', backward: 'deathss' }] },
    ];
    const problems = checkReferences(withFit(hybrid([]), { regularisers: misspelt }), new Set());
    expect(problems.map(({ path }) => path)).toEqual(
      ['[0].mechanism', '[1].of', '[2].network', '[3].networks[0]', '[4].pairs[0].backward'].map(
        (field) => `fits[0].regularisers${field}`,
      ),
    );
    expect(problems[0].advice).toBe('did you mean "births"?');
  });

  it('follow a rename, in the result too', () => {
    const document = withFit(hybrid(all), {
      result: {
        best: { nllh: 1, parameters: {}, regularisers: [{ kind: 'rate-bound', of: ['births'], value: 0.5 }] },
        starts: [],
        cancelled: false,
        provenance: { document: '', versions: {} },
      },
    });
    const pairs = [
      ['births', 'born'],
      ['net', 'brain'],
      ['prey', 'hare'],
    ] as const;
    const [fit] = pairs.reduce((now, [from, to]) => rename(now, from, to).document, document).fits;
    expect(fit.regularisers!.flatMap(regulariserSubjects)).toEqual([
      'born',
      'eating',
      'born',
      'hare',
      'both',
      'brain',
      'born',
      'eating',
      'eating',
      'deaths',
    ]);
    expect(fit.result!.best.regularisers![0].of).toEqual(['born']);
    const bound = rename(hybrid([each['rate-bound that follows the states']]), 'predator', 'lynx').document;
    expect(bound.fits[0].regularisers).toEqual([expect.objectContaining({ most: '0.9*growth*lynx + 0.1*seen' })]);
  });

  it('go with the part that they are about', () => {
    const kinds = (document: Scenario): string[] => (document.fits[0].regularisers ?? []).map(({ kind }) => kind);
    const without = remove(hybrid(all), ['eating']).document;
    // the network goes with the only mechanism that it drives, and weight decay with the last network that is estimated
    expect(without.networks).toEqual([]);
    expect(kinds(without)).toEqual(['rate-bound', 'rate-bound', 'smoothness', 'smoothness']);
    expect(remove(hybrid(all), ['both']).document.fits[0].regularisers!.flatMap(regulariserSubjects)).not.toContain('both');
    expect(remove(hybrid([each['rate-bound that follows the states']]), ['predator']).document.fits[0]).not.toHaveProperty(
      'regularisers',
    );
    expect(remove(hybrid([all[0]]), ['births']).document.fits[0]).not.toHaveProperty('regularisers');
    expect(checkReferences(without, new Set())).toEqual([]);
    const replaced = setLaw(hybrid([each.lipschitz]), 'eating', 'custom');
    expect(replaced.networks).toEqual([]);
    expect(replaced.fits[0]).not.toHaveProperty('regularisers');
  });
});

describe('what a fit depends on', () => {
  it('includes its regularisers, and is as before where there are none', () => {
    const plain = hybrid([]),
      document = hybrid([all[0]]);
    expect(fitSubject(plain, plain.fits[0])).toBe(fitSubject(plain));
    expect(fitSubject(document, document.fits[0])).not.toBe(fitSubject(plain));
  });
});

describe('regularisers that cannot be', () => {
  it('say what they lack', () => {
    expect(messages(hybrid([{ kind: 'smoothness', weight: 1, of: 'both', timeScale: 1 }]))).toEqual([
      'no measurements say how much "both" varies',
    ]);
    expect(messages(hybrid([{ kind: 'smoothness', weight: 1, of: 'prey', timeScale: 0.001 }]))).toEqual([
      'the data span 4000 times the time scale, and at most 1000 times can be read',
    ]);
    const fixed = (one: Regulariser): Scenario => withFit(hybrid([one]), { parameters: ['growth'] });
    expect(messages(fixed(each.lipschitz))).toEqual(['the network "net" is not estimated by this fit']);
    expect(messages(fixed(each['weight-decay']))).toEqual(['no network is estimated by this fit']);
  });

  it('of a Landau form are refused where they would shrink its weights', () => {
    const magnet = {
      constraint: { kind: 'potential', of: ['prey'], degree: 4, control: 'predator' },
      inputs: [{ variable: 'prey', symmetry: 'even' }, { variable: 'predator' }],
      vanishesWith: undefined,
      start: undefined,
    };
    expect(messages(hybrid([each['weight-decay']], magnet))).toEqual([
      'the weights of "net" are coefficients of a Landau form, whose zero means no absence of an effect',
    ]);
  });

  it('of a network whose slope no layers bound are refused with the reason', () => {
    const bound = (network: Record<string, unknown>): string[] => messages(hybrid([each.lipschitz], network));
    expect(bound({})).toEqual([]);
    expect(bound({ constraint: { kind: 'potential', of: ['prey'] }, vanishesWith: undefined, start: undefined })).toEqual([
      '"net" is a potential, whose rate is its slope: layers bound the slope of the potential, not that of the rate',
    ]);
    expect(bound({ inputs: [{ variable: 'prey', symmetry: 'even' }] })).toEqual([
      '"net" reads the square of "prey", whose slope has no bound',
    ]);
    expect(bound({ exchange: [['prey', 'predator']], vanishesWith: undefined })[0]).toMatch(/whose scales differ/);
  });

  it('warn where the optimiser decays weights too', () => {
    const adam = { steps: 10, learningRate: 0.1, schedule: 'cosine', warmUp: 0, weightDecay: 0.1 } as const,
      document = withFit(hybrid([each['weight-decay']]), { adam });
    expect(regulariserProblems(document, document.fits[0])).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('detailed balance', () => {
  type Change = (document: Scenario) => Scenario;
  /** a ⇌ b, whose two mechanisms undo each other */
  const exchange = (change: Change = (document) => document): Scenario => {
    const base = hybrid([{ kind: 'detailed-balance', weight: 1, pairs: [{ forward: 'there', backward: 'back' }] }]);
    const step = (id: string, from: string, to: string): Scenario['mechanisms'][number] => ({
      id,
      name: id,
      law: { kind: 'custom', expression: `0.1*${from}` },
      inputs: [{ variable: from, role: 'input' }],
      effects: [
        { variable: from, coefficient: -1 },
        { variable: to, coefficient: 1 },
      ],
      regulators: [],
    });
    return change({
      ...base,
      conditions: [base.conditions[0]],
      data: { measurements: base.data.measurements.filter(({ condition }) => condition === 'plain') },
      mechanisms: [step('there', 'prey', 'predator'), step('back', 'predator', 'prey')],
    });
  };
  const refused: readonly (readonly [string, Change, RegExp])[] = [
    [
      'an input',
      (document) => ({
        ...document,
        variables: [...document.variables, { id: 'light', name: 'light', kind: 'input', expression: 'sin(t)' }],
      }),
      /the input "light" drives it/,
    ],
    [
      'interventions in force',
      (document) => ({ ...document, conditions: [{ ...document.conditions[0], interventions: ['shot'] }] }),
      /interventions are in force/,
    ],
    [
      'a rate that changes with time',
      (document) => ({
        ...document,
        mechanisms: [{ ...document.mechanisms[0], law: { kind: 'custom', expression: 't*prey' } }, document.mechanisms[1]],
      }),
      /"there" changes with time/,
    ],
    [
      'a loss',
      (document) => ({ ...document, mechanisms: [...document.mechanisms, { ...hybrid([]).mechanisms[2] }] }),
      /"deaths" loses matter/,
    ],
    [
      'a step that nothing undoes',
      (document) => ({ ...document, mechanisms: [...document.mechanisms, { ...document.mechanisms[0], id: 'leak' }] }),
      /"leak" has no mechanism that undoes it/,
    ],
    [
      'a pair that does not undo itself',
      (document) => ({
        ...document,
        mechanisms: [
          document.mechanisms[0],
          {
            ...document.mechanisms[1],
            effects: [
              { variable: 'prey', coefficient: 2 },
              { variable: 'predator', coefficient: -1 },
            ],
          },
        ],
      }),
      /does not undo the effects/,
    ],
  ];

  it('is offered for a closed system', () => {
    expect(messages(exchange())).toEqual([]);
  });

  it.each(refused)('is refused for %s, with the reason', (_what, change, reason) => {
    const document = exchange(change);
    expect(messages(document)[0]).toMatch(reason);
    const [one] = document.fits[0].regularisers!;
    if (one.kind === 'detailed-balance')
      expect(messages(withFit(document, { regularisers: [{ ...one, force: true }] }))).toEqual([]);
  });
});

describe('the table of regularisers', () => {
  it('says of each what it assumes and when that is wrong', () => {
    for (const { assumes, wrong } of Object.values(regularisers)) {
      expect(assumes).toMatch(/\.$/);
      expect(wrong).toMatch(/^Wrong .*\.$/);
    }
  });
  it('takes the size of a variable from the observable that is just this variable', () => {
    const document = hybrid([]),
      values = document.data.measurements.map(({ value }) => value);
    expect(measuredRange(document, 'prey')).toBe(Math.max(...values) - Math.min(...values));
    expect(measuredRange(document, 'predator')).toBeUndefined();
  });
});
