/** The profile of one parameter of a document's fit, with the combinations of parameters that its data leave open. */
import { DocumentError } from '../model/problem';
import type { Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import { suggest } from '../util/suggest';
import { ACCEPTED_RISE } from './accepted';
import { naturalValues, scaledValue } from './estimated';
import { combinationText, fisherSpectrum } from './fisher-spectrum';
import { faults } from './messages';
import { chooseMethod, createOptimiser } from './method';
import { createObjective } from './objective';
import { project } from './optimiser';
import { profileLikelihood, type ProfileEnd } from './profile';
import { findFit } from './run-start';
import { scales } from './scale';

export interface ProfileTask {
  readonly document: Scenario;
  /** id of an entry of the document's fits; absent: the first */
  readonly fit?: string;
  /** name of an estimated parameter, such as `k` or `network.3` */
  readonly parameter: string;
  /** natural values by name; absent: the fit's result, or the document's values where it has none */
  readonly best?: Readonly<Record<string, number>>;
}

/** All values are natural ones. */
export interface ProfileAnswer {
  readonly fit: string;
  readonly parameter: string;
  readonly best: { readonly value: number; readonly nllh: number };
  readonly threshold: number;
  readonly points: { value: number; nllh: number }[];
  readonly lower: { readonly value: number; readonly kind: ProfileEnd['kind'] };
  readonly upper: { readonly value: number; readonly kind: ProfileEnd['kind'] };
  /** where a lower cost than the fit's was found */
  readonly better: { readonly nllh: number; readonly parameters: Record<string, number> } | null;
  /** combinations of parameters on their scales that the data leave open, in words */
  readonly open: string[];
}

export interface ProfileHooks {
  onPoint(point: { readonly value: number; readonly nllh: number }): void;
  cancelled(): boolean;
}

/**
 * After a cancel the answer holds the points found until then, and ends of kind unknown.
 * @throws DocumentError where document, fit and data do not fit together, or nothing of that name is estimated
 */
export function profileParameter(
  { document, fit: id, parameter, best }: ProfileTask,
  hooks: ProfileHooks,
): Result<ProfileAnswer> {
  const fit = findFit(document, id),
    objective = createObjective(document, fit),
    { estimated } = objective;
  const index = estimated.findIndex(({ name }) => name === parameter);
  if (index < 0) {
    const names = estimated.map(({ name }) => name),
      near = suggest(parameter, names);
    const advice = near === undefined ? `estimated: ${names.slice(0, 20).join(', ')}` : `did you mean "${near}"?`;
    const path = `fits[${document.fits.indexOf(fit)}].parameters`;
    throw new DocumentError([{ severity: 'error', path, message: faults.notEstimated(parameter), advice, about: fit.id }]);
  }
  const known = best ?? fit.result?.best.parameters ?? {};
  const x = project(
    objective,
    Float64Array.from(estimated, (one) => scaledValue(one, known)),
  );
  const natural = (scaled: number): number => scales[estimated[index].scale].toNatural(scaled);
  const { method } = chooseMethod(document, fit, estimated);
  const found = profileLikelihood(objective, {
    best: x,
    parameter: index,
    optimiser: createOptimiser(method, document, fit, estimated),
    onPoint: (point) => hooks.onPoint({ value: natural(point.x[index]), nllh: point.value }),
    cancelled: hooks.cancelled,
  });
  if (!found.ok) return found;
  const spectrum = fisherSpectrum(objective, x);
  if (!spectrum.ok) return spectrum;
  const { points, better } = found.value;
  const end = ({ at, kind }: ProfileEnd): ProfileAnswer['lower'] => ({ value: natural(at), kind });
  return success({
    fit: fit.id,
    parameter,
    best: { value: natural(x[index]), nllh: points.find((point) => point.x === x)!.value },
    threshold: ACCEPTED_RISE,
    points: points.map((point) => ({ value: natural(point.x[index]), nllh: point.value })),
    lower: end(found.value.lower),
    upper: end(found.value.upper),
    better: better === null ? null : { nllh: better.value, parameters: naturalValues(estimated, better.x) },
    open: spectrum.value.directions
      .filter(({ determined }) => !determined)
      .map(({ vector }) => combinationText(estimated, vector)),
  });
}
