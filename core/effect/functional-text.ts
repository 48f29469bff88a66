/** Functionals in words, for tables and headings. */
import { instant } from '../graph/action-line';
import type { Functional } from '../model/schema';

/** @param timeUnit of the document  @returns such as `value at day 60` or `time above 0.5` */
export function functionalText(functional: Functional, timeUnit: string): string {
  switch (functional.kind) {
    case 'value':
      return `value at ${instant(functional.at, timeUnit)}`;
    case 'peak':
      return 'peak';
    case 'time-of-peak':
      return 'time of peak';
    case 'area':
      return 'area under the curve';
    case 'time-above':
      return `time above ${functional.threshold}`;
    case 'first-crossing':
      return `first crossing of ${functional.threshold}`;
  }
}

/** @returns whether the functional's value is a time */
export const isTime = ({ kind }: Functional): boolean =>
  kind === 'time-of-peak' || kind === 'time-above' || kind === 'first-crossing';
