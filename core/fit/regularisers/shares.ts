/** What of a fit's cost is of its regularisers, one by one, at given values. */
import { initialWeights } from '../../equations/network';
import type { Fit, RegulariserShare, Scenario } from '../../model/schema';
import { solve } from '../../solve/integrate';
import { success, type Result } from '../../util/result';
import { buildTrajectories } from '../trajectories';
import { parametersOf } from '../trajectory-parameters';
import { buildRegularisers, type Built } from './build';
import { residualsCost } from './residual';
import { TrajectoryPenalties, withGrids } from './trajectory-penalties';

/**
 * @param values name → natural value, over the document's
 * @returns in the order of the fit's regularisers, over the trajectories that it is fitted to; or why one could not be solved
 * @throws DocumentError where document, fit and data do not fit together
 */
export function regulariserShares(
  document: Scenario,
  fit: Fit | undefined,
  values: Readonly<Record<string, number>> = {},
): Result<RegulariserShare[]> {
  const built = buildRegularisers(document, fit),
    totals = new Map<Built, number>(built.map((one) => [one, ofWeights(document, one, values)]));
  if (built.some(({ along }) => along !== undefined)) {
    for (const plain of buildTrajectories(document, fit)) {
      const trajectory = withGrids(plain, built),
        { lowered, from, until, times } = trajectory,
        p = parametersOf(document, trajectory, values);
      const solved = solve(lowered.plan, p, { from, until, settings: document.solver, times });
      if (!solved.ok) return solved;
      const shares = new TrajectoryPenalties(trajectory, built).shares(solved.value, p);
      if (!shares.ok) return shares;
      for (const { built: one, value } of shares.value) totals.set(one, totals.get(one)! + value);
    }
  }
  return success(built.map((one) => ({ kind: one.kind, of: [...one.of], value: totals.get(one)! })));
}

function ofWeights({ networks }: Scenario, { ofWeights: parts = [] }: Built, values: Readonly<Record<string, number>>): number {
  return parts.reduce((sum, { reads, residuals }) => {
    const own = reads.map((name): number => {
      const [id, index] = name.split('.'),
        network = networks.find((one) => one.id === id)!;
      return values[name] ?? (network.weights ?? initialWeights(network))[Number(index)];
    });
    return sum + residualsCost(residuals(Float64Array.from(own)));
  }, 0);
}
