/** Where a fit stands: whether its result is of this model and these data, and whether its values are in the document. */
import { departures, fitSubject } from '../../core/model/fit-subject';
import type { Fit, FitResult, Scenario } from '../../core/model/schema';

export type Standing = 'none' | 'fitted' | 'adopted' | 'stale';

/** @returns SHA-256, in hexadecimal, of what a fit's result depends on */
export async function subjectHash(document: Scenario, fit?: Fit): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(fitSubject(document, fit))));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param subject hash of the document as it is now; null while that is not known, when nothing counts as stale */
export function standingOf(document: Scenario, result: FitResult | null, subject: string | null): Standing {
  if (result === null) return 'none';
  if (subject !== null && subject !== result.provenance.document) return 'stale';
  return departures(document, result.best.parameters).length === 0 ? 'adopted' : 'fitted';
}

export const standings: Readonly<
  Record<Standing, { readonly label: string; readonly tone: '' | 'success' | 'accent' | 'warning'; readonly text: string }>
> = {
  none: { label: 'Not fitted', tone: '', text: 'No fit has been run yet.' },
  fitted: {
    label: 'Fitted, not adopted',
    tone: 'accent',
    text: 'The model still runs with other values than these. Adopt them, and effects carry intervals.',
  },
  adopted: { label: 'Adopted', tone: 'success', text: 'The model runs with these values, and its effects carry intervals.' },
  stale: {
    label: 'Stale',
    tone: 'warning',
    text: 'The model or its data have changed since this fit was run, so effects carry no intervals. Run it again.',
  },
};
