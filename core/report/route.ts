/** The line of an edge between two shapes: clipped at their borders, bowed where another line runs beside it. */
import type { GraphPosition } from '../graph/graph';

export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly round: boolean;
}
export interface Route {
  readonly start: GraphPosition;
  readonly control: GraphPosition;
  readonly end: GraphPosition;
  readonly middle: GraphPosition;
  /** unit vector along the line where it ends */
  readonly direction: GraphPosition;
}

const GAP = 4;

/** Where the ray from the shape's centre towards a point leaves the shape, a little outside. */
function border(shape: Shape, towards: GraphPosition, gap: number): GraphPosition {
  const dx = towards.x - shape.x,
    dy = towards.y - shape.y,
    length = Math.hypot(dx, dy) || 1;
  const reach = shape.round
    ? shape.halfWidth
    : Math.min(shape.halfWidth / Math.abs(dx / length || 1e-9), shape.halfHeight / Math.abs(dy / length || 1e-9));
  return { x: shape.x + (dx / length) * (reach + gap), y: shape.y + (dy / length) * (reach + gap) };
}

/** @param bow distance of the curve's control point from the straight line, pixels, to its left */
export function route(from: Shape, to: Shape, bow: number): Route {
  const dx = to.x - from.x,
    dy = to.y - from.y,
    length = Math.hypot(dx, dy) || 1;
  const control = { x: (from.x + to.x) / 2 + (bow * dy) / length, y: (from.y + to.y) / 2 - (bow * dx) / length };
  const start = border(from, control, 1),
    end = border(to, control, GAP);
  const tx = end.x - control.x,
    ty = end.y - control.y,
    t = Math.hypot(tx, ty) || 1;
  return {
    start,
    control,
    end,
    middle: { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 },
    direction: { x: tx / t, y: ty / t },
  };
}

/** Bows to try where the straight line would run through another node. */
const detours = [0, 40, -40, 75, -75, 120, -120];
/** For one line of a pair: its own side first, then the other's with bows that the other does not take. */
const pairDetours = [0, 40, 75, 120, -105, -146, -200];

/**
 * The route with the smallest detour from `bow` that touches none of the other shapes; the plain one if all of them do.
 */
export function clearRoute(from: Shape, to: Shape, bow: number, others: readonly Shape[]): Route {
  const free = ({ start, control, end }: Route): boolean => {
    for (let i = 1; i < 20; i++) {
      const t = i / 20,
        u = 1 - t;
      const x = u * u * start.x + 2 * u * t * control.x + t * t * end.x;
      const y = u * u * start.y + 2 * u * t * control.y + t * t * end.y;
      const hits = (shape: Shape): boolean =>
        Math.abs(x - shape.x) < shape.halfWidth + 4 && Math.abs(y - shape.y) < shape.halfHeight + 4;
      if (others.some(hits)) return false;
    }
    return true;
  };
  for (const detour of bow === 0 ? detours : pairDetours) {
    const path = route(from, to, bow + detour);
    if (free(path)) return path;
  }
  return route(from, to, bow);
}
