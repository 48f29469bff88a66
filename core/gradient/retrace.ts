/**
 * Takes the recorded steps again, to the bit: same starts, sizes and methods, nothing judged, nothing allocated in a step. From
 * a stored state it goes on as the solve did there, with the same slope to begin with.
 */
import type { ExplicitWorkspace } from '../solve/explicit';
import type { FusedRun } from '../solve/fused';
import { isExplicit } from '../solve/methods';
import type { Solver, Workspace } from '../solve/solver';
import type { Plan, RightHandSide } from '../solve/system';
import { changesOf, makeChange } from './crossings';
import type { StepRecording } from './recording';
import { keeper } from './step-reverse';
import type { Keeper } from './step-reverse';
import type { Tape } from './tape';

/** A method at work on a stretch of steps. */
interface Gear {
  readonly solver: Solver;
  readonly w: Workspace;
  readonly keeper: Keeper;
  rhs: RightHandSide;
  run: FusedRun | undefined;
}

export class Retrace {
  /** state at the start of step `position`, after what happens there; float64[n] */
  readonly y: Float64Array;
  position = 0;
  /** the crossing at which the present stretch of steps starts, and the step before which it ends */
  private crossing = 0;
  private stretchEnd = 0;
  /** whether something happens at that end */
  private ends = false;
  private gear!: Gear;
  private readonly gears = new Map<Solver, Gear>();
  /** whether the workspace has the slope at the present state */
  private ready = false;

  /** Begins at the first step of the recorded solve, which must have one. */
  constructor(
    private readonly plan: Plan,
    private readonly p: Float64Array,
    private readonly recording: StepRecording,
  ) {
    this.y = Float64Array.from(recording.initial);
    this.cross(0);
  }

  /** @param states float64, the state at the start of step `position` from offset `at` */
  restore(position: number, states: Float64Array, at: number): void {
    const { y, recording } = this,
      { crossings } = recording;
    for (let j = 0; j < y.length; j++) y[j] = states[at + j];
    this.position = position;
    this.ready = false;
    if (position < this.stretchEnd && position >= crossings[this.crossing].step) return;
    let index = this.crossing;
    while (crossings[index].step > position) index--;
    while (index + 1 < crossings.length && crossings[index + 1].step <= position) index++;
    this.enter(index);
  }

  /** Moves on to the start of step `to`, through what happens there. @param tape takes the steps, if given */
  advance(to: number, tape?: Tape): void {
    while (this.position < to) {
      const { stretchEnd, ends } = this;
      if (!this.ready) this.begin();
      this.takeSteps(Math.min(to, ends ? stretchEnd - 1 : stretchEnd), tape);
      if (this.position === to) return;
      this.tryStep(tape);
      this.leave();
      tape?.ends.set(this.crossing + 1, Float64Array.from(this.y));
      this.position = stretchEnd;
      this.cross(this.crossing + 1);
    }
  }

  /** Takes the step at `position` onto a tape and stays; the state at its end too where something happens there. */
  record(tape: Tape): void {
    if (!this.ready) this.begin();
    this.tryStep(tape);
    if (!this.ends || this.position + 1 !== this.stretchEnd) return;
    const { y } = this,
      start = Float64Array.from(y);
    this.leave();
    tape.ends.set(this.crossing + 1, Float64Array.from(y));
    y.set(start);
  }

  /** Steps up to `to`, with no crossing among them. */
  private takeSteps(to: number, tape: Tape | undefined): void {
    const { p, y, recording, gear, position } = this,
      { start, size } = recording,
      { solver, w, rhs, run } = gear,
      n = y.length;
    this.position = Math.max(to, position);
    if (tape === undefined && run !== undefined) {
      run(start, size, position, to, y, p, (w as ExplicitWorkspace).slopes);
      return;
    }
    for (let i = position; i < to; i++) {
      solver.step(w, rhs, start[i], y, p, size[i]);
      tape?.push(gear.keeper, w, y);
      const { next } = w;
      for (let j = 0; j < n; j++) y[j] = next[j];
      solver.accept(w, rhs, start[i + 1], p);
    }
  }

  private tryStep(tape: Tape | undefined): void {
    const { p, y, recording, gear, position } = this;
    gear.solver.step(gear.w, gear.rhs, recording.start[position], y, p, recording.size[position]);
    tape?.push(gear.keeper, gear.w, y);
  }

  /** y ← state at the end of the step last tried, the last of its stretch: on its dense output where an event cut it. */
  private leave(): void {
    const { y, recording, gear, stretchEnd } = this,
      { start, size, crossings } = recording,
      i = stretchEnd - 1,
      n = y.length;
    const { cut, t } = crossings[this.crossing + 1];
    if (cut === undefined || t >= start[i] + size[i]) {
      y.set(gear.w.next);
      return;
    }
    const dense = new Float64Array(gear.solver.denseLength(n)),
      from = Float64Array.from(y);
    gear.solver.pack(gear.w, dense, 0);
    gear.solver.interpolate(dense, 0, from, 0, n, size[i], (t - start[i]) / size[i], y, 0);
  }

  private cross(index: number): void {
    const { plan, p, y, recording } = this,
      crossing = recording.crossings[index];
    for (const change of changesOf(plan, crossing)) makeChange(change, p, crossing.t, y, recording.triggers);
    this.enter(index);
  }

  /** Goes over to the stretch that starts at a crossing. */
  private enter(index: number): void {
    const { plan, recording } = this,
      { crossings } = recording,
      { solver, piece } = crossings[index];
    this.crossing = index;
    this.ready = false;
    this.ends = index + 1 < crossings.length;
    this.stretchEnd = this.ends ? crossings[index + 1].step : recording.length;
    if (solver === undefined) return;
    const { rhs } = plan.pieces[piece];
    let gear = this.gears.get(solver);
    if (gear === undefined) {
      gear = { solver, w: solver.workspace(plan.n), keeper: keeper(solver, plan.n), rhs, run: undefined };
      this.gears.set(solver, gear);
    }
    gear.rhs = rhs;
    gear.run = isExplicit(solver) ? rhs.fused?.explicitRun?.(solver.tableau) : undefined;
    this.gear = gear;
  }

  /** The slope at the present state, evaluated at the very time at which the solve did. */
  private begin(): void {
    const { p, y, recording, position, gear } = this,
      t = recording.slopeTime(recording.crossings[this.crossing], position, recording.start[position]);
    gear.solver.begin(gear.w, gear.rhs, t, y, p);
    this.ready = true;
  }
}
