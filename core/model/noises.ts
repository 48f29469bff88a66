/** The noise models as people meet them. */
import type { Noise, NoiseModel } from './schema';

/** In the order in which they are offered. */
export const noiseModels: Readonly<Record<NoiseModel, { readonly label: string; readonly note: string }>> = {
  normal: { label: 'Normal', note: 'constant spread' },
  'log-normal': { label: 'Log-normal', note: 'spread in proportion' },
  laplace: { label: 'Laplace', note: 'heavier tails' },
  'log-laplace': { label: 'Log-Laplace', note: 'heavier tails, in proportion' },
  'student-t': { label: 'Student’s t', note: 'outliers hardly count' },
};

/** Of a t distribution where none are stated: found to work well where data are too few to estimate them (Lange, Little & Taylor, JASA 84:881, 1989). */
export const DEGREES_OF_FREEDOM = 4;

/** @returns what σ is under the model, in words */
export function sigmaText({
  model,
  degreesOfFreedom: nu = DEGREES_OF_FREEDOM,
}: Pick<Noise, 'model' | 'degreesOfFreedom'>): string {
  switch (model) {
    case 'normal':
      return 'the standard deviation';
    case 'log-normal':
      return 'the standard deviation of the natural logarithm';
    case 'laplace':
      return 'the scale, 0.71 of the standard deviation';
    case 'log-laplace':
      return 'the scale of the natural logarithm';
    case 'student-t':
      return nu > 2
        ? `the scale, ${Math.sqrt((nu - 2) / nu).toFixed(2)} of the standard deviation`
        : 'the scale, since so heavy tails have no standard deviation';
  }
}

/** @returns such as "Student’s t noise with 4 degrees of freedom, σ = 0.3" */
export function noiseText(noise: Noise, format: (value: number) => string): string {
  const { model, sigma, degreesOfFreedom = DEGREES_OF_FREEDOM } = noise;
  const freedom = model === 'student-t' ? ` with ${format(degreesOfFreedom)} degrees of freedom` : '';
  return `${noiseModels[model].label} noise${freedom}, σ = ${typeof sigma === 'number' ? format(sigma) : sigma}`;
}
