/** The clinic's pictures: work against precision, step sizes and stiffness along the trajectory, and curves at a fixed step. */
import { TARGETS, type Cost } from '../../core/service/clinic/cheapest';
import type { FixedSteps, StepHistory, WorkPrecisionRun } from '../../core/service/contract';
import { methods } from '../inspector/methods';
import { niceStep } from '../plots/format';
import type { Line, Multiples, Points } from '../plots/multiples';
import { formatNumber } from '../ui/format';

/** A method has one stroke in all pictures of the clinic; the automatic choice takes the ink. */
export const strokeOf = (method: string): number =>
  Math.max(
    0,
    methods.findIndex(({ id }) => id === method),
  );

/** @returns the method's name as the solver's settings have it */
export const methodName = (method: string): string => methods.find(({ id }) => id === method)?.label ?? method;

/** @returns `rtol 1e−6`, or `step 0.01` with its unit */
export function settingText({ rtol, step }: Pick<WorkPrecisionRun, 'rtol' | 'step'>, unit = ''): string {
  return rtol === undefined
    ? `step ${formatNumber(step, 3)}${unit && ` ${unit}`}`
    : `rtol ${rtol.toExponential(0).replace('-', '−')}`;
}

/** @returns a time as people say it, such as `0.31 ms` */
export function durationText(seconds: number): string {
  if (seconds >= 1) return `${formatNumber(seconds, 3)} s`;
  return seconds >= 1e-3 ? `${formatNumber(1e3 * seconds, 3)} ms` : `${formatNumber(1e6 * seconds, 3)} µs`;
}

/** @returns an error as people say it, in two digits */
export const errorText = (error: number): string => (error === 0 ? '0' : error.toExponential(1).replace('-', '−'));

/** What a run is drawn at; an exact result has no place on a logarithmic axis but at its end. */
export const placeOf = (run: WorkPrecisionRun, cost: Cost): { x: number; y: number } => ({
  x: Math.max(run.error ?? 1, SMALLEST),
  y: cost === 'seconds' ? 1e3 * run.seconds : run.evaluations,
});
const SMALLEST = 1e-16;

/** Runs that have a place in the diagram. */
export const drawable = (runs: readonly WorkPrecisionRun[], hidden: ReadonlySet<string>): WorkPrecisionRun[] =>
  runs.filter(({ error, method, current }) => error !== null && (current || !hidden.has(method)));

/**
 * A line a method, a dot a setting, the present setting as a diamond, the usual targets as dotted lines.
 * @param emphasis the method whose line stands out; null for none
 */
export function workPicture(
  runs: readonly WorkPrecisionRun[],
  { cost, hidden, emphasis }: { cost: Cost; hidden: ReadonlySet<string>; emphasis: string | null },
): Multiples {
  const shown = drawable(runs, hidden),
    measured = shown.filter(({ current }) => !current);
  const lines = [...new Set(measured.map(({ method }) => method))].map((method): Line => {
    const own = measured.filter((run) => run.method === method),
      places = own.map((run) => placeOf(run, cost));
    return {
      id: method,
      name: methodName(method),
      stroke: strokeOf(method),
      weight: emphasis === method ? 'strong' : emphasis === null ? 'normal' : 'ghost',
      dots: true,
      x: places.map(({ x }) => x),
      y: places.map(({ y }) => y),
    };
  });
  const current = shown.filter((run) => run.current).map((run) => placeOf(run, cost));
  const points: Points = {
    id: 'current',
    name: 'the document’s setting',
    stroke: 0,
    shape: 'diamond',
    x: current.map(({ x }) => x),
    y: current.map(({ y }) => y),
  };
  const least = shown.reduce((low, run) => Math.min(low, placeOf(run, cost).x), 1e-8);
  return {
    x: { name: 'largest relative error', from: 1, until: 10 ** Math.floor(Math.log10(least) + 1e-9), log: true },
    scale: 'log',
    marks: { stroke: 0, at: { windows: [], instants: TARGETS } },
    panels: [
      {
        id: 'work',
        title: cost === 'seconds' ? 'Time of a run' : 'Evaluations of the right-hand side',
        unit: cost === 'seconds' ? 'ms' : undefined,
        lines,
        points: current.length === 0 ? [] : [points],
      },
    ],
  };
}

/** Step sizes with rejected ones, and h·|λ|max below, stiff stretches shaded and changes of method dotted. */
export function stepPicture(history: StepHistory, unit: string, log: boolean): Multiples {
  const { methods: all, span, stiff, judge } = history;
  const first = Math.min(...all.flatMap(({ times }) => times.filter((t) => t > 0)), span.until);
  const axis = log && span.from >= 0 ? { from: Math.max(span.from, first), until: span.until, log: true } : span;
  // a step is drawn where it starts; the last one is drawn to its end
  const line = ({ method, times, sizes }: StepHistory['methods'][number], y: readonly (number | null)[]): Line => ({
    id: method,
    name: methodName(method),
    stroke: strokeOf(method),
    x: times.length === 0 ? times : [...times, times[times.length - 1] + sizes[sizes.length - 1]],
    y: times.length === 0 ? y : [...y, y[y.length - 1]],
  });
  const inside = (x: number): boolean => x >= axis.from;
  return {
    x: { name: `time (${unit})`, ...axis },
    scale: 'log',
    marks: {
      stroke: 5,
      at: { windows: stiff, instants: all.flatMap(({ switches }) => switches.map(({ time }) => time)).filter(inside) },
    },
    panels: [
      {
        id: 'size',
        title: 'Step size',
        unit,
        lines: all.map((method) => line(method, method.sizes)),
        points: all
          .filter(({ rejected }) => rejected.times.length > 0)
          .map(({ method, rejected }): Points => ({
            id: `${method} rejected`,
            name: `${methodName(method)}, rejected`,
            stroke: strokeOf(method),
            shape: 'cross',
            x: rejected.times,
            y: rejected.sizes,
          })),
      },
      {
        id: 'stiffness',
        title: 'h·|λ|max, the step in units of the fastest decay',
        level: -judge.boundary,
        lines: all.map((method) => line(method, method.stiffness)),
      },
    ],
  };
}

/** The curves of one-step methods at a fixed step beside the adaptive solution; what runs away is cut off. */
export function stabilityPicture(
  { curves, adaptive, view }: FixedSteps,
  name: string,
  unit: string | undefined,
  time: string,
): Multiples {
  const known = adaptive.values.filter((value) => value !== null);
  const low = Math.min(...known),
    high = Math.max(...known),
    room = known.length === 0 ? 1 : high - low || Math.abs(high) || 1,
    step = niceStep(3 * room, 5);
  const range = { from: Math.floor((low - room) / step) * step, until: Math.ceil((high + room) / step) * step, step };
  return {
    x: { name: `time (${time})`, ...view },
    scale: 'linear',
    panels: [
      {
        id: 'curves',
        title: name,
        unit,
        zero: range.from < 0 && range.until > 0,
        range: known.length === 0 ? undefined : range,
        lines: [
          {
            id: 'adaptive',
            name: `adaptive (${adaptive.title})`,
            stroke: 0,
            weight: 'strong',
            x: adaptive.times,
            y: adaptive.values,
          },
          ...curves.map(({ method, times, values }): Line => ({
            id: method,
            name: methodName(method),
            stroke: strokeOf(method),
            dots: times.length <= 80,
            x: times,
            y: values,
          })),
        ],
      },
    ],
  };
}

/** A gradient that has died out by so much is of no use, and is not drawn. */
const FADED = 1e-12;

/** |∂x(end)/∂x(t)| through the steps of each method, on a logarithmic axis: what a gradient comes to on its way back. */
export function gradientPicture({ curves, view }: FixedSteps, name: string, time: string): Multiples {
  const largest = curves.reduce((most, { gradient }) => Math.max(most, ...(gradient ?? []).map((size) => size ?? 0)), 1);
  return {
    x: { name: `time (${time}), from which the gradient is taken`, ...view },
    scale: 'log',
    panels: [
      {
        id: 'gradient',
        title: `|∂${name}(end)/∂${name}(t)|, back through the steps`,
        level: 1,
        range: { from: FADED, until: 10 ** Math.ceil(Math.log10(largest) + 1) },
        lines: curves.flatMap(({ method, times, gradient }): Line[] =>
          gradient === null
            ? []
            : [
                {
                  id: method,
                  name: methodName(method),
                  stroke: strokeOf(method),
                  dots: times.length <= 80,
                  x: times,
                  y: gradient.map((size) => (size !== null && size < FADED ? null : size)),
                },
              ],
        ),
      },
    ],
  };
}

/** Settings of one method that failed for one kind of reason. */
export interface FailureGroup {
  readonly method: string;
  readonly settings: readonly string[];
  readonly message: string;
  readonly advice: string;
}

/** @returns failed runs, those of one method and reason in one entry with the message of the last that was tried */
export function failureGroups(runs: readonly WorkPrecisionRun[], unit: string): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const run of runs) {
    const { method, failure, current } = run;
    if (failure === undefined || current) continue;
    const key = `${method} ${failure.reason}`,
      known = groups.get(key);
    groups.set(key, {
      method,
      settings: [...(known?.settings ?? []), settingText(run, unit)],
      message: failure.message,
      advice: failure.advice,
    });
  }
  return [...groups.values()];
}
