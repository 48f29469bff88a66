/** Which law of the library a sum of terms is, exactly, and the constants that it takes. */
import type { LawKind } from '../schema';
import type { RateTerm, WeightedTerm } from '../rate-terms';

/** A number of a law, and of what its unit is made. */
export interface Constant {
  readonly value: number;
  /** exponents in its unit: of the rate, and of variables by id */
  readonly rate: number;
  readonly of: Readonly<Record<string, number>>;
}
/** A Hill factor: K, its exponent, and whether it rises. */
export interface HillForm {
  readonly half: Constant;
  readonly h: number;
  readonly activates: boolean;
}
export interface LibraryForm {
  readonly kind: Exclude<LawKind, 'custom' | 'potential' | 'neural'>;
  readonly constants: Readonly<Record<string, Constant>>;
  /** slots that are no quantities to estimate */
  readonly numbers: Readonly<Record<string, number>>;
  /** in the order of the law's roles */
  readonly inputs: readonly { readonly variable: string; readonly order: number }[];
  /** a Hill factor of another variable that multiplies the law */
  readonly regulator?: HillForm & { readonly variable: string };
}

/** Regression gives six digits: what agrees to this part is equal. */
const SAME = 1e-6;
const agree = (a: number, b: number): boolean => Math.abs(a - b) <= SAME * Math.abs(b);

/** @returns the unit of a term's coefficient: the rate's over that of what it multiplies */
export const coefficientOf = ({ factors, coefficient }: WeightedTerm): Constant => ({
  value: coefficient,
  rate: 1,
  of: Object.fromEntries(Object.entries(factors).map(([name, exponent]) => [name, -exponent])),
});

const halfOf = ({ variable, K }: NonNullable<RateTerm['saturation']>): Constant => ({ value: K, rate: 0, of: { [variable]: 1 } });

/** @returns the law of the library that equals the sum for all values, or null where there is none */
export function libraryForm(terms: readonly WeightedTerm[]): LibraryForm | null {
  const [first, second] = terms;
  if (first === undefined || terms.length > 2) return null;
  return second === undefined ? ofOne(first) : (logistic(first, second) ?? exchange(first, second));
}

function ofOne(term: WeightedTerm): LibraryForm | null {
  const { factors, saturation, coefficient } = term,
    causes = Object.entries(factors).map(([variable, order]) => ({ variable, order })),
    scale = coefficientOf(term);
  if (saturation === undefined) {
    const kind = causes.length === 0 ? 'constant' : causes.length === 1 && causes[0].order === 1 ? 'first-order' : 'mass-action';
    return { kind, constants: { k: scale }, numbers: {}, inputs: causes };
  }
  const { variable, h, activates, K } = saturation,
    own = { variable, order: 1 },
    half = halfOf(saturation);
  if (causes.length === 0) {
    if (activates && h === 1)
      return { kind: 'michaelis-menten', constants: { Vmax: scale, Km: half }, numbers: {}, inputs: [own] };
    const kind = activates ? 'hill-activation' : 'hill-inhibition';
    return { kind, constants: { Vmax: scale, K: half }, numbers: { h }, inputs: [own] };
  }
  if (variable in factors) return null;
  const [other] = causes;
  if (!activates || h !== 1 || causes.length > 1 || other.order !== 1) {
    const plain = ofOne({ factors, coefficient });
    return plain && { ...plain, regulator: { variable, half, h, activates } };
  }
  // c·P·N/(K + N) = a·N·P/(1 + a·τ·N) with a = c/K and τ = 1/c
  const attack: Constant = { value: coefficient / K, rate: 1, of: { [variable]: -1, [other.variable]: -1 } };
  const handling: Constant = { value: 1 / coefficient, rate: -1, of: { [other.variable]: 1 } };
  return { kind: 'holling-ii', constants: { a: attack, handling }, numbers: {}, inputs: [own, other] };
}

const soleFactor = ({ factors, saturation }: RateTerm): [string, number] | null => {
  const entries = Object.entries(factors);
  return saturation === undefined && entries.length === 1 ? entries[0] : null;
};

/** r·N − (r/K)·N² */
function logistic(a: WeightedTerm, b: WeightedTerm): LibraryForm | null {
  const [linear, square] = soleFactor(a)?.[1] === 1 ? [a, b] : [b, a],
    [one, two] = [soleFactor(linear), soleFactor(square)];
  if (one === null || two === null || one[0] !== two[0] || one[1] !== 1 || two[1] !== 2) return null;
  const K = -linear.coefficient / square.coefficient;
  if (!(K > 0)) return null;
  const variable = one[0];
  return {
    kind: 'logistic',
    constants: { r: coefficientOf(linear), K: { value: K, rate: 0, of: { [variable]: 1 } } },
    numbers: {},
    inputs: [{ variable, order: 1 }],
  };
}

/** k·A − k·B */
function exchange(a: WeightedTerm, b: WeightedTerm): LibraryForm | null {
  const [inside, outside] = a.coefficient > 0 ? [a, b] : [b, a],
    [one, two] = [soleFactor(inside), soleFactor(outside)];
  if (one?.[1] !== 1 || two?.[1] !== 1 || !agree(-outside.coefficient, inside.coefficient)) return null;
  return {
    kind: 'exchange',
    constants: { k: coefficientOf(inside) },
    numbers: {},
    inputs: [one[0], two[0]].map((variable) => ({ variable, order: 1 })),
  };
}

/** @returns the Hill factor of a regulator's own variable that equals the sum, or null */
export function hillForm(terms: readonly WeightedTerm[], variable: string): HillForm | null {
  const [{ factors, saturation, coefficient }] = terms;
  if (terms.length > 1 || saturation?.variable !== variable) return null;
  if (Object.keys(factors).length > 0 || !agree(coefficient, 1)) return null;
  return { half: halfOf(saturation), h: saturation.h, activates: saturation.activates };
}
