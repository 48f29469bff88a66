/**
 * Integral over one stretch by the 7-point Gauss–Kronrod rule with its embedded 3-point Gauss rule as error estimate,
 * halving where they disagree (Piessens et al., QUADPACK, 1983; nodes and weights of G3K7). On a polynomial step of a
 * solver it is exact at once; halving is for kinks that an outcome's expression puts inside a step.
 */

/** Kronrod nodes on [0, 1), largest first, their weights, and the Gauss weights of every second of them. */
export const kronrodNodes = [0.9604912687080203, 0.7745966692414834, 0.43424374934680254, 0] as const;
export const kronrodWeights = [0.10465622602646726, 0.26848808986833345, 0.4013974147759622, 0.45091653865847414] as const;
export const gaussWeights = [5 / 9, 8 / 9] as const;

/** Halvings spent on one stretch: enough to close in on a kink, and a bound where the function is rounding noise. */
const MAX_HALVINGS = 120;

/**
 * @param tolerance absolute error allowed on this stretch
 * @returns NaN when the function is not finite somewhere
 */
export function integrate(f: (t: number) => number, from: number, until: number, tolerance: number): number {
  const open: [number, number][] = [[from, until]];
  let total = 0,
    halvings = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [a, b] = next,
      half = (b - a) / 2,
      middle = (a + b) / 2,
      center = f(middle);
    let kronrod = kronrodWeights[3] * center,
      gauss = gaussWeights[1] * center;
    for (let i = 0; i < 3; i++) {
      const pair = f(middle - half * kronrodNodes[i]) + f(middle + half * kronrodNodes[i]);
      kronrod += kronrodWeights[i] * pair;
      if (i === 1) gauss += gaussWeights[0] * pair;
    }
    const allowed = tolerance * ((b - a) / (until - from));
    if (Math.abs(kronrod - gauss) * half > allowed && halvings < MAX_HALVINGS && middle > a && middle < b) {
      halvings += 1;
      open.push([middle, b], [a, middle]);
    } else total += kronrod * half;
  }
  return total;
}
