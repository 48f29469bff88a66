import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { Solution, SolveOptions } from '../../core/solve/options';
import type { Recorder } from '../../core/solve/recorder';
import { lotkaVolterra, onePiece } from './problems';

const plan = onePiece(lotkaVolterra, [0.44, 4.6], 4),
  p = Float64Array.of(1.3, 0.9, 0.8, 1.8),
  other = Float64Array.of(1, 0.5, 0.4, 2),
  times = Float64Array.of(1, 2, 5, 9);
const options = { from: 0, until: 10, times, settings: { method: 'tsit5', rtol: 1e-6, atol: 1e-8, maxSteps: 10_000 } } as const;

function solved(parameters: Float64Array, more: Partial<SolveOptions> = {}): Solution {
  const result = solve(plan, parameters, { ...options, ...more });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
/** does something after the third step */
const interruption = (act: () => void): Recorder => {
  let steps = 0;
  return {
    begin: () => undefined,
    enter: () => undefined,
    accepted() {
      if (++steps === 3) act();
    },
  };
};

describe('memory that is lent to one solve after the other', () => {
  it('leaves no trace: the same solve has the same bits, whatever was solved between', () => {
    const first = solved(p);
    solved(other);
    solved(p, { settings: { ...options.settings, method: 'dop853' } });
    expect(solved(p)).toEqual(first);
  });

  it('is not what a solution is made of', () => {
    const first = solved(p),
      kept = { states: first.states.slice(), final: first.final.slice() };
    solved(other);
    expect(first.states).toEqual(kept.states);
    expect(first.final).toEqual(kept.final);
  });

  it('is not shared by a solve within a solve', () => {
    const alone = solved(p),
      otherAlone = solved(other);
    let inner: Solution | undefined;
    const outer = solved(p, { recorder: interruption(() => (inner = solved(other))) });
    expect(outer).toEqual(alone);
    expect(inner).toEqual(otherAlone);
  });

  it('comes back from a solve that was broken off', () => {
    const alone = solved(p);
    for (let i = 0; i < 10; i++) {
      const broken = (): unknown =>
        solved(p, {
          recorder: interruption(() => {
            throw new Error('enough');
          }),
        });
      expect(broken).toThrow('enough');
      expect(solved(p, { settings: { ...options.settings, maxSteps: 10_000 } })).toEqual(alone);
    }
  });
});
