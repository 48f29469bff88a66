/**
 * What the stops of a way back do to its vector, λ or (y, λ), and how far the states in it are off there.
 */
import type { Solution } from '../solve/options';
import type { Plan } from '../solve/system';
import type { Stop } from './backward-plan';
import { jumpsOf, statesThrough } from './crossings';
import type { JumpRecording } from './jump-recording';
import { reverseJump, takeAssigned } from './reverse-changes';

/** How far the states that were integrated backward are off, ‖y_back − y‖/‖y‖. */
export interface Drift {
  /** at the start, just after the jumps there */
  readonly start: number;
  /** float64[times.length], at each output */
  readonly outputs: Float64Array;
  readonly largest: number;
}

export const largestOf = (values: Float64Array): number => values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);

/** The stops of one way back, passed one by one. */
export class Stops {
  private readonly n: number;
  private readonly lambda: Float64Array;
  private readonly outputs: Float64Array;
  private start = 0;

  /** @param first where λ begins in the vector */
  constructor(
    private readonly plan: Plan,
    private readonly p: Float64Array,
    private readonly forward: Solution,
    private readonly jumps: JumpRecording,
    private readonly cotangents: Float64Array,
    private readonly first: number,
  ) {
    this.n = plan.n;
    this.lambda = new Float64Array(plan.n);
    this.outputs = new Float64Array(forward.times.length);
  }

  /** @param z overwritten by the vector just before the stop  @param gp added to */
  pass(stop: Stop, z: Float64Array, gp: Float64Array): void {
    const { n, first, lambda, p } = this;
    if ('output' in stop) {
      for (let j = 0, at = stop.output * n; j < n; j++, at++) z[first + j] += this.cotangents[at];
      return;
    }
    const { piece, t, before, fired } = this.jumps.entries[stop.entry],
      { jumps, events } = this.plan.pieces[piece];
    for (let j = 0; j < n; j++) lambda[j] = z[first + j];
    if (fired === undefined) {
      const states = this.statesOf(stop.entry);
      for (let i = jumps.length - 1; i >= 0; i--) reverseJump(jumps[i], t, states[i], p, lambda, gp);
    } else {
      const { targets, values } = events![fired.event];
      values.vjp(t, before, p, takeAssigned(targets, lambda), lambda, gp);
    }
    z.set(lambda, first);
    if (first > 0) z.set(before);
  }

  /** Takes down how far the states in z are off just after the stop. */
  measure(stop: Stop, z: Float64Array): void {
    const { n, first, forward } = this;
    if (first === 0) return;
    if ('output' in stop) {
      this.outputs[stop.output] = distance(z, forward.states.subarray(stop.output * n, (stop.output + 1) * n));
    } else if (stop.entry === 0) {
      const states = this.statesOf(0);
      this.start = distance(z, states[states.length - 1]);
    }
  }

  drift(): Drift {
    return { start: this.start, outputs: this.outputs, largest: Math.max(this.start, largestOf(this.outputs)) };
  }

  /** States before, between and after the jumps of an entry. */
  private statesOf(entry: number): Float64Array[] {
    const { piece, t, before } = this.jumps.entries[entry];
    return statesThrough(jumpsOf(this.plan, piece), this.p, t, before, []);
  }
}

/** ‖a − b‖/‖b‖ over the length of b */
function distance(a: Float64Array, b: Float64Array): number {
  let apart = 0,
    size = 0;
  for (let j = 0; j < b.length; j++) {
    apart += (a[j] - b[j]) ** 2;
    size += b[j] ** 2;
  }
  return Math.sqrt(apart / Math.max(size, Number.MIN_VALUE));
}
