/** A comparison in the plane of two states: a panel an arm on shared axes, with the arrows of its field, nullclines, course and data. */
import { nameOf } from '../../core/model/edit';
import { planeMeasurements } from '../../core/model/plane-measurements';
import type { Comparison, Scenario } from '../../core/model/schema';
import type { PhasePlane, PlaneArm, PlaneField } from '../../core/service/contract';
import { axisName } from '../plots/format';
import type { Line, Multiples, Points } from '../plots/multiples';
import { formatNumber } from '../ui/format';
import { armsOf } from './quantities';

/** Dashes of the lines on which the first and the second state do not change. */
const NULLCLINES = [
  [6, 3],
  [1.5, 3],
] as const;

export interface PlaneView {
  readonly document: Scenario;
  readonly comparison: Comparison;
  readonly plane: PhasePlane;
  /** ids of arms that are switched off */
  readonly hidden: ReadonlySet<string>;
}

const unitOf = (document: Scenario, id: string): string | undefined => document.variables.find((one) => one.id === id)?.unit;
export const timeText = (document: Scenario, at: number): string => `t = ${formatNumber(at, 3)} ${document.about.time.unit}`;

/** @returns the arms that have a field and are not hidden, with their places in the comparison's order, which give them their strokes */
export function drawnArms({ comparison, plane, hidden }: PlaneView): (PlaneArm & { field: PlaneField; stroke: number })[] {
  const order = armsOf(comparison).map(({ id }) => id);
  return plane.arms.flatMap((arm) =>
    arm.field === undefined || hidden.has(arm.id) || !order.includes(arm.id)
      ? []
      : [{ ...arm, field: arm.field, stroke: order.indexOf(arm.id) }],
  );
}

/** Nullclines as one line each, with gaps between their parts. */
function nullclineLines({ nullclines }: PlaneField, names: readonly string[]): Line[] {
  return nullclines.flatMap((parts, k): Line[] =>
    parts.length === 0
      ? []
      : [
          {
            id: `nullcline ${k}`,
            name: `${names[k]} does not change`,
            stroke: 0,
            weight: 'thin',
            dash: NULLCLINES[k],
            curve: true,
            x: parts.flatMap(({ x }) => [...x, x[x.length - 1]]),
            y: parts.flatMap(({ y }) => [...y, null]),
          },
        ],
  );
}

function pointsOf(view: PlaneView, arm: PlaneArm & { field: PlaneField; stroke: number }): Points[] {
  const { document, comparison, plane } = view,
    definition = armsOf(comparison).find(({ id }) => id === arm.id)!,
    { trajectory, here } = arm.field,
    measured = planeMeasurements(document, comparison, definition, plane.plane);
  const at = (id: string, name: string, shape: Points['shape'], x: readonly number[], y: readonly number[]): Points => ({
    id,
    name,
    stroke: arm.stroke,
    shape,
    x,
    y,
  });
  const first = trajectory.x.findIndex((x, i) => x !== null && trajectory.y[i] !== null);
  return [
    ...(measured.length === 0
      ? []
      : [
          at(
            'measured',
            'measured',
            'circle',
            measured.map(({ x }) => x),
            measured.map(({ y }) => y),
          ),
        ]),
    ...(first < 0 ? [] : [at('start', 'start', 'ring', [trajectory.x[first]!], [trajectory.y[first]!])]),
    at('here', timeText(document, plane.at), 'diamond', [here[0]], [here[1]]),
  ];
}

export function planePicture(view: PlaneView): Multiples {
  const { document, plane } = view,
    [x, y] = plane.plane,
    names = plane.plane.map((id) => nameOf(document, id));
  return {
    x: { name: axisName(names[0], unitOf(document, x)), from: plane.x.from, until: plane.x.until },
    scale: 'linear',
    panels: drawnArms(view).map((arm) => ({
      id: arm.id,
      title: `${arm.name}: ${names[1]}`,
      unit: unitOf(document, y),
      range: { from: plane.y.from, until: plane.y.until },
      lines: [
        ...nullclineLines(arm.field, names),
        {
          id: 'course',
          name: arm.name,
          stroke: arm.stroke,
          weight: 'strong',
          curve: true,
          x: arm.field.trajectory.x.map((value) => value ?? NaN),
          y: arm.field.trajectory.y,
        } satisfies Line,
      ],
      points: pointsOf(view, arm),
      arrows: {
        name: `change of ${names.join(' and ')} by time`,
        ...arm.field.arrows,
        perAxis: Math.max(2, Math.round(Math.sqrt(Math.max(...plane.arms.map(({ field }) => field?.arrows.x.length ?? 0))))),
      },
    })),
  };
}

/** More states than this are counted, not named. */
const MOST_NAMED = 8;

/** @returns where all other states are in an arm's panel; empty where there are none */
export function othersText(document: Scenario, plane: PhasePlane, { others }: PlaneField): string {
  const entries = Object.entries(others);
  if (entries.length === 0) return '';
  const named = entries.slice(0, MOST_NAMED).map(([id, value]) => `${nameOf(document, id)} ${formatNumber(value, 3)}`),
    more = entries.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}, as at ${timeText(document, plane.at)}`;
}

/** @returns one sentence on the arrow of an arm next to a point, and its index; null where the arm has none */
export function arrowText(
  document: Scenario,
  plane: PhasePlane,
  { name, field }: PlaneArm & { field: PlaneField },
  point: readonly [number, number],
): string | null {
  const { x, y, dx, dy } = field.arrows,
    spans = [plane.x.until - plane.x.from, plane.y.until - plane.y.from];
  if (x.length === 0) return null;
  const away = (i: number): number => Math.hypot((x[i] - point[0]) / spans[0], (y[i] - point[1]) / spans[1]);
  const nearest = x.reduce((best, _, i) => (away(i) < away(best) ? i : best), 0),
    [a, b] = plane.plane.map((id) => nameOf(document, id)),
    per = `/${document.about.time.unit}`;
  return `${name}: at ${a} ${formatNumber(x[nearest], 3)}, ${b} ${formatNumber(y[nearest], 3)} ${a} changes by ${formatNumber(dx[nearest], 3)}${per}, ${b} by ${formatNumber(dy[nearest], 3)}${per}`;
}
