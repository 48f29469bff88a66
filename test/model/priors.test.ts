import { describe, expect, it } from 'vitest';
import { priorTerm } from '../../core/fit/prior';
import { scales } from '../../core/fit/scale';
import { firstPrior, priorKinds, priorText, withNumber } from '../../core/model/priors';
import { prior as schema } from '../../core/model/schema/prior';
import type { Parameter, PriorKind } from '../../core/model/schema';

const kinds = Object.keys(priorKinds) as PriorKind[];
const parameter = (fields: Partial<Parameter>): Parameter => ({ id: 'k', value: 2, scale: 'linear', estimate: true, ...fields });

describe('the kinds of prior that are offered', () => {
  it('are those of the format, with its numbers', () => {
    expect([...kinds].sort()).toEqual(schema.options.map((one) => one.shape.kind.value).sort());
    for (const option of schema.options) {
      const own = Object.keys(option.shape).filter((key) => key !== 'kind');
      const { fields, mayBeOfScale } = priorKinds[option.shape.kind.value];
      expect([...fields.map(({ name }) => name), ...(mayBeOfScale ? ['on'] : [])].sort()).toEqual(own.sort());
    }
  });
  it.each(kinds)('begin with numbers that the format takes, and a density at the value: %s', (kind) => {
    for (const [fields, on] of [
      [{}, undefined],
      [{ scale: 'log10', bounds: [0.1, 5] }, 'scale'],
      [{ scale: 'log10', bounds: [0.1, 5] }, 'value'],
      [{ scale: 'logit', value: 0.2 }, 'scale'],
    ] as const) {
      const of = parameter(fields as Partial<Parameter>),
        first = firstPrior(kind, of, on);
      expect(schema.parse(first)).toEqual(first);
      expect(Number.isFinite(priorTerm(first, scales[of.scale].toScaled(of.value), of.scale).value)).toBe(true);
    }
    // a negative value has no density under a positive kind; the numbers are those around 1
    expect(schema.parse(firstPrior(kind, parameter({ value: -3 })))).toBeDefined();
  });
  it('keep the ends of a range in order: the other end moves along', () => {
    expect(withNumber({ kind: 'uniform', low: 0, high: 2 }, 'low', 5)).toEqual({ kind: 'uniform', low: 5, high: 7 });
    expect(withNumber({ kind: 'uniform', low: 0, high: 2 }, 'low', 1)).toEqual({ kind: 'uniform', low: 1, high: 2 });
    expect(withNumber({ kind: 'log-uniform', low: 1, high: 10 }, 'high', 0.5)).toEqual({
      kind: 'log-uniform',
      low: 0.05,
      high: 0.5,
    });
    expect(withNumber({ kind: 'normal', mean: 0, sd: 1, on: 'value' }, 'sd', 3)).toEqual({
      kind: 'normal',
      mean: 0,
      sd: 3,
      on: 'value',
    });
  });
  it('are told in words, with the scale where that matters', () => {
    expect(priorText({ kind: 'normal', mean: -2, sd: 0.5 }, 'log10', String)).toBe(
      'normal, mean -2, standard deviation 0.5, on the log10 scale',
    );
    expect(priorText({ kind: 'normal', mean: 1, sd: 0.5, on: 'value' }, 'log10', String)).toMatch(/, of the value itself$/);
    expect(priorText({ kind: 'gamma', shape: 2, rate: 3 }, 'linear', String)).toBe('gamma, shape 2, rate 3');
  });
});
