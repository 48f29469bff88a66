/**
 * Which parameters can move the states at all. A noise, an offset or a scaling is seen in the readings alone, and a sensitivity
 * that is zero throughout need not be solved for.
 */
import type { Scenario } from '../model/schema';

/** Sections in which a name has no way to the states, or which list every name. */
const READINGS = ['about', 'parameters', 'observables', 'data', 'fits'];

/** @returns name of a slot → false where it appears in no part of the document that the states depend on */
export function movingParameters(document: Scenario): (name: string) => boolean {
  const rest = Object.entries(document).filter(([section]) => !READINGS.includes(section));
  const words = new Set(JSON.stringify(rest).match(/[A-Za-z_]\w*/g));
  // `X.initial` and `network.3` go by what they belong to
  return (name) => words.has(name.split('.')[0]);
}
