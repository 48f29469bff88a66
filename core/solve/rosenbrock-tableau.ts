/**
 * Rosenbrock methods of the RODAS family as data that check themselves. The coefficients are those of the form without
 * matrix–vector products (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.7):
 *   (I/(hγ) − J) k_i = f(t + c_i h, y + Σ a_ij k_j) + Σ C_ij k_j / h + h d_i ∂f/∂t.
 * The family is stiffly accurate: the solution is the last stage's argument plus the last k, which is also the error estimate.
 */
import { orderDefect } from './rooted-trees';
import { requireCondition, total } from './tableau';

export interface RosenbrockCoefficients {
  readonly name: string;
  readonly order: number;
  /** order of the embedded method, the last stage's argument */
  readonly errorOrder: number;
  readonly gamma: number;
  /** a[i] has i entries */
  readonly a: readonly (readonly number[])[];
  /** C[i] has i entries */
  readonly C: readonly (readonly number[])[];
  readonly c: readonly number[];
  readonly d: readonly number[];
  /** y(t + θh) = (1 − θ) y₀ + θ (y₁ + (1 − θ)(K₀ + θ (K₁ + θ K₂))) with K_q = Σ H[q][j] k_j */
  readonly H: readonly (readonly number[])[];
  readonly interpolantOrder: number;
}
export interface RosenbrockTableau extends RosenbrockCoefficients {
  readonly stages: number;
}

/** The method in its classical form: stage matrices α, β = α + Γ and the map from weights of k to weights b of the stages. */
function classicalForm({ a, C, gamma, c }: RosenbrockCoefficients): { alpha: number[][]; beta: number[][]; gammas: number[][] } {
  const s = c.length;
  // Γ = (I/γ − C)⁻¹, column by column; lower triangular.
  const gammas = Array.from({ length: s }, () => Array<number>(s).fill(0));
  for (let j = 0; j < s; j++) {
    for (let i = j; i < s; i++) {
      let sum = i === j ? 1 : 0;
      for (let l = j; l < i; l++) sum += C[i][l] * gammas[l][j];
      gammas[i][j] = gamma * sum;
    }
  }
  const alpha = a.map((row) => stageRow(row, gammas));
  return { alpha, beta: alpha.map((row, i) => row.map((value, j) => value + gammas[i][j])), gammas };
}

const stageRow = (weights: readonly number[], gammas: readonly (readonly number[])[]): number[] =>
  gammas.map((_, j) => weights.reduce((sum, weight, l) => sum + weight * gammas[l][j], 0));

/**
 * Checks the nodes c, the sums d, the order conditions of solution, embedded method and interpolant, and freezes the result.
 * @throws Error that names the method and the condition it breaks
 */
export function rosenbrockTableau(given: RosenbrockCoefficients): RosenbrockTableau {
  const { name, a, C, c, d, H, order } = given;
  const stages = c.length;
  if (
    a.length !== stages ||
    C.length !== stages ||
    d.length !== stages ||
    H.some((row) => row.length !== stages) ||
    a.some((row, i) => row.length !== i) ||
    C.some((row, i) => row.length !== i)
  ) {
    throw new Error(`tableau ${name}: a, C, c, d and H do not have the shape of ${stages} stages`);
  }
  const { alpha, beta, gammas } = classicalForm(given);
  for (let i = 0; i < stages; i++) {
    requireCondition(name, `Σ α[${i}] − c[${i}]`, Math.abs(total(alpha[i]) - c[i]));
    requireCondition(name, `Σ Γ[${i}] − d[${i}]`, Math.abs(total(gammas[i]) - d[i]));
  }
  const solution = [...a[stages - 1], 1];
  requireCondition(name, `order ${order}`, orderDefect(stageRow(solution, gammas), alpha, beta, order));
  const embedded = stageRow(a[stages - 1], gammas);
  requireCondition(name, `embedded order ${given.errorOrder}`, orderDefect(embedded, alpha, beta, given.errorOrder));
  for (const theta of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const weights = solution.map((m, j) => theta * (m + (1 - theta) * (H[0][j] + theta * (H[1][j] + theta * H[2][j]))));
    const defect = orderDefect(stageRow(weights, gammas), alpha, beta, given.interpolantOrder, theta);
    requireCondition(name, `interpolant's order ${given.interpolantOrder} at θ = ${theta}`, defect);
  }
  return Object.freeze({ ...given, stages });
}
