/** All that can be shown of a network: for each place where it acts, its responses, the sign of each edge, and a law that says the same. */
import { DocumentError } from '../model/problem';
import { networkUses } from '../model/edit/network';
import type { Fit, Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import { suggestLaw, type Suggestion, type SuggestionOptions } from './law-suggestion';
import { learnedRate, sampleRate } from './learned-rate';
import { edgeSigns, responseCurve, responseSlice, type EdgeSign, type ResponseCurve, type ResponseSlice } from './response';

export interface LearnedTerm {
  /** id of the mechanism, and the place of the regulator in its list, null for its law */
  readonly mechanism: string;
  readonly regulator: number | null;
  readonly curves: ResponseCurve[];
  /** one for each pair of causes that the network reads */
  readonly slices: ResponseSlice[];
  readonly signs: EdgeSign[];
  /** null where the rate is zero throughout */
  readonly suggestion: Suggestion | null;
}

export interface LearnedOptions extends SuggestionOptions {
  /** absent: every condition that has measurements */
  readonly fit?: Fit;
  /** name → natural value, over the document's */
  readonly parameters?: Readonly<Record<string, number>>;
}

/**
 * @returns plain data, one entry a use of the network; or why a trajectory fails
 * @throws DocumentError where the network is none, or document, fit and data do not fit together
 */
export function learnedTerms(document: Scenario, network: string, options: LearnedOptions = {}): Result<LearnedTerm[]> {
  if (!document.networks.some(({ id }) => id === network))
    throw new DocumentError([{ severity: 'error', path: 'networks', message: `no network "${network}"`, about: network }]);
  const { fit, parameters, ...suggestion } = options,
    terms: LearnedTerm[] = [];
  for (const use of networkUses(document, network)) {
    const rate = learnedRate(document, use, parameters),
      sampled = sampleRate(document, rate, fit, parameters);
    if (!sampled.ok) return sampled;
    const samples = sampled.value,
      signs = edgeSigns(rate, samples),
      read = signs.flatMap(({ least, most }, i) => (least === 0 && most === 0 ? [] : [i]));
    terms.push({
      mechanism: use.mechanism.id,
      regulator: use.regulator,
      curves: read.map((cause) => responseCurve(rate, samples, cause)),
      slices: read.flatMap((a, i) => read.slice(i + 1).map((b) => responseSlice(rate, samples, [a, b]))),
      signs,
      suggestion: samples.rates.every((value) => value === 0) ? null : suggestLaw(samples, suggestion),
    });
  }
  return success(terms);
}
