/** What an arrow drawn from one part to another can mean, and how each meaning changes the document. */
import { laws } from '../laws';
import type { Mechanism, Regulator, Scenario } from '../schema';
import { addMechanism, addParameter, searchRange } from './add';
import { changed, type Edited } from './edited';
import { setReads } from './network';
import { nameOf } from './rename';

export interface Connection {
  readonly label: string;
  readonly text: string;
  /** how the new arrow ends */
  readonly end: 'arrow' | 'tee';
  apply(document: Scenario): Edited;
}
/** `reason` says why nothing can be drawn there */
export type Verdict = { readonly connections: readonly Connection[] } | { readonly reason: string };

/** @param from id of a variable or mechanism  @param to id of a variable or mechanism */
export function verdict(document: Scenario, from: string, to: string): Verdict {
  const source = document.variables.find(({ id }) => id === from);
  const target = document.variables.find(({ id }) => id === to);
  const sourceMechanism = document.mechanisms.find(({ id }) => id === from);
  const targetMechanism = document.mechanisms.find(({ id }) => id === to);
  if (target && target.kind !== 'state')
    return { reason: `${target.name} is given by its expression; arrows into it come from there` };
  if (source && target) return { connections: from === to ? ownConnections(from) : variableConnections(from, to) };
  if (source && targetMechanism) return regulations(from, targetMechanism);
  if (sourceMechanism && target) return effects(sourceMechanism, to);
  if (sourceMechanism && targetMechanism)
    return { reason: 'A mechanism acts on variables; start from a variable to regulate it' };
  return { reason: 'Drop the arrow on a variable or a mechanism' };
}

const variableConnections = (from: string, to: string): Connection[] => [
  {
    label: 'Produces',
    text: 'rate proportional to the cause',
    end: 'arrow',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, from)} → ${nameOf(document, to)}`,
        kind: 'first-order',
        inputs: [from],
        effects: [{ variable: to, coefficient: 1 }],
      }),
  },
  {
    label: 'Produces, saturating',
    text: 'Hill activation by the cause',
    end: 'arrow',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, from)} → ${nameOf(document, to)}`,
        kind: 'hill-activation',
        inputs: [from],
        effects: [{ variable: to, coefficient: 1 }],
      }),
  },
  {
    label: 'Removes',
    text: 'mass action, in proportion to both',
    end: 'tee',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, from)} removes ${nameOf(document, to)}`,
        kind: 'mass-action',
        inputs: [to, from],
        effects: [{ variable: to, coefficient: -1 }],
      }),
  },
  {
    label: 'Turns into',
    text: 'first order; the cause is used up',
    end: 'arrow',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, from)} to ${nameOf(document, to)}`,
        kind: 'first-order',
        inputs: [from],
        effects: [
          { variable: from, coefficient: -1 },
          { variable: to, coefficient: 1 },
        ],
      }),
  },
];

const ownConnections = (id: string): Connection[] => [
  {
    label: 'Decays',
    text: 'first order',
    end: 'tee',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, id)} decay`,
        kind: 'first-order',
        inputs: [id],
        effects: [{ variable: id, coefficient: -1 }],
      }),
  },
  {
    label: 'Grows',
    text: 'logistic, up to a carrying capacity',
    end: 'arrow',
    apply: (document) =>
      addMechanism(document, {
        name: `${nameOf(document, id)} growth`,
        kind: 'logistic',
        inputs: [id],
        effects: [{ variable: id, coefficient: 1 }],
      }),
  },
];

function regulations(from: string, mechanism: Mechanism): Verdict {
  const regulated = mechanism.regulators.some(({ variable }) => variable === from);
  const { law } = mechanism,
    isNew = !mechanism.inputs.some(({ variable }) => variable === from);
  const connections: Connection[] = [];
  if (!regulated) {
    connections.push(
      {
        label: 'Activates',
        text: 'Hill factor that rises to 1',
        end: 'arrow',
        apply: (document) => addRegulator(document, mechanism.id, from, 'activation'),
      },
      {
        label: 'Inhibits',
        text: 'Hill factor that falls from 1',
        end: 'tee',
        apply: (document) => addRegulator(document, mechanism.id, from, 'inhibition'),
      },
    );
  }
  if (isNew && law.kind === 'mass-action') {
    connections.push({
      label: 'Joins as a reactant',
      text: 'one more factor of the rate',
      end: 'arrow',
      apply: (document) => addInput(document, mechanism.id, from),
    });
  }
  if (isNew && law.kind === 'neural') {
    connections.push({
      label: 'Joins as a cause',
      text: 'one more input of the network',
      end: 'arrow',
      apply: (document) => ({
        document: setReads(addInput(document, mechanism.id, from).document, law.network, from, true),
        id: mechanism.id,
      }),
    });
  }
  return connections.length > 0 ? { connections } : { reason: `It already regulates ${mechanism.name}` };
}

function effects(mechanism: Mechanism, variable: string): Verdict {
  if (mechanism.effects.some((effect) => effect.variable === variable)) return { reason: `${mechanism.name} already changes it` };
  const apply =
    (coefficient: number) =>
    (document: Scenario): Edited => ({ document: addEffect(document, mechanism.id, variable, coefficient), id: mechanism.id });
  return {
    connections: [
      { label: 'Also raises it', text: 'coefficient +1', end: 'arrow', apply: apply(1) },
      { label: 'Also lowers it', text: 'coefficient −1', end: 'tee', apply: apply(-1) },
    ],
  };
}

/** Lets a variable act on a mechanism by a Hill factor with its own half-point and steepness. */
export function addRegulator(document: Scenario, mechanism: string, variable: string, kind: Regulator['kind']): Edited {
  const K = addParameter(document, { id: `K_${variable}_${mechanism}`, value: 1, ...searchRange('K', 1) });
  const h = addParameter(K.document, { id: `h_${variable}_${mechanism}`, value: 1, ...searchRange('h', 1) });
  const regulator: Regulator = { variable, kind, law: { kind: 'hill', K: K.id, h: h.id } };
  return {
    document: {
      ...h.document,
      mechanisms: changed(h.document.mechanisms, mechanism, (one) => ({ ...one, regulators: [...one.regulators, regulator] })),
    },
    id: mechanism,
  };
}

export function addInput(document: Scenario, mechanism: string, variable: string): Edited {
  const mechanisms = changed(document.mechanisms, mechanism, (one) => {
    const { roles } = laws[one.law.kind];
    return { ...one, inputs: [...one.inputs, { variable, role: roles[one.inputs.length] ?? roles.at(-1) ?? 'input' }] };
  });
  return { document: { ...document, mechanisms }, id: mechanism };
}

export function addEffect(document: Scenario, mechanism: string, variable: string, coefficient = 1): Scenario {
  return {
    ...document,
    mechanisms: changed(document.mechanisms, mechanism, (one) => ({
      ...one,
      effects: [...one.effects, { variable, coefficient }],
    })),
  };
}
