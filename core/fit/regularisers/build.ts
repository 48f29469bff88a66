/** A fit's regularisers made ready: those that read trajectories, and those that read the weights of networks. */
import { DocumentError } from '../../model/problem';
import { regulariserProblems } from '../../model/regulariser-check';
import { estimatedNetworks, measuredRange, regulariserSubjects } from '../../model/regularisers';
import type { Fit, Network, Regulariser, Scenario } from '../../model/schema';
import { predictionName } from '../trajectories';
import type { AlongTrajectory } from './along';
import { detailedBalance } from './detailed-balance';
import { lipschitz } from './lipschitz';
import { limitName } from './outputs';
import type { OfWeights } from './of-weights';
import { rateBound } from './rate-bound';
import { smoothness } from './smoothness';
import { weightDecay } from './weight-decay';

/** One of the two parts has what is penalised. */
export interface Built {
  readonly kind: Regulariser['kind'];
  /** ids of what it is about */
  readonly of: readonly string[];
  readonly along?: AlongTrajectory;
  readonly ofWeights?: readonly OfWeights[];
}

/** @throws DocumentError where what a regulariser needs is not there, or what it assumes is known to be false */
export function buildRegularisers(document: Scenario, fit?: Fit): Built[] {
  if (fit?.regularisers === undefined) return [];
  const problems = regulariserProblems(document, fit).filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new DocumentError(problems);
  return fit.regularisers.map((one, k): Built => {
    const { kind } = one,
      of = regulariserSubjects(one);
    switch (one.kind) {
      case 'rate-bound':
        return { kind, of, along: rateBound(one, limitName(document, fit, k)) };
      case 'smoothness':
        return { kind, of, along: smoothness(one, outputOf(document, one.of), one.size ?? measuredRange(document, one.of)!) };
      case 'detailed-balance':
        return { kind, of, along: detailedBalance(one) };
      case 'lipschitz':
        return { kind, of, ofWeights: [lipschitz(one.weight, one.most, networkOf(document, one.network))] };
      case 'weight-decay': {
        const networks = one.networks ?? estimatedNetworks(document, fit);
        return { kind, of: networks, ofWeights: networks.map((id) => weightDecay(one.weight, networkOf(document, id))) };
      }
    }
  });
}

const networkOf = ({ networks }: Scenario, id: string): Network => networks.find((one) => one.id === id)!;

function outputOf({ observables }: Scenario, id: string): string {
  const index = observables.findIndex((one) => one.id === id);
  return index < 0 ? id : predictionName(index);
}
