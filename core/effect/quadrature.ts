/**
 * Integral over one stretch by the 15-point Gauss–Kronrod rule with its embedded 7-point Gauss rule as error estimate,
 * halving where they disagree (Piessens et al., QUADPACK, 1983; nodes and weights of QK15). On a polynomial step of a
 * solver it is exact at once; halving is for kinks that an outcome's expression puts inside a step.
 */

/** Kronrod nodes on [0, 1), largest first, their weights, and the Gauss weights of every second of them. */
export const kronrodNodes = [
  0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
  0.741531185599394439863864773280788, 0.586087235467691130294144691258380, 0.405845151377397166906606412076961,
  0.207784955007898467600689403773245, 0,
] as const;
export const kronrodWeights = [
  0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
  0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
  0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
] as const;
export const gaussWeights = [
  0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
  0.417959183673469387755102040816327,
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
