/** Copies of variables and mechanisms. Copied mechanisms get parameters and networks of their own, and join copied variables. */
import { mapNetwork } from '../network-variables';
import type { Mechanism, Network, Scenario } from '../schema';
import { addParameter } from './add';
import { makeId, takenIds } from './ids';
import { mapMechanism } from './references';
import { slotNames } from './remove';
import { renameIn } from './tokens';

const OFFSET = 36;

/** @returns the document with the copies, and their ids in the order of the originals */
export function duplicate(document: Scenario, ids: readonly string[]): { document: Scenario; ids: string[] } {
  const renamed = new Map<string, string>();
  let next = document;
  const copies: string[] = [];
  const away = (position: { x: number; y: number } | undefined): object =>
    position ? { position: { x: position.x + OFFSET, y: position.y + OFFSET } } : {};
  for (const variable of document.variables.filter(({ id }) => ids.includes(id))) {
    const name = `${variable.name} copy`;
    const id = makeId(name, takenIds(next));
    renamed.set(variable.id, id);
    copies.push(id);
    next = { ...next, variables: [...next.variables, { ...variable, id, name, ...away(variable.position) }] };
  }
  for (const mechanism of document.mechanisms.filter(({ id }) => ids.includes(id))) {
    const name = `${mechanism.name} copy`;
    const id = makeId(name, takenIds(next));
    next = { ...next, mechanisms: [...next.mechanisms, { ...mechanism, id, name, ...away(mechanism.position) }] };
    next = withOwnParameters(next, id, mechanism, renamed);
    copies.push(id);
  }
  return { document: next, ids: copies };
}

function withOwnParameters(
  document: Scenario,
  copy: string,
  original: Mechanism,
  variables: ReadonlyMap<string, string>,
): Scenario {
  let next = document;
  const renamed = new Map(variables);
  for (const name of new Set(slotNames(original))) {
    const stem = name.endsWith(`_${original.id}`) ? name.slice(0, -original.id.length - 1) : name;
    const parameter = document.parameters.find(({ id }) => id === name),
      network = document.networks.find(({ id }) => id === name);
    if (parameter !== undefined) {
      const made = addParameter(next, { ...parameter, id: `${stem}_${copy}` });
      renamed.set(name, made.id);
      next = made.document;
    } else if (network !== undefined) {
      const id = makeId(`${stem}_${copy}`, takenIds(next));
      next = { ...next, networks: [...next.networks, copyOf(network, id, variables)] };
      renamed.set(name, id);
    }
  }
  const map = {
    id: (id: string) => renamed.get(id) ?? id,
    expression: (text: string) => [...renamed].reduce((result, [from, to]) => renameIn(result, from, to), text),
  };
  return { ...next, mechanisms: next.mechanisms.map((one) => (one.id === copy ? mapMechanism(one, map) : one)) };
}

const copyOf = (network: Network, id: string, variables: ReadonlyMap<string, string>): Network => ({
  ...mapNetwork(network, (variable) => variables.get(variable) ?? variable),
  id,
});
