import { describe, expect, it } from 'vitest';
import type { FitProgress } from '../../../core/service/contract';
import { coursePicture, FLOOR, hasCourse, lossPicture, MOST_LINES, roundUp } from '../../../renderer/fit/loss-pictures';
import { LossRecord } from '../../../renderer/fit/losses';
import { secondsLeft, timeLeftText } from '../../../renderer/fit/time-left';

const step = (index: number, iteration: number, nllh: number | null, kind: FitProgress['kind'] = 'iteration'): FitProgress => ({
  kind,
  index,
  iteration,
  nllh,
  best: null,
  done: 0,
  starts: 2,
});
const recorded = (steps: readonly FitProgress[]): LossRecord => {
  const record = new LossRecord();
  for (const one of steps) record.hear(one);
  return record;
};

describe('the costs of a run', () => {
  const steps = [
    step(0, 0, 10),
    step(1, 0, 7),
    step(0, 1, 4),
    step(0, 1, 3),
    step(1, 1, null),
    step(1, 12, 5),
    step(1, 12, 5, 'end'),
  ];

  it('fall towards the best known, which sits on the floor', () => {
    const { panels, x } = lossPicture(recorded(steps).view());
    expect(panels[0].lines.map(({ id, y }) => [id, y])).toEqual([
      ['0', [7 + FLOOR, FLOOR]],
      ['1', [4 + FLOOR, 2 + FLOOR]],
    ]);
    expect(panels[0].lines.map(({ weight }) => weight)).toEqual(['strong', 'thin']);
    expect(x.until).toBe(20);
  });

  it('have a place on the axis below zero as well as above', () => {
    const shifted = steps.map((one) => ({ ...one, nllh: one.nllh === null ? null : one.nllh - 100 }));
    const heights = (of: readonly FitProgress[]) => lossPicture(recorded(of).view()).panels[0].lines.map(({ y }) => y);
    heights(shifted).forEach((line, i) => line.forEach((y, k) => expect(y).toBeCloseTo(heights(steps)[i][k]!, 10)));
  });

  it('give the best so far by the iterations of all starts', () => {
    const { training, work, bestStart, starts } = recorded(steps).view();
    expect([training.work, training.costs]).toEqual([
      [0, 1],
      [7, 3],
    ]);
    expect([work, bestStart]).toEqual([13, 0]);
    expect([...starts.values()].map(({ ended }) => ended)).toEqual([false, true]);
  });

  it('draw what the best so far predicts above its own lowest, so that it may rise again', () => {
    const record = recorded(steps);
    for (const [work, cost] of [
      [0, -20],
      [1, -30],
      [9, -27],
    ])
      record.hold(work, cost);
    const [fitted, held] = coursePicture(record.view()).panels[0].lines;
    expect(fitted.y).toEqual([4 + FLOOR, FLOOR, FLOOR]);
    expect([held.x, held.y]).toEqual([
      [0, 1, 9, 13],
      [10 + FLOOR, FLOOR, 3 + FLOOR, 3 + FLOOR],
    ]);
  });

  it('have no course of the best where the first cost stays it and nothing is held out', () => {
    expect(hasCourse(recorded(steps).view())).toBe(true);
    const settled = recorded([step(0, 0, 3), step(0, 1, 3), step(1, 0, 9)]);
    expect(hasCourse(settled.view())).toBe(false);
    settled.hold(0, -20);
    expect(hasCourse(settled.view())).toBe(true);
  });

  it('keep a long run to a few hundred points, the newest among them', () => {
    const { starts } = recorded(Array.from({ length: 5000 }, (_, i) => step(0, i, 5000 - i))).view();
    const { iterations, costs } = starts.get(0)!;
    expect(iterations.length).toBeLessThanOrEqual(401);
    expect([iterations[0], iterations.at(-1), costs.at(-1)]).toEqual([0, 4999, 1]);
    iterations.forEach((iteration, i) => expect(costs[i]).toBe(5000 - iteration));
  });

  it('are drawn of the best starts alone where there are many', () => {
    const many = recorded(Array.from({ length: 3 * MOST_LINES }, (_, i) => step(i, 0, i))).view();
    const { lines } = lossPicture(many).panels[0];
    expect(lines).toHaveLength(MOST_LINES);
    expect(lines.at(-1)!.id).toBe(String(MOST_LINES - 1));
  });

  it('stretch the axis in round steps', () => {
    expect([0, 10, 11, 51, 101].map(roundUp)).toEqual([10, 10, 20, 100, 200]);
  });
});

describe('the time left', () => {
  const pace = { worked: 10, starts: 5, ended: [20, 30], running: [10] };
  it('is that of the iterations still to come, at the pace so far', () => {
    // 25 a start: two wait for 50, one needs 15 more; 60 iterations took 10 s
    expect(secondsLeft(pace)).toBeCloseTo((65 * 10) / 60, 12);
  });
  it('is not told before a start has ended, unless its length is known', () => {
    expect(secondsLeft({ ...pace, ended: [] })).toBeNull();
    expect(secondsLeft({ ...pace, starts: 1, ended: [], known: 40 })).toBeCloseTo((30 * 10) / 10, 12);
    expect(secondsLeft({ ...pace, worked: 0.3 })).toBeNull();
    expect(secondsLeft({ worked: 5, starts: 4, ended: [0], running: [] })).toBeNull();
  });
  it('does not end before a start that takes longer than the others', () => {
    expect(secondsLeft({ worked: 10, starts: 3, ended: [20, 20], running: [60] })).toBeGreaterThan(0);
  });
  it('is told as coarsely as it is known', () => {
    expect([3, 31, 89, 100, 7200].map(timeLeftText)).toEqual([
      'a few seconds left',
      'about 35 s left',
      'about 90 s left',
      'about 2 min left',
      'about 2.0 h left',
    ]);
  });
});
