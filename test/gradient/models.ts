/** Lowered models with all their derivatives exact, and gradients of a fixed functional of their outputs by the discrete adjoint. */
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import { validateDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import type { Plan } from '../../core/solve/system';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';
import { knownSystem, lotkaVolterraDocument, reactionSystem } from '../systems';

/** A model with the functional Σ_k cotangents[k]·y(times[k]). */
export interface Model {
  readonly plan: Plan;
  readonly p: Float64Array;
  readonly names: readonly string[];
  readonly until: number;
  readonly times: Float64Array;
  readonly cotangents: Float64Array;
}

/** @param weights scale of each state's cotangents; 1 where absent */
export function modelOf(
  document: Scenario,
  until: number,
  outputs: number,
  weights: readonly number[] = [],
  interventions: string[] = [],
): Model {
  const { plan, nominal, parameters } = lowerScenario(document, { from: 0, until, interventions });
  const random = seededRandom(3);
  return {
    plan,
    p: nominal,
    names: parameters,
    until,
    times: Float64Array.from({ length: outputs }, (_, k) => (until * (k + 1)) / outputs),
    cotangents: Float64Array.from({ length: outputs * plan.n }, (_, i) => random.normal() * (weights[i % plan.n] ?? 1)),
  };
}

export const known = (name: string): Scenario => knownSystem(name).document;

export const robertson = (until = 100): Model =>
  modelOf(
    reactionSystem('Robertson', { y1: 1, y2: 0, y3: 0 }, { k1: 0.04, k2: 1e4, k3: 3e7 }, [
      { rate: 'k1*y1', effects: { y1: -1, y2: 1 } },
      { rate: 'k2*y2*y3', effects: { y1: 1, y2: -1 } },
      { rate: 'k3*y2^2', effects: { y2: -1, y3: 1 } },
    ]),
    until,
    5,
    [1, 1e4, 1],
  );

export const vanDerPol = (mu: number, until: number): Model =>
  modelOf(
    reactionSystem('Van der Pol', { x: 2, v: 0 }, { mu }, [
      { rate: 'v', effects: { x: 1 } },
      { rate: 'mu*(1 - x^2)*v - x', effects: { v: 1 } },
    ]),
    until,
    5,
  );

/** Lotka–Volterra with doses, a weakened mechanism and a clamp: intervention `treat`. */
export const treatedPredators = (): Scenario =>
  validateDocument({
    ...lotkaVolterraDocument(),
    interventions: [
      {
        id: 'treat',
        name: 'treat',
        actions: [
          { action: 'dose', variable: 'x', amount: 0.5, start: 3, interval: 4.5, count: 2 },
          { action: 'scale', mechanism: 'r2', factor: 0.4, from: 5, until: 11 },
          { action: 'clamp', variable: 'y', value: 'c', from: 12, until: 14 },
        ],
      },
    ],
  });

/** Lotka–Volterra with two events at times that nothing moves, one of them delayed. */
export const harvest = (): Scenario =>
  validateDocument({
    ...lotkaVolterraDocument(),
    events: [
      { id: 'once', name: 'once', trigger: 't > 6.5', assignments: [{ variable: 'x', value: 'x/(1 + d*y)' }] },
      {
        id: 'later',
        name: 'later',
        trigger: 't > 9',
        delay: 2.25,
        useTriggerValues: false,
        assignments: [
          { variable: 'x', value: 'y + a' },
          { variable: 'y', value: 'x*b' },
        ],
      },
    ],
  });

/** A bouncing ball, and kicks that come after delays, one with the values of its trigger and one with those of its own time. */
export const bouncingBall = (): Model =>
  modelOf(
    makeDocument({
      variables: ['x', 'v'].map((id, i) => ({ id, name: id, kind: 'state', initial: 1 - i })),
      parameters: Object.entries({ g: 9.8, e: 0.8, d: 0.05, kick: 0.3, floor: 0.02 }).map(([id, value]) => ({ id, value })),
      mechanisms: [
        ['fall', 'v', 'x'],
        ['pull', '-g - 0.3*v + 0.2*sin(3*t)*x', 'v'],
      ].map(([id, expression, variable]) => ({
        id,
        name: id,
        law: { kind: 'custom', expression },
        inputs: expression === 'v' ? [{ variable: 'v' }] : [{ variable: 'x' }, { variable: 'v' }],
        effects: [{ variable, coefficient: 1 }],
      })),
      events: [
        {
          id: 'bounce',
          name: 'bounce',
          trigger: 'x < floor',
          assignments: [
            { variable: 'v', value: '-e*v' },
            { variable: 'x', value: 'floor' },
          ],
        },
        {
          id: 'remembered',
          name: 'remembered',
          trigger: 'x > 0.3*e',
          delay: 'd*(1 + v^2)',
          assignments: [{ variable: 'v', value: 'v + kick*x*t' }],
        },
        {
          id: 'present',
          name: 'present',
          trigger: 'x > 0.35*e',
          delay: 'd*1.3',
          useTriggerValues: false,
          assignments: [{ variable: 'v', value: 'v + kick*x' }],
        },
      ],
    }),
    1.6,
    16,
  );

export const settingsOf = (method: Settings['method'], rtol: number, atol = rtol * 1e-3): Settings => ({
  method,
  rtol,
  atol,
  maxSteps: 1_000_000,
  newton: 'rounding',
});

/** The functional's exact gradient for the steps taken, and their recording. */
export function discreteGradient(
  { plan, p, until, times, cotangents }: Model,
  settings: Settings,
): { gradient: Float64Array; recording: StepRecording } {
  const recording = new StepRecording(plan, { storage: 'full' }),
    gradient = new Float64Array(plan.m);
  const solved = solve(plan, p, { from: 0, until, times, settings, recorder: recording });
  if (!solved.ok) throw new Error(solved.failure.message);
  const adjoint = discreteAdjoint(plan, p, recording, times, cotangents, gradient);
  if (!adjoint.ok) throw new Error(adjoint.failure.message);
  return { gradient, recording };
}

/** Largest deviation by logarithms of the parameters, over the largest entry. */
export function deviation({ p }: Model, gradient: Float64Array, reference: Float64Array): number {
  let size = 0,
    apart = 0;
  for (let i = 0; i < p.length; i++) {
    const scale = Math.abs(p[i]) || 1;
    size = Math.max(size, scale * Math.abs(reference[i]));
    apart = Math.max(apart, scale * Math.abs(gradient[i] - reference[i]));
  }
  return apart / size;
}
