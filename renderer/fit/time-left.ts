/** How much longer a fit takes, by the iterations that its starts have needed so far. */

export interface Pace {
  /** seconds of work so far, pauses left out */
  readonly worked: number;
  readonly starts: number;
  /** iterations of the starts that have ended, and of those on their way */
  readonly ended: readonly number[];
  readonly running: readonly number[];
  /** iterations that a start takes, where that is known beforehand */
  readonly known?: number;
}

/** Before this many seconds an estimate would be made of the first evaluations, which are slower. */
const SETTLED = 1;
/** A start beyond the usual number of iterations is taken to need this part of it still. */
const OVERDUE = 0.2;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** @returns seconds, or null until it can be told */
export function secondsLeft({ worked, starts, ended, running, known }: Pace): number | null {
  const usual = known ?? (ended.length === 0 ? 0 : sum(ended) / ended.length),
    done = sum(ended) + sum(running);
  if (worked < SETTLED || usual <= 0 || done <= 0) return null;
  const waiting = Math.max(0, starts - ended.length - running.length);
  const left = waiting * usual + sum(running.map((iterations) => Math.max(usual - iterations, OVERDUE * usual)));
  return (left * worked) / done;
}

/** @returns as coarse as the estimate is, such as `about 40 s left` */
export function timeLeftText(seconds: number): string {
  if (seconds < 8) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}
