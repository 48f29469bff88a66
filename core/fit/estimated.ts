/** What a fit moves: each estimated parameter and network weight with its scale, bounds, prior and sampling box. */
import { initialWeights, weightName } from '../equations/network';
import { DocumentError, type Problem } from '../model/problem';
import type { Fit, Network, Parameter, Prior, Scenario } from '../model/schema';
import { suggest } from '../util/suggest';
import { faults } from './messages';
import { flatRange, supports } from './prior';
import { defaultBounds, holds, scales, type ScaleName } from './scale';
import type { SamplingBox } from './start-points';
import { subjectsOf } from './subjects';

export interface Estimated extends SamplingBox {
  /** the parameter's slot in a lowering; that of a subject's value is its parameter's */
  readonly name: string;
  /** whose own value of which parameter it is; absent: the same in all trajectories but those of the parameter's subjects */
  readonly subject?: { readonly parameter: string; readonly condition: string };
  readonly scale: ScaleName;
  /** bounds on the fit scale */
  readonly lower: number;
  readonly upper: number;
  readonly prior?: Prior;
}

/** Weights beyond this saturate every unit whose inputs are scaled to about one. */
const WEIGHT_BOUND = 10;
/** How far the starts after the first spread a weight around its initial value. */
const WEIGHT_SPREAD = 0.5;

/**
 * @param fit absent: everything marked `estimate`
 * @throws DocumentError for ids that do not exist and values or bounds that their scale cannot hold
 */
export function estimatedParameters(document: Scenario, fit?: Fit): Estimated[] {
  const problems: Problem[] = [];
  const chosen = fit?.parameters;
  chosen?.forEach((id, k) => {
    const known = [...document.parameters, ...document.networks].map((one) => one.id);
    if (known.includes(id)) return;
    const near = suggest(id, known);
    problems.push({
      severity: 'error',
      path: `fits[${document.fits.indexOf(fit!)}].parameters[${k}]`,
      message: faults.notEstimable(id),
      advice: near === undefined ? 'use the id of a parameter or network' : `did you mean "${near}"?`,
    });
  });
  const isChosen = ({ id, estimate }: Parameter | Network): boolean => (chosen === undefined ? estimate : chosen.includes(id));
  const estimated: Estimated[] = [];
  document.parameters.forEach((parameter, i) => {
    if (!isChosen(parameter)) return;
    const one = fromParameter(parameter, `parameters[${i}]`, problems),
      index = estimated.push(one) - 1;
    estimated.push(...subjectsOf(document, fit, parameter, one, index, problems));
  });
  estimated.push(...document.networks.filter(isChosen).flatMap(fromNetwork));
  if (problems.length > 0) throw new DocumentError(problems);
  return estimated;
}

/**
 * What a fit moves, which must be something.
 * @throws DocumentError as `estimatedParameters`, and where nothing is estimated
 */
export function fittedParameters(document: Scenario, fit: Fit): Estimated[] {
  const estimated = estimatedParameters(document, fit);
  if (estimated.length > 0) return estimated;
  const path = `fits[${document.fits.indexOf(fit)}].parameters`;
  throw new DocumentError([{ severity: 'error', path, ...faults.nothingToEstimate, about: fit.id }]);
}

function fromParameter({ id, value, scale, bounds, prior }: Parameter, path: string, problems: Problem[]): Estimated {
  const check = (natural: number, field: string): void => {
    if (holds(scale, natural)) return;
    problems.push({ severity: 'error', path: `${path}.${field}`, about: id, ...faults.outsideScale(natural, scale) });
  };
  check(value, 'value');
  bounds?.forEach((bound, k) => check(bound, `bounds[${k}]`));
  const own = prior === undefined || bounds !== undefined ? null : flatRange(prior, scale);
  const [lower, upper] = own ?? (bounds ?? defaultBounds(scale, value)).map(scales[scale].toScaled);
  if (prior !== undefined && lower <= upper) {
    const outside = [lower, upper].find((end) => !supports(prior, end, scale));
    if (outside !== undefined) {
      const texts = faults.priorEnds(scales[scale].toNatural(outside), flatRange(prior, scale) !== null);
      problems.push({ severity: 'error', path: `${path}.${bounds === undefined ? 'prior' : 'bounds'}`, about: id, ...texts });
    }
  }
  return { name: id, scale, nominal: scales[scale].toScaled(value), lower, upper, low: lower, high: upper, prior };
}

function fromNetwork(network: Network): Estimated[] {
  return Array.from(network.weights ?? initialWeights(network), (weight, i) => ({
    name: weightName(network.id, i),
    scale: 'linear' as const,
    nominal: weight,
    lower: -WEIGHT_BOUND,
    upper: WEIGHT_BOUND,
    low: weight - WEIGHT_SPREAD,
    high: weight + WEIGHT_SPREAD,
  }));
}

/** @returns which of them are weights of networks */
export function areWeights(document: Scenario, estimated: readonly Estimated[]): boolean[] {
  const parameters = new Set(document.parameters.map(({ id }) => id));
  return estimated.map(({ name, subject }) => subject === undefined && !parameters.has(name));
}

/** @param values name → natural value; where one is absent, the document's holds  @returns the value on the fit scale */
export const scaledValue = ({ name, scale, nominal }: Estimated, values: Readonly<Record<string, number>>): number =>
  name in values ? scales[scale].toScaled(values[name]) : nominal;

/** @param x float64[k] on the fit scale  @returns name → natural value */
export const naturalValues = (estimated: readonly Estimated[], x: ArrayLike<number>): Record<string, number> =>
  Object.fromEntries(estimated.map(({ name, scale }, i) => [name, scales[scale].toNatural(x[i])]));
