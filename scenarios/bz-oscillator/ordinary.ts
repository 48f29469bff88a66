/** The Oregonator as test sets have it, without units: dx/dτ = s(y + x − xy − qx²), dy/dτ = (z − y − xy)/s, dz/dτ = w(x − z). */
import { setValues } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';

/** of Mazzia and Magherini, problem OREGO, which begins at x, y, z = 1, 2, 3 */
const S = 77.27,
  Q = 8.375e-6,
  W = 0.161;
const START = { hbro2: 1, bromide: 2, cerium: 3 } as const;

export interface Ordinary {
  /** the scenario with the constants and the start of the test set */
  readonly test: Scenario;
  /** mol/L for 1 of each species, and units of its time in a second */
  readonly scaled: { readonly hbro2: number; readonly bromide: number; readonly cerium: number; readonly pace: number };
}

/** @param document at the constants of Field & Noyes, from which those of the test set differ by its rounding */
export function ordinary(document: Scenario): Ordinary {
  const valueOf = (id: string): number => document.parameters.find((one) => one.id === id)!.value,
    k_2 = valueOf('k_2'),
    bromate = valueOf('bromate'),
    k_3 = valueOf('critical') * k_2;
  const k_1 = k_3 / S ** 2,
    k_4 = (Q * k_2 * k_3) / (2 * k_1),
    pace = (k_3 * bromate) / S,
    k_5 = W * pace;
  const scaled = { hbro2: (k_1 * bromate) / k_2, bromide: (k_3 * bromate) / k_2, cerium: pace ** 2 / (k_2 * k_5), pace };
  const test = setValues(document, { k_1, k_5, oxidation: (k_3 * bromate) ** 2 / (2 * k_4) });
  const variables = test.variables.map((one) =>
    one.kind === 'state' ? { ...one, initial: START[one.id as keyof typeof START] * scaled[one.id as keyof typeof START] } : one,
  );
  return { test: { ...test, variables }, scaled };
}
