/** Pictures of costs as they fall: each start by its iterations, the best so far with what it predicts, and the starts side by side. */
import type { FitStart } from '../../core/model/schema';
import type { Line, Multiples, Points } from '../plots/multiples';
import type { Losses } from './losses';
import { strokeOf } from './strokes';

/** Added to a cost above the best, so that the best itself has a place on a logarithmic axis. */
export const FLOOR = 1e-3;
/** More lines than this are a grey field, and slow to draw. */
export const MOST_LINES = 40;

/** @returns the smallest of 10, 20, 50, 100, … that holds the count, so that a growing axis rarely changes */
export function roundUp(count: number): number {
  for (let power = 10; ; power *= 10) for (const factor of [1, 2, 5]) if (factor * power >= count) return factor * power;
}

/** A line a start, those of lowest cost where there are too many: its cost above the best known so far against its iterations. */
export function lossPicture({ starts, best, bestStart }: Losses): Multiples {
  const lowest = best ?? 0;
  const shown = [...starts]
    .filter(([, { costs }]) => costs.length > 0)
    .sort(([a, one], [b, other]) => one.costs.at(-1)! - other.costs.at(-1)! || a - b)
    .slice(0, MOST_LINES)
    .sort(([a], [b]) => a - b);
  const lines = shown.map(([index, { iterations, costs }]): Line => ({
    id: String(index),
    name: `start ${index + 1}`,
    stroke: index === bestStart ? 0 : strokeOf(index),
    weight: index === bestStart ? 'strong' : 'thin',
    x: iterations,
    y: costs.map((cost) => cost - lowest + FLOOR),
  }));
  // what prepares a start counts up to its first iteration
  const first = Math.min(0, ...shown.map(([, { iterations }]) => iterations[0]));
  const last = Math.max(0, ...shown.map(([, { iterations }]) => iterations.at(-1)!));
  return {
    x: { name: 'iteration of the start', from: first < 0 ? -roundUp(-first) : 0, until: roundUp(last), whole: true },
    scale: 'log',
    panels: [{ id: 'loss', title: `Cost of each start above the best, + ${FLOOR}`, lines }],
  };
}

/** Whether the best so far has a course to draw: it fell, or something is held out. A fit from its own result has none. */
export const hasCourse = ({ training, holdout }: Losses): boolean =>
  holdout.work.length > 0 || Math.max(...training.costs) - Math.min(...training.costs) > FLOOR;

/** The best so far by all iterations done, on the fitted and on the held out measurements, each above its own lowest. */
export function coursePicture({ training, holdout, work }: Losses): Multiples {
  const line = (id: string, name: string, stroke: number, { work: x, costs }: Losses['training'], until: number): Line => {
    const lowest = Math.min(...costs);
    // a best stays until the next one is found
    const ends = x.at(-1) === until || x.length === 0 ? [] : [until];
    return {
      id,
      name,
      stroke,
      x: [...x, ...ends],
      y: [...costs, ...ends.map(() => costs.at(-1)!)].map((cost) => cost - lowest + FLOOR),
      weight: stroke === 0 ? 'strong' : 'normal',
    };
  };
  const lines = [line('training', 'fitted', 0, training, work)];
  if (holdout.work.length > 0) lines.push(line('holdout', 'held out', 1, holdout, work));
  return {
    x: { name: 'iterations of all starts', from: 0, until: roundUp(work), whole: true },
    scale: 'log',
    panels: [{ id: 'course', title: `Best so far above its lowest, + ${FLOOR}`, lines }],
  };
}

/** Best first; starts that could not be evaluated come last. */
export const sortedStarts = (starts: readonly FitStart[]): FitStart[] =>
  [...starts].sort((a, b) => (a.nllh ?? Infinity) - (b.nllh ?? Infinity) || a.index - b.index);

/** The starts sorted by cost: a plateau at the left says that they agree. */
export function waterfallPicture(starts: readonly FitStart[]): Multiples {
  const costs = sortedStarts(starts).flatMap(({ nllh }) => nllh ?? []);
  const points: Points = {
    id: 'starts',
    name: 'start',
    stroke: 2,
    shape: 'circle',
    x: costs.map((_, rank) => rank + 1),
    y: costs.map((cost) => cost - costs[0] + FLOOR),
  };
  return {
    x: { name: 'start, best first', from: 0, until: Math.max(2, costs.length + 1), whole: true },
    scale: 'log',
    panels: [{ id: 'waterfall', title: `Starts by cost above the best, + ${FLOOR}`, lines: [], points: [points] }],
  };
}
