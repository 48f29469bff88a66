/** All that can be shown of a network: for each place where it acts, its responses, the sign of each edge, and a law that says the same. */
import { DocumentError } from '../model/problem';
import { networkUses, type NetworkUse } from '../model/edit/network';
import type { Fit, Scenario } from '../model/schema';
import { failed, success, type Result } from '../util/result';
import { suggest } from '../util/suggest';
import { acceptedStarts } from './accepted';
import { LEAST_SAMPLES, suggestLaw, type Suggestion, type SuggestionOptions } from './law-suggestion';
import { rateFamily, sampleRate, type LearnedRate, type RateSamples } from './learned-rate';
import { failures, faults } from './messages';
import {
  edgeSigns,
  responseCurve,
  responseRange,
  responseSlice,
  type EdgeSign,
  type ResponseCurve,
  type ResponseSlice,
} from './response';

export interface LearnedTerm {
  /** id of the mechanism, and the place of the regulator in its list, null for its law */
  readonly mechanism: string;
  readonly regulator: number | null;
  /** points along the fitted trajectories at which the rate is known */
  readonly samples: number;
  /** some of them, spread evenly: the rate as it is along the trajectories */
  readonly along: { readonly rate: number[]; readonly causes: Readonly<Record<string, number[]>> };
  /** the network's inputs only; so are the slices */
  readonly curves: ResponseCurve[];
  /** one for each pair of causes that the network reads */
  readonly slices: ResponseSlice[];
  readonly signs: EdgeSign[];
  /** null where the rate is zero throughout, or known at too few points */
  readonly suggestion: Suggestion | null;
}

export interface LearnedOptions extends SuggestionOptions {
  /** absent: every condition that has measurements */
  readonly fit?: Fit;
  /** name → natural value, over the document's */
  readonly parameters?: Readonly<Record<string, number>>;
  /** over the accepted starts of the fit's result, where there are several: the range of each response curve */
  readonly ranges?: boolean;
  readonly onProgress?: (progress: LearnedProgress) => void;
}
export interface LearnedProgress {
  readonly done: number;
  readonly total: number;
  /** the step that begins, in words */
  readonly title: string;
}

/** Points of the trajectories that are told one by one. */
const TOLD = 200;

function spread({ causes, count, points, rates }: RateSamples): LearnedTerm['along'] {
  const kept = Math.min(count, TOLD),
    rows = Array.from({ length: kept }, (_, k) => Math.floor((k * count) / kept));
  return {
    rate: rows.map((row) => rates[row]),
    causes: Object.fromEntries(causes.map((name, i) => [name, rows.map((row) => points[row * causes.length + i])])),
  };
}

const STEPS = ['the trajectories', 'the responses', 'a law that says the same'] as const;

/** @returns parameter sets of the accepted starts that hold weights of the network, where there are several */
export function acceptedWeights(network: string, fit: Fit | undefined): Readonly<Record<string, number>>[] {
  if (fit?.result === undefined) return [];
  const sets = acceptedStarts(fit.result)
    .map(({ parameters }) => parameters)
    .filter((parameters) => `${network}.0` in parameters);
  return sets.length > 1 ? sets : [];
}

/**
 * @returns plain data, one entry a use of the network; or why a trajectory fails, or that it was cancelled
 * @throws DocumentError where the network is none, or document, fit and data do not fit together
 */
export function learnedTerms(document: Scenario, network: string, options: LearnedOptions = {}): Result<LearnedTerm[]> {
  const known = document.networks.map(({ id }) => id);
  if (!known.includes(network)) {
    const near = suggest(network, known),
      advice = near === undefined ? `networks: ${known.join(', ') || '(none)'}` : `did you mean "${near}"?`;
    throw new DocumentError([
      { severity: 'error', path: 'networks', message: faults.unknown('network', network), advice, about: network },
    ]);
  }
  const { onProgress = () => {}, cancelled = () => false } = options,
    uses = networkUses(document, network),
    terms: LearnedTerm[] = [];
  for (const [i, use] of uses.entries()) {
    const step = (k: number): void =>
      onProgress({ done: i * STEPS.length + k, total: uses.length * STEPS.length, title: STEPS[k] });
    const term = learnedTerm(document, network, use, options, step);
    if (!term.ok) return term;
    if (cancelled()) return failed(failures.cancelled());
    terms.push(term.value);
  }
  return success(terms);
}

function learnedTerm(
  document: Scenario,
  network: string,
  use: NetworkUse,
  { fit, parameters, ranges = false, tolerance, cancelled }: LearnedOptions,
  step: (k: number) => void,
): Result<LearnedTerm> {
  step(0);
  const family = rateFamily(document, use),
    rate = family(parameters ?? {}),
    sampled = sampleRate(document, rate, fit, parameters, cancelled);
  if (!sampled.ok) return sampled;
  const samples = sampled.value;
  if (samples.count === 0) return failed(failures.unknownRate(use.mechanism.name));
  step(1);
  const accepted: LearnedRate[] = ranges ? acceptedWeights(network, fit).map(family) : [];
  const signs = edgeSigns(rate, samples),
    read = signs.flatMap(({ least, most }, i) => (least === 0 && most === 0 ? [] : [i]));
  const curves = read.map((cause): ResponseCurve => {
    const curve = responseCurve(rate, samples, cause);
    return accepted.length === 0 ? curve : { ...curve, range: responseRange(accepted, samples, cause, curve.x) };
  });
  const slices = read.flatMap((a, i) => read.slice(i + 1).map((b) => responseSlice(rate, samples, [a, b])));
  step(2);
  const isUnknown = samples.count < LEAST_SAMPLES || samples.rates.every((value) => value === 0);
  return success({
    mechanism: use.mechanism.id,
    regulator: use.regulator,
    samples: samples.count,
    along: spread(samples),
    curves,
    slices,
    signs,
    suggestion: isUnknown ? null : suggestLaw(samples, { tolerance, cancelled }),
  });
}
