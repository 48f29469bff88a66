/**
 * Sobol' points, which fill a box far more evenly than random ones, whatever their number: point i is a function of i and the
 * seed alone. Scrambled by a random lower triangular matrix and a digital shift a dimension (Matoušek, J Complexity 14:527,
 * 1998), under which each point is uniform and the evenness stays.
 */
import { seededRandom } from '../util/random';
import { sobolDirections } from './sobol-directions';

const BITS = 32;
export const SOBOL_DIMENSIONS = sobolDirections.length + 1;

/** @returns direction numbers v_1 … v_32 of a dimension from 0, as unsigned fractions of 2³² */
function directions(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  if (dimension === 0) return v.map((_, k) => 1 << (BITS - 1 - k));
  const [s, a, m] = sobolDirections[dimension - 1];
  for (let k = 0; k < BITS; k++) {
    if (k < s) {
      v[k] = m[k] << (BITS - 1 - k);
      continue;
    }
    v[k] = v[k - s] ^ (v[k - s] >>> s);
    for (let j = 1; j < s; j++) if ((a >>> (s - 1 - j)) & 1) v[k] ^= v[k - j];
  }
  return v;
}

/** Multiplies by a unit lower triangular binary matrix: digit k takes in random digits before it. @param rows a row a digit */
const scrambled = (value: number, rows: Uint32Array): number => {
  let out = 0;
  for (let k = 0; k < BITS; k++) {
    let parity = value & rows[k];
    parity ^= parity >>> 16;
    parity ^= parity >>> 8;
    parity ^= parity >>> 4;
    parity ^= parity >>> 2;
    parity ^= parity >>> 1;
    out |= (parity & 1) << (BITS - 1 - k);
  }
  return out >>> 0;
};

/**
 * @param dimensions at most SOBOL_DIMENSIONS  @param seed absent: not scrambled
 * @returns index from 0 below 2³² → point in [0, 1)^dimensions
 */
export function sobol(dimensions: number, seed?: number): (index: number) => Float64Array {
  if (!(dimensions <= SOBOL_DIMENSIONS)) throw new RangeError(`there are Sobol points of up to ${SOBOL_DIMENSIONS} dimensions`);
  const random = seed === undefined ? null : seededRandom(seed);
  const bits = (): number => Math.floor((random?.uniform() ?? 0) * 2 ** BITS);
  const table = Array.from({ length: dimensions }, (_, dimension) => {
    const v = directions(dimension);
    if (random === null) return { v, shift: 0 };
    // above the diagonal of digit k lie the k digits before it
    const rows = Uint32Array.from({ length: BITS }, (_row, k) => {
      const diagonal = 1 << (BITS - 1 - k);
      return (diagonal | (k === 0 ? 0 : bits() & (-1 << (BITS - k)))) >>> 0;
    });
    return { v: v.map((value) => scrambled(value, rows)), shift: bits() };
  });
  return (index) => {
    const gray = (index ^ (index >>> 1)) >>> 0;
    return Float64Array.from(table, ({ v, shift }) => {
      let x = shift;
      for (let k = 0; k < BITS; k++) if ((gray >>> k) & 1) x ^= v[k];
      return (x >>> 0) / 2 ** BITS;
    });
  };
}
