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
  readonly error?: { readonly weights: readonly number[]; readonly order: number };
  /** b_i(θ) = Σ_q interpolant.weights[i][q] θ^(q+1), so that y(t + θh) ≈ y + h Σ b_i(θ) k_i for θ in [0, 1] */
  readonly interpolant: { readonly weights: readonly (readonly number[])[]; readonly order: number };
}

export interface ExplicitTableau extends ExplicitCoefficients {
  readonly stages: number;
  /** the last stage is the right-hand side at the end of the step, to be used again as the first stage of the next */
  readonly firstSameAsLast: boolean;
}

/** Coefficients are stated to double precision; sums of products of magnitude up to 100 lose two to three digits of it. */
export const COEFFICIENT_TOLERANCE = 1e-11;

/** @throws Error that names the method and the condition it breaks */
export function requireCondition(name: string, condition: string, defect: number): void {
  if (!(defect <= COEFFICIENT_TOLERANCE)) throw new Error(`tableau ${name}: ${condition} is off by ${defect}`);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

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

/**
 * Checks Σb = 1, the row sums, Σ of the error weights = 0, the order conditions of solution, embedded method and
 * interpolant, and freezes the result.
 * @throws Error that names the method and the condition it breaks
 */
export function explicitTableau(given: ExplicitCoefficients): ExplicitTableau {
  const { name, a, b, c, order, error, interpolant } = given;
  const stages = b.length;
  const lengths = [a.length, c.length, interpolant.weights.length];
  if (lengths.some((length) => length !== stages) || a.some((row, i) => row.length !== i)) {
    throw new Error(`tableau ${name}: a, b, c and interpolant do not have the shape of ${stages} explicit stages`);
  }
  const square = a.map((row) => [...row, ...Array<number>(stages - row.length).fill(0)]);
  requireCondition(name, 'Σ b − 1', Math.abs(sum(b) - 1));
  a.forEach((row, i) => {
    requireCondition(name, `Σ a[${i}] − c[${i}]`, Math.abs(sum(row) - c[i]));
  });
  requireCondition(name, `order ${order}`, orderDefect(b, square, square, order));
  if (error !== undefined) {
    requireCondition(name, 'Σ of the error weights', Math.abs(sum(error.weights)));
    const embedded = b.map((weight, i) => weight - error.weights[i]);
    requireCondition(name, `embedded order ${error.order}`, orderDefect(embedded, square, square, error.order));
  }
  // A polynomial of degree 5 at most that meets a condition at six points meets it everywhere.
  for (const theta of [0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
    const weights = interpolant.weights.map((row) => weightAt(row, theta));
    const defect = orderDefect(weights, square, square, interpolant.order, theta);
    requireCondition(name, `interpolant's order ${interpolant.order} at θ = ${theta}`, defect);
    const gap = Math.max(...b.map((weight, i) => Math.abs(weight - weights[i])));
    if (theta === 1) requireCondition(name, 'interpolant at θ = 1 minus b', gap);
  }
  const last = [...a[stages - 1], 0];
  const firstSameAsLast = stages > 1 && b.every((weight, i) => weight === last[i]);
  return Object.freeze({ ...given, stages, firstSameAsLast });
}
