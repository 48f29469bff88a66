/** The rhythm of the reaction once the transient has passed: the period of the potential, and how far the absorbance swings. */
import type { Scenario } from '../../core/model/schema';
import type { ProofContext } from '../../core/service/proof';
import { evenly } from '../../core/util/grid';

/** s: five periods are the transient, and those after it are looked at */
const FROM = 250,
  UNTIL = 500;
/** so many times a second, and as many intervals */
const RATE = 10;

export interface Rhythm {
  /** s between rises through the middle; NaN for fewer than two of them */
  readonly period: number;
  /** of the absorbance, from the lowest to the highest */
  readonly swing: number;
}

/** @returns the rhythm under the document's present values */
export async function rhythmOf(document: Scenario, request: ProofContext['request']): Promise<Rhythm> {
  const { times, values } = await request('simulate', {
    document: { ...document, solver: { ...document.solver, method: 'rodas5p', rtol: 1e-8, atol: 1e-16 } },
    times: [...evenly(0, UNTIL, UNTIL * RATE + 1)],
  });
  const late = (id: string): number[] => values[id].slice(times.findIndex((time) => time >= FROM)).map((value) => value ?? NaN),
    potential = late('potential'),
    middle = (Math.min(...potential) + Math.max(...potential)) / 2,
    absorbance = late('absorbance');
  const rises = potential.flatMap((value, k) =>
    k > 0 && potential[k - 1] < middle && value >= middle ? [(k - (value - middle) / (value - potential[k - 1])) / RATE] : [],
  );
  return {
    period: ((rises.at(-1) ?? NaN) - (rises.at(0) ?? NaN)) / (rises.length - 1),
    swing: Math.max(...absorbance) - Math.min(...absorbance),
  };
}
