import { describe, expect, it } from 'vitest';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { movingParameters } from '../../core/fit/moving';
import { noiseInformation } from '../../core/fit/noise-information';
import { noiseLaw, noiseTerm } from '../../core/fit/noise';
import type { NoiseModel, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

/** y(t) = a + b·t, states that grow at constant rates; its measurements are exact or off by `error` in turn */
function line(noise: Record<string, unknown>, parameters: Record<string, unknown>[] = [], error = 0): Scenario {
  const exact = noise.model === 'log-normal' ? (t: number) => Math.log(3 + 0.5 * t) : (t: number) => 3 + 0.5 * t;
  return makeDocument({
    variables: [{ id: 'y', name: 'y', kind: 'state', initial: 'a' }],
    parameters: [
      { id: 'a', value: 3, scale: 'linear', bounds: [0, 10], estimate: true },
      { id: 'b', value: 0.5, scale: 'log10', bounds: [0.01, 10], estimate: true },
      ...parameters,
    ],
    mechanisms: [
      {
        id: 'grow',
        name: 'Growth',
        law: { kind: 'custom', expression: 'b' },
        inputs: [],
        effects: [{ variable: 'y', coefficient: 1 }],
      },
    ],
    observables: [{ id: 'seen', name: 'Seen', expression: 'y', noise }],
    conditions: [{ id: 'only', name: 'Only' }],
    data: {
      measurements: [0, 1, 2, 4, 7].map((time, i) => {
        const mean = exact(time) + (i % 2 === 0 ? error : -error);
        return { condition: 'only', observable: 'seen', time, value: noise.model === 'log-normal' ? Math.exp(mean) : mean };
      }),
    },
    fits: [{ id: 'main', name: 'Main' }],
    solver: { rtol: 1e-10, atol: 1e-12 },
  });
}

const objectiveOf = (document: Scenario): FitObjective => createObjective(document, document.fits[0]);
const at = ({ estimated }: FitObjective): Float64Array => Float64Array.from(estimated, ({ nominal }) => nominal);

function informed(objective: FitObjective, x = at(objective)) {
  const result = objective.information(x);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** central differences of the adjoint's gradient */
function hessian(objective: FitObjective, x = at(objective), step = 1e-4): number[] {
  const gradient = (i: number, by: number): Float64Array => {
    const moved = x.slice();
    moved[i] += by;
    const result = objective.evaluate(moved);
    if (!result.ok) throw new Error(result.failure.message);
    return result.value.gradient;
  };
  const rows = [...x.keys()].map((i) => {
    const [up, down] = [gradient(i, step), gradient(i, -step)];
    return [...up].map((value, j) => (value - down[j]) / (2 * step));
  });
  return rows.flat();
}

describe('the Fisher information of a fit', () => {
  it('is XᵀX/σ² for a straight line, on the scales of its parameters', () => {
    const { information } = informed(objectiveOf(line({ model: 'normal', sigma: 0.2 })));
    // ∂y/∂a = 1 and ∂y/∂log10(b) = ln 10·b·t
    const slope = Math.LN10 * 0.5,
      times = [0, 1, 2, 4, 7];
    const sum = (f: (t: number) => number): number => times.reduce((total, t) => total + f(t), 0) / 0.04;
    const expected = [sum(() => 1), sum((t) => slope * t), sum((t) => slope * t), sum((t) => (slope * t) ** 2)];
    expected.forEach((value, i) => expect(information[i] / value).toBeCloseTo(1, 9));
  });

  it('adds a prior, and gives the value and gradient of the adjoint', () => {
    const sigma = { id: 's', value: 0.3, scale: 'log10', bounds: [0.01, 10], estimate: true };
    const prior = {
      id: 'c',
      value: 1,
      scale: 'linear',
      bounds: [0, 5],
      estimate: true,
      prior: { kind: 'normal', mean: 0.5, sd: 0.25 },
    };
    const objective = objectiveOf(line({ model: 'normal', sigma: 's*c' }, [sigma, prior], 0.2));
    const x = at(objective);
    x[1] += 0.1;
    const { value, gradient, information } = informed(objective, x),
      adjoint = objective.evaluate(x);
    if (!adjoint.ok) throw new Error(adjoint.failure.message);
    expect(value).toBe(adjoint.value.value);
    // two exact derivatives of one discretisation differ by rounding
    gradient.forEach((slope, i) => expect(slope).toBeCloseTo(adjoint.value.gradient[i], 8));
    // five measurements tell log σ = log s + log c, 2 each, and the prior c alone, 1/0.25²
    expect(information[3 * 4 + 3]).toBeCloseTo(10 + 16, 8);
    expect(information[2 * 4 + 3]).toBeCloseTo(10 * Math.LN10, 8);
  });

  it.each(['normal', 'log-normal'] as const)('is the Hessian at a perfect fit with %s noise', (model) => {
    const objective = objectiveOf(line({ model, sigma: 0.1 }));
    const { information } = informed(objective),
      numeric = hessian(objective);
    // second differences of step 1e-4 are good to 1e-6 of the largest entry
    const largest = Math.max(...numeric.map(Math.abs));
    numeric.forEach((value, i) => expect(Math.abs(information[i] - value)).toBeLessThan(1e-6 * largest));
  });

  it('is that of σ too where residuals are as large as σ says', () => {
    // all residuals ±σ: the observed information of log10 σ, 2·n·(ln 10)², is the expected one
    const sigma = { id: 's', value: 0.2, scale: 'log10', bounds: [0.01, 10], estimate: true };
    const objective = objectiveOf(line({ model: 'normal', sigma: 's' }, [sigma], 0.2));
    const { information } = informed(objective),
      numeric = hessian(objective);
    expect(information[8]).toBeCloseTo(10 * Math.LN10 ** 2, 8);
    expect(Math.abs(numeric[8] / information[8] - 1)).toBeLessThan(1e-6);
  });
});

describe('the parameters that move the states', () => {
  it('are those that mechanisms, initial values or events name, not those of the readings', () => {
    const sigma = { id: 's', value: 0.3, scale: 'log10', bounds: [0.01, 10], estimate: true };
    const moves = movingParameters(line({ model: 'normal', sigma: 's' }, [sigma]));
    expect(['a', 'b', 's', 'y.initial'].map(moves)).toEqual([true, true, false, true]);
  });
});

describe('the information of one measurement', () => {
  const models: NoiseModel[] = ['normal', 'log-normal', 'laplace', 'log-laplace', 'student-t'];
  it.each(models)('has the mean square of the score under %s noise as its mean, by quadrature', (model) => {
    const prediction = 2,
      sigma = 0.3,
      logarithmic = model.startsWith('log');
    let [byPrediction, mixed, bySigma, mass, information] = [0, 0, 0, 0, 0];
    // midpoint rule over z; the density times dy is exp(−term) dy
    const cells = 40_000,
      reach = 40;
    for (let k = 0; k < cells; k++) {
      const z = -reach + ((k + 0.5) * 2 * reach) / cells,
        value = logarithmic ? prediction * Math.exp(sigma * z) : prediction + sigma * z;
      const term = noiseTerm(noiseLaw({ model }), value, prediction, sigma),
        weight = Math.exp(-term.value) * sigma * (logarithmic ? value : 1) * ((2 * reach) / cells);
      mass += weight;
      information += weight * noiseInformation(noiseLaw({ model }), value, prediction, sigma).byPrediction;
      byPrediction += weight * term.byPrediction ** 2;
      mixed += weight * term.byPrediction * term.bySigma;
      bySigma += weight * term.bySigma ** 2;
    }
    const expected = noiseInformation(noiseLaw({ model }), 1, prediction, sigma);
    expect(mass).toBeCloseTo(1, 5);
    expect(byPrediction / information).toBeCloseTo(1, 4);
    expect(mixed).toBeCloseTo(0, 6);
    expect(bySigma / expected.bySigma).toBeCloseTo(1, 4);
  });

  it.each(models)('is the curvature by the prediction where %s noise is censored and z is linear in it', (model) => {
    const limit = 1.4,
      sigma = 0.5,
      logarithmic = model.startsWith('log');
    // by log prediction for the log models, so that z is linear
    const cost = (location: number): number =>
      noiseTerm(noiseLaw({ model }), limit, logarithmic ? Math.exp(location) : location, sigma, 'left').value;
    const location = logarithmic ? Math.log(0.9) : 0.9,
      h = 1e-4;
    const numeric = (cost(location + h) - 2 * cost(location) + cost(location - h)) / h ** 2;
    const { byPrediction } = noiseInformation(noiseLaw({ model }), limit, 0.9, sigma, 'left');
    expect(byPrediction * (logarithmic ? 0.9 ** 2 : 1)).toBeCloseTo(numeric, 4);
  });
});
