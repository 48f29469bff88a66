/**
 * Diagonally implicit Runge–Kutta methods as data that check themselves: one diagonal entry γ for all implicit stages, an
 * explicit first stage that is the last one of the step before, and stiff accuracy, the solution being the last stage
 * (Kennedy & Carpenter, "Diagonally implicit Runge–Kutta methods for stiff ODEs", Applied Numerical Mathematics 146 (2019) 221–244).
 */
import { requireCondition, requireRungeKutta, total } from './tableau';

/** What is written down of a method; everything else follows from it. */
export interface DirkCoefficients {
  readonly name: string;
  readonly order: number;
  /** rows of the stage matrix with their diagonal, i + 1 entries in row i; the first is [0], the last holds the weights b */
  readonly a: readonly (readonly number[])[];
  readonly c: readonly number[];
  /** weights of the error estimate, b minus the weights of an embedded method, and that method's own order */
  readonly error: { readonly weights: readonly number[]; readonly order: number };
  /**
   * Whether the error is estimated with the step before, where there is one, as C h³ y‴ by the second divided difference of
   * the slopes at three step ends: for a method of order 2 without an embedded one of its order. `error` then serves first steps.
   * C is the coefficient in (exact solution − numerical solution) of one step.
   */
  readonly errorConstant?: number;
  /** b_i(θ) = Σ_q interpolant.weights[i][q] θ^(q+1), so that y(t + θh) ≈ y + h Σ b_i(θ) k_i for θ in [0, 1] */
  readonly interpolant: { readonly weights: readonly (readonly number[])[]; readonly order: number };
}

export interface DirkTableau extends DirkCoefficients {
  readonly stages: number;
  readonly b: readonly number[];
  /** the diagonal entry of every stage but the first */
  readonly gamma: number;
  /** order that the step-size control may count on: the estimate is of size h^(errorOrder + 1) */
  readonly errorOrder: number;
}

/**
 * Checks the shape, the common diagonal, the last node and the conditions of `requireRungeKutta`, and freezes the result.
 * @throws Error that names the method and the condition it breaks
 */
export function dirkTableau(given: DirkCoefficients): DirkTableau {
  const { name, a, c, order, error, errorConstant, interpolant } = given;
  const stages = c.length,
    b = a[stages - 1],
    gamma = b[stages - 1];
  const lengths = [a.length, error.weights.length, interpolant.weights.length];
  if (lengths.some((length) => length !== stages) || a.some((row, i) => row.length !== i + 1)) {
    throw new Error(`tableau ${name}: a, c, error and interpolant do not have the shape of ${stages} stages with diagonal`);
  }
  if (a[0][0] !== 0 || !(gamma > 0) || a.some((row, i) => i > 0 && row[i] !== gamma)) {
    throw new Error(`tableau ${name}: the diagonal is not 0, γ, …, γ`);
  }
  requireCondition(name, 'last node − 1', Math.abs(c[stages - 1] - 1));
  requireRungeKutta({ name, order, a, b, c, estimates: [error], interpolant });
  if (errorConstant !== undefined) checkErrorConstant(given, errorConstant);
  const errorOrder = errorConstant === undefined ? Math.min(order, error.order) : order;
  return Object.freeze({ ...given, stages, b, gamma, errorOrder });
}

/** Where both trees of order 3 are missed by the same y‴, as in the trapezoidal rule, the local error is C h³ y‴ + O(h⁴). */
function checkErrorConstant({ name, a, c, order }: DirkCoefficients, constant: number): void {
  if (order !== 2) throw new Error(`tableau ${name}: an error constant needs a method of order 2`);
  const b = a[a.length - 1],
    squares = c.map((node) => node * node),
    products = a.map((row) => total(row.map((entry, j) => entry * c[j])));
  // y(t + h) − y₁ = h³ [(1/6 − Σ b c²/2) f''(f, f) + (1/6 − Σ b A c) f'f'f], and y‴ = f''(f, f) + f'f'f.
  requireCondition(name, 'error constant of bushy tree', Math.abs(1 / 6 - total(b.map((w, i) => w * squares[i])) / 2 - constant));
  requireCondition(name, 'error constant of tall tree', Math.abs(1 / 6 - total(b.map((w, i) => w * products[i])) - constant));
}
