/** The inputs of this scenario: points of two interleaved half-moons, labelled +1 and −1, drawn by a recorded seed. */
import { seededRandom } from '../../core/util/random';

export const SEED = 1;
/** standard deviation of the points around their half-moon */
const SPREAD = 0.1;

export interface LabelledInput {
  readonly x: number;
  readonly y: number;
  readonly label: 1 | -1;
}

/** @returns inputs of both labels in turn, evenly along their half-moons, to three digits */
export function halfMoons(count: number, seed = SEED): LabelledInput[] {
  const random = seededRandom(seed),
    digits = (value: number): number => Number(value.toFixed(3));
  return Array.from({ length: count }, (_, k) => {
    const angle = (Math.PI * (Math.floor(k / 2) + 0.5)) / (count / 2),
      label = k % 2 === 0 ? 1 : -1;
    const [x, y] = label === 1 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return {
      x: digits(1.2 * (x - 0.5) + SPREAD * random.normal()),
      y: digits(1.2 * (y - 0.25) + SPREAD * random.normal()),
      label,
    };
  });
}
