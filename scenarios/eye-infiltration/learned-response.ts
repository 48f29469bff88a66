/** The response curve that the accepted starts of the stored fit have learned, beside the true one, over the TGF-β that the data cover. */
import { acceptedStarts } from '../../core/fit/accepted';
import { causeValues, learnedRate, sampleRate } from '../../core/fit/learned-rate';
import { networkUses } from '../../core/model/edit/network';
import type { FitStart, Scenario } from '../../core/model/schema';
import { evenly } from '../../core/util/grid';
import { trueResponse } from './synthetic-data';

export interface ResponsePoint {
  /** active TGF-β, ng/ml */
  readonly tgfb: number;
  /** rates of infiltration for an exposed antigen of 1: true, of the best start, and the range over the starts */
  readonly truth: number;
  readonly best: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param starts absent: the accepted ones, best first
 * @returns from the lowest to the highest active TGF-β along the trajectories of the data's conditions
 * @throws Error where there is no result or its trajectories fail
 */
export function learnedResponse(document: Scenario, starts?: readonly FitStart[], points = 101): ResponsePoint[] {
  const [fit] = document.fits,
    { result } = fit,
    [use] = networkUses(document, 'entry');
  if (result === undefined) throw new Error('the fit has no result');
  const samples = sampleRate(document, learnedRate(document, use, result.best.parameters), fit, result.best.parameters);
  if (!samples.ok) throw new Error(samples.failure.message);
  const seen = causeValues(samples.value, samples.value.causes.indexOf('tgfb_active')).sort();
  const rates = (starts ?? acceptedStarts(result)).map(({ parameters }) => learnedRate(document, use, parameters));
  return Array.from(evenly(seen[0], seen[seen.length - 1], points), (tgfb) => {
    const values = rates.map((rate) => rate.value(Float64Array.from(rate.causes, (id) => (id === 'exposure' ? 1 : tgfb))));
    return { tgfb, truth: trueResponse(document, tgfb), best: values[0], low: Math.min(...values), high: Math.max(...values) };
  });
}

/** Whether the truth lies outside the range. */
export const isOutside = ({ truth, low, high }: ResponsePoint): boolean => truth < low || truth > high;
