/** How far what the network says of the way of the point is from the law, near the measurements and away from them. */
import { planeMeasurements } from '../../core/model/plane-measurements';
import type { PhasePlane } from '../../core/service/contract';
import type { Scenario } from '../../core/model/schema';

export interface FieldErrors {
  /** medians over the points of |learned − law| over |law| */
  readonly near: number;
  readonly far: number;
}

/** in units of x and y */
const NEAR = 0.1,
  FAR = 0.8;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** @param plane of x and y with the arms `learned` and `law_arm`, their arrows at the same points */
export function fieldErrors(document: Scenario, { arms }: PhasePlane): FieldErrors {
  const [learned, law] = ['learned', 'law_arm'].map((id) => arms.find((arm) => arm.id === id)!.field!.arrows),
    measured = document.comparisons.slice(0, 1).flatMap((one) => planeMeasurements(document, one, one.baseline, ['x', 'y']));
  const points = learned.x.map((x, i) => {
    const y = learned.y[i],
      size = Math.hypot(law.dx[i], law.dy[i]);
    return {
      away: Math.min(...measured.map((one) => Math.hypot(one.x - x, one.y - y))),
      error: Math.hypot(learned.dx[i] - law.dx[i], learned.dy[i] - law.dy[i]) / size,
    };
  });
  return {
    near: median(points.filter(({ away }) => away < NEAR).map(({ error }) => error)),
    far: median(points.filter(({ away }) => away > FAR).map(({ error }) => error)),
  };
}
