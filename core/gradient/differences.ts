/** Gradients by central differences of a scalar function of the parameters, each moved in turn. */
import { failed, success } from '../util/result';
import type { Failure, Result } from '../util/result';

/**
 * @param value the function with one parameter at x
 * @param at the parameter's value  @param step how far it is moved
 * @returns the function's derivative with a truncation error of order step², or its failure
 */
export function centralDifference(value: (x: number) => Result<number>, at: number, step: number): Result<number> {
  const up = value(at + step);
  if (!up.ok) return up;
  const down = value(at - step);
  if (!down.ok) return down;
  return success((up.value - down.value) / (at + step - (at - step)));
}

/** Ratio of one step to the next, how many there are at most, and the relative error that ends them. */
const RATIO = 3,
  MOST_STEPS = 12,
  ENOUGH = 1e-10;

/**
 * Central differences with shrinking steps, extrapolated to step 0 as far as that helps: for smooth functions, where it finds
 * the step between truncation and rounding by itself (C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)",
 * Advances in Engineering Software 4 (1982) 75–76).
 * @param step the first step; where the function fails at it the next is tried
 */
export function extrapolatedDifference(value: (x: number) => Result<number>, at: number, step: number): Result<number> {
  let best = NaN,
    error = Infinity,
    row: number[] = [],
    failure: Failure | undefined;
  for (let i = 0; i < MOST_STEPS; i++, step /= RATIO) {
    const slope = centralDifference(value, at, step);
    if (!slope.ok) {
      failure = slope.failure;
      if (row.length > 0) break;
      continue;
    }
    const next = [slope.value];
    for (let j = 0, weight = RATIO ** 2; j < row.length; j++, weight *= RATIO ** 2) {
      next.push((weight * next[j] - row[j]) / (weight - 1));
      const own = Math.max(Math.abs(next[j + 1] - next[j]), Math.abs(next[j + 1] - row[j]));
      if (own <= error) {
        error = own;
        best = next[j + 1];
      }
    }
    if (error <= ENOUGH * Math.abs(best)) break;
    // Rounding has taken over where the highest order is no longer near its predecessor.
    if (row.length > 1 && Math.abs(next[row.length] - row[row.length - 1]) > 2 * error) break;
    row = next;
  }
  return failure !== undefined && !Number.isFinite(best) ? failed(failure) : success(best);
}
