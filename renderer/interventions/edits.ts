/** Editing interventions: pure functions of the document, for the workbench to record as undoable steps. */
import { compact, makeId, takenIds, type Edited } from '../../core/model/edit';
import type { Action, ActionKind, Intervention, Scenario } from '../../core/model/schema';

const changed = (document: Scenario, id: string, change: (one: Intervention) => Intervention): Scenario => ({
  ...document,
  interventions: document.interventions.map((one) => (one.id === id ? change(one) : one)),
});

export function addIntervention(document: Scenario, name: string): Edited {
  const id = makeId(name, takenIds(document));
  return { document: { ...document, interventions: [...document.interventions, { id, name, actions: [] }] }, id };
}

export function duplicateIntervention(document: Scenario, id: string): Edited {
  const source = document.interventions.find((one) => one.id === id);
  if (source === undefined) return { document, id };
  const copy = { ...source, id: makeId(source.id, takenIds(document)), name: `${source.name} (copy)` };
  return { document: { ...document, interventions: [...document.interventions, copy] }, id: copy.id };
}

type InterventionFields = { readonly name?: string; readonly note?: string | undefined };

export const changeIntervention = (document: Scenario, id: string, part: InterventionFields): Scenario =>
  changed(document, id, (one) => compact({ ...one, ...part }));

export const addAction = (document: Scenario, id: string, action: Action): Scenario =>
  changed(document, id, (one) => ({ ...one, actions: [...one.actions, action] }));

export const changeAction = (document: Scenario, id: string, index: number, action: Action): Scenario =>
  changed(document, id, (one) => ({ ...one, actions: one.actions.map((other, i) => (i === index ? compact(action) : other)) }));

export const removeAction = (document: Scenario, id: string, index: number): Scenario =>
  changed(document, id, (one) => ({ ...one, actions: one.actions.filter((_, i) => i !== index) }));

/** An arrow into a mechanism that `cut` can cut: from an input or a regulator. */
export interface Arrow {
  readonly variable: string;
  readonly mechanism: string;
}

export const arrowsOf = (document: Scenario): Arrow[] =>
  document.mechanisms.flatMap(({ id, inputs, regulators }) =>
    [...new Set([...inputs, ...regulators].map(({ variable }) => variable))].map((variable) => ({ variable, mechanism: id })),
  );

/** The arms that a trajectory can be held in: the baseline, the arms of the comparisons, each intervention alone. */
export interface HoldArm {
  readonly label: string;
  readonly interventions: readonly string[];
}

/** @param own id of the intervention that holds, which cannot hold itself; arms with the same interventions are one */
export function holdArms(document: Scenario, own: string): HoldArm[] {
  const arms: HoldArm[] = [
    { label: 'Baseline, with no intervention', interventions: [] },
    ...document.comparisons.flatMap(({ baseline, arms: others }) =>
      [baseline, ...others].map(({ name, interventions }) => ({ label: `Arm “${name}”`, interventions })),
    ),
    ...document.interventions.map(({ id, name }) => ({ label: name, interventions: [id] })),
  ];
  const seen = new Set<string>();
  return arms.filter(({ interventions }) => {
    const key = holdKey(interventions);
    return !interventions.includes(own) && !seen.has(key) && seen.add(key);
  });
}
/** A key for a list's item: ids in order, * for none. */
export const holdKey = (interventions: readonly string[]): string => [...interventions].sort().join(' ') || '*';
export const heldBy = (key: string): string[] => (key === '*' ? [] : key.split(' '));

/**
 * @param subject id of the variable, mechanism or parameter to start with, where it suits the kind
 * @returns an action of the kind that is valid in this document, or null where the document has nothing to act on
 */
export function newAction(document: Scenario, kind: ActionKind, subject?: string): Action | null {
  const pick = (ids: readonly string[]): string | undefined => ids.find((id) => id === subject) ?? ids[0];
  const states = document.variables.filter((variable) => variable.kind === 'state').map(({ id }) => id);
  const start = document.about.time.start;
  switch (kind) {
    case 'clamp': {
      const variable = pick(document.variables.map(({ id }) => id));
      return variable === undefined ? null : { action: kind, variable, value: 0 };
    }
    case 'scale': {
      const mechanism = pick(document.mechanisms.map(({ id }) => id));
      return mechanism === undefined ? null : { action: kind, mechanism, factor: 0.5 };
    }
    case 'cut': {
      const arrows = arrowsOf(document);
      const arrow = arrows.find(({ variable, mechanism }) => variable === subject || mechanism === subject) ?? arrows[0];
      return arrow === undefined ? null : { action: kind, ...arrow };
    }
    case 'set': {
      const id = pick(document.parameters.map((parameter) => parameter.id));
      const parameter = document.parameters.find((one) => one.id === id);
      return parameter === undefined ? null : { action: kind, parameter: parameter.id, value: parameter.value };
    }
    case 'dose': {
      const variable = pick(states);
      return variable === undefined ? null : { action: kind, variable, amount: 1, start, count: 1 };
    }
    case 'infuse': {
      const variable = pick(states);
      return variable === undefined ? null : { action: kind, variable, rate: 1 };
    }
    case 'hold': {
      const variable = pick(states);
      return variable === undefined ? null : { action: kind, variable, of: [] };
    }
    case 'policy': {
      const variable = pick(states),
        other = states.find((id) => id !== variable);
      return variable === undefined ? null : { action: kind, variable, value: other === undefined ? '1' : `0.5*${other}` };
    }
  }
}
