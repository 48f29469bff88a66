/** A run of steps with what their reverse needs: states at their starts and stage slopes, in arrays that grow by doubling. */
import type { Workspace } from '../solve/solver';
import type { Keeper } from './step-reverse';

export class Tape {
  length = 0;
  /** states at the starts of the steps, row-major, n to a step */
  y: Float64Array;
  content = new Float64Array(0);
  /** where in `content` a step's begins */
  offset: Float64Array;
  /** states at the ends of stretches of steps, before what happens there, by the crossing that ends them */
  readonly ends = new Map<number, Float64Array>();
  private used = 0;

  /** @param capacity steps to make room for at the outset */
  constructor(
    readonly n: number,
    capacity = 64,
  ) {
    this.y = new Float64Array(capacity * n);
    this.offset = new Float64Array(capacity);
  }

  /** Forgets all steps and keeps the memory. */
  clear(): void {
    this.length = this.used = 0;
    if (this.ends.size > 0) this.ends.clear();
  }

  /** Gives the memory back. */
  drop(): void {
    this.clear();
    this.y = this.content = this.offset = new Float64Array(0);
  }

  get bytes(): number {
    return 8 * (this.y.length + this.content.length + this.offset.length);
  }

  push(keeper: Keeper, w: Workspace, y: Float64Array): void {
    const { n, length, used } = this;
    if (length === this.offset.length) {
      this.y = larger(this.y, (length + 1) * n);
      this.offset = larger(this.offset, length + 1);
    }
    if (used + keeper.length > this.content.length) this.content = larger(this.content, Math.max(used + keeper.length, 64 * n));
    const states = this.y;
    for (let j = 0, at = length * n; j < n; j++, at++) states[at] = y[j];
    this.offset[length] = used;
    keeper.keep(w, this.content, used);
    this.used = used + keeper.length;
    this.length = length + 1;
  }
}

/** @returns a copy at least twice as long */
export function larger(array: Float64Array, atLeast = 0): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(Math.max(2 * array.length, atLeast));
  copy.set(array);
  return copy;
}
