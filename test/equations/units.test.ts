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
