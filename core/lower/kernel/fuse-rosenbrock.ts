/**
 * Rosenbrock steps written out for one right-hand side. A small system becomes one function or a few whose values all are local
 * constants, a large one functions that roll what repeats into loops.
 */
import type { Fused, FusedRosenbrock } from '../../solve/fused';
import type { RosenbrockCoefficients } from '../../solve/rosenbrock-tableau';
import { SMALLEST_PIVOT } from '../../util/sparse-lu';
import type { SparsityPattern } from '../../util/sparsity';
import { numeral } from './emit';
import { perTableau, type Model } from './fuse-text';
import { blocksOf, lengthOfShapes, type Block, type Locate } from './loops';
import { makeBlock } from './make-function';
import { RosenbrockRows } from './rosenbrock-rows';
import { operations, unrolled } from './unroll';

/** Arithmetic operations of a step up to which it is written out, and text up to which it is rolled. */
const MOST_UNROLLED = 12_000,
  LONGEST_ROLLED = 400_000;
/** The part of a step's text that goes as far as the first stage is no less than one in so many. */
const FIRST_SHARE = 10;

type Piece = (
  scalars: Float64Array,
  y: Float64Array,
  p: Float64Array,
  k: Float64Array,
  slope: Float64Array,
  next: Float64Array,
) => boolean;

/** Each is made when it is first asked for; undefined where its text would be too long to be worth it. */
export const fuseRosenbrock = (model: Model, pattern: SparsityPattern): NonNullable<Fused['rosenbrock']> =>
  perTableau((tableau) => makeStep(model, pattern, tableau));

function makeStep(model: Model, pattern: SparsityPattern, tableau: RosenbrockCoefficients): FusedRosenbrock | undefined {
  const rows = new RosenbrockRows(model, pattern, tableau),
    { phases, arrays } = rows,
    stages = tableau.c.length;
  rows.first();
  // What the first stage takes tells whether the text of all would be too long, before it is written.
  const short = operationsIn(phases, MOST_UNROLLED / FIRST_SHARE) <= MOST_UNROLLED / FIRST_SHARE;
  if (!short && lengthOfShapes(phases.flat()) > LONGEST_ROLLED / FIRST_SHARE) return undefined;
  rows.rest();
  const small = operationsIn(phases, MOST_UNROLLED) <= MOST_UNROLLED;
  const { locate, size } = layout(arrays, pattern.n, !small);
  const lasting = new Set(['N', 'F', ...Array.from({ length: stages }, (_, s) => `K${s}`)]);
  const blocks = small ? unrolled(phases.flat(), locate, lasting) : blocksOf(phases, locate, (array) => array.startsWith('T'));
  if (!small && length(blocks) > LONGEST_ROLLED) return undefined;
  const memory = new Float64Array(size);
  const read = 'const t=scalars[0],h=scalars[1];',
    derived = `const d=1/(h*${numeral(tableau.gamma)}),e=1/h,smallest=${numeral(SMALLEST_PIVOT)}*M.abs(d);`;
  const pieces = blocks.map(
    (block) => makeBlock('scalars,y,p,k,slope,next', block, memory, `${read}${derived}`, 'return true;') as Piece,
  );
  const scalars = new Float64Array(2);
  return (t, y, p, h, k, slope, next) => {
    scalars[0] = t;
    scalars[1] = h;
    for (let i = 0; i < pieces.length; i++) if (!pieces[i](scalars, y, p, k, slope, next)) return false;
    return true;
  };
}

/** @returns how many operations the rows have, counted until there are more than `most` */
function operationsIn(phases: readonly (readonly string[])[], most: number): number {
  let count = 0;
  for (const rows of phases) {
    for (const row of rows) if ((count += operations(row)) > most) return count;
  }
  return count;
}

const length = (blocks: readonly Block[]): number => blocks.reduce((sum, { code }) => sum + code.length, 0);

/**
 * Where the arrays of a step lie: K0 … in `k`, one after the other, those of the step's own in `w`.
 * @param share whether arrays that are not in use at one time share their memory: P, X and K of a stage, all A, all T
 * @param n number of states
 */
function layout(arrays: ReadonlyMap<string, number>, n: number, share: boolean): { locate: Locate; size: number } {
  const offsets = new Map<string, number>();
  let size = 0;
  const kindOf = (array: string): string => (share && /^[AT]/.test(array) ? array[0] : array);
  for (const array of arrays.keys()) {
    const kind = kindOf(array);
    if (offsets.has(kind) || (share && /^[PX]/.test(array))) continue;
    offsets.set(kind, size);
    size += Math.max(...[...arrays].map(([other, length]) => (kindOf(other) === kind ? length : 0)));
  }
  const locate: Locate = (array) => {
    if (array === 'N') return { name: 'next', offset: 0 };
    if (array === 'F') return { name: 'slope', offset: 0 };
    if (array.startsWith('K') || (share && /^[PX]/.test(array))) return { name: 'k', offset: Number(array.slice(1)) * n };
    const offset = offsets.get(kindOf(array));
    return offset === undefined ? { name: array, offset: 0 } : { name: 'w', offset };
  };
  return { locate, size };
}
