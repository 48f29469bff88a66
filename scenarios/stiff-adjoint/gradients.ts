/**
 * The gradient of one loss by each way, under one arm: by all parameters, the network's weights among them, and by the states at
 * the start. The loss, Σ_k inside(t_k) + dye(t_k) over twelve times, reads one side of the membrane alone.
 */
import { continuousAdjoint } from '../../core/gradient/continuous-adjoint';
import { extrapolatedDifference } from '../../core/gradient/differences';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { forwardSensitivities } from '../../core/gradient/forward-sensitivities';
import { JumpRecording } from '../../core/gradient/jump-recording';
import { StepRecording } from '../../core/gradient/recording';
import { replay } from '../../core/gradient/replay';
import { lowerScenario } from '../../core/lower/lower';
import type { Lowered } from '../../core/lower/lowered';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import type { Settings, SolveOptions } from '../../core/solve/options';
import { fastestDecay, spectrum } from '../../core/service/clinic/spectrum';
import { evenly } from '../../core/util/grid';
import { success, type Result } from '../../core/util/result';

const UNTIL = 120,
  OUTPUTS = 12;

/** A run of the scenario and what is read of it. */
export interface Subject {
  readonly lowered: Lowered;
  readonly times: Float64Array;
  /** derivatives of the loss by the states at the times, float64[times·n] */
  readonly cotangents: Float64Array;
}

export function subjectOf(document: Scenario, interventions: readonly string[] = [], until = UNTIL): Subject {
  const lowered = lowerScenario(document, { condition: 'bath_45', interventions, from: 0, until }),
    { states } = lowered;
  const times = evenly(until / OUTPUTS, until, OUTPUTS);
  const cotangents = Float64Array.from({ length: OUTPUTS * states.length }, (_, i) =>
    ['inside', 'dye'].includes(states[i % states.length]) ? 1 : 0,
  );
  return { lowered, times, cotangents };
}

export interface Gradient {
  /** by the states at the start, then by the parameters */
  readonly values: Float64Array;
  readonly evaluations: number;
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
const span = ({ times }: Subject, settings: Settings): SolveOptions => ({ from: 0, until: times[OUTPUTS - 1], times, settings });
const joined = (initial: Float64Array, gp: Float64Array): Float64Array => Float64Array.from([...initial, ...gp]);

/** @returns evaluations of the right-hand side that a forward solve takes */
export const forwardEvaluations = (subject: Subject, settings: Settings): number => {
  const { plan, nominal } = subject.lowered;
  return valueOf(solve(plan, nominal, span(subject, settings))).evaluations;
};

/** Through the steps taken, with their implicit stages solved to rounding; evaluations are those of the forward solve. */
export function discrete(subject: Subject, settings: Settings): Gradient & { readonly recording: StepRecording } {
  const { plan, nominal } = subject.lowered,
    recording = new StepRecording(plan, { storage: 'full' }),
    gp = new Float64Array(plan.m);
  const { evaluations } = valueOf(
    solve(plan, nominal, { ...span(subject, { ...settings, newton: 'rounding' }), recorder: recording }),
  );
  const { initial } = valueOf(discreteAdjoint(plan, nominal, recording, subject.times, subject.cotangents, gp));
  return { values: joined(initial, gp), evaluations, recording };
}

/**
 * By a backward solve along the forward states; evaluations are those of (∂f/∂y)ᵀλ.
 * @param forward settings of the forward solve  @param method of the backward one, at the same tolerance
 */
export function continuous(subject: Subject, forward: Settings, method: Settings['method']): Gradient {
  const { plan, nominal } = subject.lowered,
    recorder = new JumpRecording(),
    gp = new Float64Array(plan.m);
  const solved = valueOf(solve(plan, nominal, { ...span(subject, forward), recorder, keepDense: true }));
  const { rtol, maxSteps } = forward;
  const { initial, evaluations } = valueOf(
    continuousAdjoint(plan, nominal, solved, recorder, subject.cotangents, gp, {
      states: 'interpolated',
      method,
      rtol,
      maxSteps,
    }),
  );
  return { values: joined(initial, gp), evaluations };
}

const loss = ({ cotangents }: Subject, states: Float64Array): number =>
  states.reduce((sum, value, i) => sum + value * cotangents[i], 0);

/** By extrapolated differences of the recorded steps, taken again with other parameters; those by the states are left out (NaN). */
export function replayed(subject: Subject, recording: StepRecording): Float64Array {
  const { plan, nominal } = subject.lowered,
    q = Float64Array.from(nominal);
  const gp = nominal.map((value, slot) => {
    const slope = valueOf(
      extrapolatedDifference(
        (x) => {
          q[slot] = x;
          return success(loss(subject, replay(plan, q, recording, subject.times)));
        },
        value,
        1e-3 * (Math.abs(value) || 1),
      ),
    );
    q[slot] = value;
    return slope;
  });
  return joined(new Float64Array(plan.n).fill(NaN), gp);
}

/** By the sensitivities of the steps taken; those by the states at the start are left out (NaN). */
export function sensitivities(subject: Subject, settings: Settings): Float64Array {
  const { plan, nominal } = subject.lowered,
    all = Array.from(nominal, (_, slot) => slot);
  const { values } = valueOf(forwardSensitivities(plan, nominal, span(subject, { ...settings, newton: 'rounding' }), all));
  const gp = all.map((slot) =>
    subject.cotangents.reduce((sum, weight, row) => sum + weight * values[row * all.length + slot], 0),
  );
  return joined(new Float64Array(plan.n).fill(NaN), Float64Array.from(gp));
}

/**
 * Entries are weighed by the size of what they are the derivative by, so that units have no say.
 * @returns the largest difference of entries over the largest entry of the reference; entries left out do not count
 */
export function distance({ lowered: { plan, nominal } }: Subject, gradient: Float64Array, reference: Float64Array): number {
  const start = new Float64Array(plan.n);
  plan.initial.value(0, new Float64Array(plan.n), nominal, start);
  const sizes = [...start, ...nominal].map(Math.abs),
    size = reference.reduce((most, value, i) => Math.max(most, Math.abs(value) * sizes[i]), 0);
  return gradient.reduce(
    (most, value, i) => (Number.isNaN(value) ? most : Math.max(most, (Math.abs(value - reference[i]) * sizes[i]) / size)),
    0,
  );
}

/** @returns the largest |λ| of a mode that dies out at the end of the run, 1/min */
export function fastestRate(subject: Subject): number {
  const { plan, nominal } = subject.lowered,
    { rhs } = plan.pieces[0],
    entries = new Float64Array(rhs.pattern.column.length);
  const { final } = valueOf(
    solve(plan, nominal, span(subject, { method: 'rodas5p', rtol: 1e-8, atol: 1e-10, maxSteps: 100_000 })),
  );
  rhs.jacobian(subject.times[OUTPUTS - 1], final, nominal, entries);
  const found = spectrum(rhs.pattern, entries);
  return found === null ? NaN : fastestDecay(found);
}
