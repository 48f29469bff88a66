/** A comparison in the plane of two of its states: each arm's vector field, nullclines and trajectory, on axes that all arms share. */
import { DocumentError } from '../model/problem';
import { planeMeasurements } from '../model/plane-measurements';
import type { Arm, Comparison, Scenario } from '../model/schema';
import { zeroLines } from '../effect/zero-lines';
import { evenly } from '../util/grid';
import type { Result } from '../util/result';
import type { ArmTrajectory } from './arm-run';
import type { ArmSlice } from './arm-slice';
import type { ParsedRequest } from './contract';
import { sent } from './failure';
import type { LoweringCache } from './lowering-cache';
import { findComparison, plotTimes, requireSound, simulate } from './pipeline';
import type { PhasePlane, PlaneField } from './plane-schema';

/** Points along each axis at which the signs for the nullclines are taken; between them these are straight. */
const FINE = 49;
/** Room beyond the outermost point, of the span. */
const MARGIN = 0.06;
/** Share of the arrows that are slower than what counts as full speed: a few beside a singularity would make all others short. */
const BELOW_FULL = 0.95;

interface Ends {
  readonly from: number;
  readonly until: number;
}
type Axes = readonly [x: Ends, y: Ends];
type Plane = readonly [string, string];
/** the derivatives at points of the plane */
type Velocities = Pick<PlaneField['arrows'], 'x' | 'y' | 'dx' | 'dy'>;

/** @throws DocumentError for a faulty model, or a plane that is not of two states; an arm that cannot be solved carries its failure */
export function phasePlane(document: Scenario, cache: LoweringCache, request: ParsedRequest<'phasePlane'>): PhasePlane {
  requireSound(document);
  const comparison = findComparison(document, request.comparison),
    { plane } = request;
  requireStates(document, plane);
  const { from, until } = comparison.horizon,
    at = Math.min(until, Math.max(from, request.at ?? until)),
    others = document.variables.filter(({ id, kind }) => kind === 'state' && !plane.includes(id)).map(({ id }) => id);
  const arms = [comparison.baseline, ...comparison.arms]
    .filter(({ id }) => request.arms?.includes(id) ?? true)
    .map((arm) => {
      const run = trajectoryOf(document, cache, comparison, arm, request.overrides);
      if (!run.ok) return { arm, failure: run.failure };
      const { values } = run.value.series(plane, true);
      return { arm, x: values[plane[0]], y: values[plane[1]], slice: run.value.slice(plane, others, at) };
    });
  const measured = arms.flatMap(({ arm }) => planeMeasurements(document, comparison, arm, plane));
  const axes: Axes = [
    axis([...arms.flatMap(({ x = [] }) => x), ...measured.map(({ x }) => x)]),
    axis([...arms.flatMap(({ y = [] }) => y), ...measured.map(({ y }) => y)]),
  ];
  const velocities = arms.map(({ slice }) => (slice === undefined ? undefined : velocitiesOf(slice, axes, request.points))),
    full = fullSpeed(velocities.flatMap((one) => (one === undefined ? [] : speeds(one, axes))));
  return {
    comparison: comparison.id,
    plane: [...plane],
    at,
    x: axes[0],
    y: axes[1],
    arms: arms.map(({ arm: { id, name }, failure, slice, x = [], y = [] }, i) => ({
      id,
      name,
      ...(failure === undefined ? {} : { failure: sent(failure) }),
      ...(slice === undefined
        ? {}
        : {
            field: {
              trajectory: { x, y },
              here: [...slice.here],
              given: plane.filter((_, k) => slice.given[k]),
              others: { ...slice.others },
              arrows: { ...velocities[i]!, speed: speeds(velocities[i]!, axes).map((speed) => Math.min(1, speed / full)) },
              nullclines: nullclinesOf(slice, axes),
            },
          }),
    })),
  };
}

function requireStates(document: Scenario, plane: Plane): void {
  const states = document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id),
    wrong = plane.filter((id) => !states.includes(id)),
    advice = `the states are ${states.join(', ') || 'none'}`;
  const refuse = (message: string): never => {
    throw new DocumentError([{ severity: 'error', path: 'variables', message, advice }]);
  };
  if (wrong.length > 0) refuse(`no state "${wrong[0]}", which a plane was to be drawn of`);
  if (plane[0] === plane[1]) refuse(`a plane is of two states, and both are "${plane[0]}"`);
}

/** With the functions that the comparison itself has compiled. */
function trajectoryOf(
  document: Scenario,
  cache: LoweringCache,
  comparison: Comparison,
  { interventions }: Arm,
  overrides: Readonly<Record<string, number>>,
): Result<ArmTrajectory> {
  const { condition, horizon, outcomes } = comparison;
  const times = plotTimes(document, comparison);
  return simulate(document, cache, { interventions, condition, from: horizon.from, times, rates: true, outcomes, overrides });
}

/** @returns ends around all values; what is never negative does not get a negative end */
function axis(values: readonly (number | null)[]): Ends {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { from: 0, until: 1 };
  const [low, high] = known.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  const room = high > low ? MARGIN * (high - low) : Math.abs(high) / 2 || 1;
  return { from: low >= 0 ? Math.max(0, low - room) : low - room, until: high + room };
}

/** Points in the middle of equal cells; on the values that a given variable has, where one is given. */
function velocitiesOf({ at, given }: ArmSlice, axes: Axes, count: number): Velocities {
  const [xs, ys] = axes.map(({ from, until }, k) =>
    given[k] ? [from] : Array.from({ length: count }, (_unused, i) => from + ((until - from) * (i + 0.5)) / count),
  );
  const out = new Float64Array(4),
    found = { x: [] as number[], y: [] as number[], dx: [] as number[], dy: [] as number[] };
  for (const y of ys)
    for (const x of xs) {
      at(x, y, out);
      if (!out.every(Number.isFinite)) continue;
      (['x', 'y', 'dx', 'dy'] as const).forEach((name, k) => found[name].push(out[k]));
    }
  return found;
}

/** Lengths in parts of the axes, by time. */
const speeds = ({ dx, dy }: Velocities, [x, y]: Axes): number[] =>
  dx.map((value, i) => Math.hypot(value / (x.until - x.from), dy[i] / (y.until - y.from)));

function fullSpeed(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.floor(BELOW_FULL * (sorted.length - 1))] || sorted.at(-1) || 1;
}

/** Where a variable is given the plane shrinks to a line, on which nothing is drawn. */
function nullclinesOf({ at, given }: ArmSlice, axes: Axes): PlaneField['nullclines'] {
  if (given.some(Boolean)) return [[], []];
  const [xs, ys] = axes.map(({ from, until }) => evenly(from, until, FINE)),
    out = new Float64Array(4),
    derivatives = [new Float64Array(FINE * FINE), new Float64Array(FINE * FINE)];
  ys.forEach((y, j) =>
    xs.forEach((x, i) => {
      at(x, y, out);
      derivatives.forEach((values, k) => (values[j * FINE + i] = out[2 + k]));
    }),
  );
  const [first, second] = derivatives.map((values) =>
    zeroLines(xs, ys, values).map((line) => ({ x: line.map(([x]) => x), y: line.map(([, y]) => y) })),
  );
  return [first, second];
}
