/** Numbers of how an observable is read, its scaling, offset and σ, made into parameters that a fit estimates. */
import type { Observable, Parameter, Scenario } from '../schema';
import { addParameter, searchRange } from './add';
import { changed, compact, type Edited } from './edited';

export type ReadingNumber = 'scaling' | 'offset' | 'sigma';

/** @returns the field as it counts where it is absent */
export function readingNumber({ scaling, offset, noise }: Observable, field: ReadingNumber): number | string {
  if (field === 'sigma') return noise.sigma;
  return field === 'scaling' ? (scaling ?? 1) : (offset ?? 0);
}

/** A scaling of 1 and an offset of 0 are left out. */
export function withReadingNumber(observable: Observable, field: ReadingNumber, value: number | string): Observable {
  if (field === 'sigma') return { ...observable, noise: { ...observable.noise, sigma: value } };
  return compact({ ...observable, [field]: value === (field === 'scaling' ? 1 : 0) ? undefined : value });
}

/**
 * Puts an estimated parameter in the place of a number, with that value: a scaling or σ positive and on the log10 scale, an offset
 * as far either way as the largest measured value.
 * @returns the document as it is where the field is an expression already
 */
export function estimateReading(document: Scenario, id: string, field: ReadingNumber): Edited {
  const observable = document.observables.find((one) => one.id === id),
    value = observable === undefined ? undefined : readingNumber(observable, field);
  if (observable === undefined || typeof value !== 'number') return { document, id };
  const made = addParameter(document, {
    id: `${field}_${id}`,
    value,
    estimate: true,
    ...unitOf(observable, field),
    ...(field !== 'offset' && value > 0 ? searchRange(field, value) : linearRange(document, id, value)),
  });
  const observables = changed(document.observables, id, (one) => withReadingNumber(one, field, made.id));
  return { document: { ...made.document, observables }, id: made.id };
}

/** That of a scaling is not known, and σ of a log model is a plain number. */
function unitOf({ unit, noise }: Observable, field: ReadingNumber): Pick<Parameter, 'unit'> {
  const isLogarithmic = noise.model === 'log-normal' || noise.model === 'log-laplace';
  return unit === undefined || field === 'scaling' || (field === 'sigma' && isLogarithmic) ? {} : { unit };
}

function linearRange(document: Scenario, observable: string, value: number): Pick<Parameter, 'scale' | 'bounds'> {
  const largest = document.data.measurements.reduce(
    (most, one) => (one.observable === observable ? Math.max(most, Math.abs(one.value)) : most),
    Math.abs(value),
  );
  const reach = largest > 0 ? largest : 1;
  return { scale: 'linear', bounds: [value - reach, value + reach] };
}
