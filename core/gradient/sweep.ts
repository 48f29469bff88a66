/** The running state of a reverse sweep: the cotangent of the state, the outputs still to come, the instants that events fix. */
import type { Plan } from '../solve/system';
import type { Failure } from '../util/result';
import { changesOf, dueTrigger } from './crossings';
import { failures } from './messages';
import type { StepRecording } from './recording';
import { eventCotangents, reverseChanges } from './reverse-changes';
import type { EventCotangents } from './reverse-changes';
import { reverseCut } from './reverse-cut';
import type { StepReverse, TakenStep, TimeCotangents } from './step-reverse';
import type { Tape } from './tape';

export class Sweep {
  /** cotangent of the state, float64[n] */
  readonly lambda: Float64Array;
  failure: Failure | undefined;
  private readonly step: TakenStep;
  private readonly time: TimeCotangents = { start: 0, size: 0 };
  private reverser: StepReverse | undefined;
  /** so many outputs are still to come */
  private outputs: number;
  /** the crossing that the present stretch of steps starts at */
  private stretch: number;
  private readonly events: EventCotangents;
  /** for each crossing the trigger whose delay ends there, −1 where its instant is fixed otherwise */
  private readonly due: Int32Array;
  /** cotangent of the instant at which the stretch starts */
  private instant = 0;

  constructor(
    private readonly plan: Plan,
    private readonly p: Float64Array,
    private readonly recording: StepRecording,
    private readonly times: Float64Array,
    private readonly cotangents: Float64Array,
    private readonly gp: Float64Array,
  ) {
    const { n, pieces } = plan,
      { crossings, triggers, length, start, tape } = recording;
    this.lambda = new Float64Array(n);
    this.step = { rhs: pieces[0].rhs, t: 0, h: 0, y: new Float64Array(n), content: tape.content, offset: 0, time: undefined };
    this.events = eventCotangents(n, triggers.length);
    this.due = Int32Array.from(crossings, (crossing) => dueTrigger(crossing, triggers));
    this.stretch = crossings.length - 1;
    // Outputs at the end of the last step or behind it are the state there, after all that happens.
    this.outputs = times.length;
    const { lambda } = this;
    while (this.outputs > 0 && (length === 0 || times[this.outputs - 1] >= start[length])) {
      for (let j = 0, at = --this.outputs * n; j < n; j++, at++) lambda[j] += cotangents[at];
    }
  }

  /** Reverses step i, whose state and stages are the tape's step `index`, with what happens at its end. */
  reverse(tape: Tape, index: number, i: number): void {
    if (this.failure !== undefined) return;
    const { step, recording, p, lambda, times, cotangents } = this,
      { crossings, start, size } = recording,
      { y } = step,
      n = y.length;
    for (let j = 0, at = index * n; j < n; j++, at++) y[j] = tape.y[at];
    step.content = tape.content;
    step.offset = tape.offset[index];
    step.t = start[i];
    step.h = size[i];
    step.time = undefined;
    const ending = crossings[this.stretch].step > i ? this.stretch : -1;
    if (ending >= 0 || this.reverser === undefined) this.enter(ending >= 0 ? ending - 1 : this.stretch);
    const startMoves = crossings[this.stretch].step === i && this.moves(this.stretch);
    if (startMoves || (ending >= 0 && this.due[ending] >= 0)) {
      this.time.start = this.time.size = 0;
      step.time = this.time;
    }
    let instant = 0;
    if (ending >= 0) {
      instant = this.cross(ending, tape.ends.get(ending));
      if (crossings[ending].cut !== undefined) this.cut(ending, instant);
      if (this.failure !== undefined) return;
    }
    const reverser = this.reverser!;
    while (this.outputs > 0 && times[this.outputs - 1] >= step.t) {
      this.outputs--;
      reverser.addOutput(step, p, (times[this.outputs] - step.t) / step.h, cotangents, this.outputs * n);
    }
    if (!reverser.finish(step, p, lambda, this.gp)) this.failure = failures.singularReverse(step.t);
    if (step.time === undefined) return;
    const { time, events } = this;
    if (ending >= 0 && this.due[ending] >= 0) events.due[this.due[ending]] += instant + time.size;
    if (startMoves) this.instant = time.start - time.size;
  }

  /** Reverses what happens at the start of the solve, after all steps. */
  finish(): Failure | undefined {
    this.reverser?.settle?.(this.p, this.gp);
    if (this.failure === undefined && this.recording.crossings.length > 0) this.cross(0, this.recording.initial);
    return this.failure;
  }

  private moves(crossing: number): boolean {
    return this.due[crossing] >= 0 || this.recording.crossings[crossing].cut !== undefined;
  }

  private enter(stretch: number): void {
    const { step, plan, recording } = this,
      { solver, piece } = recording.crossings[stretch];
    this.stretch = stretch;
    this.reverser?.settle?.(this.p, this.gp);
    step.rhs = plan.pieces[piece].rhs;
    this.reverser = recording.reverse(solver!);
    this.reverser.bind(step.rhs);
  }

  /** Reverses the changes at a crossing. @param before state just before them  @returns cotangent of the instant */
  private cross(index: number, before: Float64Array | undefined): number {
    const { plan, p, recording, lambda, gp, events, instant } = this,
      crossing = recording.crossings[index];
    this.instant = 0;
    if (before === undefined) return instant;
    return instant + reverseChanges(changesOf(plan, crossing), crossing.t, before, p, lambda, gp, recording.triggers, events);
  }

  /** Reverses a cut at the end of the present step: λ goes over to the step's dense output there. */
  private cut(index: number, instant: number): void {
    const { plan, p, recording, lambda, gp, step, reverser } = this,
      { cut, before, t } = recording.crossings[index],
      event = plan.pieces[before].events![cut!.event];
    const theta = (t - step.t) / step.h;
    if (!reverseCut(event, cut!.root, reverser!, step, p, t, instant, lambda, gp)) {
      this.failure = failures.grazing(t, event.id);
      return;
    }
    reverser!.addOutput(step, p, theta, lambda, 0);
    lambda.fill(0);
  }
}
