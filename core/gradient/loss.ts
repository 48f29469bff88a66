/** A scalar loss of what models put out, as the audit of its gradient sees it: a sum of shares, each of one solve. */
import type { Settings, Solution } from '../solve/options';
import type { Plan } from '../solve/system';
import type { Result } from '../util/result';

export interface LossShare {
  readonly plan: Plan;
  /** where the gradient is taken, float64[m] */
  readonly p: Float64Array;
  readonly from: number;
  readonly until: number;
  /** output times, ascending */
  readonly times: Float64Array;
  readonly settings: Settings;
  /** for each parameter of the loss its index in p, −1 where this share does not have it */
  readonly slots: readonly number[];
  /**
   * @param adjoint `cotangents` float64[times.length·n] and `gp` float64[m]: the share's derivatives by states, and by parameters
   *   at fixed states, are added
   */
  value(outputs: Outputs, p: Float64Array, adjoint?: { gp: Float64Array; cotangents: Float64Array }): Result<number>;
}
export type Outputs = Pick<Solution, 'states' | 'pieceOf'>;

export interface Loss {
  readonly shares: readonly LossShare[];
  readonly parameters: readonly string[];
  /** what a derivative by a natural value is multiplied by to be one on the parameter's scale, float64[parameters] */
  readonly slopes: Float64Array;
}
