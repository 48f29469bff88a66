import { describe, expect, it } from 'vitest';
import { fewestForwardSteps, nextCheckpoint, repetitions, revolve } from '../../core/gradient/checkpoints';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import type { Storage } from '../../core/gradient/storage';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { solvers } from '../../core/solve/methods';
import type { Settings } from '../../core/solve/options';
import type { MethodName } from '../../core/solve/solver';
import { lotkaVolterraDocument } from '../systems';
import { auditGradient } from './agreement';
import { busy } from './busy';

/** Fewest forward steps by trying every place for the next stored state, recursively. */
function byTrying(most: number, states: number): number[][] {
  const table = [Array.from({ length: most + 1 }, (_, n) => (n < 2 ? 0 : Infinity))];
  for (let s = 1; s <= states; s++) {
    const row = [0, 0];
    for (let n = 2; n <= most; n++) {
      let best = (n * (n - 1)) / 2;
      for (let k = 1; k < n && s > 1; k++) best = Math.min(best, k + table[s - 1][n - k] + row[k]);
      row.push(best);
    }
    table.push(row);
  }
  return table;
}

/** Carries a schedule out on numbers. @returns forward steps, and the most states stored at once */
function carryOut(n: number, s: number): { forward: number; stored: number } {
  const slots: number[] = [];
  let at = 0,
    next = n,
    forward = 0;
  revolve(n, s, {
    store(slot) {
      slots[slot] = at;
    },
    restore(slot, step) {
      at = slots[slot];
      if (at !== step) throw new Error(`slot ${slot} holds step ${at}, not ${step}`);
    },
    advance(from, to) {
      if (at !== from) throw new Error(`at step ${at}, not ${from}`);
      forward += to - from;
      at = to;
    },
    reverse(step) {
      if (at !== step || step !== next - 1) throw new Error(`reverses step ${step} from ${at} after ${next}`);
      next = step;
      return true;
    },
  });
  expect(next).toBe(0);
  return { forward, stored: slots.length };
}

describe('recursive checkpoints', () => {
  it('take the fewest forward steps that any schedule takes, r·n − C(s + r, r − 1)', () => {
    const table = byTrying(40, 6);
    for (let s = 1; s <= 6; s++) {
      for (let n = 1; n <= 40; n++) {
        const { forward, stored } = carryOut(n, s);
        expect([forward, fewestForwardSteps(n, s)]).toEqual([table[s][n], table[s][n]]);
        expect(stored).toBeLessThanOrEqual(s);
      }
    }
  });
  it('reverse a thousand steps with forty states by going over each at most three times', () => {
    // C(42, 40) = 861 < 1000 ≤ C(43, 40) = 12341, and 3·1000 − C(43, 2) = 2097
    expect([repetitions(1000, 40), fewestForwardSteps(1000, 40), carryOut(1000, 40).forward]).toEqual([3, 2097, 2097]);
    expect(nextCheckpoint(41, 40)).toBe(1);
  });
  it('refuse to store less than one state', () => {
    expect(() => {
      new StepRecording({ n: 1, pieces: [] }, { storage: { states: 0 } });
    }).toThrow(RangeError);
  });
});

const storages: Storage[] = [
  { uniform: 1 },
  { uniform: 7 },
  { uniform: 1000 },
  { states: 1 },
  { states: 4 },
  { states: 1000 },
  { bytes: 4000 },
];

function gradients(
  method: MethodName | 'auto',
  storage: Storage,
): { numbers: number[]; recording: StepRecording; forwardSteps: number } {
  const { plan, p, times, cotangents, until } = busy,
    recording = new StepRecording(plan, { storage });
  const fixed = method !== 'auto' && (solvers[method].errorOrder === 0 || ['heun', 'backward-euler', 'strang'].includes(method));
  const settings: Settings = {
    method,
    rtol: 1e-5,
    atol: 1e-7,
    maxSteps: 10_000,
    newton: 'rounding',
    ...(fixed ? { step: 0.11 } : {}),
  };
  const solved = solve(plan, p, { from: 0, until, times, settings, recorder: recording });
  if (!solved.ok) throw new Error(solved.failure.message);
  const gp = new Float64Array(plan.m),
    adjoint = discreteAdjoint(plan, p, recording, times, cotangents, gp);
  if (!adjoint.ok) throw new Error(adjoint.failure.message);
  return { numbers: [...gp, ...adjoint.value.initial], recording, forwardSteps: adjoint.value.forwardSteps };
}

describe('the discrete adjoint through doses, windows, changing rates, delayed events and dense outputs', () => {
  const methods = (Object.keys(solvers) as MethodName[]).filter((method) => solvers[method].family !== 'rosenbrock');
  it.each(methods)('agrees with differences of the same steps and has the same bits from all storages, by %s', (method) => {
    const { numbers, recording } = gradients(method, 'full');
    const audit = auditGradient(busy.plan, busy.p, recording, busy.times, busy.cotangents);
    if (!audit.ok) throw new Error(audit.failure.message);
    expect(audit.value.worst).toBeLessThan(1e-7);
    expect(recording.triggers.length).toBeGreaterThan(1);
    for (const storage of storages) expect(gradients(method, storage).numbers).toEqual(numbers);
  });
});

describe('what is kept of a solve', () => {
  it('is counted: forward steps are those of the formula', () => {
    const { length } = gradients('tsit5', 'full').recording;
    for (const states of [1, 2, 5, 12, 40]) {
      expect(gradients('tsit5', { states }).forwardSteps).toBe(fewestForwardSteps(length, states));
    }
    expect(gradients('tsit5', 'full').forwardSteps).toBe(0);
  });
  it('is every step by default, recursive checkpoints where they do not fit, and it says so', () => {
    expect(gradients('tsit5', { bytes: 2 ** 28 }).recording.kept).toMatch(/every step/);
    const small = gradients('tsit5', { bytes: 4000 }).recording;
    expect(small.kept).toMatch(/recursive checkpoints of 166 states, as all steps did not fit/);
    expect(small.tape.bytes).toBe(0);
    expect(gradients('tsit5', { uniform: 9 }).recording.kept).toMatch(/9th step/);
  });
  it('may be used again by another solve', () => {
    const { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until: 5 }),
      recording = new StepRecording(plan, { storage: { states: 5 } });
    const settings: Settings = { method: 'tsit5', rtol: 1e-6, atol: 1e-8, maxSteps: 1000 },
      times = Float64Array.of(5);
    const run = (factor: number): number[] => {
      const p = nominal.map((value) => value * factor),
        gp = new Float64Array(plan.m);
      solve(plan, p, { from: 0, until: 5, times, settings, recorder: recording });
      discreteAdjoint(plan, p, recording, times, Float64Array.of(1, 1), gp);
      return [...gp];
    };
    const first = run(1);
    expect(run(1.1)).not.toEqual(first);
    expect(run(1)).toEqual(first);
  });
});
