import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { createObjective } from '../../core/fit/objective';
import { assembleFitResult } from '../../core/fit/result';
import { createStartRunner } from '../../core/fit/run-start';
import { buildTrajectories } from '../../core/fit/trajectories';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { applyFit, changeId, remove } from '../../core/model/edit';
import { DocumentError } from '../../core/model/problem';
import { checkReferences } from '../../core/model/references';
import { scenario, type Scenario } from '../../core/model/schema';
import type { ReportInput } from '../../core/report/input';
import { fit as fitSection } from '../../core/report/sections/fit';
import { parameters as parameterSection } from '../../core/report/sections/parameters';
import { LoweringCache } from '../../core/service/lowering-cache';
import { simulateSeries } from '../../core/service/pipeline';
import { constants, decays, SUBJECTS, truth } from './population';

const hooks = { onProgress: () => undefined, cancelled: () => false };

function fitted(document: Scenario): Record<string, number> {
  const { starts, seed } = document.fits[0],
    run = createStartRunner({ document, fit: 'all', starts, seed });
  const result = assembleFitResult(
    Array.from({ length: starts }, (_, i) => run(i, hooks)),
    { document: '', versions: {} },
  );
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.best.parameters;
}

describe('a parameter that varies between conditions', () => {
  const values = [[1.2], [2.5, 2.1], [-0.4, 0.3, 0.1], [3.9, 4.4, 4.1, 4.6]],
    sigma = 0.5,
    spread = 1.3;
  const means = values.map((own) => own.reduce((a, b) => a + b) / own.length);

  it('has its posterior mode at the shrinkage estimate of the normal hierarchical model', () => {
    // Gelman et al., Bayesian Data Analysis, 5.4: weights 1/(σ²/n + ω²) for the centre, and precision weighting for the subjects
    const weights = values.map(({ length }) => 1 / (sigma ** 2 / length + spread ** 2));
    const centre = means.reduce((sum, mean, i) => sum + weights[i] * mean, 0) / weights.reduce((a, b) => a + b);
    const best = fitted(constants(values, sigma, spread));
    expect(Object.keys(best)).toEqual(['theta', 'theta@s1', 'theta@s2', 'theta@s3', 'theta@s4']);
    // the fit ends where its gradient is below 1e-9, and the cost's curvature is about 1
    expect(best.theta).toBeCloseTo(centre, 7);
    means.forEach((mean, i) => {
      const own = values[i].length / sigma ** 2,
        shared = 1 / spread ** 2;
      expect(best[`theta@s${i + 1}`]).toBeCloseTo((own * mean + shared * centre) / (own + shared), 7);
    });
  });

  it('costs the likelihood and the normal density of each subject within the population, fully normalised', () => {
    const document = constants(values, sigma, spread),
      x = [0.8, 1, 2, 0.5, 4];
    const normal = (z: number, sd: number): number => 0.5 * Math.log(2 * Math.PI) + Math.log(sd) + 0.5 * (z / sd) ** 2;
    const expected = values.reduce(
      (sum, own, i) => sum + normal(x[i + 1] - x[0], spread) + own.reduce((a, value) => a + normal(value - x[i + 1], sigma), 0),
      0,
    );
    const cost = createObjective(document, document.fits[0]).cost(Float64Array.from(x));
    // sums of twenty terms, to rounding: the solution is constant
    expect(cost.ok && cost.value).toBeCloseTo(expected, 11);
    const names = ['theta', ...SUBJECTS.slice(0, 4).map((id) => `theta@${id}`)],
      curves = fitCurves(document, document.fits[0], Object.fromEntries(names.map((name, i) => [name, x[i]])));
    expect(curves.nllh).toBeCloseTo(expected, 11);
  });

  it('has the gradient that differences see, by the adjoint and by sensitivities, where the spread is estimated too', () => {
    const document = decays({ spread: 'omega', subjects: 3 }),
      objective = createObjective(document, document.fits[0]);
    expect(objective.estimated.map(({ name }) => name)).toEqual(['k', 'k@s1', 'k@s2', 'k@s3', 'inflow', 'omega']);
    const x = Float64Array.of(-0.35, -0.5, -0.2, -0.1, 0.1, -0.6),
      adjoint = objective.evaluate(x),
      forward = objective.information(x);
    if (!adjoint.ok || !forward.ok) throw new Error('it can be evaluated');
    const h = 1e-4;
    x.forEach((_, i) => {
      const cost = (sign: number): number => {
        const result = objective.cost(x.map((value, j) => (j === i ? value + sign * h : value)));
        if (!result.ok) throw new Error(result.failure.message);
        return result.value;
      };
      const slope = (8 * (cost(0.5) - cost(-0.5)) - (cost(1) - cost(-1))) / (6 * h);
      // differences of fourth order: what is left is the solver's rtol of 1e-8 over h
      expect(Math.abs(adjoint.value.gradient[i] - slope)).toBeLessThan(2e-4 * (1 + Math.abs(slope)));
      expect(forward.value.gradient[i]).toBeCloseTo(adjoint.value.gradient[i], 6);
    });
  });

  it('has the exact Hessian for its Gauss–Newton matrix where the model is linear', () => {
    const document = constants(values, sigma, spread),
      answer = createObjective(document, document.fits[0]).information(Float64Array.of(0.8, 1, 2, 0.5, 4));
    const k = 5,
      shared = 1 / spread ** 2,
      expected = new Float64Array(k * k);
    values.forEach(({ length }, i) => {
      expected[(i + 1) * (k + 1)] = length / sigma ** 2 + shared;
      expected[i + 1] = expected[(i + 1) * k] = -shared;
      expected[0] += shared;
    });
    expect(answer.ok).toBe(true);
    if (answer.ok) answer.value.information.forEach((entry, i) => expect(entry).toBeCloseTo(expected[i], 11));
  });

  it('is compiled once for ten subjects, whatever values they have', () => {
    const document = applyFit(decays({ spread: 0.2 }), { 'k@s3': 0.7, 'k@s8': 0.2 });
    const trajectories = buildTrajectories(document);
    expect(trajectories.map(({ conditions }) => conditions)).toEqual(SUBJECTS.map((id) => [id]));
    expect(new Set(trajectories.map(({ lowered }) => lowered.plan)).size).toBe(1);
    expect(trajectories.map(({ lowered }) => lowered.nominal[lowered.parameters.indexOf('k')])).toEqual(
      SUBJECTS.map((id) => ({ s3: 0.7, s8: 0.2 })[id] ?? 0.4),
    );
  });

  it('is recovered better with a population than subject by subject', () => {
    const distance = (spread: number, seed: number): number => {
      const best = fitted(decays({ spread, seed }));
      return Math.sqrt(
        truth({ seed }).reduce((sum, value, i) => sum + (Math.log10(best[`k@${SUBJECTS[i]}`]) - value) ** 2, 0) / 10,
      );
    };
    const seeds = [5, 6, 7, 8, 9],
      mean = (spread: number): number => seeds.reduce((sum, seed) => sum + distance(spread, seed), 0) / seeds.length;
    const together = mean(0.15);
    // a spread of a hundred decades says nothing of the subjects
    expect(together).toBeLessThan(0.8 * mean(100));
    // less than the subjects differ from each other
    expect(together).toBeLessThan(0.15);
  });
});

describe("subjects' values in the document", () => {
  it('are written into the conditions by adopting a fit, which leaves the fit as good as it was', () => {
    const document = decays({ spread: 0.15, subjects: 3 }),
      best = fitted(document),
      adopted = applyFit(document, best);
    expect(departures(document, best)).toContain('k@s2');
    expect(adopted.conditions.map(({ overrides }) => overrides.k)).toEqual([best['k@s1'], best['k@s2'], best['k@s3']]);
    expect(departures(adopted, best)).toEqual([]);
    expect(fitSubject(adopted)).toBe(fitSubject(document));
    expect(fitCurves(adopted, adopted.fits[0]).nllh).toBe(fitCurves(document, document.fits[0], best).nllh);
  });

  it('are named by their parameter and condition in the report', () => {
    const document = decays({ spread: 0.15, subjects: 2 });
    document.parameters[0].name = 'Clearance';
    const result = {
      best: { nllh: 1, parameters: { k: 0.5, 'k@s1': 0.25, 'k@s2': 0.75 } },
      starts: [],
      cancelled: false,
      provenance: { document: '', versions: {} },
    };
    const input = { document, fitCurves: null, fit: { id: 'all', result } } as unknown as ReportInput;
    const text = fitSection(input).text.replace(/<[^>]*>/g, ' ');
    expect(text).toMatch(/Clearance\s+0\.5 .*Clearance, Subject 1\s+0\.25 .*Clearance, Subject 2\s+0\.75 /s);
    expect(parameterSection(input).text).toMatch(/centre of all conditions, which vary about it by 0\.15 on its scale/);
  });

  it('simulate each condition, before the value of the parameter and under overrides by name', () => {
    const document = applyFit(decays({ spread: 0.15, subjects: 2 }), { 'k@s1': 2 }),
      cache = new LoweringCache();
    const end = (condition: string, overrides = {}): number => {
      const run = simulateSeries(document, cache, {
        interventions: [],
        condition,
        overrides,
        from: 0,
        times: Float64Array.of(0, 1),
      });
      if (!run.ok) throw new Error(run.failure.message);
      return run.value.values.x[1]!;
    };
    const exact = (k: number): number => 1 / k + (10 - 1 / k) * Math.exp(-k);
    expect(end('s1')).toBeCloseTo(exact(2), 6);
    expect(end('s2')).toBeCloseTo(exact(0.4), 6);
    expect(end('s1', { k: 3 })).toBeCloseTo(exact(2), 6);
    expect(end('s2', { k: 3 })).toBeCloseTo(exact(3), 6);
    expect(end('s1', { k: 3, 'k@s1': 0.5 })).toBeCloseTo(exact(0.5), 6);
  });

  it('belong to the conditions that are listed alone, and to those with fitted measurements', () => {
    const document = decays({ spread: 0.15, subjects: 4 });
    document.parameters[0].varies = { spread: 0.15, conditions: ['s2', 's3', 's4'] };
    document.fits[0].holdout = { conditions: ['s3'] };
    document.fits[0].conditions = ['s1', 's2', 's3'];
    const { estimated } = createObjective(document, document.fits[0]);
    expect(estimated.map(({ name }) => name)).toEqual(['k', 'k@s2', 'inflow']);
  });

  it('follow renamed ids, and go with their condition', () => {
    const document = decays({ spread: 'omega', subjects: 2 });
    document.parameters[0].varies = { spread: 'omega', conditions: ['s1', 's2'] };
    document.fits[0].result = {
      best: { nllh: 1, parameters: { 'k@s1': 1 } },
      starts: [],
      cancelled: false,
      provenance: { document: '', versions: {} },
    };
    const renamed = changeId(changeId(changeId(document, 's1', 'first'), 'k', 'rate'), 'omega', 'width');
    expect(renamed.parameters[0].varies).toEqual({ spread: 'width', conditions: ['first', 's2'] });
    expect(renamed.fits[0].result?.best.parameters).toEqual({ 'rate@first': 1 });
    expect(checkReferences(renamed, new Set())).toEqual([]);
    expect(remove(document, ['s1']).document.parameters[0].varies?.conditions).toEqual(['s2']);
    expect(remove(document, ['s1', 's2']).document.parameters[0].varies).toBeUndefined();
    expect(remove(document, ['omega']).document.parameters[0].varies?.spread).toBe(0.2);
  });
});

describe('what a population cannot be', () => {
  const faultsOf = (document: Scenario): string[] => {
    try {
      createObjective(document, document.fits[0]);
    } catch (error) {
      if (error instanceof DocumentError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    return [];
  };

  it('is of an estimated spread that nothing holds from 0', () => {
    const document = decays({ spread: 'omega', subjects: 2 });
    expect(faultsOf(document)).toEqual([]);
    document.parameters[2].prior = undefined;
    expect(faultsOf(document)[0]).toMatch(/^parameters\[2\]: .*joint mode.*spread of 0/);
    document.parameters[2] = { ...document.parameters[2], estimate: false };
    expect(faultsOf(document)).toEqual([]);
    document.parameters[2] = { ...document.parameters[2], value: 0, scale: 'linear' };
    expect(faultsOf(document)[0]).toMatch(/^parameters\[2\]\.value: the spread omega is 0/);
  });

  it('has no least joint cost but at a spread of 0, which is why: each decade of the spread saves log 10 a subject', () => {
    const cost = (spread: number): number => {
      const document = decays({ spread, subjects: 3 }),
        answer = createObjective(document, document.fits[0]).cost(Float64Array.of(-0.3, -0.3, -0.3, -0.3, 0));
      if (!answer.ok) throw new Error(answer.failure.message);
      return answer.value;
    };
    // the likelihoods are the same bits
    expect(cost(0.1) - cost(0.01)).toBeCloseTo(3 * Math.LN10, 10);
    expect(cost(0.01) - cost(0.001)).toBeCloseTo(3 * Math.LN10, 10);
  });

  it('is of ids that do not exist, of spreads that vary, or of values by expressions', () => {
    const base = decays({ spread: 0.2, subjects: 2 });
    const check = (change: (document: Scenario) => void): string[] => {
      const document = scenario.parse(structuredClone(base));
      change(document);
      return checkReferences(document, new Set()).map(({ path, message }) => `${path}: ${message}`);
    };
    expect(check(({ parameters }) => (parameters[0].varies = { spread: 'omgea', conditions: ['s9', 's1', 's1'] }))).toEqual([
      'parameters[0].varies.conditions[0]: no condition "s9"',
      'parameters[0].varies.conditions[2]: "s1" is listed twice',
      'parameters[0].varies.spread: no parameter "omgea"',
    ]);
    expect(check(({ parameters }) => (parameters[0].varies = { spread: 'k' }))[0]).toMatch(/which varies itself/);
    expect(check(({ conditions }) => (conditions[0].overrides = { k: '2*inflow' }))[0]).toMatch(/^conditions\[0\]\.overrides\.k/);
    expect(scenario.safeParse({ ...base, parameters: [{ id: 'k', value: 1, varies: { spread: 0 } }] }).success).toBe(false);
  });
});
