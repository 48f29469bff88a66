import { describe, expect, it } from 'vitest';
import { scenario, type Scenario } from '../../core/model/schema';
import { backTo, emptyHistory, mark, record, redo, seal, undo, type History } from '../../core/model/history';

const start: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Decay' },
  variables: [
    { id: 'x', name: 'X', kind: 'state', initial: 1 },
    { id: 'y', name: 'Y', kind: 'state' },
  ],
});
const withInitial = (document: Scenario, initial: number): Scenario => ({
  ...document,
  variables: document.variables.map((variable) =>
    variable.id === 'x' && variable.kind === 'state' ? { ...variable, initial } : variable,
  ),
});
function edits(merge: (string | undefined)[], values: number[]): { history: History; document: Scenario } {
  let history = emptyHistory,
    document = start;
  values.forEach((value, i) => {
    const after = withInitial(document, value);
    history = record(history, document, after, `to ${value}`, merge[i]);
    document = after;
  });
  return { history, document };
}

describe('The undo history', () => {
  it('goes back to the very document and forth again', () => {
    const { history, document } = edits([undefined, undefined], [2, 3]);
    const back = undo(history, document)!;
    const further = undo(back.history, back.document)!;
    expect(back.document).toEqual(withInitial(start, 2));
    expect(further.document).toEqual(start);
    expect(undo(further.history, further.document)).toBeNull();
    const forth = redo(further.history, further.document)!;
    expect(redo(forth.history, forth.document)!.document).toEqual(document);
    expect(forth.label).toBe('to 2');
  });

  it('does not touch the documents it is given', () => {
    const { history, document } = edits([undefined], [2]);
    const before = structuredClone(document);
    undo(history, document);
    expect(document).toEqual(before);
  });

  it('follows removals and moves in lists', () => {
    const reversed = { ...start, variables: start.variables.toReversed() };
    const shorter = { ...reversed, variables: reversed.variables.slice(1) };
    let history = record(emptyHistory, start, reversed, 'reverse');
    history = record(history, reversed, shorter, 'shorten');
    const one = undo(history, shorter)!;
    expect(one.document).toEqual(reversed);
    expect(undo(one.history, one.document)!.document).toEqual(start);
  });

  it('merges the edits of one gesture into one step', () => {
    const { history, document } = edits(['drag', 'drag', 'drag'], [2, 3, 4]);
    expect(history.past).toHaveLength(1);
    expect(undo(history, document)!.document).toEqual(start);
  });

  it('starts a new step after a seal or under another key', () => {
    const first = edits(['drag'], [2]);
    const after = withInitial(first.document, 3);
    expect(record(seal(first.history), first.document, after, 'again', 'drag').past).toHaveLength(2);
    expect(record(first.history, first.document, after, 'other', 'slide').past).toHaveLength(2);
  });

  it('leaves no step for a gesture that ends where it began', () => {
    expect(edits(['drag', 'drag'], [2, 1]).history.past).toHaveLength(0);
  });

  it('forgets what could be redone once something else is edited', () => {
    const { history, document } = edits([undefined], [2]);
    const back = undo(history, document)!;
    expect(record(back.history, back.document, withInitial(back.document, 9), 'else').future).toHaveLength(0);
  });

  it('comes back to a mark and forgets the steps on the way', () => {
    const { history, document } = edits([undefined], [2]);
    const place = mark(history);
    const later = withInitial(document, 5);
    const back = backTo(record(history, document, later, 'gesture'), later, place);
    expect(back.document).toEqual(document);
    expect(back.history.past).toHaveLength(1);
    expect(back.history.future).toHaveLength(0);
  });
});
