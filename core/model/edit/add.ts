/** Making variables, parameters, mechanisms, observables and conditions, with defaults under which the model still simulates. */
import { laws } from '../laws';
import type {
  Condition,
  Effect,
  Event,
  Input,
  Law,
  LawKind,
  Mechanism,
  Observable,
  Parameter,
  Scenario,
  Variable,
} from '../schema';
import type { Edited } from './edited';
import { makeId, takenIds } from './ids';

type Position = NonNullable<Variable['position']>;

export function addVariable(document: Scenario, options: { name?: string; position?: Position } = {}): Edited {
  const name = options.name ?? freshName(document.variables, 'Variable');
  const id = makeId(name, takenIds(document));
  const variable: Variable = { id, name, kind: 'state', initial: 0, ...(options.position ? { position: options.position } : {}) };
  return { document: { ...document, variables: [...document.variables, variable] }, id };
}

function freshName(parts: readonly { readonly name: string }[], stem: string): string {
  const names = new Set(parts.map(({ name }) => name));
  for (let n = parts.length + 1; ; n++) if (!names.has(`${stem} ${n}`)) return `${stem} ${n}`;
}

/** @param of id of the variable that is seen; the first one where none is given */
export function addObservable(document: Scenario, of?: string): Edited {
  const seen =
    document.variables.find(({ id }) => id === of) ??
    document.variables.find(({ kind }) => kind === 'state') ??
    document.variables[0];
  const name = seen === undefined ? freshName(document.observables, 'Observable') : `Measured ${seen.name}`;
  const id = makeId(name, takenIds(document));
  const observable: Observable = {
    id,
    name,
    expression: seen?.id ?? '0',
    ...(seen?.unit === undefined ? {} : { unit: seen.unit }),
    noise: { model: 'normal', sigma: 0.1 },
  };
  return { document: { ...document, observables: [...document.observables, observable] }, id };
}

export function addCondition(document: Scenario): Edited {
  const name = freshName(document.conditions, 'Condition');
  const id = makeId(name, takenIds(document));
  const condition: Condition = { id, name, overrides: {}, interventions: [] };
  return { document: { ...document, conditions: [...document.conditions, condition] }, id };
}

/** An event that sets a state back when it passes 1. @param of id of the state; the first one where none is given */
export function addEvent(document: Scenario, of?: string): Edited {
  const states = document.variables.filter(({ kind }) => kind === 'state');
  const state = states.find(({ id }) => id === of) ?? states[0];
  const name = freshName(document.events, 'Event');
  const id = makeId(name, takenIds(document));
  const event: Event = {
    id,
    name,
    trigger: state === undefined ? 't >= 1' : `${state.id} >= 1`,
    persistent: true,
    initialValue: true,
    useTriggerValues: true,
    assignments: state === undefined ? [] : [{ variable: state.id, value: 0 }],
  };
  return { document: { ...document, events: [...document.events, event] }, id };
}

export function addParameter(document: Scenario, parameter: Partial<Parameter> & { readonly id: string }): Edited {
  const id = makeId(parameter.id, takenIds(document));
  const added: Parameter = { value: 1, scale: 'linear', estimate: false, source: { kind: 'assumed' }, ...parameter, id };
  return { document: { ...document, parameters: [...document.parameters, added] }, id };
}

/** Slots that are counts, not quantities to estimate; they stay plain numbers. */
const counts = new Set(['stages']);

/** A law of the library with a named parameter for each slot, such as `k_decay`; slots given in `keep` are taken over. */
export function lawWithParameters(
  document: Scenario,
  kind: Exclude<LawKind, 'custom' | 'potential' | 'neural'>,
  suffix: string,
  keep: Readonly<Record<string, number | string>> = {},
): { document: Scenario; law: Law } {
  let next = document;
  const parameters: Record<string, number | string> = {};
  for (const slot of laws[kind].slots) {
    if (keep[slot.name] !== undefined) parameters[slot.name] = keep[slot.name];
    else if (counts.has(slot.name)) parameters[slot.name] = slot.default;
    else {
      const made = addParameter(next, {
        id: `${slot.name}_${suffix}`,
        value: slot.default,
        ...searchRange(slot.name, slot.default),
      });
      next = made.document;
      parameters[slot.name] = made.id;
    }
  }
  return { document: next, law: { kind, parameters } };
}

/** Where a slider and a fit may look: two decades each way, and 0.5 to 8 for a Hill coefficient. */
export const searchRange = (slot: string, value: number): Pick<Parameter, 'scale' | 'bounds'> =>
  slot === 'h' ? { scale: 'linear', bounds: [0.5, 8] } : { scale: 'log10', bounds: [value / 100, value * 100] };

export interface NewMechanism {
  readonly name: string;
  readonly kind: Exclude<LawKind, 'custom' | 'potential' | 'neural'>;
  /** ids of the variables, in the order of the law's roles */
  readonly inputs: readonly string[];
  readonly effects: readonly Effect[];
  readonly position?: Position;
}

export function addMechanism(document: Scenario, { name, kind, inputs, effects, position }: NewMechanism): Edited {
  const id = makeId(name, takenIds(document));
  const made = lawWithParameters({ ...document, mechanisms: [...document.mechanisms, placeholder(id, name)] }, kind, id);
  const mechanism: Mechanism = {
    id,
    name,
    law: made.law,
    inputs: withRoles(
      inputs.map((variable) => ({ variable, role: 'input' })),
      kind,
    ),
    effects: [...effects],
    regulators: [],
    ...(position ? { position } : {}),
  };
  return { document: { ...made.document, mechanisms: [...document.mechanisms, mechanism] }, id };
}

/** Holds the id while the parameters of its law are named. */
const placeholder = (id: string, name: string): Mechanism => ({
  id,
  name,
  law: { kind: 'custom', expression: '0' },
  inputs: [],
  effects: [],
  regulators: [],
});

/** Gives inputs the roles of a law, in order, and drops those for which it has none. */
export function withRoles(inputs: readonly Input[], kind: LawKind): Input[] {
  const { roles, repeats } = laws[kind];
  return inputs.flatMap((input, i) => {
    const role = roles[i] ?? (repeats ? roles.at(-1) : undefined);
    return role === undefined ? [] : [{ ...input, role }];
  });
}
