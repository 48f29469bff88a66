/** A fit's pictures of its data: the model against them, residuals along time, and their quantiles against those of a normal distribution. */
import { nameOf } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import { normalScores } from '../../core/fit/normality-test';
import type { FitCurves } from '../../core/service/contract';
import { multipleOf, niceStep } from '../plots/format';
import type { Line, Multiples, Points } from '../plots/multiples';
import { strokeOf } from './strokes';

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
      : {
          from: multipleOf(step, Math.floor(from / step)),
          until: multipleOf(step, Math.max(Math.ceil(until / step), Math.floor(from / step) + 1)),
        };
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

/** Widest normal quantile that a quantile plot shows without more. */
const WIDE = 2.5;

/** A panel an observable: the sorted normal scores of its fitted residuals against those of a normal sample, and the line on which they should lie. */
export function quantilePicture(curves: FitCurves): Multiples {
  const samples = curves.observables.map(({ id, name, points }) => {
    const sorted = points.flatMap(({ score, heldOut }) => (score === null || heldOut ? [] : [score])).sort((a, b) => a - b);
    return { id, name, sorted, scores: normalScores(sorted) };
  });
  const reach = Math.max(WIDE, ...samples.flatMap(({ scores }) => scores.map(Math.abs)));
  const end = Math.ceil(reach);
  return {
    x: { name: 'normal quantile', from: -end, until: end },
    scale: 'linear',
    panels: samples
      .filter(({ sorted }) => sorted.length > 1)
      .map(({ id, name, sorted, scores }) => ({
        id,
        title: name,
        lines: [
          { id: 'same', name: 'as the noise model says', stroke: 0, weight: 'thin' as const, x: [-end, end], y: [-end, end] },
        ],
        points: [{ id: 'scores', name: 'residual', stroke: 2, shape: 'circle' as const, x: scores, y: sorted }],
      })),
  };
}
