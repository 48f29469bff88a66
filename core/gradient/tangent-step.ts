/**
 * The exact derivative of one step of a Runge–Kutta method, explicit or diagonally implicit, along given directions: the stages
 * of the tangents are the stages differentiated (internal differentiation; H. G. Bock, "Numerical treatment of inverse problems
 * in chemical reaction kinetics", 1981), which for an implicit stage is one linear solve a direction with that stage's own
 * matrix I − hγJ (staggered: the stages themselves have converged by then).
 */
import { bindRow, combine, tableauRow } from '../solve/combine';
import type { BoundRow } from '../solve/combine';
import type { ExplicitSolver, ExplicitWorkspace } from '../solve/explicit';
import type { ImplicitSolver, ImplicitWorkspace } from '../solve/implicit';
import { isExplicit, isImplicit } from '../solve/methods';
import type { Solver, Workspace } from '../solve/solver';
import type { RightHandSide } from '../solve/system';
import { allStages, weightAt } from '../solve/tableau';
import { shiftedSystem } from '../util/shifted-system';
import type { ShiftedSystem } from '../util/shifted-system';
import type { SparsityPattern } from '../util/sparsity';

/** Directions in which the start of a step moves. */
export interface Tangents {
  /** derivatives of the state, each float64[n] */
  readonly states: readonly Float64Array[];
  /** for each direction the parameter that moves at speed 1, −1 for none */
  readonly parameters: Int32Array;
  /** derivatives of the step's start and of its size, float64[directions] */
  readonly start: Float64Array;
  readonly size: Float64Array;
}

/** A tableau with its diagonal apart and the interpolant's further stages behind. */
interface Scheme {
  readonly stages: number;
  readonly rows: readonly (readonly number[])[];
  readonly diagonal: readonly number[];
  readonly c: readonly number[];
  readonly b: readonly number[];
  readonly interpolant: readonly (readonly number[])[];
  /** whether the last stage of a step is the first of the next */
  readonly carries: boolean;
}

/** @returns undefined for a method whose stages are not those of a Runge–Kutta method */
export function schemeOf(solver: Solver): Scheme | undefined {
  if (isExplicit(solver)) return explicitScheme(solver);
  return isImplicit(solver) ? implicitScheme(solver) : undefined;
}

function explicitScheme({ tableau }: ExplicitSolver): Scheme {
  const { stages, b, interpolant, firstSameAsLast } = tableau,
    { a: rows, c } = allStages(tableau);
  return { stages, rows, diagonal: rows.map(() => 0), c, b, interpolant: interpolant.weights, carries: firstSameAsLast };
}

const implicitScheme = ({ tableau: { stages, a, b, c, interpolant } }: ImplicitSolver): Scheme => ({
  stages,
  rows: a.map((row) => row.slice(0, -1)),
  diagonal: a.map((row) => row[row.length - 1]),
  c,
  b,
  interpolant: interpolant.weights,
  carries: true,
});

export class TangentStep {
  /** κ = d(h k)/h of each direction and stage, float64[n] */
  private readonly kappa: readonly (readonly Float64Array[])[];
  private readonly rows: readonly (readonly BoundRow[])[];
  private readonly ends: readonly BoundRow[];
  /** stage rows with their diagonal, bound to the workspace's stage slopes */
  private readonly arguments: readonly BoundRow[];
  private readonly k: readonly Float64Array[];
  private readonly argument: Float64Array;
  private readonly moved: Float64Array;
  private readonly slope: Float64Array;
  private readonly dp: Float64Array;
  private pattern: SparsityPattern | undefined;
  private system: ShiftedSystem | undefined;
  private entries = new Float64Array(0);
  /** whether κ of the last stage is that of the next step's first */
  private carried = false;
  private h = NaN;

  /** @param w the workspace of the solve  @param m number of parameters  @param directions how many */
  constructor(
    private readonly scheme: Scheme,
    readonly workspace: Workspace,
    m: number,
    directions: number,
  ) {
    const { n } = workspace,
      { rows, diagonal, b } = scheme;
    const vector = (): Float64Array => new Float64Array(n);
    this.k = (workspace as ExplicitWorkspace | ImplicitWorkspace).k;
    this.kappa = Array.from({ length: directions }, () => rows.map(vector));
    this.rows = this.kappa.map((own) => rows.map((row) => bindRow(tableauRow(row), own)));
    this.ends = this.kappa.map((own) => bindRow(tableauRow(b), own));
    this.arguments = rows.map((row, i) => bindRow(tableauRow([...row, diagonal[i]]), this.k));
    this.argument = vector();
    this.moved = vector();
    this.slope = vector();
    this.dp = new Float64Array(m);
  }

  /** Tells that the next step starts from a state that the last one did not end with. */
  interrupt(): void {
    this.carried = false;
  }

  /**
   * Works out the tangents of the stages of a step just tried or accepted.
   * @param dense whether `addWithin` and `slopeAt` will be asked, for which the solver has packed the step
   * @returns false where a stage's matrix is singular
   */
  stages(
    rhs: RightHandSide,
    t: number,
    y: Float64Array,
    p: Float64Array,
    h: number,
    tangents: Tangents,
    dense: boolean,
  ): boolean {
    const { scheme, kappa, argument, k } = this,
      { n } = this.workspace;
    const { stages, rows, c, diagonal } = scheme,
      still = this.isStill(tangents);
    this.h = h;
    let first = 0;
    if (this.carried) {
      for (const own of kappa) own[0].set(own[stages - 1]);
      first = 1;
    }
    for (let i = first; i < (dense ? rows.length : stages); i++) {
      const row = this.arguments[i];
      combine(argument, y, h, row.weights, row.vectors, n);
      if (diagonal[i] !== 0 && !this.factorise(rhs, t + c[i] * h, p, h * diagonal[i])) return false;
      if (!still) rhs.timeDerivative(t + c[i] * h, argument, p, this.slope);
      for (let l = 0; l < kappa.length; l++) {
        this.stage(rhs, t + c[i] * h, p, h, tangents, l, i);
        const own = kappa[l][i];
        if (!still) {
          const byTime = tangents.start[l] + c[i] * tangents.size[l],
            bySize = tangents.size[l] / h;
          for (let j = 0; j < n; j++) own[j] += byTime * this.slope[j] + bySize * k[i][j];
        }
        if (diagonal[i] !== 0) this.system!.solve(own);
      }
    }
    this.carried = scheme.carries && still;
    return true;
  }

  /** out ← derivative of the state at the end. @param out may be the tangent's own state */
  end(direction: number, state: Float64Array, out: Float64Array): void {
    const { weights, vectors } = this.ends[direction];
    combine(out, state, this.h, weights, vectors, out.length);
  }

  /** Adds h Σ b_i(θ) κ_i to out: with the tangent's state, the derivative at a fixed θ. */
  addWithin(direction: number, theta: number, out: Float64Array): void {
    const { interpolant } = this.scheme;
    for (let i = 0; i < interpolant.length; i++) {
      const weight = this.h * weightAt(interpolant[i], theta),
        own = this.kappa[direction][i];
      for (let j = 0; j < out.length; j++) out[j] += weight * own[j];
    }
  }

  /** out ← dI/dt at θ, the slope of the dense output. */
  slopeAt(theta: number, out: Float64Array): void {
    out.fill(0);
    this.scheme.interpolant.forEach((weights, i) => {
      let weight = 0;
      for (let q = weights.length - 1; q >= 0; q--) weight = weight * theta + (q + 1) * weights[q];
      for (let j = 0; j < out.length; j++) out[j] += weight * this.k[i][j];
    });
  }

  /** κ of a stage but for its own diagonal and the moves in time: ∂f/∂y·(state + h Σ_{j<i} a_ij κ_j) + ∂f/∂p. */
  private stage(rhs: RightHandSide, t: number, p: Float64Array, h: number, tangents: Tangents, l: number, i: number): void {
    const { weights, vectors } = this.rows[l][i],
      { dp, moved } = this,
      parameter = tangents.parameters[l];
    combine(moved, tangents.states[l], h, weights, vectors, moved.length);
    if (parameter >= 0) dp[parameter] = 1;
    rhs.jvp(t, this.argument, p, moved, dp, this.kappa[l][i]);
    if (parameter >= 0) dp[parameter] = 0;
  }

  private factorise(rhs: RightHandSide, t: number, p: Float64Array, hg: number): boolean {
    if (this.pattern !== rhs.pattern || this.system === undefined) {
      this.pattern = rhs.pattern;
      this.system = shiftedSystem(rhs.pattern);
      this.entries = new Float64Array(rhs.pattern.column.length);
    }
    rhs.jacobian(t, this.argument, p, this.entries);
    return this.system.factorise(1, hg, this.entries);
  }

  private isStill({ start, size }: Tangents): boolean {
    for (let l = 0; l < start.length; l++) if (start[l] !== 0 || size[l] !== 0) return false;
    return true;
  }
}
