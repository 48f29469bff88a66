/** Explicit Runge–Kutta methods as data (Butcher tableaux) that check themselves when they are made. */
import { orderDefect } from './rooted-trees';

/** What is written down of a method; everything else follows from it. */
export interface ExplicitCoefficients {
  readonly name: string;
  readonly order: number;
  /** rows of the strictly lower triangular stage matrix: a[i] has i entries */
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  /** weights of the error estimate, b minus the weights of an embedded method; absent for a fixed-step method */
  readonly error?: {
    readonly weights: readonly number[];
    readonly order: number;
    /**
     * A second estimate of lower order. The error of a component is then e²/√(e² + c²/100), e its estimate by the weights
     * above, c by these: as DOP853 does it, but component by component, which needs no scale.
     */
    readonly coarse?: { readonly weights: readonly number[]; readonly order: number };
  };
  /** b_i(θ) = Σ_q interpolant.weights[i][q] θ^(q+1), so that y(t + θh) ≈ y + h Σ b_i(θ) k_i for θ in [0, 1] */
  readonly interpolant: {
    readonly weights: readonly (readonly number[])[];
    readonly order: number;
    /** further stages that only the interpolant needs: the i-th row has stages + i entries, and so many rows more have weights */
    readonly extra?: { readonly a: readonly (readonly number[])[]; readonly c: readonly number[] };
  };
}

export interface ExplicitTableau extends ExplicitCoefficients {
  readonly stages: number;
  /** order of the error estimate as a whole; 0 where there is none */
  readonly errorOrder: number;
  /** extent of the stability region along the negative real axis */
  readonly stabilityLimit: number;
  /** the last stage is the right-hand side at the end of the step, to be used again as the first stage of the next */
  readonly firstSameAsLast: boolean;
}

/** The stages of a method, those that only its interpolant needs behind. */
export function allStages({ a, c, interpolant: { extra } }: ExplicitCoefficients): Pick<ExplicitCoefficients, 'a' | 'c'> {
  return { a: [...a, ...(extra?.a ?? [])], c: [...c, ...(extra?.c ?? [])] };
}

/** Coefficients are stated to double precision; sums of products of magnitude up to 100 lose two to three digits of it. */
export const COEFFICIENT_TOLERANCE = 1e-11;

/** @throws Error that names the method and the condition it breaks */
export function requireCondition(name: string, condition: string, defect: number): void {
  if (!(defect <= COEFFICIENT_TOLERANCE)) throw new Error(`tableau ${name}: ${condition} is off by ${defect}`);
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** @returns Σ_q weights[q] θ^(q+1) */
export function weightAt(weights: readonly number[], theta: number): number {
  let value = 0;
  for (let q = weights.length - 1; q >= 0; q--) value = value * theta + weights[q];
  return value * theta;
}

/** Cubic Hermite interpolation between the ends of a step, as stage weights; the last stage must be the slope at the end. */
export function hermiteWeights(b: readonly number[]): number[][] {
  return b.map((weight, i) => {
    const start = i === 0 ? 1 : 0,
      end = i === b.length - 1 ? 1 : 0;
    return [start, 3 * weight - 2 * start - end, -2 * weight + start + end];
  });
}

/** So many numbers strictly between 0 and 1, evenly spaced. */
const inside = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));

/** What the conditions of a Runge–Kutta method, explicit or implicit, are about. */
interface Conditions extends Pick<ExplicitCoefficients, 'name' | 'order' | 'a' | 'b' | 'c'> {
  readonly estimates: readonly { readonly weights: readonly number[]; readonly order: number }[];
  readonly interpolant: { readonly weights: readonly (readonly number[])[]; readonly order: number };
}

/**
 * Checks the row sums, Σ of the weights of error estimates = 0, and the order conditions of solution, embedded methods and interpolant.
 * Rows of `a`, and `b`, may leave out zeros at their end.
 * @throws Error that names the method and the condition it breaks
 */
export function requireRungeKutta({ name, order, a, b, c, estimates, interpolant }: Conditions): void {
  a.forEach((row, i) => {
    requireCondition(name, `Σ a[${i}] − c[${i}]`, Math.abs(total(row) - c[i]));
  });
  requireCondition(name, `order ${order}`, orderDefect(b, a, a, order));
  for (const estimate of estimates) {
    requireCondition(name, 'Σ of the error weights', Math.abs(total(estimate.weights)));
    const embedded = b.map((weight, i) => weight - estimate.weights[i]);
    requireCondition(name, `embedded order ${estimate.order}`, orderDefect(embedded, a, a, estimate.order));
  }
  // A polynomial of degree d that meets a condition at d + 1 points meets it everywhere.
  const degree = Math.max(interpolant.order, ...interpolant.weights.map((row) => row.length));
  for (const theta of [...inside(degree), 1]) {
    const weights = interpolant.weights.map((row) => weightAt(row, theta));
    const defect = orderDefect(weights, a, a, interpolant.order, theta);
    requireCondition(name, `interpolant's order ${interpolant.order} at θ = ${theta}`, defect);
    const gap = Math.max(...weights.map((weight, i) => Math.abs(weight - (b[i] ?? 0))));
    if (theta === 1) requireCondition(name, 'interpolant at θ = 1 minus b', gap);
  }
}

/**
 * Checks the shape, Σb = 1 and the conditions of `requireRungeKutta`, and freezes the result.
 * @throws Error that names the method and the condition it breaks
 */
export function explicitTableau(given: ExplicitCoefficients): ExplicitTableau {
  const { name, b, order, error, interpolant } = given;
  const stages = b.length;
  const { a, c } = allStages(given);
  const shaped = given.a.length === stages && given.c.length === stages && a.every((row, i) => row.length === i);
  if (!shaped || c.length !== a.length || interpolant.weights.length !== a.length) {
    throw new Error(`tableau ${name}: a, b, c and interpolant do not have the shape of ${stages} explicit stages`);
  }
  requireCondition(name, 'Σ b − 1', Math.abs(total(b) - 1));
  const estimates = error === undefined ? [] : [error, ...(error.coarse === undefined ? [] : [error.coarse])];
  requireRungeKutta({ name, order, a, b, c, estimates, interpolant });
  const last = [...a[stages - 1], 0];
  const firstSameAsLast = stages > 1 && b.every((weight, i) => weight === last[i]);
  return Object.freeze({
    ...given,
    stages,
    firstSameAsLast,
    errorOrder: estimateOrder(error),
    stabilityLimit: realStabilityLimit(given),
  });
}

/** @returns coefficients of 1, z, z², … in the stability polynomial: a step of size h on y' = λy multiplies y by it at z = hλ */
export function stabilityPolynomial({ a, b }: ExplicitCoefficients): number[] {
  const coefficients = [1];
  let power = b.map(() => 1);
  for (const _stage of b) {
    coefficients.push(b.reduce((value, weight, i) => value + weight * power[i], 0));
    const factor = power;
    power = a.map((row) => row.reduce((value, entry, j) => value + entry * factor[j], 0));
  }
  return coefficients;
}

/** @returns the s up to which |R(−x)| ≤ 1 for all x in [0, s]: the extent of the stability region along the negative real axis */
function realStabilityLimit(tableau: ExplicitCoefficients): number {
  const coefficients = stabilityPolynomial(tableau);
  const stable = (x: number): boolean => Math.abs(coefficients.reduceRight((value, c) => c - x * value, 0)) <= 1 + 1e-12;
  let low = 0,
    high = 1 / 64;
  while (stable(high)) {
    low = high;
    high += 1 / 64;
  }
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (stable(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** e ~ h^(p+1) and c ~ h^(q+1) make e²/c ~ h^(2p−q+1) */
function estimateOrder(error: ExplicitCoefficients['error']): number {
  if (error === undefined) return 0;
  return error.coarse === undefined ? error.order : 2 * error.order - error.coarse.order;
}
