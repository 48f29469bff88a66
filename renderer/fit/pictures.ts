/** A fit's pictures: model against data, residuals, costs as they fall, and the starts sorted by cost. */
import { nameOf } from '../../core/model/edit';
import type { FitStart, Scenario } from '../../core/model/schema';
import type { FitCurves, FitProgress } from '../../core/service/contract';
import { niceStep } from '../plots/format';
import type { Line, Multiples, Points } from '../plots/multiples';

/** Added to a cost above the best, so that the best itself has a place on a logarithmic axis. */
export const FLOOR = 1e-3;
const ARMS = 7;
/** the ink is for what stands for all; conditions and starts take the colours in turn */
const strokeOf = (index: number): number => (index < 0 ? 0 : 1 + (index % ARMS));

type Observed = FitCurves['observables'][number];
type Point = Observed['points'][number];

const timeAxis = (document: Scenario, curves: FitCurves): Multiples['x'] => {
  const times = curves.observables
    .flatMap(({ curves: lines, points }) => [
      ...lines.flatMap(({ times: of }) => [of[0], of[of.length - 1]]),
      ...points.map(({ time }) => time),
    ])
    .filter((time) => time !== undefined);
  const from = Math.min(...times),
    until = Math.max(...times);
  const step = until > from ? niceStep(until - from, 5) : 1;
  const ends =
    times.length === 0
      ? { from: 0, until: 1 }
      : { from: Math.floor(from / step) * step, until: Math.max(Math.ceil(until / step), Math.floor(from / step) + 1) * step };
  return { name: `time (${document.about.time.unit})`, ...ends };
};

type Read = (point: Point) => number | null;

/** What a measurement is drawn as: a triangle points to where a censored one lies, a ring is one that the fit does not see. */
const shapeOf = ({ censored, heldOut }: Point): Points['shape'] =>
  censored === 'left' ? 'below' : censored === 'right' ? 'above' : heldOut ? 'ring' : 'circle';

/** Points by condition and shape. */
function pointSets(document: Scenario, points: readonly Point[], read: Read, single: boolean): Points[] {
  const order = document.conditions.map(({ id }) => id);
  const shapes = ['circle', 'ring', 'below', 'above'] as const;
  const conditions = [...new Set(points.map(({ condition }) => condition))];
  return conditions.flatMap((condition) =>
    shapes.flatMap((shape): Points[] => {
      const own = points.filter((point) => point.condition === condition && shapeOf(point) === shape);
      const name = `${nameOf(document, condition)}${shape === 'ring' ? ', held out' : ''}`;
      return own.length === 0
        ? []
        : [
            {
              id: `${condition} ${shape}`,
              name,
              stroke: single ? 2 : strokeOf(order.indexOf(condition)),
              x: own.map(({ time }) => time),
              y: own.map(read),
              shape,
            },
          ];
    }),
  );
}

const isSingle = (curves: FitCurves): boolean =>
  new Set(curves.observables.flatMap(({ points }) => points.map(({ condition }) => condition))).size <= 1;

/** A panel an observable: the model's curves, and the data with censored points as triangles at their limit. */
export function dataPicture(document: Scenario, curves: FitCurves): Multiples {
  const order = document.conditions.map(({ id }) => id);
  const single = isSingle(curves);
  return {
    x: timeAxis(document, curves),
    scale: 'linear',
    panels: curves.observables.map(({ id, name, unit, curves: lines, points }) => ({
      id,
      title: name,
      unit,
      lines: lines.map((line): Line => ({
        id: `model ${line.conditions.join(' ')}`,
        name: lines.length === 1 ? 'model' : `model, ${line.conditions.map((one) => nameOf(document, one)).join(', ')}`,
        stroke: lines.length === 1 || line.conditions.length > 1 ? 0 : strokeOf(order.indexOf(line.conditions[0])),
        x: line.times,
        y: line.values,
      })),
      points: pointSets(document, points, ({ value }) => value, single),
    })),
  };
}

/** A panel an observable: residuals in units of their noise around zero; a censored point has none. */
export function residualPicture(document: Scenario, curves: FitCurves): Multiples {
  const single = isSingle(curves);
  return {
    x: timeAxis(document, curves),
    scale: 'linear',
    panels: curves.observables.map(({ id, name, points }) => ({
      id,
      title: name,
      unit: 'σ',
      zero: true,
      lines: [],
      points: pointSets(
        document,
        points.filter(({ residual }) => residual !== null),
        ({ residual }) => residual,
        single,
      ),
    })),
  };
}

/** @returns the smallest of 10, 20, 50, 100, … that holds the count, so that a growing axis rarely changes */
export function roundUp(count: number): number {
  for (let power = 10; ; power *= 10) for (const factor of [1, 2, 5]) if (factor * power >= count) return factor * power;
}

/** A line a start: its cost above the best known so far against its iterations. */
export function lossPicture(progress: readonly FitProgress[]): Multiples {
  const starts = new Map<number, { x: number[]; y: number[] }>();
  let best = Infinity,
    bestStart = -1,
    last = 0;
  for (const { index, iteration, nllh } of progress) {
    if (nllh === null) continue;
    const line = starts.get(index) ?? { x: [], y: [] };
    starts.set(index, line);
    if (line.x.at(-1) === iteration) line.y[line.y.length - 1] = nllh;
    else {
      line.x.push(iteration);
      line.y.push(nllh);
    }
    if (nllh < best) {
      best = nllh;
      bestStart = index;
    }
    last = Math.max(last, iteration);
  }
  const lines = [...starts]
    .sort(([a], [b]) => a - b)
    .map(([index, { x, y }]): Line => ({
      id: String(index),
      name: `start ${index + 1}`,
      stroke: index === bestStart ? 0 : strokeOf(index),
      weight: index === bestStart ? 'strong' : 'thin',
      x,
      y: y.map((nllh) => nllh - best + FLOOR),
    }));
  return {
    x: { name: 'iteration', from: 0, until: roundUp(last), whole: true },
    scale: 'log',
    panels: [{ id: 'loss', title: 'Cost above the best', lines }],
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
    panels: [{ id: 'waterfall', title: 'Starts by cost above the best', lines: [], points: [points] }],
  };
}
