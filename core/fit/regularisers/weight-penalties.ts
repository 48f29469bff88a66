/** The regularisers that read weights of networks: functions of the estimated values alone. */
import { success, type Result } from '../../util/result';
import type { Estimated } from '../estimated';
import type { InformationSums } from '../information';
import type { Built } from './build';
import { addOuterProducts, addSlopes, placed, residualsCost, type Residual } from './residual';

export class WeightPenalties {
  private readonly parts: { readonly read: (natural: Float64Array) => Residual[] }[];

  /** @param estimated with every weight of the networks that are regularised */
  constructor(regularisers: readonly Built[], estimated: readonly Estimated[]) {
    const index = new Map(estimated.map(({ name }, i) => [name, i]));
    this.parts = regularisers
      .flatMap(({ ofWeights = [] }) => ofWeights)
      .map(({ reads, residuals }) => {
        const places = reads.map((name) => index.get(name)!);
        return { read: (natural) => placed(residuals(Float64Array.from(places, (place) => natural[place])), places) };
      });
  }

  /** @param natural float64[k] */
  cost(natural: Float64Array): Result<number> {
    return success(residualsCost(this.residuals(natural)));
  }

  /** @param gradient float64[k] by natural values, added to  @returns the cost */
  add(natural: Float64Array, gradient: Float64Array): number {
    const residuals = this.residuals(natural);
    addSlopes(residuals, gradient);
    return residualsCost(residuals);
  }

  evaluate(natural: Float64Array, gradient: Float64Array): Result<number> {
    return success(this.add(natural, gradient));
  }

  /** @param sums by natural values, added to  @returns the cost */
  inform(natural: Float64Array, { gradient, matrix }: InformationSums): Result<number> {
    addOuterProducts(this.residuals(natural), matrix, natural.length);
    return this.evaluate(natural, gradient);
  }

  private residuals(natural: Float64Array): Residual[] {
    return this.parts.flatMap(({ read }) => read(natural));
  }
}
