/**
 * Forward sensitivities beside a solve: a recorder that takes ∂y/∂p through every accepted step, its size held, through the jumps
 * of the plan and through its events, whose times move with the parameters as core/solve/recorder.ts says.
 */
import type { Recorder } from '../solve/recorder';
import type { Solver, Workspace } from '../solve/solver';
import type { Plan, PlanEvent } from '../solve/system';
import type { Failure } from '../util/result';
import { grazes } from './crossings';
import { failures } from './messages';
import { schemeOf, TangentStep } from './tangent-step';
import type { Tangents } from './tangent-step';
import { TotalDerivative } from './total-derivative';

/** A trigger that turned true, with the derivatives of its moment. */
interface Trigger {
  readonly t: number;
  readonly state: Float64Array;
  readonly states: readonly Float64Array[];
  readonly time: Float64Array;
  /** derivatives of the moment that its event is due, delay included */
  readonly due: Float64Array;
}

interface Bound {
  t: number;
  readonly y: Float64Array;
}

export class SensitivityRecorder implements Recorder {
  /** why there are no sensitivities; the solve is then of no use */
  failure: Failure | undefined;
  /** float64[times.length · n · q]: ∂y_j(times[k])/∂p_l at (k·n + j)·q + l */
  readonly sensitivities: Float64Array;
  private readonly q: number;
  /** the q parameters, and behind them the size of the step alone, for the end of one that an event is due at */
  private readonly tangents: Tangents;
  private readonly total: TotalDerivative;
  private readonly scratch: Float64Array;
  /** sensitivities at an output, float64[n] */
  private readonly column: Float64Array;
  /** what the outputs within the last step change by when the step grows, each float64[n] */
  private readonly outputGrowth: Float64Array[] = [];
  /** dense output of the last step where it was left, its slope there, and its size; where events are looked for */
  private readonly endState: Float64Array;
  private readonly endSlope: Float64Array;
  private size = NaN;
  /** the last step's start, and its end if no event had cut it: times and states */
  private readonly ends: readonly [Bound, Bound];
  private readonly triggers: Trigger[] = [];
  private packed = new Float64Array(0);
  private step: TangentStep | undefined;
  private solver: Solver | undefined;
  private output = 0;
  private piece = 0;
  /** whether what happens now has its time from a root, a piece's start or a delay already */
  private timed = false;

  /** @param parameters indices into p  @param initialGiven the solve has an `initialState` */
  constructor(
    private readonly plan: Plan,
    private readonly p: Float64Array,
    private readonly times: Float64Array,
    parameters: readonly number[],
    private readonly initialGiven: boolean,
  ) {
    const { n } = plan,
      q = parameters.length;
    const delayed = plan.pieces.some(({ events }) => events?.some(({ delay }) => delay !== undefined) === true);
    const directions = delayed ? [...parameters, -1] : parameters;
    this.q = q;
    this.sensitivities = new Float64Array(times.length * n * q);
    this.tangents = {
      states: directions.map(() => new Float64Array(n)),
      parameters: Int32Array.from(directions),
      start: new Float64Array(directions.length),
      size: new Float64Array(directions.length),
    };
    this.total = new TotalDerivative(n, p, parameters);
    this.scratch = new Float64Array(n);
    this.column = new Float64Array(n);
    this.ends = [
      { t: NaN, y: new Float64Array(n) },
      { t: NaN, y: new Float64Array(n) },
    ];
    this.endState = new Float64Array(n);
    this.endSlope = new Float64Array(n);
  }

  begin(t: number): void {
    const { states } = this.tangents;
    this.failure = undefined;
    this.output = 0;
    this.triggers.length = this.outputGrowth.length = 0;
    this.settle();
    for (const state of states) state.fill(0);
    if (this.initialGiven) return;
    this.plan.initial.prepare?.(t, this.p, Array.from(this.tangents.parameters.subarray(0, this.q)));
    for (let l = 0; l < this.q; l++) this.total.atStart(this.plan.initial, t, l, states[l]);
  }

  enter(piece: number, t: number, before: Float64Array): void {
    const y = Float64Array.from(before);
    this.piece = piece;
    this.timed = true;
    this.step?.interrupt();
    for (const jump of this.plan.pieces[piece].jumps) {
      for (let l = 0; l < this.q; l++) {
        this.total.of(jump, t, y, this.tangents.states[l], this.tangents.start[l], l, this.scratch);
        this.tangents.states[l].set(this.scratch);
      }
      jump.value(t, y, this.p, this.scratch);
      y.set(this.scratch);
    }
  }

  accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void {
    if (this.failure !== undefined) return;
    const { rhs, events = [] } = this.plan.pieces[piece],
      { tangents, times, q } = this;
    const step = this.stepOf(solver, w, t);
    if (step === undefined) return;
    let last = this.output;
    while (last < times.length && times[last] < end) last++;
    const eventful = events.length > 0;
    if (eventful || last > this.output) this.pack(solver, w);
    for (let l = 0; l < q; l++) tangents.size[l] = -tangents.start[l];
    if (tangents.size.length > q) {
      tangents.size[q] = 1;
      tangents.states[q].fill(0);
    }
    if (!step.stages(rhs, t, y, this.p, h, tangents, eventful || last > this.output)) {
      this.failure = failures.singularStage(t);
      return;
    }
    this.outputGrowth.length = 0;
    for (; this.output < last; this.output++) this.writeWithin(step, (times[this.output] - t) / h);
    const theta = (end - t) / h;
    if (eventful) {
      solver.interpolate(this.packed, 0, y, 0, y.length, h, theta, this.endState, 0);
      step.slopeAt(theta, this.endSlope);
      const [start, whole] = this.ends;
      start.t = t;
      start.y.set(y);
      whole.t = t + h;
      whole.y.set(w.next);
      this.size = h;
    }
    // Rounding aside, θ is 1 unless an event cut the step.
    const whole = Math.abs(theta - 1) < 1e-12;
    tangents.states.forEach((state, l) => {
      if (whole) step.end(l, state, state);
      else this.within(step, theta, l, state);
    });
    this.settle();
  }

  cut(event: number, root: number, t: number): void {
    if (this.failure !== undefined) return;
    const { tangents, endState, endSlope, p } = this,
      { id, roots } = this.plan.pieces[this.piece].events![event];
    const out = new Float64Array(roots.size);
    const sizes = this.ends.map((bound) => {
      roots.value(bound.t, bound.y, p, out);
      return Math.abs(out[root]);
    });
    this.total.inTime(roots, t, endState, endSlope, out);
    const speed = out[root];
    if (grazes(speed, this.size, sizes)) {
      this.failure = failures.grazing(t, id);
      return;
    }
    for (let l = 0; l < this.q; l++) {
      this.total.of(roots, t, endState, tangents.states[l], 0, l, out);
      this.move(l, -out[root] / speed, endSlope);
    }
    this.timed = true;
    this.step?.interrupt();
  }

  triggered(event: number, t: number, state: Float64Array): void {
    const { delay } = this.plan.pieces[this.piece].events![event],
      { states, start } = this.tangents;
    const due = start.slice(0, this.q),
      out = new Float64Array(1);
    if (delay !== undefined) {
      for (let l = 0; l < this.q; l++) {
        this.total.of(delay, t, state, states[l], start[l], l, out);
        due[l] += out[0];
      }
    }
    this.triggers.push({
      t,
      state: Float64Array.from(state),
      states: states.map((own) => Float64Array.from(own)),
      time: start.slice(),
      due,
    });
  }

  fired(event: number, trigger: number, t: number, before: Float64Array): void {
    if (this.failure !== undefined) return;
    const one = this.plan.pieces[this.piece].events![event],
      from = this.triggers[trigger],
      { q } = this;
    if (!this.timed && one.delay !== undefined) {
      this.grow(from.due);
      this.timed = true;
    }
    this.step?.interrupt();
    for (let l = 0; l < q; l++) this.assign(one, from, t, before, l);
  }

  /** Writes the outputs after the last step. */
  finish(): void {
    const { tangents, times, sensitivities, q, plan } = this;
    for (; this.output < times.length; this.output++) {
      for (let j = 0, at = this.output * plan.n * q; j < plan.n; j++)
        for (let l = 0; l < q; l++) sensitivities[at++] = tangents.states[l][j];
    }
  }

  /** The last step turns out to grow with the parameters, as the event at its end is due later. @param due float64[q] */
  private grow(due: Float64Array): void {
    const { tangents, sensitivities, q, output, outputGrowth } = this;
    for (let l = 0; l < q; l++) this.move(l, due[l], tangents.states[q]);
    outputGrowth.forEach((growth, i) => {
      let at = (output - outputGrowth.length + i) * growth.length * q;
      for (const rise of growth) for (let l = 0; l < q; l++) sensitivities[at++] += due[l] * rise;
    });
  }

  private assign(event: PlanEvent, trigger: Trigger, t: number, before: Float64Array, l: number): void {
    const { values, targets } = event,
      { tangents } = this,
      out = new Float64Array(targets.length);
    if (event.useTriggerValues) this.total.of(values, trigger.t, trigger.state, trigger.states[l], trigger.time[l], l, out);
    else this.total.of(values, t, before, tangents.states[l], tangents.start[l], l, out);
    targets.forEach((target, i) => {
      if (target >= 0) tangents.states[l][target] = out[i];
    });
  }

  /** Lets the present instant move by dt with parameter l. */
  private move(l: number, dt: number, slope: Float64Array): void {
    const { states, start } = this.tangents;
    start[l] += dt;
    for (let j = 0; j < slope.length; j++) states[l][j] += dt * slope[j];
  }

  /** The instant after a step is where it was, until something says otherwise. */
  private settle(): void {
    this.tangents.start.fill(0);
    this.timed = false;
  }

  private stepOf(solver: Solver, w: Workspace, t: number): TangentStep | undefined {
    if (this.step?.workspace === w && this.solver === solver) return this.step;
    const scheme = schemeOf(solver);
    this.solver = solver;
    if (scheme === undefined) this.failure = failures.noSensitivities(solver.title, t);
    else this.step = new TangentStep(scheme, w, this.plan.m, this.tangents.states.length);
    return scheme === undefined ? undefined : this.step;
  }

  private pack(solver: Solver, w: Workspace): void {
    const need = solver.denseLength(w.n);
    if (this.packed.length < need) this.packed = new Float64Array(need);
    solver.pack(w, this.packed, 0);
  }

  /** state ← derivative at a fixed time t + θh, from that at the start. */
  private within(step: TangentStep, theta: number, l: number, state: Float64Array): void {
    const { start } = this.tangents;
    step.addWithin(l, theta, state);
    if (start[l] === 0) return;
    // the end of the step stays where it is, so that θ moves with its start
    step.slopeAt(theta, this.scratch);
    for (let j = 0; j < state.length; j++) state[j] += start[l] * (theta - 1) * this.scratch[j];
  }

  private writeWithin(step: TangentStep, theta: number): void {
    const { n } = this.plan,
      { sensitivities, q, output } = this;
    const state = this.column;
    for (let l = 0; l < q; l++) {
      state.set(this.tangents.states[l]);
      this.within(step, theta, l, state);
      for (let j = 0, at = output * n * q + l; j < n; j++, at += q) sensitivities[at] = state[j];
    }
    if (this.tangents.states.length === q) return;
    const growth = new Float64Array(n);
    step.addWithin(q, theta, growth);
    step.slopeAt(theta, this.scratch);
    for (let j = 0; j < n; j++) growth[j] -= theta * this.scratch[j];
    this.outputGrowth.push(growth);
  }
}
