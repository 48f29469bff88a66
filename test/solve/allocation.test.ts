import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import { lotkaVolterra, onePiece } from './problems';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const plan = onePiece(lotkaVolterra, [0.44, 4.6], 4),
  p = Float64Array.of(1.3, 0.9, 0.8, 1.8);

/** @returns bytes that a solve over the span adds to the heap, garbage included, and the steps it took */
function measure(method: 'tsit5' | 'rodas5p' | 'rk4', until: number): { bytes: number; steps: number } {
  const options = { from: 0, until, settings: { method, rtol: 1e-8, atol: 1e-10, step: 0.01, maxSteps: 1_000_000 } };
  collect();
  const before = process.memoryUsage();
  const result = solve(plan, p, options);
  const after = process.memoryUsage();
  if (!result.ok) throw new Error(result.failure.message);
  return { bytes: after.heapUsed - before.heapUsed + (after.external - before.external), steps: result.value.steps };
}

describe('a step allocates no memory', () => {
  // V8 boxes a number (16 bytes) that is handed to a function it does not inline: found are 4 a step for Tsit5, 12 for Rodas5P,
  // 2 for RK4. One typed array a step would add at least 136 bytes.
  it.each([
    { method: 'tsit5', limit: 190 },
    { method: 'rodas5p', limit: 320 },
    { method: 'rk4', limit: 160 },
  ] as const)('but for boxed numbers, by $method', ({ method, limit }) => {
    for (let i = 0; i < 60; i++) measure(method, 100);
    // What a step allocates, it allocates in every run; the least of several is free of what else the process did.
    const perStep = Array.from({ length: 9 }, () => {
      const short = measure(method, 5);
      const long = measure(method, 25);
      return (long.bytes - short.bytes) / (long.steps - short.steps);
    });
    expect(Math.min(...perStep)).toBeLessThan(limit);
  });
});
