import { describe, expect, it } from 'vitest';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import type { MethodName } from '../../core/solve/solver';
import type { Failure } from '../../core/util/result';
import { makeDocument } from '../documents';

/** A body that falls from x0 and keeps a share e of its speed when it hits the floor; more events on request. */
const ball = (events: readonly object[], parameters: Readonly<Record<string, number>> = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'x', name: 'height', kind: 'state', initial: 'x0' },
      { id: 'v', name: 'speed', kind: 'state', initial: 'v0' },
    ],
    parameters: Object.entries({ g: 9.81, e: 0.8, x0: 1, v0: 0, ...parameters }).map(([id, value]) => ({ id, value })),
    mechanisms: [
      {
        id: 'motion',
        name: 'motion',
        law: { kind: 'custom', expression: 'v' },
        inputs: [{ variable: 'v' }],
        effects: [{ variable: 'x', coefficient: 1 }],
      },
      {
        id: 'gravity',
        name: 'gravity',
        law: { kind: 'custom', expression: 'g' },
        inputs: [],
        effects: [{ variable: 'v', coefficient: -1 }],
      },
    ],
    events: events.map((event, i) => ({ id: `event${i}`, name: `event ${i}`, ...event })),
  });
const bounce = { trigger: 'x < 0 and v < 0', assignments: [{ variable: 'v', value: '-e*v' }] };

/** Gradient of x at time t by name of the parameter. */
function gradientOfHeight(
  document: Scenario,
  t: number,
  method: MethodName = 'tsit5',
): { value: number; by: Record<string, number> } | Failure {
  const { plan, nominal, parameters } = lowerScenario(document, { from: 0, until: 2 }),
    recording = new StepRecording(plan),
    times = Float64Array.of(t);
  const settings: Settings = { method, rtol: 1e-10, atol: 1e-10, maxSteps: 1e6, newton: 'rounding' };
  const solved = solve(plan, nominal, { from: 0, until: 2, times, settings, recorder: recording });
  if (!solved.ok) throw new Error(solved.failure.message);
  const gp = new Float64Array(plan.m),
    adjoint = discreteAdjoint(plan, nominal, recording, times, Float64Array.of(1, 0), gp);
  if (!adjoint.ok) return adjoint.failure;
  return { value: solved.value.states[0], by: Object.fromEntries(parameters.map((name, i) => [name, gp[i]])) };
}

/** ∂f/∂p_i by central differences of a closed form, good to about 1e-9 */
const differences = (f: (p: number[]) => number, p: readonly number[]): number[] =>
  p.map((value, i) => {
    const at = (h: number): number => f(p.map((other, j) => (j === i ? value + h : other)));
    return (8 * (at(1e-4) - at(-1e-4)) - (at(2e-4) - at(-2e-4))) / 12e-4;
  });

function expectGradient(
  document: Scenario,
  t: number,
  names: readonly string[],
  form: (p: number[]) => number,
  method?: MethodName,
): void {
  const result = gradientOfHeight(document, t, method);
  if ('reason' in result) throw new Error(result.message);
  const p = names.map((name) => document.parameters.find(({ id }) => id === name)!.value);
  expect(result.value).toBeCloseTo(form(p), 9);
  differences(form, p).forEach((value, i) => {
    expect(result.by[names[i]]).toBeCloseTo(value, 8);
  });
}

describe('the gradient through events', () => {
  /** height at t after two impacts at √(2x₀/g) and 2e√(2x₀/g) later */
  const twice =
    (t: number) =>
    ([g, e, x0]: number[]): number => {
      const first = Math.sqrt((2 * x0) / g),
        s = t - first * (1 + 2 * e);
      return e * e * g * first * s - (g * s * s) / 2;
    };
  it.each(['tsit5', 'dop853', 'rk4', 'dp5', 'esdirk54', 'trapezoidal'] as const)(
    'is that of the closed form for a bouncing ball after two impacts, by %s',
    (method) => {
      // Quadratics are solved and interpolated exactly by methods of order 2 and more.
      expectGradient(ball([bounce]), 1.4, ['g', 'e', 'x0'], twice(1.4), method);
    },
  );

  it('follows a delay that depends on the state at the trigger, with values taken then', () => {
    // At x = c the fall has speed √(2g(x₀−c)); v is set to −k times the speed then, lag·|speed| later.
    const document = ball([{ trigger: 'x < c', delay: '-lag*v', assignments: [{ variable: 'v', value: '-k*v' }] }], {
      c: 0.6,
      lag: 0.05,
      k: 0.5,
    });
    const form = ([g, x0, c, lag, k]: number[]): number => {
      const speed = Math.sqrt(2 * g * (x0 - c)),
        fire = speed / g + lag * speed,
        s = 0.9 - fire;
      return x0 - (g * fire * fire) / 2 + k * speed * s - (g * s * s) / 2;
    };
    expectGradient(document, 0.9, ['g', 'x0', 'c', 'lag', 'k'], form);
  });

  it('follows values that are taken when the assignments are executed', () => {
    const document = ball(
      [{ trigger: 'x < c', delay: 'lag', useTriggerValues: false, assignments: [{ variable: 'v', value: '-k*v + 0.1*t' }] }],
      { c: 0.6, lag: 0.1, k: 0.5 },
    );
    const form = ([g, x0, c, lag, k]: number[]): number => {
      const fire = Math.sqrt((2 * (x0 - c)) / g) + lag,
        s = 0.9 - fire;
      return x0 - (g * fire * fire) / 2 + (k * g * fire + 0.1 * fire) * s - (g * s * s) / 2;
    };
    expectGradient(document, 0.9, ['g', 'x0', 'c', 'lag', 'k'], form);
  });

  it('follows a trigger on time alone', () => {
    const document = ball([{ trigger: 't > when', assignments: [{ variable: 'x', value: 'x + v*when' }] }], { when: 0.31 });
    const form = ([g, x0, when]: number[]): number => x0 - (g * 0.8 * 0.8) / 2 - g * when * when;
    expectGradient(document, 0.8, ['g', 'x0', 'when'], form);
  });

  it('is refused where the trigger only touches its threshold, with time, event and advice', () => {
    // Thrown up at √(2g·h), the ball just reaches x₀ + h at √(2h/g).
    const speed = Math.sqrt(2 * 9.81 * 0.5);
    const document = ball([{ id: 'touch', trigger: 'x > 1.5 - 1e-13', assignments: [{ variable: 'v', value: 'v - 1' }] }], {
      v0: speed,
    });
    const result = gradientOfHeight(document, 1);
    expect(result).toMatchObject({ reason: 'grazing-event', blame: ['touch'] });
    if (!('reason' in result)) return;
    expect(result.time).toBeCloseTo(speed / 9.81, 5);
    expect(result.advice).toMatch(/crossed/);
  });
});
