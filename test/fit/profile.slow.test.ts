/** Profiles along the curved ridges of a real fit, where the others are easily lost on the way. */
import { describe, expect, it } from 'vitest';
import { profileParameter } from '../../core/fit/profile-task';
import { loadScenario } from '../scenarios/load';

describe('profiles of the influenza fit', () => {
  it.each(['beta', 'p'])('reach the threshold on both sides, without a jump: %s', (parameter) => {
    const found = profileParameter(
      { document: loadScenario('influenza'), parameter },
      { onPoint: () => {}, cancelled: () => false },
    );
    if (!found.ok) throw new Error(found.failure.message);
    const { points, lower, upper, best, threshold, better } = found.value;
    expect([lower.kind, upper.kind, better]).toEqual(['crossed', 'crossed', null]);
    // the ends are found to 0.005 of the threshold
    for (const end of [points[0], points[points.length - 1]])
      expect(Math.abs(end.nllh - best.nllh - threshold)).toBeLessThan(0.006 * threshold);
    for (let i = 1; i < points.length; i++)
      expect(Math.abs(points[i].nllh - points[i - 1].nllh), `after ${points[i - 1].value}`).toBeLessThan(threshold);
  });
});
