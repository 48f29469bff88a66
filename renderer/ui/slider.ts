/** Where a value sits on a slider of whole steps, and back, on a linear or logarithmic scale. */
export const STEPS = 400;

/** @returns step in 0…STEPS, clamped; a log scale needs 0 < min */
export function toPosition(value: number, min: number, max: number, log: boolean): number {
  if (!(max > min)) return 0;
  const useLog = log && min > 0;
  const share = useLog ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.round(Math.min(1, Math.max(0, share)) * STEPS);
}

/** @returns the value at a step, rounded to four significant digits of the range so that it reads well; the ends are exact */
export function fromPosition(position: number, min: number, max: number, log: boolean): number {
  if (position <= 0) return min;
  if (position >= STEPS) return max;
  const share = position / STEPS;
  if (log && min > 0) return Number((min * (max / min) ** share).toPrecision(4));
  const digits = Math.max(0, 4 - Math.ceil(Math.log10(max - min)));
  return Number((min + (max - min) * share).toFixed(Math.min(12, digits)));
}

/** A range to slide over where none is declared: a decade each way around the value, or 0…1 around zero. */
export function defaultRange(value: number, bounds?: readonly [number, number]): readonly [number, number] {
  if (bounds) return bounds;
  if (value === 0) return [0, 1];
  return value > 0 ? [value / 10, value * 10] : [value * 10, value / 10];
}
