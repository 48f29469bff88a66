import { describe, expect, it } from 'vitest';
import { buildSystem } from '../../core/equations/system';
import { checkUnits, parseUnit } from '../../core/equations/units';
import { makeDocument } from '../documents';

const decay = (variable: string | undefined, rate: string | undefined, extra: Record<string, unknown> = {}): string[] => {
  const document = makeDocument({
    about: { title: 'x', time: { unit: 'day' } },
    variables: [{ id: 'V', name: 'virus', kind: 'state', initial: 1, unit: variable }],
    parameters: [{ id: 'c', value: 1, unit: rate }],
    mechanisms: [
      {
        id: 'm',
        name: 'm',
        law: { kind: 'first-order', parameters: { k: 'c' } },
        inputs: [{ variable: 'V', role: 'substrate' }],
        effects: [{ variable: 'V', coefficient: -1 }],
      },
    ],
    ...extra,
  });
  return checkUnits(document, buildSystem(document)).map(({ path, message }) => `${path}: ${message}`);
};

describe('units', () => {
  it('hold when each summand of a derivative is [variable]/[time]', () => {
    expect(decay('TCID50/ml', '1/day')).toEqual([]);
  });
  it('are optional', () => {
    expect([decay(undefined, '1/day'), decay('ng/ml', undefined)]).toEqual([[], []]);
  });
  it('name the expression and both units where they do not', () => {
    expect(decay('ng/ml', '1')).toEqual(['mechanisms[0].law: "-c*V" is in ng/ml, and virus changes in ng/ml/day']);
  });
  it('never rescale: an hour is not a day, ng not µg', () => {
    expect(decay('ng/ml', '1/hour')[0]).toMatch(/is in 1\/hour·\(ng\/ml\), and virus changes in ng\/ml\/day/);
    expect(parseUnit('µg/ml').factor / parseUnit('ng/ml').factor).toBeCloseTo(1000, 9);
  });
  it('hold for a network, whose scaling constants have the units of what it reads', () => {
    const neural = (more: Record<string, unknown> = {}): string[] =>
      decay('ng/ml', '1/day', {
        mechanisms: [
          {
            id: 'm',
            name: 'm',
            law: { kind: 'neural', network: 'n' },
            inputs: [{ variable: 'V', role: 'substrate' }],
            effects: [{ variable: 'V', coefficient: -1 }],
            ...more,
          },
        ],
        networks: [
          { id: 'n', inputs: [{ variable: 'V', center: 1, scale: 2 }], constraint: { kind: 'positive' }, vanishesWith: 'V' },
        ],
      });
    expect(neural()).toEqual([]);
    expect(neural({ effects: [{ variable: 'V', coefficient: 'c + 1' }] })[0]).toMatch(/puts together 1\/day and 1/);
  });
  it('hold for a network that is bounded by two constants, whose unit is that of the rate', () => {
    const bounded = decay('ng/ml', '1/day', {
      mechanisms: [
        {
          id: 'm',
          name: 'm',
          law: { kind: 'neural', network: 'n' },
          inputs: [{ variable: 'V' }],
          effects: [{ variable: 'V', coefficient: '1/c' }],
        },
      ],
      networks: [{ id: 'n', inputs: [{ variable: 'V' }], constraint: { kind: 'bounded', low: -10, high: 10 } }],
    });
    expect(bounded).toEqual([]);
  });
  it('refuse sums of unlike things and functions of dimensional ones', () => {
    const custom = (expression: string): string =>
      decay('ng/ml', 'ng/ml', {
        mechanisms: [
          {
            id: 'm',
            name: 'm',
            law: { kind: 'custom', expression },
            inputs: [{ variable: 'V' }],
            effects: [{ variable: 'V', coefficient: 1 }],
          },
        ],
      })[0];
    expect(custom('V + 1')).toMatch(/puts together ng\/ml and 1/);
    expect(custom('exp(V)')).toMatch(/needs a number without unit, and has ng\/ml/);
    expect(custom('(V/c)^2.5')).toMatch(/changes in ng\/ml\/day/);
  });
  it('hold in events too: in triggers, delays and what is assigned', () => {
    const event = (fields: object): string[] =>
      decay('ng/ml', '1/day', { events: [{ id: 'e', name: 'e', trigger: 'V > 2', ...fields }] });
    expect(event({ trigger: 'V > 2 and t >= 5', delay: '1/c', assignments: [{ variable: 'V', value: 'V/2' }] })).toEqual([]);
    expect(event({ delay: 3, assignments: [{ variable: 'V', value: 0.5 }] })).toEqual([]);
    expect(event({ trigger: 'V > c' })).toEqual(['events[0].trigger: "V - c" puts together ng/ml and 1/day']);
    expect(event({ delay: 'c' })).toEqual(['events[0].delay: "c" is in 1/day, and time is in day']);
    expect(event({ assignments: [{ variable: 'V', value: 'V*V' }] })).toEqual([
      'events[0].assignments[0].value: "V*V" is in ng/ml·(ng/ml), and virus is in ng/ml',
    ]);
  });
  it('say what is not a unit', () => {
    expect(decay('ng//ml', '1/day')[0]).toMatch(/variables\[0\]\.unit: "ng\/\/ml" is not a unit/);
  });
});

describe('the unit of an observable', () => {
  const seen = (observable: Record<string, unknown>): string[] =>
    decay('ng/ml', '1/day', {
      parameters: [
        { id: 'c', value: 1, unit: '1/day' },
        { id: 'gain', value: 2, unit: 'AU/(ng/ml)' },
        { id: 'background', value: 0.1, unit: 'AU' },
      ],
      observables: [{ id: 'o', name: 'signal', expression: 'V', noise: { sigma: 0.1 }, ...observable }],
    });
  it('is that of its expression, or of scaling times it, and of the offset', () => {
    expect(seen({ unit: 'ng/ml' })).toEqual([]);
    expect(seen({ unit: 'AU', scaling: 'gain', offset: 'background' })).toEqual([]);
    expect(seen({ unit: 'AU', scaling: 'gain', offset: 0.1 })).toEqual([]);
  });
  it('is told of by the field that does not fit', () => {
    expect(seen({ unit: 'AU' })).toEqual(['observables[0].expression: "V" is in ng/ml, and signal is in AU']);
    expect(seen({ unit: 'ng/ml', scaling: 'gain' })[0]).toMatch(
      /^observables\[0\]\.scaling: "gain\*V" is in AU.*signal is in ng\/ml$/,
    );
    expect(seen({ scaling: 'gain', offset: 'c' })[0]).toMatch(/^observables\[0\]\.offset: "c" is in 1\/day/);
  });
  it('may be anything where a bare number scales, as in a conversion, or a logarithm is taken', () => {
    expect(seen({ unit: 'pg/ml', scaling: 1000 })).toEqual([]);
    expect(seen({ unit: 'log10 ng/ml', expression: 'log10(V + 0.001)' })).toEqual([]);
  });
});
