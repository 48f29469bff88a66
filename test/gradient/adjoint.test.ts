import { describe, expect, it } from 'vitest';
import { auditGradient } from './agreement';
import { replay } from '../../core/gradient/replay';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { solve } from '../../core/solve/integrate';
import type { SolveOptions } from '../../core/solve/options';
import type { Plan } from '../../core/solve/system';
import { seededRandom } from '../../core/util/random';
import { eye, eyeParameters, lotkaVolterra, onePiece, rightHandSide, vanDerPol, vectorFunction } from '../solve/problems';

const p0 = Float64Array.of(1.3, 0.9, 0.8, 1.8, 0.7, 0.44, 4.6);
/**
 * Lotka–Volterra whose initial state is p[5], p[6], with jumps that depend on state, parameters and time at 0, 4 and 12 (there
 * through a piece of no length), and faster growth of the prey from 7 to 12.
 */
const plan: Plan = {
  n: 2,
  m: 7,
  initial: vectorFunction(2, (_t, _y, p, out) => {
    out[0] = p[5];
    out[1] = p[6];
  }),
  pieces: [
    {
      from: 0,
      until: 4,
      rhs: lotkaVolterra,
      jumps: [
        vectorFunction(2, (_t, y, p, out) => {
          out[0] = y[0] + 0.1 * p[4];
          out[1] = y[1];
        }),
      ],
    },
    {
      from: 4,
      until: 7,
      rhs: lotkaVolterra,
      jumps: [
        vectorFunction(2, (_t, y, p, out) => {
          out[0] = y[0] + p[4] * y[1];
          out[1] = y[1];
        }),
        vectorFunction(2, (_t, y, _p, out) => {
          out[0] = y[0];
          out[1] = (y[1] * y[1]) / (1 + y[1]);
        }),
      ],
    },
    {
      from: 7,
      until: 12,
      jumps: [],
      rhs: rightHandSide({
        n: 2,
        value(_t, y, p, out) {
          out[0] = 1.2 * p[0] * y[0] - p[1] * y[0] * y[1];
          out[1] = p[2] * y[0] * y[1] - p[3] * y[1];
        },
      }),
    },
    {
      from: 12,
      until: 12,
      rhs: lotkaVolterra,
      jumps: [
        vectorFunction(2, (_t, y, p, out) => {
          out[0] = y[0] + p[4];
          out[1] = y[1];
        }),
      ],
    },
    {
      from: 12,
      until: Infinity,
      rhs: lotkaVolterra,
      jumps: [
        vectorFunction(2, (t, y, p, out) => {
          out[0] = (y[0] * t) / 12;
          out[1] = y[1] + p[4] * p[4];
        }),
      ],
    },
  ],
};
const times = Float64Array.of(0, 0.37, 1.1, 1.101, 4, 4, 5.5, 6.999, 7, 9.9, 12);
const random = seededRandom(7);
const cotangents = Float64Array.from({ length: times.length * 2 }, () => random.normal());
const options = (method: 'tsit5' | 'rk4' | 'euler' | 'auto', more: Partial<SolveOptions> = {}): SolveOptions => ({
  from: 0,
  until: 12,
  times,
  settings: { method, rtol: 1e-6, atol: 1e-8, step: 0.05, maxSteps: 10_000 },
  ...more,
});

function recorded(p: Float64Array, solveOptions: SolveOptions, of = plan): { recording: StepRecording; states: Float64Array } {
  const recording = new StepRecording(of);
  const result = solve(of, p, { ...solveOptions, recorder: recording });
  if (!result.ok) throw new Error(result.failure.message);
  return { recording, states: result.value.states };
}

describe('replaying the accepted steps', () => {
  it.each(['tsit5', 'rk4', 'euler'] as const)('gives the outputs of the solve back, by %s', (method) => {
    const { recording, states } = recorded(p0, options(method));
    // The last stage of a step and the first of the next are the same number but for the rounding of t + h.
    replay(plan, p0, recording, times).forEach((value, i) => {
      expect(Math.abs(value - states[i])).toBeLessThan(1e-12 * (1 + Math.abs(states[i])));
    });
  });

  it('covers Rodas5P as well', () => {
    const chosen = options('auto');
    const { recording, states } = recorded(p0, { ...chosen, settings: { ...chosen.settings, method: 'rodas5p' } });
    replay(plan, p0, recording, times).forEach((value, i) => {
      expect(Math.abs(value - states[i])).toBeLessThan(1e-10 * (1 + Math.abs(states[i])));
    });
  });
});

describe('the discrete adjoint', () => {
  it.each(['tsit5', 'rk4', 'euler', 'auto'] as const)(
    'agrees with differences that replay the steps, through jumps, initial state and dense outputs, by %s',
    (method) => {
      const { recording } = recorded(p0, options(method));
      const audit = auditGradient(plan, p0, recording, times, cotangents);
      if (!audit.ok) throw new Error(audit.failure.message);
      // The vector–Jacobian products of this test are central differences themselves, good to about 1e-9.
      expect(audit.value.worst).toBeLessThan(1e-7);
      expect(Math.min(...audit.value.differences.map(Math.abs))).toBeGreaterThan(0);
    },
  );

  it('agrees on the eye model with sixty dense outputs', () => {
    const seen = Float64Array.from({ length: 60 }, (_, i) => 0.5 + i),
      weights = Float64Array.from({ length: 360 }, () => random.normal());
    const p = Float64Array.from(eyeParameters),
      of = onePiece(eye, [1, 0.9, 0.6, 0.05, 0.1, 0], 18);
    const { recording } = recorded(p, { from: 0, until: 60, times: seen, settings: options('auto').settings }, of);
    const audit = auditGradient(of, p, recording, seen, weights);
    if (!audit.ok) throw new Error(audit.failure.message);
    expect(audit.value.worst).toBeLessThan(1e-6);
  });

  it('gives the analytic gradient of exponential growth', () => {
    const growth = onePiece(
      rightHandSide({
        n: 1,
        value(_t, y, p, out) {
          out[0] = p[0] * y[0];
        },
      }),
      [2],
      1,
    );
    const p = Float64Array.of(0.5),
      gp = new Float64Array(1),
      end = Float64Array.of(3);
    const { recording } = recorded(
      p,
      { from: 0, until: 3, times: end, settings: { method: 'tsit5', rtol: 1e-10, atol: 1e-12, maxSteps: 10_000 } },
      growth,
    );
    const result = discreteAdjoint(growth, p, recording, end, Float64Array.of(1), gp);
    expect(gp[0]).toBeCloseTo(2 * 3 * Math.exp(1.5), 6);
    expect(result.ok && result.value.initial[0]).toBeCloseTo(Math.exp(1.5), 6);
  });

  it('adds to what is there, and leaves the initial state out where it was given', () => {
    const initialState = Float64Array.of(0.5, 4);
    const { recording } = recorded(p0, options('tsit5', { initialState }));
    const gp = new Float64Array(7).fill(1),
      fresh = new Float64Array(7);
    const result = discreteAdjoint(plan, p0, recording, times, cotangents, gp, true);
    discreteAdjoint(plan, p0, recording, times, cotangents, fresh, true);
    gp.forEach((value, i) => {
      expect(value - 1).toBeCloseTo(fresh[i], 9);
    });
    expect([fresh[5], fresh[6]]).toEqual([0, 0]);
    expect(result.ok && result.value.initial.every((value) => value !== 0)).toBe(true);
    const audit = auditGradient(plan, p0, recording, times, cotangents, initialState);
    expect(audit.ok && audit.value.worst).toBeLessThan(1e-7);
  });

  it('is the same to the bit when a recording is used again', () => {
    const recording = new StepRecording(plan),
      gradients: number[][] = [];
    for (const p of [p0, Float64Array.from(p0, (value) => value * 1.1), p0]) {
      solve(plan, p, { ...options('tsit5'), recorder: recording });
      const gp = new Float64Array(7);
      discreteAdjoint(plan, p, recording, times, cotangents, gp);
      gradients.push(Array.from(gp));
    }
    expect(gradients[2]).toEqual(gradients[0]);
    expect(gradients[1]).not.toEqual(gradients[0]);
  });

  it('refuses a solve that went over to a Rosenbrock method, with advice', () => {
    const stiff = onePiece(vanDerPol, [2, 0]),
      end = Float64Array.of(100),
      none = new Float64Array(0);
    const { recording } = recorded(
      none,
      { from: 0, until: 100, times: end, settings: { method: 'auto', rtol: 1e-4, atol: 1e-6, maxSteps: 100_000 } },
      stiff,
    );
    const result = discreteAdjoint(stiff, none, recording, end, Float64Array.of(1, 0), none);
    expect(!result.ok && result.failure).toMatchObject({ reason: 'stiff' });
    expect(!result.ok && result.failure.advice).toMatch(/esdirk54/);
  });
});
