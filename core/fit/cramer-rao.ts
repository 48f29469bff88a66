/**
 * The Cramér–Rao bound: the least standard deviation that an unbiased estimate of a combination of parameters can have, from the
 * Fisher information (Rao, Bull. Calcutta Math. Soc. 37:81, 1945). Where the information is singular, only combinations without a part in its
 * null space have an unbiased estimate of finite variance (Stoica & Marzetta, IEEE Trans. Signal Process. 49:87, 2001).
 */
import { failed, success, type Result } from '../util/result';
import { symmetricEigen } from '../util/symmetric-eigen';
import { failures } from './messages';
import type { InformedObjective } from './optimiser';

export interface CramerRao {
  /** of the information in units in which its diagonal is 1, ascending, float64[n]; 0 where they are rounding */
  readonly eigenvalues: Float64Array;
  /**
   * @param combination weights of the parameters on their fit scales, float64[n]
   * @returns the least standard deviation of the weighted sum; Infinity where the data leave it open
   */
  deviation(combination: ArrayLike<number>): number;
}

/** Eigenvalues below this, of a matrix with diagonal 1, are rounding; a part of a combination below the other is none. */
const ROUNDING = 1e-12,
  NEGLIGIBLE = 1e-5;

/** @param x float64[n] on the fit scale. Priors are information too, and are counted where there are any */
export function cramerRao(objective: InformedObjective, x: Float64Array): Result<CramerRao> {
  const { size: n } = objective,
    evaluated = objective.information(x);
  if (!evaluated.ok) return evaluated;
  const { information } = evaluated.value,
    // a parameter that no measurement sees has none, and stands for itself
    units = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(information[i * n + i] || 1));
  const eigen = symmetricEigen(
    information.map((value, at) => value * units[Math.floor(at / n)] * units[at % n]),
    n,
  );
  if (eigen === null) return failed(failures.spectrum());
  const eigenvalues = eigen.values.map((value) => (value > n * ROUNDING ? value : 0));
  return success({
    eigenvalues,
    deviation(combination) {
      const scaled = units.map((unit, i) => unit * combination[i]),
        length = Math.hypot(...scaled);
      let variance = 0;
      eigen.vectors.forEach((vector, k) => {
        const part = vector.reduce((sum, entry, i) => sum + entry * scaled[i], 0);
        if (eigenvalues[k] > 0) variance += part ** 2 / eigenvalues[k];
        else if (Math.abs(part) > NEGLIGIBLE * length) variance = Infinity;
      });
      return Math.sqrt(variance);
    },
  });
}
