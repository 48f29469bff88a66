/** What the lowering of a trajectory has to give for a fit's regularisers, beside what is measured. */
import type { OutputRequest } from '../../lower/lowered';
import type { Fit, Regulariser, Scenario } from '../../model/schema';

/** Whether it is a function of trajectories, at times of its own, and not of the weights of networks alone. */
export const readsTrajectories = ({ kind }: Regulariser): boolean => kind !== 'weight-decay' && kind !== 'lipschitz';

/** @returns the name of the output that a rate's bound is, which is the path of its expression, so that a fault in it is reported there */
export const limitName = ({ fits }: Scenario, fit: Fit, index: number): string =>
  `fits[${fits.findIndex(({ id }) => id === fit.id)}].regularisers[${index}].most`;

/** @returns whether the rates of the mechanisms are read, ids of the observables that are, and the bounds that are expressions */
export function penalisedOutputs(
  document: Scenario,
  fit?: Fit,
): { rates: boolean; observables: string[]; limits: OutputRequest[] } {
  const all = fit?.regularisers ?? [],
    isObservable = (id: string): boolean => document.observables.some((one) => one.id === id);
  return {
    rates: all.some(({ kind }) => kind === 'rate-bound' || kind === 'detailed-balance'),
    observables: all.flatMap((one) => (one.kind === 'smoothness' && isObservable(one.of) ? [one.of] : [])),
    limits: all.flatMap((one, k) =>
      one.kind === 'rate-bound' && typeof one.most === 'string'
        ? [{ name: limitName(document, fit!, k), expression: one.most }]
        : [],
    ),
  };
}
