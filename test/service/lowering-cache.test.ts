import { describe, expect, it } from 'vitest';
import { LoweringCache } from '../../core/service/lowering-cache';
import { loadScenario } from '../scenarios/load';

const document = loadScenario('splitting'),
  options = { interventions: [], from: 0, until: 8 };

describe('a lowered model', () => {
  const cache = new LoweringCache(),
    kept = cache.lower(document, options);

  it('is kept while only numbers change', () => {
    const moved = { ...document, parameters: document.parameters.map((one) => ({ ...one, value: 2 * one.value })) };
    expect(cache.lower(moved, options)).toBe(kept);
    expect(cache.lower({ ...document, solver: { ...document.solver, rtol: 1e-8 } }, options)).toBe(kept);
  });

  it('is made anew where other mechanisms are split off', () => {
    const { split, ...unmarked } = document.solver;
    const linear = (lowered: typeof kept): Float64Array => {
      const { n, pieces } = lowered.plan,
        matrix = new Float64Array(n * n);
      pieces[0].rhs.split!.linear(lowered.nominal, matrix, new Float64Array(n));
      return matrix;
    };
    const fewer = cache.lower({ ...document, solver: { ...document.solver, split: split!.slice(0, 1) } }, options);
    expect([...linear(fewer)].filter((entry) => entry !== 0)).toEqual([-100, 100, 100, -100]);
    expect(linear(cache.lower({ ...document, solver: unmarked }, options))).toEqual(linear(kept));
  });

  it('is judged anew where the method turns to splitting', () => {
    const { split: _split, ...unmarked } = document.solver,
      mechanisms = document.mechanisms.filter(({ law }) => law.kind === 'logistic'),
      nothing = { ...document, mechanisms, interventions: [], comparisons: [] };
    cache.lower({ ...nothing, solver: { ...unmarked, method: 'tsit5' } }, options);
    expect(() => cache.lower({ ...nothing, solver: { ...unmarked, method: 'strang' } }, options)).toThrow(/no linear part/);
  });
});
