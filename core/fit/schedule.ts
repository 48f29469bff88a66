/** How a learning rate changes over a run: a linear warm-up, then constant, a half cosine (Loshchilov & Hutter 2017) or a decay. */
export type ScheduleName = 'constant' | 'cosine' | 'exponential';

export interface Schedule {
  readonly name: ScheduleName;
  /** steps of the whole run, and of the warm-up at its start */
  readonly steps: number;
  readonly warmUp: number;
}

/** Where the exponential decay ends, as a part of the rate it starts from. */
const LAST_PART = 0.01;

/** @param step from 0  @returns the part of the learning rate that holds at a step, in [0, 1] */
export function scheduled({ name, steps, warmUp }: Schedule, step: number): number {
  if (step < warmUp) return (step + 1) / (warmUp + 1);
  const done = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  if (name === 'cosine') return 0.5 * (1 + Math.cos(Math.PI * done));
  return name === 'exponential' ? LAST_PART ** done : 1;
}
