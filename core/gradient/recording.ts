/**
 * The record of a solve that its reverse sweep needs: times and sizes of the accepted steps (16 bytes each), what lies between
 * them, and of their states and stages as much as `storage` says.
 */
import type { ImplicitWorkspace } from '../solve/implicit';
import { isExplicit, isImplicit } from '../solve/methods';
import type { Recorder } from '../solve/recorder';
import type { Solver, Workspace } from '../solve/solver';
import type { Plan } from '../solve/system';
import type { Crossing, Trigger } from './crossings';
import { reverseOf } from './reverse-family';
import { checkStorage, DEFAULT_STORAGE, describeStorage } from './storage';
import type { Storage } from './storage';
import { keeper } from './step-reverse';
import type { Keeper, StepReverse } from './step-reverse';
import { larger, Tape } from './tape';

export interface RecordingOptions {
  /** by default full up to 256 MiB, recursive checkpoints beyond */
  readonly storage?: Storage;
}

/**
 * Hand it to `solve` as `recorder`, then to `discreteAdjoint`. It may be used again: a new solve begins it afresh and keeps
 * its memory. Stages are stored, not recomputed: they are cheaper to copy than right-hand sides to evaluate.
 */
export class StepRecording implements Recorder {
  readonly storage: Storage;
  /** number of steps */
  length = 0;
  /** starts of the steps; the one behind the last is its end */
  start = new Float64Array(65);
  /** sizes; a step that an event cut was longer than it lasted */
  size = new Float64Array(64);
  readonly crossings: Crossing[] = [];
  readonly triggers: Trigger[] = [];
  readonly initial: Float64Array;
  /** all steps, under full storage */
  readonly tape: Tape;
  /** states at the starts of every k-th step, under uniform storage */
  states = new Float64Array(0);
  /** whether full storage grew beyond its limit, so that nothing of it was kept */
  overflown = false;
  /** whether stages of implicit steps were solved to a tolerance, so that they have no exact reverse */
  loose = false;
  private keeper: Keeper = { length: 0, keep: () => undefined };
  private readonly reverses = new Map<Solver, StepReverse>();
  private last: Crossing | undefined;

  /** @throws RangeError where the storage is none */
  constructor(
    private readonly plan: Pick<Plan, 'n' | 'pieces'>,
    { storage = DEFAULT_STORAGE }: RecordingOptions = {},
  ) {
    this.storage = checkStorage(storage);
    this.initial = new Float64Array(plan.n);
    this.tape = new Tape(plan.n);
  }

  /** time at which the solve began */
  get from(): number {
    return this.start[0];
  }

  /** what is kept of this solve, in words */
  get kept(): string {
    return describeStorage(this.storage, this.plan.n, this.overflown);
  }

  /** whether every step is on the tape */
  get full(): boolean {
    return this.storage === 'full' || ('bytes' in this.storage && !this.overflown);
  }

  /** where the first steps begin that no reverse exists for, those of a Rosenbrock method; undefined where there are none */
  get withoutReverse(): Crossing | undefined {
    return this.crossings.find(({ solver }) => solver?.family === 'rosenbrock');
  }

  /**
   * When the slope at the start of a step was taken: of a stage that two steps share, at the end of the first to the last bit.
   * @param crossing at which the step's stretch starts  @param t where the step starts
   */
  slopeTime({ step: first, solver }: Crossing, step: number, t: number): number {
    if (step === first || !isExplicit(solver!) || !solver.tableau.firstSameAsLast) return t;
    return this.start[step - 1] + this.size[step - 1];
  }

  begin(t: number, state: Float64Array): void {
    this.length = 0;
    this.start[0] = t;
    this.crossings.length = this.triggers.length = 0;
    this.initial.set(state);
    this.tape.clear();
    this.overflown = this.loose = false;
    this.last = undefined;
  }

  enter(piece: number, t: number, before: Float64Array): void {
    const crossing = this.crossing(t, before);
    crossing.happenings.push({ kind: 'piece', piece });
    crossing.piece = piece;
  }

  resumed(t: number): void {
    this.crossing(t);
  }

  cut(event: number, root: number, t: number): void {
    this.crossing(t).cut = { event, root };
  }

  triggered(event: number, t: number, state: Float64Array): void {
    const crossing = this.crossing(t, state),
      one = this.plan.pieces[crossing.piece].events![event];
    crossing.happenings.push({ kind: 'triggered', trigger: this.triggers.length });
    const needed = one.delay !== undefined || one.useTriggerValues;
    this.triggers.push({ event: one, t, ...(needed ? { state: Float64Array.from(state) } : {}) });
  }

  fired(event: number, trigger: number, t: number, before: Float64Array): void {
    this.crossing(t, before).happenings.push({ kind: 'fired', event, trigger });
  }

  accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void {
    const i = this.length,
      { last } = this;
    if (last?.solver !== solver) {
      this.changeSolver(piece, solver, t);
      if (isImplicit(solver) && (w as ImplicitWorkspace).newton.mode !== 'rounding') this.loose = true;
    }
    if (i === this.size.length) {
      this.start = larger(this.start);
      this.size = larger(this.size);
    }
    this.start[i] = t;
    this.size[i] = h;
    this.start[i + 1] = end;
    this.length = i + 1;
    const { storage, tape } = this;
    if (storage === 'full') tape.push(this.keeper, w, y);
    else if ('bytes' in storage) {
      if (this.overflown) return;
      tape.push(this.keeper, w, y);
      if (tape.bytes > storage.bytes) {
        this.overflown = true;
        tape.drop();
      }
    } else if ('uniform' in storage && i % storage.uniform === 0) this.keepState(i / storage.uniform, y);
  }

  /** The crossing after the last step, made if there is none yet. @param before state there, before what happens */
  private crossing(t: number, before?: Float64Array): Crossing {
    const { length, last } = this;
    if (last?.step === length && last.solver === undefined) {
      if (before !== undefined && last.happenings.length === 0) this.keepEnd(this.crossings.length - 1, before);
      return last;
    }
    if (before !== undefined) this.keepEnd(this.crossings.length, before);
    return this.push({ step: length, t, happenings: [], before: last?.piece ?? 0, piece: last?.piece ?? 0 });
  }

  /** @returns the reverse of the method's steps, made once */
  reverse(solver: Solver): StepReverse {
    let reverse = this.reverses.get(solver);
    if (reverse === undefined) this.reverses.set(solver, (reverse = reverseOf(solver, this.plan.n)));
    return reverse;
  }

  private keepEnd(crossing: number, before: Float64Array): void {
    if (this.full) this.tape.ends.set(crossing, Float64Array.from(before));
  }

  private changeSolver(piece: number, solver: Solver, t: number): void {
    const { length, last } = this;
    this.keeper = keeper(solver, this.plan.n);
    if (last?.step === length && last.solver === undefined) last.solver = solver;
    else this.push({ step: length, t, happenings: [], before: piece, piece, solver });
  }

  private push(crossing: Crossing): Crossing {
    this.crossings.push(crossing);
    return (this.last = crossing);
  }

  private keepState(index: number, y: Float64Array): void {
    const { n } = this.plan;
    if ((index + 1) * n > this.states.length) this.states = larger(this.states, 16 * n);
    this.states.set(y, index * n);
  }
}
