import { describe, expect, it } from 'vitest';
import { barrierAt, hasBarrier, survivors } from '../../core/fit/elimination';

const halving = { iterations: 20, keep: 0.5, least: 4 };

describe('elimination at barriers', () => {
  it('doubles the iterations from barrier to barrier', () => {
    expect([0, 1, 2].map((round) => barrierAt(halving, round))).toEqual([20, 40, 80]);
  });
  it('keeps the half of lowest cost, of equal costs the lower index, in whatever order they arrive', () => {
    const costs = [5, 1, 9, 3, 3, 3, 8, 2, 7, Infinity];
    const standing = costs.map((nllh, index) => ({ index, nllh }));
    const kept = [...survivors(halving, standing)].sort();
    expect(kept).toEqual([1, 3, 4, 5, 7]);
    expect([...survivors(halving, [...standing].reverse())].sort()).toEqual(kept);
  });
  it('holds no barrier where few starts are left, or all would go on', () => {
    expect([hasBarrier(halving, 7), hasBarrier(halving, 8), hasBarrier({ ...halving, keep: 1 }, 100)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(
      survivors(
        { ...halving, keep: 0.01 },
        [...Array(50).keys()].map((index) => ({ index, nllh: index })),
      ).size,
    ).toBe(4);
  });
});
