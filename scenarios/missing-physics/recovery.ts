/** What this scenario shows, step by step: train the network, put what it has learned into words, estimate these anew, and go on beyond the data. */
import { learnedTerms } from '../../core/fit/learned-terms';
import type { SuggestedLaw } from '../../core/fit/law-suggestion';
import { rankedStarts } from '../../core/fit/ranked-starts';
import { lowerScenario } from '../../core/lower/lower';
import { acceptSuggestion, applyFit } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { evenly } from '../../core/util/grid';

const UNTIL = 50,
  /** times of the comparison, ten times denser than the data */
  TIMES = 5001;

export interface Found {
  /** the law for each mechanism with a network */
  readonly laws: ReadonlyMap<string, SuggestedLaw>;
  /** the scenario with these in the place of the network, their coefficients parameters to be estimated */
  readonly document: Scenario;
}

/** @param document with a trained network  @throws Error where its trajectories fail */
export function inWords(document: Scenario): Found {
  const learned = learnedTerms(document, document.networks[0].id);
  if (!learned.ok) throw new Error(learned.failure.message);
  const laws = new Map<string, SuggestedLaw>();
  let next = document;
  for (const { mechanism, suggestion } of learned.value) {
    laws.set(mechanism, suggestion!.best);
    next = acceptSuggestion(next, { mechanism, regulator: null }, suggestion!.best.terms);
  }
  return { laws, document: next };
}

/** @returns the scenario with the values of its best start */
export const refitted = (document: Scenario): Scenario => applyFit(document, rankedStarts(document)[0].parameters);

/** @returns for each variable its largest distance from the truth up to t = 50, in parts of the truth's amplitude; Infinity where the model cannot be solved */
export function distances(document: Scenario, truth: Scenario): number[] {
  const [own, real] = [document, truth].map((model) => {
    const { plan, nominal } = lowerScenario(model, { condition: 'field', from: 0, until: UNTIL });
    return solve(plan, nominal, {
      from: 0,
      until: UNTIL,
      times: evenly(0, UNTIL, TIMES),
      settings: { ...truth.solver, rtol: 1e-10, atol: 1e-12 },
    });
  });
  if (!real.ok) throw new Error(real.failure.message);
  return document.variables.map((_, i) => {
    if (!own.ok) return Infinity;
    const at = (states: Float64Array): Float64Array => states.filter((_unused, k) => k % document.variables.length === i),
      [a, b] = [own.value.states, real.value.states].map(at);
    const amplitude = Math.max(...b) - Math.min(...b);
    return a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0) / amplitude;
  });
}
