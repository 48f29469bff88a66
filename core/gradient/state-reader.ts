/** The forward states of one piece, read from the dense solution at times that mostly descend, as a backward solve asks for them. */
import type { DenseSolution } from '../solve/dense';

export class StateReader {
  /** the state last read, float64[n], overwritten by every read */
  readonly y: Float64Array;
  private step: number;

  /** @param first, last steps of the dense solution that belong to the piece */
  constructor(
    private readonly dense: DenseSolution,
    private readonly first: number,
    private readonly last: number,
  ) {
    this.y = new Float64Array(dense.n);
    this.step = last;
  }

  /** Reads y(t), at the piece's ends the limit from within. */
  read(t: number): void {
    this.readStep(this.find(t), t);
  }

  /** Reads y(t) on the polynomial of a step, a little outside of the step if need be. */
  readStep(step: number, t: number): void {
    this.dense.evaluateStep(step, (t - this.start(step)) / this.size(step), this.y);
  }

  /** @returns the step that holds t, or the piece's nearest */
  find(t: number): number {
    const { starts, ends } = this.dense;
    while (this.step > this.first && t < starts[this.step]) this.step--;
    while (this.step < this.last && t >= ends[this.step]) this.step++;
    return this.step;
  }

  start(step: number): number {
    return this.dense.starts[step];
  }

  size(step: number): number {
    return this.dense.ends[step] - this.dense.starts[step];
  }
}
