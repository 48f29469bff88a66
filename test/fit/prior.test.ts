import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { estimatedParameters } from '../../core/fit/estimated';
import { chooseMethod } from '../../core/fit/method';
import { samplePosterior } from '../../core/fit/posterior';
import { priorTerm } from '../../core/fit/prior';
import { scales, type ScaleName } from '../../core/fit/scale';
import type { Prior, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

/** −log density at the natural value 0.3, by scipy.stats */
const ofValue: [Prior, number][] = [
  [{ kind: 'normal', mean: 0.5, sd: 0.2, on: 'value' }, -0.1904993792294276],
  [{ kind: 'laplace', location: 0.5, scale: 0.2, on: 'value' }, 0.0837092681258449],
  [{ kind: 'cauchy', location: 0.5, scale: 0.2, on: 'value' }, 0.22843915397524506],
  [{ kind: 'uniform', low: 0.1, high: 0.9, on: 'value' }, -0.2231435513142097],
  [{ kind: 'log-normal', mean: -1.5, sd: 0.7 }, -0.5522887042654545],
  [{ kind: 'log-laplace', location: -1.5, scale: 0.7 }, -0.4446045738846316],
  [{ kind: 'log-uniform', low: 0.05, high: 2 }, 0.10134993663730052],
  [{ kind: 'gamma', shape: 2.5, rate: 4 }, -0.17509382583790334],
  [{ kind: 'gamma', shape: 0.6, rate: 4 }, 0.28486811966692627],
  [{ kind: 'exponential', rate: 3 }, -0.19861228866810976],
  [{ kind: 'chi-square', degreesOfFreedom: 3 }, 1.6709249353676408],
  [{ kind: 'rayleigh', scale: 0.4 }, -0.347358659422374],
];
/** the kinds that may be of the fit scale too, at 0.3 of the fit scale */
const ofScale: [Prior, number][] = ofValue.slice(0, 4).map(([prior, value]) => {
  const { on: _, ...rest } = prior as Extract<Prior, { on?: unknown }>;
  return [rest as Prior, value];
});
const names: ScaleName[] = ['linear', 'log10', 'logit'];

describe('a prior', () => {
  it('is the normalised −log density of the natural value, whatever the scale', () => {
    for (const [prior, value] of ofValue)
      for (const scale of names) expect(priorTerm(prior, scales[scale].toScaled(0.3), scale).value).toBeCloseTo(value, 13);
  });
  it('of the fit scale is that of the parameter as the fit moves it', () => {
    for (const [prior, value] of ofScale)
      for (const scale of names) expect(priorTerm(prior, 0.3, scale).value).toBeCloseTo(value, 13);
  });
  it('has the slope that differences see', () => {
    const h = 1e-6;
    for (const [prior] of [...ofValue, ...ofScale])
      for (const scale of names)
        for (const natural of [0.15, 0.3, 0.77]) {
          const x = scales[scale].toScaled(natural),
            at = (s: number): number => priorTerm(prior, s, scale).value;
          if (!Number.isFinite(at(x))) continue;
          expect(priorTerm(prior, x, scale).slope).toBeCloseTo((at(x + h) - at(x - h)) / (2 * h), 6);
        }
  });
  it('has a curvature that is never negative, and the second difference where that is what it claims to be', () => {
    const h = 1e-3;
    const second = (prior: Prior, x: number, scale: ScaleName): number =>
      (priorTerm(prior, x + h, scale).slope - priorTerm(prior, x - h, scale).slope) / (2 * h);
    for (const [prior] of [...ofValue, ...ofScale])
      for (const scale of names) {
        const x = scales[scale].toScaled(0.3),
          { information } = priorTerm(prior, x, scale);
        expect(information).toBeGreaterThanOrEqual(0);
        const isExact =
          ['gamma', 'exponential', 'chi-square', 'rayleigh'].includes(prior.kind) ||
          (prior.kind === 'normal' && (prior.on !== 'value' || scale === 'linear')) ||
          (prior.kind === 'log-normal' && scale === 'log10');
        if (isExact) expect(information / Math.max(0, second(prior, x, scale)) || 1).toBeCloseTo(1, 4);
      }
    // location families: information about the location, Cauchy's 1/2 weighed by 2/(1 + z²)
    expect(priorTerm({ kind: 'cauchy', location: 1.5, scale: 0.5 }, 0, 'linear').information).toBeCloseTo(0.1 / 0.25, 14);
    expect(priorTerm({ kind: 'laplace', location: 9, scale: 0.5 }, 0, 'linear').information).toBeCloseTo(4, 14);
  });
  it('is infinite, never NaN, where its density is 0', () => {
    expect(priorTerm({ kind: 'uniform', low: 0, high: 1 }, 1.1, 'linear').value).toBe(Infinity);
    for (const x of [0, -1])
      for (const prior of [
        { kind: 'gamma', shape: 2, rate: 1 },
        { kind: 'rayleigh', scale: 1 },
        { kind: 'chi-square', degreesOfFreedom: 3 },
      ] as const)
        expect(priorTerm(prior, x, 'linear').value).toBe(Infinity);
    expect(priorTerm({ kind: 'exponential', rate: 2 }, 0, 'linear')).toEqual({
      value: expect.closeTo(-Math.log(2), 13),
      slope: 2,
      information: 0,
    });
    expect(priorTerm({ kind: 'exponential', rate: 2 }, -0.1, 'linear').value).toBe(Infinity);
  });
});

/** a constant k that hardly any datum sees, with one prior */
const withPrior = (prior: unknown, parameter: Record<string, unknown> = {}, sigma = 1e6): Scenario =>
  makeDocument({
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 'k' }],
    parameters: [{ id: 'k', value: 1, scale: 'log10', estimate: true, prior, ...parameter }],
    observables: [{ id: 'o', name: 'o', expression: 'x', noise: { sigma } }],
    conditions: [{ id: 'c', name: 'c' }],
    data: { measurements: [{ condition: 'c', observable: 'o', time: 1, value: 1 }] },
    fits: [{ id: 'f', name: 'f' }],
  });

describe('bounds and priors', () => {
  const faultOf = (document: Scenario): string => {
    try {
      estimatedParameters(document);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  it('agree: a flat prior gives the bounds where none are stated, on its own scale', () => {
    const boundsOf = (prior: Prior): number[] => {
      const [{ lower, upper }] = estimatedParameters(withPrior(prior));
      return [lower, upper];
    };
    expect(boundsOf({ kind: 'uniform', low: -2, high: 1 })).toEqual([-2, 1]);
    expect(boundsOf({ kind: 'uniform', low: 0.01, high: 10, on: 'value' })).toEqual([-2, 1]);
    expect(boundsOf({ kind: 'log-uniform', low: 0.01, high: 10 })).toEqual([-2, 1]);
  });
  it('may be wider than the search, but not narrower', () => {
    expect(faultOf(withPrior({ kind: 'uniform', low: -3, high: 3 }, { bounds: [0.01, 10] }))).toBe('');
    expect(faultOf(withPrior({ kind: 'uniform', low: -1, high: 3 }, { bounds: [0.01, 10] }))).toMatch(
      /parameters\[0\]\.bounds.*the search goes to 0\.01, where the prior's density is not a positive number.*set the bounds/s,
    );
    expect(faultOf(withPrior({ kind: 'gamma', shape: 2, rate: 1 }, { scale: 'linear', bounds: [0, 10] }))).toMatch(
      /goes to 0,.*lower bound above 0/s,
    );
    expect(faultOf(withPrior({ kind: 'exponential', rate: 1 }, { scale: 'linear', bounds: [0, 10] }))).toBe('');
  });
  it('are read as the union says, with the path of what is wrong', () => {
    expect(() => withPrior({ kind: 'gamma', shape: 2 })).toThrow(/parameters\[0\]\.prior\.rate/);
    expect(() => withPrior({ kind: 'beta', a: 1 })).toThrow(/parameters\[0\]\.prior/);
    expect(() => withPrior({ kind: 'uniform', low: 2, high: 1 })).toThrow(/parameters\[0\]\.prior\.high.*above the lower/);
  });
});

describe('a fit with a prior', () => {
  const insideBounds = [...ofValue, ...ofScale]
    .map(([prior]) => prior)
    .filter((prior) => prior.kind !== 'uniform' || prior.on === 'value');
  it.each(insideBounds)('has gradient and information that agree with $kind', (prior) => {
    const document = withPrior(prior, { value: 0.3, bounds: [0.2, 0.5] }, 0.2);
    const objective = createObjective(document, document.fits[0]);
    const x = Float64Array.of(Math.log10(0.3));
    const [evaluated, informed] = [objective.evaluate(x), objective.information(x)];
    if (!evaluated.ok || !informed.ok) throw new Error('no cost');
    const at = (s: number): number => {
      const cost = objective.cost(Float64Array.of(s));
      return cost.ok ? cost.value : NaN;
    };
    const difference = (at(x[0] + 1e-6) - at(x[0] - 1e-6)) / 2e-6;
    expect(evaluated.value.gradient[0]).toBeCloseTo(difference, 5);
    expect(informed.value.gradient[0]).toBeCloseTo(difference, 5);
    // the datum's own information, (∂k/∂log10 k/σ)², and the prior's
    const own = ((Math.LN10 * 0.3) / 0.2) ** 2;
    expect(informed.value.information[0]).toBeCloseTo(own + priorTerm(prior, x[0], 'log10').information, 6);
  });
  it('with a kink is left to a quasi-Newton method, and says why', () => {
    const choice = (prior: unknown): string => {
      const document = withPrior(prior),
        { method, why } = chooseMethod(document, document.fits[0], estimatedParameters(document));
      return `${method}: ${why}`;
    };
    expect(choice({ kind: 'laplace', location: 0, scale: 1 })).toMatch(/^bfgs: the Laplace prior of k has a kink/);
    expect(choice({ kind: 'log-laplace', location: 0, scale: 1 })).toMatch(/^bfgs/);
    expect(choice({ kind: 'cauchy', location: 0, scale: 1 })).toMatch(/^levenberg-marquardt/);
  });
  it('of the natural value is sampled as such, whatever the scale on which the walk goes', () => {
    const document = withPrior({ kind: 'gamma', shape: 2, rate: 1 }, { bounds: [1e-4, 50] });
    const draws = samplePosterior({ document, fit: 'f', best: { k: 1 }, seed: 2 })!.values.map(([k]) => k);
    const mean = draws.reduce((sum, k) => sum + k, 0) / draws.length;
    // mean 2, standard deviation √2 of a draw; without the change of volume it would be 1
    expect(Math.abs(mean - 2)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(draws.length));
    expect(mean).toBeGreaterThan(1.4);
  });
});
