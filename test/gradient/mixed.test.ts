import { describe, expect, it } from 'vitest';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import type { Storage } from '../../core/gradient/storage';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';
import { lotkaVolterraDocument } from '../systems';
import { auditGradient } from './agreement';

const { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until: 5 }),
  { rhs } = plan.pieces[0];

/** Takes steps of one method after another, as a solver that changes its method does. */
function recorded(storage: Storage): StepRecording {
  const recording = new StepRecording(plan, { storage }),
    y = new Float64Array(2),
    stretches: readonly (readonly [MethodName, size: number, steps: number])[] = [
      ['tsit5', 0.1, 13],
      ['esdirk54', 0.17, 9],
      ['rk4', 0.05, 20],
      ['tsit5', 0.12, 6],
    ];
  plan.initial.value(0, y, nominal, y);
  recording.begin(0, y);
  recording.enter(0, 0, y);
  let t = 0;
  for (const [method, h, steps] of stretches) {
    const solver = solvers[method],
      w = solver.workspace(2);
    solver.begin(w, rhs, t, y, nominal);
    for (let i = 0; i < steps; i++, t += h) {
      solver.step(w, rhs, t, y, nominal, h);
      recording.accepted(0, solver, w, t, t + h, h, y);
      y.set(w.next);
      solver.accept(w, rhs, t + h, nominal);
    }
  }
  return recording;
}

describe('a recording of several methods', () => {
  it('is reversed step by step, each by its own, whatever was stored', () => {
    const full = recorded('full'),
      times = Float64Array.of(1.25, 1.4, 2.9, 4.1, full.start[full.length]),
      cotangents = Float64Array.from({ length: 10 }, (_, i) => Math.cos(i));
    const audit = auditGradient(plan, nominal, full, times, cotangents);
    if (!audit.ok) throw new Error(audit.failure.message);
    expect(audit.value.worst).toBeLessThan(1e-8);
    for (const storage of [{ uniform: 5 }, { states: 3 }] as const) {
      const gp = new Float64Array(plan.m);
      discreteAdjoint(plan, nominal, recorded(storage), times, cotangents, gp);
      expect(gp).toEqual(audit.value.adjoint);
    }
  });

  it('is refused where implicit stages were solved to a tolerance only', () => {
    const recording = new StepRecording(plan),
      times = Float64Array.of(5);
    solve(plan, nominal, {
      from: 0,
      until: 5,
      times,
      settings: { method: 'esdirk54', rtol: 1e-6, atol: 1e-8, maxSteps: 1000 },
      recorder: recording,
    });
    expect(() => discreteAdjoint(plan, nominal, recording, times, Float64Array.of(1, 0), new Float64Array(plan.m))).toThrow(
      /newton/,
    );
  });
});
