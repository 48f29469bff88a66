/** The accepted steps of a solve, in arrays that grow by doubling and are kept between solves. */
import type { Solver, Workspace } from './solver';

/** What is kept of a step beside its time, size and state. */
export interface StepContent {
  /** @returns how many numbers it takes for n states */
  length(solver: Solver, n: number): number;
  write(solver: Solver, w: Workspace, out: Float64Array, offset: number): void;
}

export const denseOutput: StepContent = {
  length: (solver, n) => solver.denseLength(n),
  write(solver, w, out, offset) {
    solver.pack(w, out, offset);
  },
};

export class StepLog {
  /** number of steps */
  length = 0;
  /** starts, ends and sizes of the steps; an end is the next step's start, to the bit, within a piece */
  start = new Float64Array(64);
  end = new Float64Array(64);
  size = new Float64Array(64);
  /** share of the step that was gone, less than 1 where an event cut it */
  part = new Float64Array(64);
  piece = new Int32Array(64);
  /** where in `content` a step's begins */
  offset = new Float64Array(64);
  /** states at the starts, row-major, n to a step */
  y: Float64Array;
  content: Float64Array;
  readonly solvers: Solver[] = [];
  private used = 0;

  constructor(
    readonly n: number,
    private readonly kept: StepContent = denseOutput,
  ) {
    this.y = new Float64Array(64 * n);
    this.content = new Float64Array(64 * 8 * n);
  }

  /** Forgets all steps and keeps the memory. */
  clear(): void {
    this.length = this.used = 0;
    this.solvers.length = 0;
  }

  push(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array, part = 1): void {
    const i = this.length,
      { n } = this,
      need = this.kept.length(solver, n);
    if (i === this.start.length) this.grow();
    if (this.used + need > this.content.length) this.content = doubled(this.content, this.used + need);
    this.start[i] = t;
    this.end[i] = end;
    this.size[i] = h;
    this.part[i] = part;
    this.piece[i] = piece;
    this.offset[i] = this.used;
    this.solvers[i] = solver;
    for (let j = 0, at = i * n; j < n; j++, at++) this.y[at] = y[j];
    this.kept.write(solver, w, this.content, this.used);
    this.used += need;
    this.length = i + 1;
  }

  /** State at t + θh of a step, where dense output is kept. @param out float64[n] from outOffset, overwritten */
  interpolate(step: number, theta: number, out: Float64Array, outOffset = 0): void {
    const { n } = this;
    this.solvers[step].interpolate(this.content, this.offset[step], this.y, step * n, n, this.size[step], theta, out, outOffset);
  }

  /** @returns the last step that starts at or before t, −1 if none does */
  find(t: number): number {
    let low = 0,
      high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.start[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private grow(): void {
    this.start = doubled(this.start);
    this.end = doubled(this.end);
    this.size = doubled(this.size);
    this.part = doubled(this.part);
    this.offset = doubled(this.offset);
    this.y = doubled(this.y);
    const piece = new Int32Array(2 * this.piece.length);
    piece.set(this.piece);
    this.piece = piece;
  }
}

function doubled(array: Float64Array, atLeast = 0): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(2 * array.length, atLeast));
  larger.set(array);
  return larger;
}
