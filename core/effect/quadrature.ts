/**
 * Integral over one stretch by the 15-point Gauss–Kronrod rule with its embedded 7-point Gauss rule as error estimate,
 * halving where they disagree (Piessens et al., QUADPACK, 1983; nodes and weights of QK15). On a polynomial step of a
 * solver it is exact at once; halving is for kinks that an outcome's expression puts inside a step.
 */

/** Kronrod nodes on [0, 1), largest first, their weights, and the Gauss weights of every second of them. */
export const kronrodNodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691,
  0.7415311855993945, 0.5860872354676911, 0.4058451513773972,
  0.20778495500789848, 0,
] as const;
export const kronrodWeights = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019,
  0.14065325971552592, 0.1690047266392679, 0.19035057806478542,
  0.20443294007529889, 0.20948214108472782,
] as const;
export const gaussWeights = [
  0.1294849661688697, 0.27970539148927664, 0.3818300505051189,
  0.4179591836734694,
] as const;

/** Halvings spent on one stretch: enough to close in on a kink, and a bound where the function is rounding noise. */
const MAX_HALVINGS = 120;

/**
 * @param tolerance absolute error allowed on this stretch
 * @returns NaN when the function is not finite somewhere
 */
export function integrate(f: (t: number) => number, from: number, until: number, tolerance: number): number {
  const open: [number, number][] = [[from, until]];
  let total = 0, halvings = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [a, b] = next, half = (b - a) / 2, middle = (a + b) / 2, center = f(middle);
    let kronrod = kronrodWeights[7] * center, gauss = gaussWeights[3] * center;
    for (let i = 0; i < 7; i++) {
      const pair = f(middle - half * kronrodNodes[i]) + f(middle + half * kronrodNodes[i]);
      kronrod += kronrodWeights[i] * pair;
      if (i % 2 === 1) gauss += gaussWeights[(i - 1) / 2] * pair;
    }
    const allowed = tolerance * ((b - a) / (until - from));
    if (Math.abs(kronrod - gauss) * half > allowed && halvings < MAX_HALVINGS && middle > a && middle < b) {
      halvings += 1;
      open.push([middle, b], [a, middle]);
    } else total += kronrod * half;
  }
  return total;
}
