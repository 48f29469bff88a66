/**
 * Undo history of a document as diffs (jsondiffpatch), newest last. A history is a value: each function returns a new
 * one. Entries recorded in a row under one merge key, such as the moves of one drag, become one step until it is sealed.
 */
import { create, type Delta } from 'jsondiffpatch';
import type { Scenario } from './schema';

export interface HistoryEntry {
  readonly label: string;
  readonly delta: Delta;
  /** an edit with this key may still be merged into the entry */
  readonly merge?: string;
}
export interface History {
  readonly past: readonly HistoryEntry[];
  /** what can be redone, the next one last */
  readonly future: readonly HistoryEntry[];
}
export interface Travel {
  readonly history: History;
  readonly document: Scenario;
  readonly label: string;
}

/** Older steps are forgotten beyond this many. */
const LIMIT = 500;
export const emptyHistory: History = { past: [], future: [] };

const differ = create({
  // entries without an id (inputs, actions, measurements) are matched by their place
  objectHash: (item, index) => ('id' in item && typeof item.id === 'string' ? item.id : `#${index}`),
  arrays: { detectMove: true, includeValueOnMove: false },
  cloneDiffValues: true,
});
const patched = (document: Scenario, delta: Delta): Scenario => differ.patch(differ.clone(document), delta) as Scenario;
const unpatched = (document: Scenario, delta: Delta): Scenario => differ.unpatch(differ.clone(document), delta) as Scenario;

/**
 * Adds a step and forgets what could be redone.
 * @param merge edits with the same key in a row become one step; a run that ends where it began leaves no step
 */
export function record(history: History, before: Scenario, after: Scenario, label: string, merge?: string): History {
  const last = history.past.at(-1);
  const joined = merge !== undefined && last?.merge === merge;
  const delta = differ.diff(joined ? unpatched(before, last.delta) : before, after);
  const past = joined ? history.past.slice(0, -1) : history.past;
  if (delta === undefined) return { past, future: joined ? [] : history.future };
  return { past: [...past, { label, delta, merge }].slice(-LIMIT), future: [] };
}

/** Ends a run of merged edits. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last?.merge === undefined) return history;
  return { ...history, past: [...history.past.slice(0, -1), { label: last.label, delta: last.delta }] };
}

/** @returns the document before the last step, or null when there is none */
export function undo(history: History, document: Scenario): Travel | null {
  const entry = history.past.at(-1);
  if (entry === undefined) return null;
  const { label, delta } = entry;
  return {
    history: { past: history.past.slice(0, -1), future: [...history.future, { label, delta }] },
    document: unpatched(document, delta),
    label,
  };
}

/** @returns the document after the step that was undone last, or null when there is none */
export function redo(history: History, document: Scenario): Travel | null {
  const entry = history.future.at(-1);
  if (entry === undefined) return null;
  return {
    history: { past: [...history.past, entry], future: history.future.slice(0, -1) },
    document: patched(document, entry.delta),
    label: entry.label,
  };
}

/** A place to come back to: how many steps lie behind. */
export const mark = (history: History): number => history.past.length;

/** Undoes down to a mark and forgets the steps on the way, as Escape does with a gesture. */
export function backTo(history: History, document: Scenario, to: number): { history: History; document: Scenario } {
  let state = { history, document };
  while (state.history.past.length > to) {
    const back = undo(state.history, state.document);
    if (back === null) break;
    state = { history: { past: back.history.past, future: history.future }, document: back.document };
  }
  return state;
}
