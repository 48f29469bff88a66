/**
 * One trajectory as a spline for each state on the clock of its measurements: the cost of the measurements and of what the equations leave
 * over along it, with the gradient and the Gauss–Newton matrix by parameters and coefficients. It begins at the initial state exactly.
 */
import { solve } from '../../solve/integrate';
import type { Settings } from '../../solve/options';
import { evenly } from '../../util/grid';
import { cholesky, solveCholesky } from '../curvature';
import { dataClock } from '../data-clock';
import type { Estimated } from '../estimated';
import { noiseTerm } from '../noise';
import { noiseInformation } from '../noise-information';
import { scales } from '../scale';
import { splineBasis, splineCount, type SplineValues } from '../spline-basis';
import { estimatedSlots } from '../trajectory-parameters';
import type { Trajectory } from '../trajectories';

/** What `add` adds to; N coefficients and parameters. */
export interface Sums {
  /** −log likelihood and λ/2 · squares */
  value: number;
  /** mean squares over the clock of what the equations leave over, summed over states */
  squares: number;
  /** float64[N] */
  readonly gradient: Float64Array;
  /** symmetric, row-major float64[N · N] */
  readonly matrix: Float64Array;
}

/** Points at which the equations are asked, a piece: more than the four functions that are not zero there leave free. */
const POINTS_A_PIECE = 4;

/** A moment: its time, dt/du, and the splines there. */
interface Moment {
  readonly t: number;
  readonly pace: number;
  readonly splines: SplineValues;
}

/** @returns number of coefficients of a trajectory's curves */
export const coefficientCount = ({ lowered: { plan } }: Trajectory, pieces: number): number => plan.n * (splineCount(pieces) - 1);

export class InformedCurve {
  /** number of coefficients */
  readonly size: number;
  /** float64[size]: as near as the splines come to the solution at the first parameters; 0 where it has none */
  readonly start: Float64Array;
  private readonly count: number;
  private readonly slots: readonly number[];
  /** size of each state, float64[n] */
  private readonly sizes: Float64Array;
  private readonly points: readonly Moment[];
  private readonly readings: readonly Moment[];
  private readonly p: Float64Array;
  private readonly state: Float64Array;
  private readonly initial: Float64Array;
  /** ∂y0/∂ each estimated parameter, float64[n] each; empty for what is not the trajectory's */
  private readonly initialBy: readonly Float64Array[];

  /**
   * @param from number of its first coefficient among all coefficients and parameters
   * @param parameters number of the first parameter among them
   * @param natural float64[k], at which the curve begins
   */
  constructor(
    private readonly trajectory: Trajectory,
    private readonly estimated: readonly Estimated[],
    pieces: number,
    readonly from: number,
    private readonly parameters: number,
    settings: Settings,
    natural: Float64Array,
  ) {
    const {
        lowered: { plan, nominal },
        from: begin,
        until,
        times,
      } = trajectory,
      { n } = plan,
      span = until - begin;
    const clock = dataClock(Array.from(times, (time) => (time - begin) / span));
    const moment = (u: number): Moment => ({
      t: Math.min(begin + span * clock.time(u), until),
      pace: span * clock.pace(u),
      splines: splineBasis(pieces, u),
    });
    const asked = POINTS_A_PIECE * pieces;
    this.points = Array.from({ length: asked }, (_, i) => moment((i + 0.5) / asked));
    this.readings = Array.from(times, (time) => ({ ...moment(clock.of((time - begin) / span)), t: time }));
    // the first function alone is not zero at the beginning, and the initial state takes its place
    this.count = splineCount(pieces) - 1;
    this.size = coefficientCount(trajectory, pieces);
    this.slots = estimatedSlots(trajectory, estimated);
    this.p = Float64Array.from(nominal);
    this.state = new Float64Array(n);
    this.initial = new Float64Array(n);
    this.initialBy = estimated.map(() => new Float64Array(n));
    this.sizes = new Float64Array(n).fill(1);
    this.start = new Float64Array(this.size);
    this.place(natural);
    const moments = [...evenly(0, 1, asked)].map(moment),
      solved = solve(plan, this.p, { from: begin, until, settings, times: Float64Array.from(moments, ({ t }) => t) });
    if (solved.ok) this.startAt(moments, solved.value.states);
  }

  /** Adds the cost at parameters and coefficients z, its gradient and its matrix by z. @param natural the parameters' values, float64[k] */
  add(z: Float64Array, natural: Float64Array, weight: number, sums: Sums): void {
    this.place(natural);
    const slopes = this.estimated.map(({ scale }, i) => scales[scale].slope(natural[i]));
    for (let time = 0, next = 0; time < this.readings.length; time++) next = this.addReadings(z, slopes, time, next, sums);
    for (const point of this.points) this.addResidual(z, slopes, point, weight, sums);
  }

  /** @returns mean over the states of the matrix's trace over their coefficients */
  pull(matrix: Float64Array, size: number): number {
    let trace = 0;
    for (let i = this.from; i < this.from + this.size; i++) trace += matrix[i * size + i];
    return trace / this.sizes.length;
  }

  private place(natural: Float64Array): void {
    const { plan } = this.trajectory.lowered,
      unused = new Float64Array(plan.n),
      dp = new Float64Array(plan.m);
    this.slots.forEach((slot, i) => {
      if (slot >= 0) this.p[slot] = natural[i];
    });
    plan.initial.value(this.trajectory.from, unused, this.p, this.initial);
    this.slots.forEach((slot, i) => {
      if (slot < 0) return;
      dp[slot] = 1;
      plan.initial.jvp(this.trajectory.from, unused, this.p, unused, dp, this.initialBy[i]);
      dp[slot] = 0;
    });
  }

  /** Sizes and coefficients from the solution at moments, [moment][state]. */
  private startAt(moments: readonly Moment[], states: Float64Array): void {
    const { count, sizes } = this,
      n = sizes.length;
    if (!states.every(Number.isFinite)) return;
    const largest = (j: number): number => moments.reduce((most, _, i) => Math.max(most, Math.abs(states[i * n + j])), 0);
    const most = Math.max(...Array.from(sizes, (_, j) => largest(j))) || 1;
    sizes.forEach((_, j) => {
      sizes[j] = largest(j) || most;
    });
    const normal = new Float64Array(count * count),
      right = sizes.slice().fill(0);
    const sides = Array.from(right, () => new Float64Array(count));
    moments.forEach(({ splines: { first, values } }, i) => {
      values.forEach((value, a) => {
        const row = first + a - 1;
        if (row < 0) return;
        sides.forEach((side, j) => {
          side[row] += (value * (states[i * n + j] - this.initial[j])) / sizes[j];
        });
        values.forEach((other, b) => {
          if (first + b > 0) normal[row * count + first + b - 1] += value * other;
        });
      });
    });
    const factor = cholesky(normal, count);
    if (factor === null) return;
    sides.forEach((side, j) => {
      solveCholesky(factor, side).forEach((value, b) => {
        this.start[this.coefficient(j, b + 1) - this.from] = value;
      });
    });
  }

  /** Sets the state at a moment. */
  private curveAt(z: Float64Array, { splines: { first, values } }: Moment): void {
    for (let j = 0; j < this.state.length; j++) {
      let sum = 0;
      for (let a = 0; a < values.length; a++) if (first + a > 0) sum += values[a] * z[this.coefficient(j, first + a)];
      this.state[j] = this.initial[j] + this.sizes[j] * sum;
    }
  }

  /** Spline by spline, so that the matrix has a narrow band. @param spline from 1 */
  private readonly coefficient = (state: number, spline: number): number => this.from + (spline - 1) * this.sizes.length + state;

  /** The measurements of one time, from the next point on. @returns the point after them */
  private addReadings(z: Float64Array, slopes: readonly number[], time: number, next: number, sums: Sums): number {
    const { lowered, points } = this.trajectory,
      reader = lowered.read[0],
      width = lowered.outputs.length,
      moment = this.readings[time];
    this.curveAt(z, moment);
    const outputs = new Float64Array(width);
    reader.value(moment.t, this.state, this.p, outputs);
    const tangents = this.tangents(moment, slopes, width, (dy, dp, out) => reader.jvp(moment.t, this.state, this.p, dy, dp, out));
    for (; next < points.length && points[next].timeIndex === time; next++) {
      const { measurement, noise, output, sigma } = points[next],
        scale = sigma.kind === 'value' ? sigma.value : outputs[sigma.output],
        term = noiseTerm(noise, measurement.value, outputs[output], scale, measurement.censored),
        information = noiseInformation(noise, measurement.value, outputs[output], scale, measurement.censored);
      sums.value += term.value;
      addTerm(
        tangents.map(({ column, values }) => [column, values[output], sigma.kind === 'value' ? 0 : values[sigma.output]]),
        [term.byPrediction, term.bySigma],
        [information.byPrediction, information.mixed, information.bySigma],
        sums,
      );
    }
    return next;
  }

  private addResidual(z: Float64Array, slopes: readonly number[], point: Moment, weight: number, sums: Sums): void {
    const { rhs } = this.trajectory.lowered.plan.pieces[0],
      { t, pace, splines } = point,
      n = this.sizes.length,
      share = 1 / this.points.length;
    this.curveAt(z, point);
    const rates = new Float64Array(n);
    rhs.value(t, this.state, this.p, rates);
    const tangents = this.tangents(point, slopes, n, (dy, dp, out) => rhs.jvp(t, this.state, this.p, dy, dp, out));
    for (let j = 0; j < n; j++) {
      const scale = pace / this.sizes[j];
      let residual = -scale * rates[j];
      splines.slopes.forEach((slope, a) => {
        if (splines.first + a > 0) residual += slope * z[this.coefficient(j, splines.first + a)];
      });
      sums.value += 0.5 * weight * share * residual ** 2;
      sums.squares += share * residual ** 2;
      addTerm(
        tangents.map(({ column, state, spline, values }) => [
          column,
          (state === j ? splines.slopes[spline - splines.first] : 0) - scale * values[j],
          0,
        ]),
        [weight * share * residual, 0],
        [weight * share, 0, 0],
        sums,
      );
    }
  }

  /** Derivatives of what `jvp` is of by each parameter and each coefficient that moves the curve at a moment, by z. */
  private tangents(
    { splines: { first, values: splines } }: Moment,
    slopes: readonly number[],
    width: number,
    jvp: (dy: Float64Array, dp: Float64Array, out: Float64Array) => void,
  ): Tangent[] {
    const dp = new Float64Array(this.p.length),
      dy = new Float64Array(this.sizes.length);
    const found: Tangent[] = [];
    this.slots.forEach((slot, i) => {
      if (slot < 0) return;
      const values = new Float64Array(width);
      dp[slot] = 1;
      jvp(this.initialBy[i], dp, values);
      dp[slot] = 0;
      found.push({ column: this.parameters + i, state: -1, spline: 0, values: values.map((value) => value * slopes[i]) });
    });
    this.sizes.forEach((size, state) => {
      const values = new Float64Array(width);
      dy[state] = size;
      jvp(dy, dp, values);
      dy[state] = 0;
      splines.forEach((spline, a) => {
        if (first + a === 0) return;
        const column = this.coefficient(state, first + a);
        found.push({ column, state, spline: first + a, values: values.map((value) => value * spline) });
      });
    });
    return found;
  }
}

interface Tangent {
  /** number among parameters and coefficients */
  readonly column: number;
  /** the state whose coefficient it is, −1 for a parameter, and the number of its spline */
  readonly state: number;
  readonly spline: number;
  readonly values: Float64Array;
}

/** Adds a term of two arguments μ and s: its gradient, and the matrix of its second derivatives by them, [μμ, μs, ss]. */
function addTerm(
  by: readonly (readonly [column: number, mu: number, s: number])[],
  [slopeMu, slopeS]: readonly [number, number],
  [muMu, muS, sS]: readonly [number, number, number],
  { gradient, matrix }: Sums,
): void {
  const size = gradient.length,
    moved = by.filter(([, mu, s]) => mu !== 0 || s !== 0);
  for (const [row, mu, s] of moved) {
    gradient[row] += slopeMu * mu + slopeS * s;
    const byMu = muMu * mu + muS * s,
      byS = muS * mu + sS * s;
    for (const [column, otherMu, otherS] of moved) matrix[row * size + column] += byMu * otherMu + byS * otherS;
  }
}
