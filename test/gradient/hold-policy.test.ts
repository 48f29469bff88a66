import { describe, expect, it } from 'vitest';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import { scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import type { Solution } from '../../core/solve/options';
import { sampler } from '../documents';

/** A model with an event, under a hold of another arm's trajectory and under a policy, each with a window. */
const document = scenario.parse({
  ...sampler(),
  events: [{ id: 'boost', name: 'boost', trigger: 'B > 0.9', assignments: [{ variable: 'A', value: 'A + q*B' }] }],
  interventions: [
    { id: 'push', name: 'push', actions: [{ action: 'scale', mechanism: 'late', factor: 3, from: 0.7 }] },
    { id: 'held', name: 'held', actions: [{ action: 'hold', variable: 'C', of: ['push'], from: 0.5, until: 2.5 }] },
    { id: 'arrow', name: 'arrow', actions: [{ action: 'hold', variable: 'C', of: ['push'], mechanism: 'conversion' }] },
    {
      id: 'policy',
      name: 'policy',
      actions: [{ action: 'policy', variable: 'C', value: 'k*A + 0.1*total', from: 0.5, until: 2.5 }],
    },
  ],
});
const UNTIL = 4,
  times = Float64Array.of(1.5, 3.5);

describe('the discrete adjoint with an event whose time moves', () => {
  // The grid of fixed steps does not move with p, so that differences replay the same steps.
  it.each(['held', 'arrow', 'policy'])('agrees with central differences under the intervention "%s"', (intervention) => {
    const { plan, nominal } = lowerScenario(document, { from: 0, until: UNTIL, interventions: [intervention] });
    const recording = new StepRecording(plan);
    const run = (p: Float64Array, recorder?: StepRecording): Solution => {
      const solved = solve(plan, p, {
        from: 0,
        until: UNTIL,
        times,
        settings: { method: 'rk4', step: 0.02, rtol: 1e-6, atol: 1e-8, maxSteps: 1e5 },
        ...(recorder === undefined ? {} : { recorder }),
      });
      if (!solved.ok) throw new Error(solved.failure.message);
      return solved.value;
    };
    const { fired, states } = run(nominal, recording);
    expect(fired.length).toBe(intervention === 'policy' ? 1 : 2);
    const weights = states.map((_value, i) => Math.cos(i)),
      gradient = new Float64Array(plan.m);
    expect(discreteAdjoint(plan, nominal, recording, times, weights, gradient).ok).toBe(true);
    const loss = (p: Float64Array): number => run(p).states.reduce((sum, value, i) => sum + weights[i] * value, 0);
    const largest = Math.max(...gradient.map(Math.abs));
    nominal.forEach((value, i) => {
      const h = 1e-5 * Math.max(Math.abs(value), 0.1);
      const shifted = (sign: number): Float64Array => nominal.map((other, j) => (i === j ? other + sign * h : other));
      const difference = (loss(shifted(1)) - loss(shifted(-1))) / (2 * h);
      // differences are good to about 1e-9: their own error is h² and rounding over h
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-8 * largest);
    });
  });
});
