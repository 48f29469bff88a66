import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { lotkaVolterraDocument } from '../systems';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until: 100 });
const STATES = 8;

/** A recorded solve over the span, and a function that reverses it and gives the steps taken forward and back. */
function prepared(until: number): () => number {
  const recording = new StepRecording(plan, { storage: { states: STATES } }),
    times = Float64Array.of(until),
    gp = new Float64Array(plan.m);
  const solved = solve(plan, nominal, {
    from: 0,
    until,
    times,
    settings: { method: 'tsit5', rtol: 1e-6, atol: 1e-8, maxSteps: 100_000, step: 0.1 },
    recorder: recording,
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  return () => {
    const adjoint = discreteAdjoint(plan, nominal, recording, times, Float64Array.of(1, 1), gp);
    if (!adjoint.ok) throw new Error(adjoint.failure.message);
    return adjoint.value.forwardSteps + recording.length;
  };
}

function measure(reverse: () => number): { bytes: number; steps: number } {
  collect();
  const before = process.memoryUsage(),
    steps = reverse(),
    after = process.memoryUsage();
  return { bytes: after.heapUsed - before.heapUsed + (after.external - before.external), steps };
}

it('a recursive sweep allocates no memory in a step, forward or back, but for boxed numbers', () => {
  const short = prepared(20),
    long = prepared(100);
  for (let i = 0; i < 60; i++) long();
  const perStep = Array.from({ length: 9 }, () => {
    const few = measure(short),
      many = measure(long);
    return (many.bytes - few.bytes) / (many.steps - few.steps);
  });
  // One typed array a step would add at least 136 bytes, a boxed number 16.
  expect(Math.min(...perStep)).toBeLessThan(100);
});
