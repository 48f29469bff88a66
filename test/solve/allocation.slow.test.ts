import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import type { Plan } from '../../core/solve/system';
import { lotkaVolterraDocument } from '../systems';
import { lotkaVolterra, onePiece } from './problems';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const byHand = onePiece(lotkaVolterra, [0.44, 4.6], 4),
  lowered = lowerScenario(lotkaVolterraDocument(), { from: 0, until: 100 }),
  p = Float64Array.of(1.3, 0.9, 0.8, 1.8);

interface Given {
  readonly plan: Plan;
  readonly p: Float64Array;
}

type Method = 'tsit5' | 'dop853' | 'rodas5p' | 'rk4';

/** @returns number of steps */
function run({ plan, p }: Given, method: Method, until: number): number {
  const fixed = method === 'rk4' ? { step: 0.01 } : {};
  const result = solve(plan, p, { from: 0, until, settings: { method, rtol: 1e-8, atol: 1e-10, maxSteps: 1_000_000, ...fixed } });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.steps;
}

/** @returns bytes that a solve over the span adds to the heap, garbage included, and the steps it took */
function measure(given: Given, method: Method, until: number): { bytes: number; steps: number } {
  collect();
  const before = process.memoryUsage(),
    steps = run(given, method, until),
    after = process.memoryUsage();
  return { bytes: after.heapUsed - before.heapUsed + (after.external - before.external), steps };
}

describe('a step allocates no memory', () => {
  // V8 boxes a number (16 bytes) that is handed to a function it does not inline: found are 3 a step for Tsit5 and DOP853, by loops and
  // written out for a lowered document alike, 11 for Rodas5P, 8 for RK4. One typed array a step would add at least 136 bytes.
  it.each([
    { what: 'tsit5', given: { plan: byHand, p }, method: 'tsit5', limit: 180 },
    { what: 'rodas5p', given: { plan: byHand, p }, method: 'rodas5p', limit: 310 },
    { what: 'rk4', given: { plan: byHand, p }, method: 'rk4', limit: 240 },
    { what: 'tsit5 on a lowered document', given: { plan: lowered.plan, p: lowered.nominal }, method: 'tsit5', limit: 180 },
    { what: 'dop853 on a lowered document', given: { plan: lowered.plan, p: lowered.nominal }, method: 'dop853', limit: 180 },
  ] as const)('but for boxed numbers, by $what', ({ given, method, limit }) => {
    for (let i = 0; i < 60; i++) run(given, method, 100);
    // What a step allocates, it allocates in every run; the least of several is free of what else the process did.
    const perStep = Array.from({ length: 9 }, () => {
      const short = measure(given, method, 5);
      const long = measure(given, method, 25);
      return (long.bytes - short.bytes) / (long.steps - short.steps);
    });
    expect(Math.min(...perStep)).toBeLessThan(limit);
  });
});
