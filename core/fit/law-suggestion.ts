/**
 * A law in the place of a learned rate: the best subset of candidate terms for each number of constants, by least squares, and of
 * these the simplest that is as good as the rate is known, or as good as the library gets (in the spirit of Brunton, Proctor & Kutz, PNAS
 * 113 (2016) 3932, with the subsets searched exhaustively). BIC (Schwarz, Ann. Statist. 6 (1978) 461) orders the alternatives and does
 * not choose: what a network has learned wrongly is no noise, and BIC would count it as evidence for one more term.
 */
import { sumText, termText, type WeightedTerm } from '../model/rate-terms';
import { maximum } from '../util/golden-section';
import { dot } from '../util/vector';
import { causeValues, type RateSamples } from './learned-rate';
import { monomials, saturatingTerms, type CandidateTerm } from './rate-library';

export interface SuggestedTerm extends WeightedTerm {
  /** without the coefficient */
  readonly text: string;
}
export interface SuggestedLaw {
  /** of the causes, as a custom law reads it */
  readonly expression: string;
  readonly terms: readonly SuggestedTerm[];
  /** 1 − Σ residual² / Σ (rate − mean)² */
  readonly r2: number;
  /** root mean square of the residual over that of the rate */
  readonly error: number;
  readonly bic: number;
  /** coefficients and half-saturations */
  readonly constants: number;
}
export interface Suggestion {
  readonly best: SuggestedLaw;
  /** whether it is as good as asked, or only the best that the library has */
  readonly sufficient: boolean;
  /** the best for each number of constants that does better than all simpler ones by its BIC, the simplest first */
  readonly byConstants: readonly SuggestedLaw[];
}

export interface SuggestionOptions {
  /** relative error at which a law is as good as the learned rate itself, 0.03 by default */
  readonly tolerance?: number;
  /** asked now and then; once true, the search ends with what it has, which is no answer */
  readonly cancelled?: () => boolean;
}

/** Fewer samples could not tell laws apart. */
export const LEAST_SAMPLES = 40;
/** Beyond these many constants a law says no more than the network. */
const MOST_CONSTANTS = 4;
/** What the search's sums of squares may be wrong by, against those of the rate; a fit by orthogonal columns decides. */
const ROUNDING = 1e-13;
/** More samples of smooth curves tell no more. */
const MOST_SAMPLES = 400;
/** Half-saturations tried, per factor of ten. */
const PER_DECADE = 8;
/** A law whose error is within a quarter of the least that the library reaches lacks no term that matters. */
const SLACK = 1.25;
/** A relative error that is rounding: no further term means anything. */
const EXACT = 1e-8;
/** How near its best a half-saturation is brought, in powers of ten. */
const NARROW = 5e-8;

interface Column {
  readonly term: CandidateTerm;
  readonly constant: number;
  /** the term over the samples, of length 1 */
  readonly unit: Float64Array;
  readonly length: number;
}
interface Fitted {
  readonly columns: readonly Column[];
  readonly coefficients: readonly number[];
  readonly squares: number;
}

/** @throws RangeError for fewer samples than could tell laws apart, or a rate that is zero throughout */
export function suggestLaw(all: RateSamples, { tolerance = 0.03, cancelled = () => false }: SuggestionOptions = {}): Suggestion {
  const samples = thinned(all),
    { count, rates, causes } = samples;
  if (count < LEAST_SAMPLES) throw new RangeError(`a law needs at least ${LEAST_SAMPLES} samples, and there are ${count}`);
  const total = dot(rates, rates);
  if (total === 0) throw new RangeError('the rate is zero at every sample');
  const fits: (Fitted | undefined)[] = [];
  const offer = (columns: readonly Column[], squares: number): void => {
    const constants = constantsOf(columns);
    if (squares >= (fits[constants]?.squares ?? Infinity) + ROUNDING * total) return;
    const fitted = fit(columns, rates);
    if (fitted !== undefined && fitted.squares < (fits[constants]?.squares ?? Infinity)) fits[constants] = fitted;
  };
  const plain = monomials(causes).flatMap((term) => column(samples, term, 1) ?? []);
  const whole: Remainder = {
    gram: Float64Array.from({ length: plain.length ** 2 }, (_, at) =>
      dot(plain[Math.floor(at / plain.length)].unit, plain[at % plain.length].unit),
    ),
    along: Float64Array.from(plain, ({ unit }) => dot(unit, rates)),
    squares: total,
  };
  extend(plain, [], whole, 0, offer);
  for (const term of saturatingTerms(causes))
    for (const constant of halfSaturations(samples, term)) {
      if (cancelled()) break;
      const own = column(samples, term, constant);
      if (own === undefined) continue;
      const along = dot(own.unit, rates),
        row = Float64Array.from(plain, ({ unit }) => dot(unit, own.unit));
      offer([own], total - along ** 2);
      extend(plain, [own], project(whole, row, along, 1), 0, offer);
    }
  const laws = fits.flatMap((fitted) => (fitted === undefined ? [] : [lawOf(narrowed(samples, fitted), samples)]));
  const byConstants = laws.filter((law, i) =>
    laws.slice(0, i).every((simpler) => simpler.bic > law.bic && simpler.error > EXACT),
  );
  const wanted = Math.max(tolerance, SLACK * Math.min(...byConstants.map(({ error }) => error)));
  const best = byConstants.find(({ error }) => error <= wanted) ?? byConstants[byConstants.length - 1];
  return { best, sufficient: best.error <= tolerance, byConstants };
}

/** At most MOST_SAMPLES of the samples, spread evenly. */
function thinned({ causes, count, points, rates }: RateSamples): RateSamples {
  const kept = Math.min(count, MOST_SAMPLES),
    n = causes.length;
  const from = (k: number): number => Math.floor((k * count) / kept);
  return {
    causes,
    count: kept,
    points: Float64Array.from({ length: kept * n }, (_, i) => points[from(Math.floor(i / n)) * n + (i % n)]),
    rates: Float64Array.from({ length: kept }, (_, k) => rates[from(k)]),
  };
}

const constantsOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { term }) => sum + (term.saturates === undefined ? 1 : 2), 0);

/** @returns the term over the samples; undefined where it is zero or not finite */
function column({ points, causes, count }: RateSamples, term: CandidateTerm, constant: number): Column | undefined {
  const n = causes.length,
    unit = new Float64Array(count);
  for (let k = 0; k < count; k++) unit[k] = term.value(points.subarray(k * n, (k + 1) * n), constant);
  const length = Math.sqrt(dot(unit, unit));
  if (!(length > 0 && length < Infinity)) return undefined;
  return { term, constant, length, unit: unit.map((value) => value / length) };
}

/** Half-saturations from somewhat below the bulk of the data to somewhat above, since beyond them a term is a power; none where the cause takes negative values. */
function halfSaturations(samples: RateSamples, { saturates }: CandidateTerm): number[] {
  const values = causeValues(samples, saturates ?? 0).sort();
  if (values[0] < 0) return [];
  const low = Math.log10(Math.max(values[values.length >> 3], 1e-3 * values[values.length - 1]) / 3),
    high = Math.log10(values[values.length - 1] * 3);
  if (!Number.isFinite(low + high)) return [];
  const steps = Math.max(1, Math.ceil((high - low) * PER_DECADE));
  return Array.from({ length: steps + 1 }, (_, i) => 10 ** (low + ((high - low) * i) / steps));
}

/** Products of columns and rates, each less its part along the columns chosen so far: what one more column would take of the residual. */
interface Remainder {
  /** plain column by plain column, row-major */
  readonly gram: Float64Array;
  /** plain column by rates */
  readonly along: Float64Array;
  readonly squares: number;
}

/** Takes out a column of the given products with the others, with the rates, and with itself. */
function project({ gram, along, squares }: Remainder, row: Float64Array, product: number, own: number): Remainder {
  const n = row.length;
  return {
    gram: gram.map((value, at) => value - (row[Math.floor(at / n)] * row[at % n]) / own),
    along: along.map((value, k) => value - (row[k] * product) / own),
    squares: squares - product ** 2 / own,
  };
}

/** Offers `chosen` with every subset of the plain columns from the given one on, as many as the constants allow. */
function extend(
  plain: readonly Column[],
  chosen: readonly Column[],
  remainder: Remainder,
  from: number,
  offer: (columns: readonly Column[], squares: number) => void,
): void {
  const n = plain.length,
    { gram, along, squares } = remainder;
  for (let i = from; i < n; i++) {
    const own = gram[i * n + i];
    // a combination of those chosen, to rounding
    if (own < 1e-13) continue;
    const columns = [...chosen, plain[i]];
    offer(columns, squares - along[i] ** 2 / own);
    if (constantsOf(columns) === MOST_CONSTANTS) continue;
    const row = gram.slice(i * n, (i + 1) * n);
    extend(plain, columns, project(remainder, row, along[i], own), i + 1, offer);
  }
}

/** Least squares by Gram–Schmidt, twice for orthogonality, and back substitution. */
function fit(columns: readonly Column[], rates: Float64Array): Fitted | undefined {
  const basis: Float64Array[] = [],
    upper: number[][] = [];
  for (const { unit } of columns) {
    let rest = unit;
    const row: number[] = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++)
      basis.forEach((q, i) => {
        const along = dot(rest, q);
        row[i] += along;
        rest = rest.map((value, k) => value - along * q[k]);
      });
    const length = Math.sqrt(dot(rest, rest));
    // a combination of those before it
    if (length < 1e-7) return undefined;
    upper.push([...row, length]);
    basis.push(rest.map((value) => value / length));
  }
  const scaled = basis.map((q) => dot(q, rates));
  for (let i = columns.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < columns.length; k++) scaled[i] -= upper[k][i] * scaled[k];
    scaled[i] /= upper[i][i];
  }
  let squares = 0;
  for (let k = 0; k < rates.length; k++) {
    const value = columns.reduce((sum, { unit }, i) => sum + scaled[i] * unit[k], 0);
    squares += (rates[k] - value) ** 2;
  }
  return { columns, coefficients: scaled.map((value, i) => value / columns[i].length), squares };
}

/** The half-saturation between its neighbours on the grid where the residual is smallest, by golden section on its logarithm. */
function narrowed(samples: RateSamples, fitted: Fitted): Fitted {
  const index = fitted.columns.findIndex(({ term }) => term.saturates !== undefined);
  if (index < 0) return fitted;
  const { term, constant } = fitted.columns[index],
    middle = Math.log10(constant),
    step = 1 / PER_DECADE;
  let best = fitted;
  const minusSquares = (exponent: number): number => {
    const own = column(samples, term, 10 ** exponent),
      found = own && fit(fitted.columns.with(index, own), samples.rates);
    if (found === undefined) return -Infinity;
    if (found.squares < best.squares) best = found;
    return -found.squares;
  };
  maximum(minusSquares, middle - step, middle + step, NARROW);
  return best;
}

function lawOf({ columns, coefficients, squares }: Fitted, { rates, count }: RateSamples): SuggestedLaw {
  const mean = rates.reduce((a, b) => a + b, 0) / count,
    spread = rates.reduce((sum, value) => sum + (value - mean) ** 2, 0),
    constants = constantsOf(columns);
  const terms = columns.map(({ term, constant }, i): SuggestedTerm => {
    const one = term.term(constant);
    return { ...one, text: termText(one), coefficient: coefficients[i] };
  });
  return {
    expression: sumText(terms),
    terms,
    r2: spread === 0 ? 1 : 1 - squares / spread,
    error: Math.sqrt(squares / dot(rates, rates)),
    bic: count * Math.log(Math.max(squares, Number.MIN_VALUE) / count) + constants * Math.log(count),
    constants,
  };
}
