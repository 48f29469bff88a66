/** What a test of residuals says where it rejects, in plain words and with what to look at. */
import type { NormalityTest } from './normality-test';
import type { RunsTest } from './runs-test';

const rounded = (value: number, digits = 2): string => String(Number(value.toPrecision(digits)));

export const residualFindings = {
  mean: (mean: number): string =>
    `the values lie ${rounded(Math.abs(mean))} σ ${mean > 0 ? 'above' : 'below'} the model on average: an offset or a scaling is missing, or a parameter is held at a wrong value`,
  spread: (rms: number): string =>
    rms > 1
      ? `residuals are ${rounded(rms)} times as large as σ says: σ is too small, or the model misses something`
      : `residuals are only ${rounded(rms)} times as large as σ says: σ is too large`,
  runs: ({ runs, expected }: RunsTest): string =>
    runs < expected
      ? `too few changes of sign (${runs} runs, about ${rounded(expected)} by chance): the model misses a trend`
      : `too many changes of sign (${runs} runs, about ${rounded(expected)} by chance): values alternate around the curve, so neighbours are not independent`,
  normality: ({ skewness, kurtosis }: NormalityTest): string =>
    kurtosis - 3 > Math.abs(skewness)
      ? 'heavier tails than the noise model has: a few values lie far off; Laplace or Student-t noise bears them'
      : Math.abs(skewness) > Math.abs(kurtosis - 3)
        ? `skewed ${skewness > 0 ? 'upwards' : 'downwards'}: the noise model has the wrong shape, or the model errs to one side`
        : 'lighter tails than the noise model has: values keep closer together than it says',
};
