/** What a warm start is: from one start point to another, without a word on which of the two is better. */
import type { Result } from '../../util/result';
import { bfgs } from '../bfgs';
import { lbfgs } from '../lbfgs';
import type { Optimiser, OptimiserState } from '../optimiser';

export interface Warmed {
  /** float64[k] on the fit scale, within the bounds */
  readonly x: Float64Array;
  /** what was done, in words */
  readonly did: string;
}

/** Where a long warm start is; its steps count up to the first iteration, which is 0. */
export interface WarmProgress {
  readonly iteration: number;
  readonly nllh: number;
  /** natural values */
  readonly parameters: Record<string, number>;
}

/**
 * A function of its start point alone, so that it gives the same bits on every worker.
 * @param x0 float64[k] on the fit scale
 * @param cancelled asked now and then; the best so far is the answer then
 * @param told hears of a long one now and then
 */
export type Warming = (x0: Float64Array, cancelled: () => boolean, told: (progress: WarmProgress) => void) => Result<Warmed>;

/** Above this the n² entries of a dense Hessian cost more than they save. */
const MOST_DENSE = 300;

/** @returns the optimiser of a warm start's own objective, which knows a gradient and nothing more */
export function quasiNewton(size: number, maxIterations: number, tolerance: number): Optimiser<OptimiserState> {
  return size > MOST_DENSE ? lbfgs({ maxIterations, tolerance, memory: 20 }) : bfgs({ maxIterations, tolerance });
}
