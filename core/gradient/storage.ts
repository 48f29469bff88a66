/** How much of a solve is kept for its reverse sweep: every step, every k-th state, or so many states. The gradient is the same to the bit. */
import { requireCount } from './checkpoints';
import { storageText } from './messages';

/**
 * - `full`: states and stage slopes of all steps, (1 + stages)·n numbers each
 * - `uniform`: the state at the start of every k-th step, and the steps between two of them while these are reversed
 * - `states`: so many states, placed by `revolve`; the solve itself keeps the initial one only, and a second run places them
 * - `bytes`: full as long as it fits, else as many states as fit
 */
export type Storage = 'full' | { readonly uniform: number } | { readonly states: number } | { readonly bytes: number };

/** What a gradient may take by default: little beside a machine's memory, and 20,000 steps of a hundred states. */
export const DEFAULT_STORAGE: Storage = { bytes: 256 * 2 ** 20 };

/** @throws RangeError where a number in it is not a whole number of at least 1 */
export function checkStorage(storage: Storage): Storage {
  if (storage !== 'full') Object.values(storage).forEach(requireCount);
  return storage;
}

/** @returns what is kept, in words */
export function describeStorage(storage: Storage, n: number, overflown: boolean): string {
  if (storage === 'full' || ('bytes' in storage && !overflown)) return storageText.full;
  if ('uniform' in storage) return storageText.uniform(storage.uniform);
  return storageText.states(statesWithin(storage, n), overflown);
}

/** @returns how many states may be stored by recursive checkpoints */
export const statesWithin = (storage: { states: number } | { bytes: number }, n: number): number =>
  'states' in storage ? storage.states : Math.max(1, Math.floor(storage.bytes / (8 * n)));
