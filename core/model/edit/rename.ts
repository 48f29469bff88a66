/** Names and ids of parts. A name is free text; an id is changed together with everything that refers to it. */
import type { Scenario } from '../schema';
import { sections, type Section } from '../sections';
import { idFault, makeId, takenIds } from './ids';
import { mapReferences } from './references';
import { renameIn } from './tokens';
import type { Edited } from './edited';

/** @returns the section that holds the part with this id, or undefined */
export function sectionOf(document: Scenario, id: string): Section | undefined {
  return sections.find((section) => document[section].some((part) => part.id === id));
}

/** @returns the name that people see: the part's name, or its id where it has none */
export function nameOf(document: Scenario, id: string): string {
  for (const section of sections) for (const part of document[section]) if (part.id === id) return part.name ?? id;
  return id;
}

/**
 * Changes the id of a part and every reference to it, identifiers within expressions included.
 * @throws Error when the new id is malformed or taken
 */
export function changeId(document: Scenario, from: string, to: string): Scenario {
  if (from === to) return document;
  const section = sectionOf(document, from);
  if (section === undefined) return document;
  const fault = idFault(document, to);
  if (fault !== null) throw new Error(fault);
  const mapped = mapReferences(document, { id: (id) => (id === from ? to : id), expression: (text) => renameIn(text, from, to) });
  return { ...mapped, [section]: mapped[section].map((part) => (part.id === from ? { ...part, id: to } : part)) };
}

/** Changes the name of a part. An id that was made from the old name follows the new one; any other stays. */
export function rename(document: Scenario, id: string, name: string): Edited {
  const section = sectionOf(document, id);
  const trimmed = name.trim();
  if (section === undefined || trimmed === '' || trimmed === nameOf(document, id)) return { document, id };
  const old = nameOf(document, id);
  const renamed = {
    ...document,
    [section]: document[section].map((part) => (part.id === id ? { ...part, name: trimmed } : part)),
  };
  const others = takenIds(document);
  others.delete(id);
  if (makeId(old, others) !== id) return { document: renamed, id };
  const next = makeId(trimmed, others);
  return { document: changeId(renamed, id, next), id: next };
}
