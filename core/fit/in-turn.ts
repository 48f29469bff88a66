/** Two optimisers in turn: the second begins where the first ended, such as L-BFGS after Adam. */
import { success } from '../util/result';
import { reasons } from './messages';
import type { Objective, Optimiser, OptimiserState } from './optimiser';

export interface InTurnState<A extends OptimiserState, B extends OptimiserState> extends OptimiserState {
  readonly first: A;
  /** null while the first one is at work */
  readonly second: B | null;
  /** the second one could not begin */
  readonly lost: boolean;
}

/** Iterations count on from the first to the second. What the second begins from is the first one's minimum. */
export function inTurn<A extends OptimiserState, B extends OptimiserState, O extends Objective>(
  one: Optimiser<A, O>,
  other: Optimiser<B, O>,
): Optimiser<InTurnState<A, B>, O> {
  const join = (first: A, second: B | null, lost = false): InTurnState<A, B> => ({
    first,
    second,
    lost,
    point: (second ?? first).point,
    iteration: first.iteration + (second?.iteration ?? 0),
  });
  return {
    init(objective, x0) {
      const begun = one.init(objective, x0);
      return begun.ok ? success(join(begun.value, null)) : begun;
    },
    step(objective, { first, second }) {
      if (second !== null) return join(first, other.step(objective, second));
      const ended = one.terminate(objective, first);
      if (ended === null) return join(one.step(objective, first), null);
      const begun = other.init(objective, one.postprocess(objective, first, ended).x);
      return begun.ok ? join(first, begun.value) : join(first, null, true);
    },
    terminate(objective, { second, lost }) {
      if (lost) return { converged: false, reason: reasons.lost };
      return second === null ? null : other.terminate(objective, second);
    },
    postprocess(objective, { first, second }, termination) {
      if (second === null) return one.postprocess(objective, first, termination);
      const end = other.postprocess(objective, second, termination);
      return { ...end, iterations: first.iteration + end.iterations };
    },
  };
}
