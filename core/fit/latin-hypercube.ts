/**
 * A Latin hypercube (McKay, Beckman & Conover, Technometrics 21:239, 1979): of so many points, each dimension has exactly one in
 * each of as many equal slices. Its points therefore depend on their number.
 */
import { seededRandom } from '../util/random';

/** @returns index from 0 below `points` → point in [0, 1)^dimensions */
export function latinHypercube(dimensions: number, points: number, seed: number): (index: number) => Float64Array {
  const random = seededRandom(seed);
  const columns = Array.from({ length: dimensions }, () => {
    const slices = Float64Array.from({ length: points }, (_, k) => k);
    for (let k = points - 1; k > 0; k--) {
      const other = Math.floor(random.uniform() * (k + 1));
      [slices[k], slices[other]] = [slices[other], slices[k]];
    }
    return slices.map((slice) => (slice + random.uniform()) / points);
  });
  return (index) => Float64Array.from(columns, (column) => column[index]);
}
