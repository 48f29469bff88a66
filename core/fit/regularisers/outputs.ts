/** What the lowering of a trajectory has to give for a fit's regularisers, beside what is measured. */
import type { Fit, Regulariser, Scenario } from '../../model/schema';

/** Whether it is a function of trajectories, at times of its own, and not of the weights of networks alone. */
export const readsTrajectories = ({ kind }: Regulariser): boolean => kind !== 'weight-decay' && kind !== 'lipschitz';

/** @returns whether the rates of the mechanisms are read, and ids of the observables that are */
export function penalisedOutputs(document: Scenario, fit?: Fit): { rates: boolean; observables: string[] } {
  const all = fit?.regularisers ?? [],
    isObservable = (id: string): boolean => document.observables.some((one) => one.id === id);
  return {
    rates: all.some(({ kind }) => kind === 'rate-bound' || kind === 'detailed-balance'),
    observables: all.flatMap((one) => (one.kind === 'smoothness' && isObservable(one.of) ? [one.of] : [])),
  };
}
