/** The running means by which Adam (Kingma & Ba, ICLR 2015) takes its steps. */
const BETA1 = 0.9,
  BETA2 = 0.999,
  EPSILON = 1e-8;

export interface Moments {
  /** running means of the gradient and of its square, float64[n] each */
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

export const noMoments = (n: number): Moments => ({ mean: new Float64Array(n), square: new Float64Array(n) });

export const withGradient = ({ mean, square }: Moments, gradient: ArrayLike<number>): Moments => ({
  mean: mean.map((value, i) => BETA1 * value + (1 - BETA1) * gradient[i]),
  square: square.map((value, i) => BETA2 * value + (1 - BETA2) * gradient[i] ** 2),
});

/**
 * @param sizes how far each moves where its gradient stays as it is
 * @param count gradients so far
 * @returns what each is lowered by
 */
export function loweredBy({ mean, square }: Moments, sizes: Float64Array, count: number): Float64Array {
  const unbiased1 = 1 - BETA1 ** count,
    unbiased2 = 1 - BETA2 ** count;
  return sizes.map((size, i) => (size * mean[i]) / unbiased1 / (Math.sqrt(square[i] / unbiased2) + EPSILON));
}
