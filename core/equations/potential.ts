/** Networks that are potentials: polynomials in place of layers, and the exact force −∂V/∂x. */
import type { Network } from '../model/schema';
import { derivative } from './differentiate';
import type { Expr, Expressions } from './expression';
import { monomialsOf, weightName } from './network-shape';

/** @param features one a feature of the network @returns Σ weight · monomial */
export function polynomial(pool: Expressions, network: Network, features: readonly Expr[]): Expr {
  return pool.sum(
    monomialsOf(network).map((exponents, i) =>
      pool.product([
        pool.symbol(weightName(network.id, i)),
        ...exponents.map((exponent, k) => pool.pow(features[k], pool.number(exponent))),
      ]),
    ),
  );
}

/** @returns −∂V/∂x */
export const force = (pool: Expressions, potential: Expr, of: string): Expr => pool.neg(derivative(pool, potential, of));
