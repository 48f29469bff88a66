/** The networks behind neural terms. A network reads only causes of what it drives, and its weights fit its architecture. */
import type { Mechanism, Network, Scenario } from '../schema';
import { networkReads, risesWithSubstrate } from '../network-variables';
import { changed, compact } from './edited';
import { makeId, takenIds } from './ids';

/** A law or regulator that a network drives; `regulator` is its place in the mechanism's list, null for the law. */
export interface NetworkUse {
  readonly mechanism: Mechanism;
  readonly regulator: number | null;
}
type Fields = { readonly [K in keyof Omit<Network, 'id'>]?: Network[K] | undefined };

/** @returns the variables that a neural law, or a neural regulator, of the mechanism may read */
export function causesOf({ mechanism, regulator }: NetworkUse): string[] {
  const inputs = mechanism.inputs.map(({ variable }) => variable);
  return [
    ...new Set(
      regulator === null
        ? inputs
        : [...mechanism.regulators.slice(regulator, regulator + 1).map(({ variable }) => variable), ...inputs],
    ),
  ];
}

export function networkUses(document: Scenario, network: string): NetworkUse[] {
  return document.mechanisms.flatMap((mechanism): NetworkUse[] => [
    ...(mechanism.law.kind === 'neural' && mechanism.law.network === network ? [{ mechanism, regulator: null }] : []),
    ...mechanism.regulators.flatMap(({ law }, regulator) =>
      law.kind === 'neural' && law.network === network ? [{ mechanism, regulator }] : [],
    ),
  ]);
}

/** @returns the variables that are causes wherever the network is used: those it may read */
export function networkCauses(document: Scenario, network: string): string[] {
  const [first, ...others] = networkUses(document, network).map(causesOf);
  return first === undefined ? [] : first.filter((variable) => others.every((causes) => causes.includes(variable)));
}

/** A small network for the law of a mechanism; the rate of a removal vanishes with what it removes. */
export function lawNetwork(document: Scenario, mechanism: Mechanism): Network {
  const causes = causesOf({ mechanism, regulator: null });
  const removed = mechanism.effects.find(
    ({ variable, coefficient }) => typeof coefficient === 'number' && coefficient < 0 && causes.includes(variable),
  )?.variable;
  return {
    ...fresh(document, mechanism.id, causes, { kind: 'positive' }),
    ...(removed === undefined ? {} : { vanishesWith: removed }),
  };
}

/** A small network for a regulator: a factor between 0 and 2, close to 1 until it is trained. */
export const regulatorNetwork = (document: Scenario, mechanism: Mechanism, variable: string): Network =>
  fresh(document, `${variable}_${mechanism.id}`, [variable], { kind: 'bounded', low: 0, high: 2 });

const fresh = (document: Scenario, stem: string, inputs: readonly string[], constraint: Network['constraint']): Network => ({
  id: makeId(`net_${stem}`, takenIds(document)),
  inputs: inputs.map((variable) => ({ variable, center: 0, scale: 1 })),
  hidden: [8],
  outputs: 1,
  activation: 'tanh',
  constraint,
  outputScale: 1,
  seed: 0,
  estimate: true,
});

/**
 * Layer sizes, what each input is and the signs imposed on it decide what a weight means; scales and constraints of the output act
 * outside the weights, save that a potential has a layer or a polynomial of its own.
 */
function architecture(network: Network): string {
  const { inputs, hidden, outputs, activation, constraint } = network;
  return JSON.stringify([
    inputs.map(({ variable, monotone, symmetry }) => [variable, monotone, symmetry]),
    hidden,
    outputs,
    activation,
    constraint.kind === 'potential' ? [constraint.degree ?? 0, constraint.control] : null,
    risesWithSubstrate(network),
  ]);
}

/** Changes a network; undefined removes a field. Stored weights of another architecture go: it starts from its seed again. */
export function changeNetwork(document: Scenario, id: string, fields: Fields): Scenario {
  return {
    ...document,
    networks: changed(document.networks, id, (network): Network => {
      const next: Network = compact({ ...network, ...fields } as Network);
      if (next.weights === undefined || architecture(next) === architecture(network)) return next;
      const { weights: _, ...untrained } = next;
      return untrained;
    }),
  };
}

/** Puts another network in the place of one: its id and name stay. */
export function replaceNetwork(document: Scenario, id: string, network: Network): Scenario {
  const networks = changed(document.networks, id, ({ name }) => compact({ ...network, id, name }));
  return { ...document, networks };
}

/** Lets a network read one of its causes, or no longer; its last input stays. */
export function setReads(document: Scenario, id: string, variable: string, reads: boolean): Scenario {
  const network = document.networks.find((one) => one.id === id);
  if (network === undefined || network.inputs.some((input) => input.variable === variable) === reads) return document;
  if (reads) return changeNetwork(document, id, { inputs: [...network.inputs, { variable, center: 0, scale: 1 }] });
  const fields = withoutInputs(network, (name) => name === variable);
  return fields.inputs.length === 0 ? document : changeNetwork(document, id, fields);
}

/**
 * Takes out of every network in use what is no cause any more, and the constraints that need it; one that would read nothing
 * reads the first cause.
 */
export function pruneNetworks(document: Scenario): Scenario {
  let next = document;
  for (const network of document.networks) {
    const causes = networkCauses(document, network.id);
    if (causes.length === 0) continue;
    const isLost = (variable: string): boolean => !causes.includes(variable);
    if (!networkReads(network).some(isLost)) continue;
    const fields = withoutInputs(network, isLost),
      { constraint, vanishesWith } = network;
    next = changeNetwork(next, network.id, {
      ...fields,
      ...(fields.inputs.length === 0 ? { inputs: [{ variable: causes[0], center: 0, scale: 1 }] } : {}),
      ...(constraint.kind === 'dissipative' && isLost(constraint.velocity) ? { constraint: { kind: 'free' } } : {}),
      ...(vanishesWith !== undefined && isLost(vanishesWith) ? { vanishesWith: undefined } : {}),
    });
  }
  return next;
}

/** What a network is without some of its inputs, and without the symmetries and the potential that need them. */
function withoutInputs(
  { inputs, constraint, exchange }: Network,
  isLost: (variable: string) => boolean,
): Fields & Pick<Network, 'inputs'> {
  const kept = inputs.filter(({ variable }) => !isLost(variable));
  const radii = kept.filter(({ symmetry }) => symmetry === 'radial').length;
  const pairs = exchange?.filter((pair) => !pair.some(isLost)) ?? [];
  return {
    inputs: kept.map((input) => (input.symmetry === 'radial' && radii === 1 ? { ...input, symmetry: 'even' } : input)),
    exchange: pairs.length === 0 ? undefined : pairs,
    ...(constraint.kind === 'potential' && [...constraint.of, constraint.control].some((one) => one !== undefined && isLost(one))
      ? { constraint: { kind: 'free' } }
      : {}),
  };
}

/** @returns names of the networks that had stored weights and have lost them */
export function droppedWeights(before: Scenario, after: Scenario): string[] {
  return before.networks
    .filter(
      ({ id, weights }) => weights !== undefined && after.networks.some((one) => one.id === id && one.weights === undefined),
    )
    .map(({ id, name }) => name ?? id);
}
