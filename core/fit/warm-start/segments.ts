/** Trajectories in segments, each with the state that it begins from and its own measurements, so that errors do not grow from one into the next. */
import { discreteAdjoint } from '../../gradient/discrete-adjoint';
import { StepRecording } from '../../gradient/recording';
import type { Scenario } from '../../model/schema';
import { solve } from '../../solve/integrate';
import type { Settings } from '../../solve/options';
import type { Plan } from '../../solve/system';
import { success, type Result } from '../../util/result';
import { pointsCost } from '../points-cost';
import type { DataPoint, Trajectory } from '../trajectories';

/** Most segments of a trajectory, and times of measurement for each, unless a fit says otherwise. */
const MOST = 12,
  TIMES_EACH = 4;

/** @returns where the segments after the first begin: amid measurements, never where a piece of the plan does */
export function segmentStarts({ times, from, lowered: { plan } }: Trajectory, segments?: number): number[] {
  const inner = times.filter((t) => t > from),
    wanted = Math.min(segments ?? Math.min(MOST, Math.ceil(inner.length / TIMES_EACH)), inner.length);
  const starts = Array.from({ length: Math.max(wanted - 1, 0) }, (_, k) => {
    const at = Math.round(((k + 1) * inner.length) / wanted);
    return (inner[at - 1] + inner[at]) / 2;
  });
  return starts.filter((t) => plan.pieces.every((piece) => piece.from !== t));
}

/** One segment, with the memory that its solves use again. */
export class Segment {
  private readonly plan: Plan;
  private readonly trajectory: Trajectory;
  private readonly recorder: StepRecording;
  private readonly chosen: Settings;
  private readonly implicit: Settings;
  private stiff = false;

  /** @param isFirst it begins from the model's own initial state */
  constructor(
    whole: Trajectory,
    document: Scenario,
    readonly from: number,
    readonly until: number,
    readonly isFirst: boolean,
  ) {
    const { plan } = whole.lowered;
    // what happens where a piece begins has happened before a segment that begins within it
    this.plan = {
      ...plan,
      pieces: plan.pieces.map((piece) => (piece.from < from && from < piece.until ? { ...piece, jumps: [] } : piece)),
    };
    const isOwn = (t: number): boolean => (isFirst ? t >= from : t > from) && t <= until;
    const times = Float64Array.from(new Set([...whole.times.filter(isOwn), until]));
    const points = whole.points
      .filter(({ timeIndex }) => isOwn(whole.times[timeIndex]))
      .map((point): DataPoint => ({ ...point, timeIndex: times.indexOf(whole.times[point.timeIndex]) }));
    this.trajectory = { ...whole, from, until, times, points };
    this.recorder = new StepRecording(this.plan);
    this.chosen = { ...document.solver, newton: 'rounding' };
    this.implicit = { ...this.chosen, method: 'esdirk54' };
  }

  /** Forgets what was found stiff, so that what follows has the same bits whatever came before. */
  restart(): void {
    this.stiff = this.chosen.method === 'rodas5p';
  }

  /** @param begin float64[n]; not used by the first segment  @returns the state at its end, float64[n] */
  end(p: Float64Array, begin: Float64Array): Result<Float64Array> {
    const { from, until } = this,
      settings = this.stiff ? this.implicit : this.chosen;
    const solved = solve(this.plan, p, { from, until, settings, ...(this.isFirst ? {} : { initialState: begin }) });
    return solved.ok ? success(solved.value.final) : solved;
  }

  /**
   * Costs and derivatives of the segment, its end meeting the beginning of the next.
   * @param begin float64[n]; not used by the first segment
   * @param meet told of the state at the end, float64[n]; returns what a gap costs, and adds its derivative by that state to a cotangent
   * @param gp float64[m], added to
   * @returns value, and its derivative by `begin`, float64[n], zero for the first segment
   */
  evaluate(
    p: Float64Array,
    begin: Float64Array,
    meet: (end: Float64Array, cotangent: Float64Array) => number,
    gp: Float64Array,
    cancelled?: () => boolean,
  ): Result<{ value: number; byBegin: Float64Array }> {
    const { plan, recorder, from, until, isFirst, trajectory } = this,
      { times } = trajectory,
      { n } = plan;
    const run = (settings: Settings): ReturnType<typeof solve> =>
      solve(plan, p, { from, until, settings, times, recorder, cancelled, ...(isFirst ? {} : { initialState: begin }) });
    let solved = run(this.stiff ? this.implicit : this.chosen);
    if (solved.ok && recorder.withoutReverse !== undefined) {
      this.stiff = true;
      solved = run(this.implicit);
    }
    if (!solved.ok) return solved;
    const { states, pieceOf } = solved.value,
      cotangents = new Float64Array(times.length * n),
      last = (times.length - 1) * n;
    const cost = pointsCost(trajectory, { states, pieceOf }, p, { gp, cotangents });
    if (!cost.ok) return cost;
    const gap = meet(states.subarray(last), cotangents.subarray(last));
    const adjoint = discreteAdjoint(plan, p, recorder, times, cotangents, gp, !isFirst);
    if (!adjoint.ok) return adjoint;
    return success({ value: cost.value + gap, byBegin: isFirst ? new Float64Array(n) : adjoint.value.initial });
  }
}
