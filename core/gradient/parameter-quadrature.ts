/**
 * The integral of λᵀ∂f/∂p over the way back, by Gauss–Legendre on three points between any two of the backward steps' ends and
 * the forward steps' starts: the polynomials that λ and y are there have no kink in between, and a pulse that the forward
 * solve resolved is not stepped over where λ happens to be smooth.
 */
import type { Recorder } from '../solve/recorder';
import type { Solver, Workspace } from '../solve/solver';
import type { Plan } from '../solve/system';
import type { BackwardPlan, Stop, Stretch } from './backward-plan';

const GAUSS: readonly (readonly [theta: number, weight: number])[] = [
  [0.5 - Math.sqrt(0.15), 5 / 18],
  [0.5, 4 / 9],
  [0.5 + Math.sqrt(0.15), 5 / 18],
];

/** Watches the backward solve, adds to gp, and tells of the stops that are passed. */
export class ParameterQuadrature implements Recorder {
  /** products λᵀ∂f/∂p taken */
  evaluations = 0;
  private readonly n: number;
  private readonly z: Float64Array;
  private readonly y: Float64Array;
  private readonly lambda: Float64Array;
  private readonly unused: Float64Array;
  private packed = new Float64Array(0);

  /**
   * @param plan the forward plan  @param gp float64[m], added to
   * @param onStops called with the vector just after (in forward time) the stops at the start of a stretch, not to be changed
   */
  constructor(
    private readonly plan: Plan,
    private readonly back: BackwardPlan,
    private readonly p: Float64Array,
    private readonly gp: Float64Array,
    private readonly onStops: (stops: readonly Stop[], z: Float64Array) => void,
  ) {
    this.n = plan.n;
    this.z = new Float64Array(back.plan.n);
    this.y = new Float64Array(plan.n);
    this.lambda = new Float64Array(plan.n);
    this.unused = new Float64Array(plan.n);
  }

  begin(): void {
    this.evaluations = 0;
  }

  enter(stretch: number, _s: number, z: Float64Array): void {
    this.onStops(this.back.stretches[stretch].stops, z);
  }

  accepted(stretch: number, solver: Solver, w: Workspace, s: number, end: number, h: number, z: Float64Array): void {
    if (this.gp.length === 0) return;
    const need = solver.denseLength(w.n);
    if (this.packed.length < need) this.packed = new Float64Array(need);
    solver.pack(w, this.packed, 0);
    const of = this.back.stretches[stretch],
      { reader } = of;
    let from = s;
    if (reader !== undefined) {
      // forward steps that start within this one, the latest first
      for (let step = reader.find(-s), t = reader.start(step); t > -end; t = reader.start(--step)) {
        if (-t > from) {
          this.add(of, solver, s, h, z, from, -t);
          from = -t;
        }
      }
    }
    this.add(of, solver, s, h, z, from, end);
  }

  /** The share of [from, until], within the step of size h from (s, z). */
  private add(of: Stretch, solver: Solver, s: number, h: number, z: Float64Array, from: number, until: number): void {
    const { n, y, lambda, gp, p, packed } = this,
      length = until - from,
      first = z.length - n,
      { rhs } = this.plan.pieces[of.piece];
    for (const [theta, weight] of GAUSS) {
      const at = from + theta * length;
      solver.interpolate(packed, 0, z, 0, z.length, h, (at - s) / h, this.z, 0);
      if (of.reader === undefined) for (let j = 0; j < n; j++) y[j] = this.z[j];
      else of.reader.read(-at);
      for (let j = 0; j < n; j++) lambda[j] = weight * length * this.z[first + j];
      rhs.vjp(-at, of.reader?.y ?? y, p, lambda, this.unused, gp);
      this.evaluations++;
    }
  }
}
