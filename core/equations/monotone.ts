/**
 * Monotone networks: non-negative weights along every path of a monotone input, and units that are monotone and not all convex
 * (Runje & Shankaranarayana, Constrained Monotonic Neural Networks, ICML 2023). Every factor of the derivative is non-negative
 * in floating-point arithmetic too, so that its sign is exact.
 */
import type { Network } from '../model/schema';
import type { Expr, Expressions } from './expression';

/** A weight that cannot be negative: the square of the stored one, whose derivative costs one product and vanishes only at zero. */
export const nonNegative = (pool: Expressions, stored: Expr): Expr => pool.pow(stored, pool.number(2));

/** @returns the stored weight whose square is |weight| */
export const storedFor = (weight: number): number => Math.sqrt(Math.abs(weight));

/**
 * A hidden unit. tanh and logistic are monotone and saturate; softplus alone would give convex curves only, so in a monotone
 * network its units are convex, concave and saturating in turn.
 */
export function activate(pool: Expressions, activation: Network['activation'], monotone: boolean, unit: number, sum: Expr): Expr {
  if (!monotone || activation !== 'softplus' || unit % 3 === 0) return pool.apply(activation, sum);
  return unit % 3 === 1 ? pool.neg(pool.apply('softplus', pool.neg(sum))) : pool.apply('logistic', sum);
}

/**
 * A factor that vanishes with its substrate, rises with it and saturates: s·q/(1 + |q|) with q = w²·x/s, for x ≥ 0 the law of
 * Michaelis and Menten with a learned constant. Times a factor that rises too, it makes sigmoid and convex rates as well.
 */
export function saturatingFactor(pool: Expressions, substrate: Expr, scale: number, stored: Expr): Expr {
  const s = pool.number(scale),
    q = pool.mul(nonNegative(pool, stored), pool.div(substrate, s));
  return pool.mul(s, pool.div(q, pool.add(pool.one, pool.apply('abs', q))));
}
