/** Dates as a report's heading prints them. */

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** @returns `24 November 2026` for a time in ISO 8601, in the zone in which it is written; any other text as it is */
export function longDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(text) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? text : `${Number(day)} ${name} ${year}`;
}
