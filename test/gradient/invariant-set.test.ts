/** Two equal compartments with a fast exchange: a solution on an invariant set, where the adjoint is stiff and the forward solve is not. */
import { describe, expect, it } from 'vitest';
import { continuousAdjoint } from '../../core/gradient/continuous-adjoint';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { JumpRecording } from '../../core/gradient/jump-recording';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import { makeDocument } from '../documents';

const EXCHANGE = 200,
  LOSS_RATE = 0.1,
  UNTIL = 10;
const { plan, nominal } = lowerScenario(
  makeDocument({
    variables: ['a', 'b'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
    mechanisms: [
      {
        id: 'exchange',
        name: 'exchange',
        law: { kind: 'exchange', parameters: { k: EXCHANGE } },
        inputs: [
          { variable: 'a', role: 'inside' },
          { variable: 'b', role: 'outside' },
        ],
        effects: [
          { variable: 'a', coefficient: -1 },
          { variable: 'b', coefficient: 1 },
        ],
      },
      ...['a', 'b'].map((id) => ({
        id: `loss_${id}`,
        name: 'loss',
        law: { kind: 'first-order', parameters: { k: LOSS_RATE } },
        inputs: [{ variable: id, role: 'substrate' }],
        effects: [{ variable: id, coefficient: -1 }],
      })),
    ],
  }),
  { from: 0, until: UNTIL },
);
const times = Float64Array.of(UNTIL),
  settings = (method: Settings['method']): Settings => ({ method, rtol: 1e-8, atol: 1e-10, maxSteps: 100_000 }),
  span = { from: 0, until: UNTIL, times };
/** a(T) by the states at the start: what is put into either compartment is shared at once, e^(−kT)/2 of it in a */
const truth = Math.exp(-LOSS_RATE * UNTIL) / 2;

const continuous = (method: Settings['method']) => {
  const recorder = new JumpRecording(),
    forward = solve(plan, nominal, { ...span, settings: settings('tsit5'), recorder, keepDense: true });
  if (!forward.ok) throw new Error(forward.failure.message);
  const adjoint = continuousAdjoint(plan, nominal, forward.value, recorder, Float64Array.of(1, 0), new Float64Array(plan.m), {
    ...settings(method),
    atol: 1e-10,
    states: 'interpolated',
  });
  if (!adjoint.ok) throw new Error(adjoint.failure.message);
  return { forward: forward.value.evaluations, ...adjoint.value };
};
const discrete = (method: Settings['method']) => {
  const recorder = new StepRecording(plan, { storage: 'full' });
  solve(plan, nominal, { ...span, settings: { ...settings(method), newton: 'rounding' }, recorder });
  return discreteAdjoint(plan, nominal, recorder, times, Float64Array.of(1, 0), new Float64Array(plan.m));
};

describe('equal compartments', () => {
  it('are solved by an explicit method in few evaluations, and their adjoint in many', () => {
    const explicit = continuous('tsit5'),
      implicit = continuous('rodas5p');
    expect(explicit.forward).toBeLessThan(300);
    // at most about 3.4/(2·EXCHANGE) a step, six evaluations each
    expect(explicit.evaluations).toBeGreaterThan(5000);
    expect(implicit.evaluations).toBeLessThan(1000);
    for (const { initial } of [explicit, implicit]) for (const value of initial) expect(value / truth).toBeCloseTo(1, 6);
  });

  it('have the discrete adjoint of L-stable steps, and none of explicit ones that were stable on the solution alone', () => {
    const exact = discrete('esdirk54');
    expect(exact.ok && Array.from(exact.value.initial, (value) => value / truth)).toEqual([
      expect.closeTo(1, 6),
      expect.closeTo(1, 6),
    ]);
    const blown = discrete('tsit5');
    expect(!blown.ok || Math.abs(blown.value.initial[0]) > 1e6).toBe(true);
  });
});
