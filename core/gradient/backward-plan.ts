/**
 * The way back as a plan in reversed time s = −t: a piece between any two stops at which the adjoint jumps, which are the
 * outputs (their cotangents are added), the jumps of the forward plan and its events (λ goes through their transposed Jacobians).
 */
import type { DenseSolution } from '../solve/dense';
import type { Piece, Plan, VectorFunction } from '../solve/system';
import { adjointAlong, adjointWithState } from './adjoint-equations';
import type { JumpEntry } from './jump-recording';
import { StateReader } from './state-reader';
import { noDerivatives, underived } from './underived';

/** A stop at which the adjoint jumps: an output, the jumps of an entry into a piece, or an event. */
export type Stop = { readonly output: number } | { readonly entry: number };

/** One stretch without stops. */
export interface Stretch {
  /** the stops at its start, in the order in which they are passed on the way back */
  readonly stops: readonly Stop[];
  /** index of the forward plan's piece */
  readonly piece: number;
  /** the piece's states; absent where they are integrated */
  readonly reader?: StateReader;
}

export interface BackwardTask {
  readonly plan: Plan;
  readonly entries: readonly JumpEntry[];
  readonly times: Float64Array;
  readonly pieceOf: Int32Array;
  /** absent: the states are integrated backward, in front of λ in the vector */
  readonly dense?: DenseSolution;
  /** where the way back begins: nothing after it has a part in the gradient */
  readonly until: number;
  /** What the vector is just before a stop (in forward time). @param z what it is just after  @param out overwritten */
  pass(stop: Stop, z: Float64Array, p: Float64Array, out: Float64Array): void;
}

export interface BackwardPlan {
  readonly plan: Plan;
  /** one a piece of `plan` */
  readonly stretches: readonly Stretch[];
  /** the stops at the end of the way */
  readonly last: readonly Stop[];
}

export function backwardPlan(task: BackwardTask): BackwardPlan {
  const { plan, entries, times, pieceOf, dense, until } = task,
    { n, m } = plan,
    size = dense === undefined ? 2 * n : n;
  const pieces: Piece[] = [],
    stretches: Stretch[] = [];
  let pending: Stop[] = [],
    output = times.length - 1;
  for (let e = entries.length - 1; e >= 0; e--) {
    const { piece, t: start } = entries[e];
    if (start > until) continue;
    let t = Math.min(entries[e + 1]?.t ?? until, until);
    const { rhs } = plan.pieces[piece],
      reader = dense !== undefined && t > start ? readerOf(dense, piece, start, t) : undefined;
    const equations = reader === undefined ? adjointWithState(rhs, m) : adjointAlong(rhs, reader, m);
    const back = (to: number): void => {
      pieces.push({ from: -t, until: -to, rhs: equations, jumps: pending.map((stop) => jumpOf(task, stop, size)) });
      stretches.push({ stops: pending, piece, reader });
      pending = [];
      t = to;
    };
    for (; output >= 0 && pieceOf[output] === piece && times[output] >= start; output--) {
      if (times[output] < t) back(times[output]);
      pending.push({ output });
    }
    if (t > start) back(start);
    pending.push({ entry: e });
  }
  return { plan: { n: size, m, pieces, initial: given(size) }, stretches, last: pending };
}

const jumpOf = ({ pass }: BackwardTask, stop: Stop, size: number): VectorFunction => ({
  ...underived,
  size,
  value(_s, z, p, out) {
    pass(stop, z, p, out);
  },
});

/** The state that a way back starts from is handed to the solve. */
const given = (size: number): VectorFunction => ({ ...underived, size, value: noDerivatives });

function readerOf(dense: DenseSolution, piece: number, start: number, end: number): StateReader {
  let first = 0;
  while (dense.pieceOf[first] !== piece || dense.starts[first] < start) first++;
  let last = first;
  while (last + 1 < dense.steps && dense.pieceOf[last + 1] === piece && dense.starts[last + 1] < end) last++;
  return new StateReader(dense, first, last);
}
