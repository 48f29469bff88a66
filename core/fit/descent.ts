/** What the methods of descent share: where they begin, and when they end. */
import { success, type Result } from '../util/result';
import { reasons } from './messages';
import { project, projectedGradientNorm } from './optimiser';
import type { Objective, OptimiserState, Point, Termination } from './optimiser';

export interface DescentSettings {
  readonly maxIterations: number;
  /** largest projected gradient entry, relative to 1 + |value| */
  readonly tolerance: number;
}

/** @returns the point within the bounds that a search begins at; a failure where it cannot be evaluated */
export function firstPoint(objective: Objective, x0: Float64Array): Result<Point> {
  const x = project(objective, x0),
    evaluated = objective.evaluate(x);
  return evaluated.ok ? success({ x, ...evaluated.value }) : evaluated;
}

export const isStationary = (objective: Objective, point: Point, tolerance: number): boolean =>
  projectedGradientNorm(objective, point) <= tolerance * (1 + Math.abs(point.value));

/** A cost that falls by less than this, relative to 1 + |value|, hardly falls. */
const SETTLED_DECREASE = 1e-9;
export const smallDecrease = (value: number): number => SETTLED_DECREASE * (1 + Math.abs(value));

/**
 * @param settled whether the cost no longer falls
 * @param stuck why nothing lower can be found, in words; null where it can
 * @returns null while there is reason to go on
 */
export function endOfDescent(
  objective: Objective,
  { point, iteration }: OptimiserState,
  { maxIterations, tolerance }: DescentSettings,
  settled: boolean,
  stuck: string | null,
): Termination | null {
  if (isStationary(objective, point, tolerance)) return { converged: true, reason: reasons.gradient };
  if (settled) return { converged: true, reason: reasons.settled };
  if (stuck !== null) return { converged: false, reason: stuck };
  return iteration >= maxIterations ? { converged: false, reason: reasons.iterations(maxIterations) } : null;
}
