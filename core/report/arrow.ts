/** The shape of a vector field's arrow: which way by the axes as they are drawn, how fast by length and shade. */

/** Length of the slowest and of the fastest arrow, of the distance between two. */
const LENGTH = { least: 0.22, most: 0.92 };
const OPACITY = { least: 0.28, most: 0.85 };
/** The head's sides: their length, of the arrow's and in pixels at most, and their angle to its shaft, radians. */
const HEAD = { share: 0.42, most: 6, angle: 0.45 };

/**
 * @param spacing between two arrows, pixels  @param across pixels that the change along x is long, to the right
 * @param up pixels that the change along y is long, upwards
 * @param speed from 0 to 1; lengths go by its root, so that the direction can be seen where it is slow
 * @returns a line of five points around 0, in pixels with y down: tail, tip, one end of the head, tip, its other end; null where nothing moves
 */
export function arrowPoints(spacing: number, across: number, up: number, speed: number): [number, number][] | null {
  const norm = Math.hypot(across, up);
  if (!(norm > 0)) return null;
  const length = spacing * (LENGTH.least + (LENGTH.most - LENGTH.least) * Math.sqrt(speed)),
    [ex, ey] = [across / norm, -up / norm],
    tip: [number, number] = [(ex * length) / 2, (ey * length) / 2],
    side = Math.min(HEAD.most, HEAD.share * length);
  const end = (angle: number): [number, number] => [
    tip[0] - side * (ex * Math.cos(angle) - ey * Math.sin(angle)),
    tip[1] - side * (ex * Math.sin(angle) + ey * Math.cos(angle)),
  ];
  return [[-tip[0], -tip[1]], tip, end(HEAD.angle), tip, end(-HEAD.angle)];
}

/** @param speed from 0 to 1 */
export const arrowOpacity = (speed: number): number => OPACITY.least + (OPACITY.most - OPACITY.least) * Math.sqrt(speed);
