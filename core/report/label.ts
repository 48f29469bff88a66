/** Where the name of a hub goes: on the side of it that its lines leave most free. */
import type { GraphPosition } from '../graph/graph';
import type { Shape } from './route';

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** @param towards points to which lines leave the node */
export function labelSide({ x, y, halfWidth }: Shape, towards: readonly GraphPosition[]): Label {
  const sides: readonly { readonly dx: number; readonly dy: number; readonly label: Label }[] = [
    { dx: 1, dy: 0, label: { x: x + halfWidth + 5, y: y + 4, anchor: 'start' } },
    { dx: -1, dy: 0, label: { x: x - halfWidth - 5, y: y + 4, anchor: 'end' } },
    { dx: 0, dy: 1, label: { x, y: y + halfWidth + 13, anchor: 'middle' } },
    { dx: 0, dy: -1, label: { x, y: y - halfWidth - 6, anchor: 'middle' } },
  ];
  const crowding = (dx: number, dy: number): number =>
    towards.reduce((worst, point) => {
      const length = Math.hypot(point.x - x, point.y - y) || 1;
      return Math.max(worst, ((point.x - x) * dx + (point.y - y) * dy) / length);
    }, -1);
  // the first of equals: a name to the right is easiest to read
  return sides.reduce((best, side) => (crowding(side.dx, side.dy) < crowding(best.dx, best.dy) - 0.05 ? side : best)).label;
}
