/** What tensors cannot do of a document and fit, each with its path and the way out. */
import type { Problem } from '../model/problem';
import type { Fit, Scenario } from '../model/schema';
import { faults } from './messages';
import { readsTrajectories } from './regularisers/outputs';

type Fault = Pick<Problem, 'path' | 'message' | 'advice'>;
const errors = (found: readonly Fault[]): Problem[] => found.map((one) => ({ severity: 'error', ...one }));

/** @returns what keeps the trajectories of a document from being a batch */
export function batchObstacles(document: Scenario): Problem[] {
  const censored = document.data.measurements.findIndex((one) => one.censored !== undefined),
    resting = document.conditions.findIndex(({ preEquilibration }) => preEquilibration !== undefined),
    varying = document.parameters.findIndex(({ varies }) => varies !== undefined);
  return errors([
    ...(document.events.length > 0 ? [{ path: 'events', ...faults.tensorEvents }] : []),
    ...(censored >= 0 ? [{ path: `data.measurements[${censored}].censored`, ...faults.tensorCensored }] : []),
    ...(resting >= 0 ? [{ path: `conditions[${resting}].preEquilibration`, ...faults.tensorRest }] : []),
    ...(varying >= 0 ? [{ path: `parameters[${varying}].varies`, ...faults.tensorVaries }] : []),
  ]);
}

/** @returns what keeps the cost of a fit from being that of tensors */
export function costObstacles(document: Scenario, fit: Fit): Problem[] {
  const at = `fits[${document.fits.indexOf(fit)}].regularisers`,
    along = (fit.regularisers ?? []).flatMap((one, k) =>
      readsTrajectories(one) ? [{ path: `${at}[${k}]`, ...faults.tensorRegulariser(one.kind) }] : [],
    );
  return [...batchObstacles(document), ...errors(along)];
}

/** @returns what keeps the starts of a fit from being trained by tensors */
export function trainingObstacles(document: Scenario, fit: Fit): Problem[] {
  const path = `fits[${document.fits.indexOf(fit)}].warmStart`;
  return [...costObstacles(document, fit), ...errors(fit.warmStart === undefined ? [] : [{ path, ...faults.tensorWarmStart }])];
}
