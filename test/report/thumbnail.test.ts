import { describe, expect, it } from 'vitest';
import type { Plot } from '../../core/report/figure';
import { armStroke } from '../../core/report/palette';
import { thumbnail } from '../../core/report/thumbnail';

type Drawn = Pick<Plot, 'x' | 'y' | 'curves'>;
const plot = (curves: readonly (readonly (readonly [number, number | null])[])[], log = false): Drawn => ({
  x: { name: 'Time' },
  y: { name: 'y', log },
  curves: curves.map((points, index) => ({ points, ...armStroke(index) })),
});

/** @returns the corners of each line, the last curve's first */
const lines = (svg: string): number[][][] =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, corners]) =>
    corners.split(' ').map((corner) => corner.split(',').map(Number)),
  );

describe('a thumbnail', () => {
  it('fills its frame with the curves, the baseline on top', () => {
    const svg = thumbnail(
      plot([
        [
          [0, 0],
          [1, 4],
        ],
        [
          [0, 2],
          [2, 2],
        ],
      ]),
    );
    expect(lines(svg)).toEqual([
      [
        [6, 48],
        [274, 48],
      ],
      [
        [6, 90],
        [140, 6],
      ],
    ]);
  });

  it('has decades for a logarithmic axis, and leaves out what is not there', () => {
    const points = [0.01, null, 1, 100].map((value, t) => [t, value] as const);
    expect(lines(thumbnail(plot([points], true)))).toEqual([
      [
        [6, 90],
        [184.7, 48],
        [274, 6],
      ],
    ]);
  });

  it('thins long curves and keeps their peaks and their end', () => {
    const points = Array.from({ length: 10_001 }, (_, i) => [i, i === 5003 ? 20_000 : i] as const);
    const [line] = lines(thumbnail(plot([points])));
    expect(line.length).toBeLessThan(200);
    expect(line.at(-1)).toEqual([274, 48]);
    expect(Math.min(...line.map(([, y]) => y))).toBe(6);
  });

  it('of a curve that stays is a line in the middle', () => {
    expect(
      lines(
        thumbnail(
          plot([
            [
              [0, 3],
              [1, 3],
            ],
          ]),
        ),
      ),
    ).toEqual([
      [
        [6, 48],
        [274, 48],
      ],
    ]);
  });
});
