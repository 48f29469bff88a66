/**
 * The population term: the values of subjects are drawn from a normal distribution on their parameter's fit scale, with the parameter
 * for its centre. The fit takes the joint mode of all values (Lindley & Smith, J R Stat Soc B 34:1, 1972), so that a subject with few
 * data is drawn towards the others; it is no marginal likelihood of centre and spread.
 */
import type { Scenario } from '../model/schema';
import type { Estimated } from './estimated';
import { LOG_SQRT_TWO_PI } from './gaussian';
import { scales } from './scale';

export interface PopulationTerms {
  /** @param x float64[k] on the fit scale  @returns −log density of all subjects' values, fully normalised */
  value(x: Float64Array): number;
  /** @param gradient float64[k] by x, added to */
  addGradient(x: Float64Array, gradient: Float64Array): void;
  /** @param matrix float64[k · k] by x, added to: the expected information, in which centre and spread do not mix */
  addInformation(x: Float64Array, matrix: Float64Array): void;
}

/** One subject's value: indices among the estimated, and the spread as a number or as the index of what is estimated. */
interface Draw {
  readonly subject: number;
  readonly centre: number;
  readonly spread: { readonly value: number } | { readonly index: number };
}

/** @param estimated as `estimatedParameters` gives them: the centre of every subject is among them */
export function populationTerms(document: Scenario, estimated: readonly Estimated[]): PopulationTerms {
  const index = new Map(estimated.map(({ name }, i) => [name, i]));
  const draws = estimated.flatMap(({ subject }, i): Draw[] => {
    if (subject === undefined) return [];
    const { spread } = document.parameters.find(({ id }) => id === subject.parameter)!.varies!,
      place = typeof spread === 'string' ? index.get(spread) : undefined;
    const value = typeof spread === 'number' ? spread : document.parameters.find(({ id }) => id === spread)!.value;
    return [{ subject: i, centre: index.get(subject.parameter)!, spread: place === undefined ? { value } : { index: place } }];
  });
  const spreadOf = ({ spread }: Draw, x: Float64Array): number =>
    'value' in spread ? spread.value : scales[estimated[spread.index].scale].toNatural(x[spread.index]);
  /** d spread / d x of a spread that is estimated */
  const slopeOf = (at: number, omega: number): number => scales[estimated[at].scale].slope(omega);
  return {
    value: (x) =>
      draws.reduce((sum, draw) => {
        const omega = spreadOf(draw, x);
        return sum + LOG_SQRT_TWO_PI + Math.log(omega) + 0.5 * ((x[draw.subject] - x[draw.centre]) / omega) ** 2;
      }, 0),
    addGradient(x, gradient) {
      for (const draw of draws) {
        const omega = spreadOf(draw, x),
          z = (x[draw.subject] - x[draw.centre]) / omega;
        gradient[draw.subject] += z / omega;
        gradient[draw.centre] -= z / omega;
        if ('index' in draw.spread) gradient[draw.spread.index] += ((1 - z * z) / omega) * slopeOf(draw.spread.index, omega);
      }
    },
    addInformation(x, matrix) {
      const k = estimated.length;
      for (const draw of draws) {
        const { subject, centre, spread } = draw,
          omega = spreadOf(draw, x),
          weight = 1 / omega ** 2;
        matrix[subject * k + subject] += weight;
        matrix[centre * k + centre] += weight;
        matrix[subject * k + centre] -= weight;
        matrix[centre * k + subject] -= weight;
        if ('index' in spread) matrix[spread.index * k + spread.index] += 2 * weight * slopeOf(spread.index, omega) ** 2;
      }
    },
  };
}
