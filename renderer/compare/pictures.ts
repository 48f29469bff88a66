/** A comparison's curves, and each arm's difference from the baseline, as small multiples over the horizon. */
import type { Arm, Comparison, Scenario } from '../../core/model/schema';
import type { ArmResult, ComparisonResult } from '../../core/service/contract';
import { marksOf, type Marks } from '../plots/marks';
import { interpolate, type Line, type Multiples } from '../plots/multiples';
import { armsOf, shownOf } from './quantities';

export interface View {
  readonly document: Scenario;
  readonly comparison: Comparison;
  readonly result: ComparisonResult;
  readonly ghost: ComparisonResult | null;
  /** ids of arms that are switched off */
  readonly hidden: ReadonlySet<string>;
  /** id of the arm drawn strong, with its windows and doses behind the curves */
  readonly active: string | null;
  readonly scale: 'linear' | 'log';
}

/** More events than this would hatch the panel. */
const MOST_EVENTS = 60;

type Drawn = ArmResult & { readonly stroke: number };

function drawn(view: View, result: ComparisonResult): Drawn[] {
  const order = armsOf(view.comparison).map(({ id }) => id);
  return result.arms
    .filter(({ id, series }) => series !== undefined && order.includes(id) && !view.hidden.has(id))
    .map((arm) => ({ ...arm, stroke: order.indexOf(arm.id) }));
}

/** Arms may differ in where curves have points; a ghost that equals the curve would only blur it. */
function ghosts(view: View, id: string): Line[] {
  if (view.ghost === null || view.ghost === view.result) return [];
  return drawn(view, view.ghost).flatMap((arm): Line[] => {
    const y = arm.series?.values[id];
    const now = view.result.arms.find((other) => other.id === arm.id)?.series?.values[id];
    if (y === undefined || (now !== undefined && now.length === y.length && now.every((value, i) => value === y[i]))) return [];
    return [{ id: `ghost ${arm.id}`, name: `${arm.name}, before`, stroke: arm.stroke, x: arm.series!.times, y, weight: 'ghost' }];
  });
}

function frame(view: View): Pick<Multiples, 'x' | 'scale' | 'marks'> {
  const {
    document,
    comparison: { horizon },
    active,
  } = view;
  const arms = armsOf(view.comparison);
  const stroke = arms.findIndex(({ id }) => id === active);
  const acting = stroke >= 0 && !view.hidden.has(arms[stroke].id);
  return {
    x: { name: `time (${document.about.time.unit})`, from: horizon.from, until: horizon.until },
    scale: view.scale,
    marks: acting ? { stroke, at: marksOfArm(view, arms[stroke]) } : undefined,
  };
}

/** Windows and doses of the arm's interventions, and the events that happened in it. */
function marksOfArm({ document, comparison: { horizon }, result }: View, { id, interventions }: Arm): Marks {
  const { windows, instants } = marksOf(document, interventions, horizon.from, horizon.until);
  const fired = result.arms.find((arm) => arm.id === id)?.series?.fired ?? [];
  const events = fired.length > MOST_EVENTS ? [] : fired.map(({ time }) => time);
  return { windows, instants: [...new Set([...instants, ...events])].sort((a, b) => a - b) };
}

const weightOf = (view: View, id: string): Line['weight'] => (id === view.active ? 'strong' : 'normal');

/** Every shown quantity in a panel of its own, a line an arm, the run before as a ghost. */
export function curvesPicture(view: View): Multiples {
  const arms = drawn(view, view.result);
  return {
    ...frame(view),
    panels: shownOf(view.document, view.comparison).map(({ id, name, unit }) => ({
      id,
      title: name,
      unit,
      lines: [
        ...ghosts(view, id),
        ...arms.flatMap((arm): Line[] => {
          const y = arm.series?.values[id];
          if (y === undefined) return [];
          return [{ id: arm.id, name: arm.name, stroke: arm.stroke, x: arm.series!.times, y, weight: weightOf(view, arm.id) }];
        }),
      ],
    })),
  };
}

/** Arm minus baseline at the arm's times, around a zero line. */
export function differencePicture(view: View): Multiples {
  const baseline = view.result.arms.find(({ id }) => id === view.comparison.baseline.id)?.series;
  const arms = drawn(view, view.result).filter(({ stroke }) => stroke > 0);
  return {
    ...frame(view),
    scale: 'linear',
    panels: shownOf(view.document, view.comparison).map(({ id, name, unit }) => ({
      id,
      title: `Δ ${name}`,
      unit,
      zero: true,
      lines: arms.flatMap((arm): Line[] => {
        const y = arm.series?.values[id],
          from = baseline?.values[id];
        if (y === undefined || from === undefined) return [];
        const x = arm.series!.times;
        const aligned = x.length === baseline!.times.length;
        const difference = y.map((value, i) => {
          const base = (aligned && x[i] === baseline!.times[i] ? from[i] : interpolate(baseline!.times, from, x[i])) ?? null;
          return value === null || base === null ? null : value - base;
        });
        return [{ id: arm.id, name: arm.name, stroke: arm.stroke, x, y: difference, weight: weightOf(view, arm.id) }];
      }),
    })),
  };
}
