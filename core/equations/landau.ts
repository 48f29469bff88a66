/**
 * The Landau form of a potential: an even polynomial whose coefficients follow a control, so that whatever the weights V has one
 * continuous transition at most (Landau, Phys Z Sowjetunion 11:26, 1937). With q the square of the order parameter and u the control,
 *   V = a(u)·q/2 + b(u)·q²/4 + …,  a non-decreasing and at most quadratic on |u| ≤ 1, all others positive.
 * Both properties are those of Bernstein polynomials whose coefficients have that sign. Beyond |u| = 1 a goes on straight, the others as constants.
 */
import type { Network } from '../model/schema';
import type { Expr, Expressions } from './expression';
import { nonNegative } from './monotone';
import { featuresOf, landauControl, landauPowers, weightName, WEIGHTS_OF_COEFFICIENT } from './network-shape';

/**
 * @param u the scaled control
 * @returns the coefficients of q/2, q²/4, …, without the scale of the output
 */
export function landauCoefficients(pool: Expressions, network: Network, u: Expr): Expr[] {
  const { one } = pool,
    [two, half, quarter] = [2, 0.5, 0.25].map((value) => pool.number(value));
  const within = pool.apply('max', pool.neg(one), pool.apply('min', one, u)),
    [fromLow, fromHigh] = [pool.sub(one, within), pool.add(one, within)],
    square = (x: Expr): Expr => pool.pow(x, two);
  return Array.from({ length: landauPowers(network) }, (_, power): Expr => {
    const [w0, w1, w2] = Array.from({ length: WEIGHTS_OF_COEFFICIENT }, (_unused, k) =>
      pool.symbol(weightName(network.id, WEIGHTS_OF_COEFFICIENT * power + k)),
    );
    if (power === 0) {
      // a' runs straight from w1² at u = −1 to w2² at u = 1, and a = w0 at u = 0
      const [low, high] = [nonNegative(pool, w1), nonNegative(pool, w2)];
      const rise = pool.mul(half, pool.add(pool.mul(low, fromLow), pool.mul(high, fromHigh)));
      const bend = pool.mul(quarter, pool.mul(pool.sub(low, high), square(within)));
      return pool.sum([w0, pool.mul(rise, u), bend]);
    }
    return pool.sum([
      pool.product([quarter, pool.apply('softplus', w0), square(fromLow)]),
      pool.product([half, pool.apply('softplus', w1), fromLow, fromHigh]),
      pool.product([quarter, pool.apply('softplus', w2), square(fromHigh)]),
    ]);
  });
}

/** @param features one a feature of the network @returns V, without the scale of the output; 0 where what checkNetworks names is amiss */
export function landauPotential(pool: Expressions, network: Network, features: readonly Expr[]): Expr {
  const control = landauControl(network),
    of = featuresOf(network);
  const q = features.find((_, i) => of[i].power === 2),
    u = features.find((_, i) => of[i].power === 1 && network.inputs[of[i].inputs[0]].variable === control);
  if (q === undefined || u === undefined) return pool.zero;
  return pool.sum(
    landauCoefficients(pool, network, u).map((coefficient, power) =>
      pool.product([pool.number(1 / (2 * (power + 1))), coefficient, pool.pow(q, pool.number(power + 1))]),
    ),
  );
}
