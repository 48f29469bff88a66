/** What an edit that makes or renames a part gives back. */
import type { Scenario } from '../schema';

export interface Edited {
  readonly document: Scenario;
  /** id of the part that was made or changed */
  readonly id: string;
}

/** @returns the list with one part changed; the same list when no part has the id */
export function changed<T extends { readonly id: string }>(list: readonly T[], id: string, change: (part: T) => T): T[] {
  return list.map((part) => (part.id === id ? change(part) : part));
}

/** Drops keys whose value is undefined: the format knows absent keys only. */
export function compact<T extends object>(part: T): T {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T;
}
