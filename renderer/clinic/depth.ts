/** Depth per input as pictures: the work of the solver over a plane of initial values, Euler's error there, and its order. */
import { nameOf } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import type { DepthMap } from '../../core/service/contract';
import { axisName } from '../plots/format';
import type { Line, Multiples, Points } from '../plots/multiples';
import { formatNumber } from '../ui/format';
import { errorText } from './pictures';

/** What of the solver's work is drawn. */
export type DepthMeasure = 'evaluations' | 'steps';
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** @returns the bounds of a state, or as much to either side of its initial value as that is away from zero */
export function rangeOf(document: Scenario, id: string): Range {
  const variable = document.variables.find((one) => one.id === id);
  if (variable?.kind !== 'state') return { from: -1, until: 1 };
  const { bounds, initial } = variable;
  if (bounds !== undefined) return { from: bounds[0], until: bounds[1] };
  const middle = typeof initial === 'number' ? initial : 0,
    reach = Math.abs(middle) || 1;
  return { from: middle - reach, until: middle + reach };
}

const stateAxis = (document: Scenario, id: string): string =>
  `${axisName(nameOf(document, id), document.variables.find((variable) => variable.id === id)?.unit)} at the start`;

/** The grid's cells reach half a step beyond its points. */
function ends(points: readonly number[]): Range {
  const half = (points[1] - points[0]) / 2;
  return { from: points[0] - half, until: points[points.length - 1] + half };
}

/** @returns a cross for each input without a solution */
const crosses = (failures: DepthMap['failures'], place: (index: number) => readonly [x: number, y: number]): Points[] => {
  if (failures.length === 0) return [];
  const places = failures.map(({ index }) => place(index));
  return [
    { id: 'failed', name: 'no solution', stroke: 1, shape: 'cross', x: places.map(([x]) => x), y: places.map(([, y]) => y) },
  ];
};

/** @returns one number an input over the plane of the axes, with ways of some inputs and crosses where there is no solution */
function planePicture(
  document: Scenario,
  { axes: [a, b], failures, paths }: DepthMap,
  name: string,
  values: readonly (number | null)[],
  withPaths: boolean,
): Multiples {
  const n = a.values.length;
  return {
    x: { name: stateAxis(document, a.variable), ...ends(a.values) },
    scale: 'linear',
    panels: [
      {
        id: name,
        title: `${name}: ${nameOf(document, b.variable)} against ${nameOf(document, a.variable)} at the start`,
        range: ends(b.values),
        lines: withPaths
          ? paths.map(({ index, x, y }): Line => ({
              id: `path ${index}`,
              name: 'ways of some inputs',
              stroke: 0,
              weight: 'thin',
              curve: true,
              x,
              y,
            }))
          : [],
        points: crosses(failures, (index) => [a.values[index % n], b.values[Math.floor(index / n)]]),
        field: { name, x: a.values, y: b.values, yName: stateAxis(document, b.variable), values },
      },
    ],
  };
}

/** @param withPaths whether the ways of some inputs are drawn over it */
export const workMap = (document: Scenario, map: DepthMap, measure: DepthMeasure, withPaths: boolean): Multiples =>
  planePicture(document, map, measure === 'evaluations' ? 'Evaluations' : 'Steps', map[measure], withPaths);

/** Errors go over several decades, and are drawn as digits: none where the error is as large as the state, all sixteen where it is rounding. */
export const digitsOf = (error: number | null): number | null =>
  error === null ? null : Math.max(0, -Math.log10(Math.max(error, 1e-16)));

/** The digits of Euler's method that are right. */
export const errorMap = (document: Scenario, map: DepthMap, layer: DepthMap['layers'][number]): Multiples =>
  planePicture(document, map, `Digits of ${layer.count} layers`, layer.errors.map(digitsOf), false);

/** @returns the values of a map that its colours are scaled by; none where no input has one */
export const knownOf = ({ panels: [{ field }] }: Multiples): number[] => field!.values.filter((value) => value !== null);

/** The work of each input of a map with one axis, or the digits of Euler's method there. */
export function linePicture(
  document: Scenario,
  { axes: [{ variable, values }], failures }: DepthMap,
  name: string,
  y: readonly (number | null)[],
): Multiples {
  const known = y.filter((value) => value !== null),
    foot = known.length === 0 ? 0 : Math.min(...known);
  return {
    x: { name: stateAxis(document, variable), from: values[0], until: values[values.length - 1] },
    scale: 'linear',
    panels: [
      {
        id: name,
        title: name,
        lines: [{ id: name, name, stroke: 0, weight: 'strong', dots: values.length <= 61, x: values, y }],
        points: crosses(failures, (index) => [values[index], foot]),
      },
    ],
  };
}

/** Euler's error by the number of layers: the median input, the worst one, and a line that falls as the first power. */
export function orderPicture({ layers }: DepthMap): Multiples | null {
  const known = layers.filter(({ median }) => median !== null && median > 0);
  if (known.length < 2) return null;
  const x = known.map(({ count }) => count),
    last = known[known.length - 1];
  const line = (id: string, name: string, stroke: number, y: number[], weight: Line['weight'] = 'normal'): Line => ({
    id,
    name,
    stroke,
    weight,
    dots: weight !== 'thin',
    x,
    y,
  });
  return {
    x: { name: 'layers', from: x[0], until: last.count, log: true },
    scale: 'log',
    panels: [
      {
        id: 'order',
        title: 'Error of Euler’s method at the end',
        lines: [
          line(
            'median',
            'median input',
            2,
            known.map(({ median }) => median!),
            'strong',
          ),
          line(
            'worst',
            'worst input',
            1,
            known.map(({ errors }) => Math.max(...errors.map((error) => error ?? 0))),
          ),
          line(
            'first',
            'order 1',
            0,
            x.map((count) => (last.median! * last.count) / count),
            'thin',
          ),
        ],
      },
    ],
  };
}

/** @returns one sentence on an input: where it begins, what its solve took, and Euler's error */
export function inputText(document: Scenario, map: DepthMap, layer: DepthMap['layers'][number], index: number): string {
  const n = map.axes[0].values.length;
  const place = map.axes
    .map(
      ({ variable, values }, k) =>
        `${nameOf(document, variable)} ${formatNumber(values[k === 0 ? index % n : Math.floor(index / n)], 3)}`,
    )
    .join(', ');
  const failure = map.failures.find((one) => one.index === index)?.failure;
  if (failure !== undefined) return `${place}: ${failure.message}`;
  const evaluations = map.evaluations[index],
    error = layer.errors[index];
  if (evaluations === null) return `${place}: not solved any more`;
  return `${place}: ${evaluations} evaluations in ${map.steps[index]} steps; ${layer.count} layers are ${error === null ? 'far off' : `off by ${errorText(error)}`}`;
}

/** @returns the smallest and largest of what the inputs took; null where none was solved */
export function spreadOf(map: DepthMap, measure: DepthMeasure): { least: number; most: number } | null {
  const known = map[measure].filter((value) => value !== null);
  return known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) };
}
