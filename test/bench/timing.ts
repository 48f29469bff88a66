/** Timing of short calls: the median of several repeats, each long enough for the clock. */

const REPEATS = 9,
  SHORTEST_MS = 20;

/**
 * @param warm ms to call it beforehand: long generated functions are optimised late
 * @returns microseconds a call takes, the median of nine repeats of at least 20 ms each (of one call, where it takes longer)
 */
export function microseconds(call: () => void, repeats = REPEATS, warm = 0): number {
  for (const start = performance.now(); performance.now() - start < warm;) call();
  const time = (calls: number): number => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - start) / calls;
  };
  let calls = 1,
    each = time(1);
  while (each * calls < SHORTEST_MS && calls < 1e6) {
    calls = Math.max(calls * 2, Math.min(calls * 10, Math.ceil((1.1 * SHORTEST_MS) / Math.max(each, 1e-6))));
    each = time(calls);
  }
  const sorted = Array.from({ length: repeats }, () => time(calls) * 1000).sort((a, b) => a - b);
  return sorted[(repeats - 1) >> 1];
}

/** A setting's time and the error that it reached. */
export interface Point {
  readonly microseconds: number;
  readonly error: number;
}

/** @returns the time of the fastest setting with at most this error; undefined where there is none */
export function fastest(points: readonly Point[], error: number): number | undefined {
  const times = points.filter((point) => point.error <= error).map((point) => point.microseconds);
  return times.length === 0 ? undefined : Math.min(...times);
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
