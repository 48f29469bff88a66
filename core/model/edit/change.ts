/** Changing what parts say: their fields, their laws, and values set by hand. */
import { defaultLaw, laws } from '../laws';
import type { LawKind, Mechanism, Parameter, Regulator, Scenario, Source, Variable } from '../schema';
import { addParameter, lawWithParameters, searchRange, withRoles } from './add';
import { changed, compact } from './edited';
import { lawNetwork, pruneNetworks, regulatorNetwork } from './network';
import { dropOrphans, slotNames } from './remove';

/** Fields may be set to undefined, which removes them. */
type Fields<T> = { readonly [K in keyof T]?: T[K] | undefined };

export function changeVariable(
  document: Scenario,
  id: string,
  fields: Fields<Omit<Extract<Variable, { kind: 'state' }>, 'id' | 'kind'>> & { expression?: string },
): Scenario {
  return {
    ...document,
    variables: changed(document.variables, id, (variable) => compact({ ...variable, ...fields } as Variable)),
  };
}

/** Turns a state into an assigned variable or an input, or back; the value it had is where it starts. */
export function setVariableKind(document: Scenario, id: string, kind: Variable['kind']): Scenario {
  return {
    ...document,
    variables: changed(document.variables, id, (variable): Variable => {
      if (variable.kind === kind) return variable;
      const { id: own, name, unit, position, note, source } = variable;
      const shared = compact({ id: own, name, unit, position, note, source });
      const value = variable.kind === 'state' ? variable.initial : variable.expression;
      if (kind !== 'state') return { ...shared, kind, expression: String(value) };
      return { ...shared, kind, initial: Number.isFinite(Number(value)) ? Number(value) : 0 };
    }),
  };
}

export function changeParameter(document: Scenario, id: string, fields: Fields<Omit<Parameter, 'id'>>): Scenario {
  return {
    ...document,
    parameters: changed(document.parameters, id, (parameter) => compact({ ...parameter, ...fields } as Parameter)),
  };
}

/** Changes a mechanism; its networks no longer read what is no cause of it any more. */
export function changeMechanism(document: Scenario, id: string, change: (mechanism: Mechanism) => Mechanism): Scenario {
  return pruneNetworks({ ...document, mechanisms: changed(document.mechanisms, id, (mechanism) => compact(change(mechanism))) });
}

export function changeRegulator(
  document: Scenario,
  mechanism: string,
  index: number,
  change: (regulator: Regulator) => Regulator,
): Scenario {
  return changeMechanism(document, mechanism, (one) => ({
    ...one,
    regulators: one.regulators.map((regulator, i) => (i === index ? change(regulator) : regulator)),
  }));
}

/**
 * Sets values by hand: parameter id → value, or state id → initial value; other keys are ignored. A value that came from
 * a paper or a fit no longer does, and its source says so.
 */
export function setValues(document: Scenario, values: Readonly<Record<string, number>>): Scenario {
  const byHand = (source: Source | undefined, before: number | string): { source?: Source } => {
    if (source === undefined || source.kind === 'assumed' || source.kind === 'illustrative') return {};
    return { source: { kind: 'assumed', text: `set by hand; was ${before} (${source.kind})` } };
  };
  return {
    ...document,
    parameters: document.parameters.map((parameter) => {
      const value = values[parameter.id];
      return value === undefined || value === parameter.value
        ? parameter
        : { ...parameter, value, ...byHand(parameter.source, parameter.value) };
    }),
    variables: document.variables.map((variable) => {
      const value = values[variable.id];
      if (value === undefined || variable.kind !== 'state' || value === variable.initial) return variable;
      return { ...variable, initial: value, ...byHand(variable.source, variable.initial) };
    }),
  };
}

/**
 * Gives a mechanism another law. Inputs that fit keep their place under the law's roles; slots that both laws have keep
 * their values, new ones get a named parameter each, and parameters that nothing uses any more go.
 */
export function setLaw(document: Scenario, id: string, kind: LawKind): Scenario {
  const mechanism = document.mechanisms.find((one) => one.id === id);
  if (mechanism === undefined || mechanism.law.kind === kind) return document;
  const old = slotNames(mechanism);
  const keep = 'parameters' in mechanism.law ? mechanism.law.parameters : {};
  const inputs = withRoles(mechanism.inputs, kind);
  const place = (next: Scenario, law: Mechanism['law'], causes = inputs): Scenario =>
    pruneNetworks(
      dropOrphans({ ...next, mechanisms: changed(next.mechanisms, id, (one) => ({ ...one, law, inputs: causes })) }, old),
    );
  if (kind === 'neural') {
    // a network reads something: what the mechanism changes, where nothing causes it yet
    const causes =
      inputs.length > 0
        ? inputs
        : withRoles(
            mechanism.effects.slice(0, 1).map(({ variable }) => ({ variable, role: 'input' })),
            kind,
          );
    if (causes.length === 0) return document;
    const network = lawNetwork(document, { ...mechanism, inputs: causes });
    return place({ ...document, networks: [...document.networks, network] }, { kind, network: network.id, output: 0 }, causes);
  }
  if (kind === 'custom') return place(document, { kind, expression: startingExpression(mechanism) });
  if (kind === 'potential') {
    const of = mechanism.effects[0]?.variable ?? mechanism.inputs[0]?.variable ?? 'x';
    return place(document, { kind, potential: `0.5 * ${of}^2`, of });
  }
  const made = lawWithParameters(document, kind, id, keep);
  return place(made.document, made.law);
}

/** A custom law starts as what the mechanism did, where that is a product; else at 0. */
function startingExpression({ law, inputs }: Mechanism): string {
  if (law.kind !== 'first-order' && law.kind !== 'mass-action' && law.kind !== 'constant') {
    const plain = defaultLaw('custom');
    return plain.kind === 'custom' ? plain.expression : '0';
  }
  const factors = inputs.map(({ variable, order }) => (order === undefined || order === 1 ? variable : `${variable}^${order}`));
  return [String(law.parameters.k ?? laws[law.kind].slots[0].default), ...factors].join(' * ');
}

/** Gives a regulator another form; its own parameters or network go where nothing else uses them. */
export function setRegulatorLaw(document: Scenario, mechanism: string, index: number, kind: Regulator['law']['kind']): Scenario {
  const owner = document.mechanisms.find(({ id }) => id === mechanism),
    regulator = owner?.regulators[index];
  if (owner === undefined || regulator === undefined || regulator.law.kind === kind) return document;
  const place = (next: Scenario, law: Regulator['law']): Scenario =>
    dropOrphans(
      changeRegulator(next, mechanism, index, (one) => ({ ...one, law })),
      slotNames(owner),
    );
  const { variable } = regulator;
  if (kind === 'custom') return place(document, { kind, expression: '1' });
  if (kind === 'neural') {
    const network = regulatorNetwork(document, owner, variable);
    return place({ ...document, networks: [...document.networks, network] }, { kind, network: network.id, output: 0 });
  }
  const K = addParameter(document, { id: `K_${variable}_${mechanism}`, value: 1, ...searchRange('K', 1) });
  const h = addParameter(K.document, { id: `h_${variable}_${mechanism}`, value: 1, ...searchRange('h', 1) });
  return place(h.document, { kind, K: K.id, h: h.id });
}

/** Drives a neural law (`regulator` null), or a neural regulator, by another network of the document, or by a new one (null). */
export function chooseNetwork(document: Scenario, mechanism: string, regulator: number | null, network: string | null): Scenario {
  const owner = document.mechanisms.find(({ id }) => id === mechanism);
  const variable = regulator === null ? '' : owner?.regulators[regulator]?.variable;
  if (owner === undefined || variable === undefined) return document;
  const made = regulator === null ? lawNetwork(document, owner) : regulatorNetwork(document, owner, variable);
  const law = { kind: 'neural', network: network ?? made.id, output: 0 } as const;
  const available = network === null ? { ...document, networks: [...document.networks, made] } : document;
  const next = changeMechanism(available, mechanism, (one) =>
    regulator === null
      ? { ...one, law }
      : { ...one, regulators: one.regulators.map((other, i) => (i === regulator ? { ...other, law } : other)) },
  );
  return dropOrphans(next, slotNames(owner));
}
