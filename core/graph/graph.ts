/**
 * The causal graph as it is drawn, read off a document before any maths.
 *
 * A mechanism is a *hub* (a small node) where several causes meet in it, it is regulated, it has several effects, or
 * nothing causes it (a source). One cause and one effect on another variable make a *direct* arrow that carries the
 * mechanism's id. A mechanism that only changes its own cause is a *stub* at that variable: removal leaves the variable
 * into the stub (X → ∅), growth comes back out of it.
 *
 * An effect with a negative coefficient is drawn ⊣ from the hub to the variable, also when the variable is an input
 * that the mechanism consumes; then both lines are drawn and name each other as `pair`. One line for both would be
 * terser, yet do(X) cuts what acts on X and leaves what X acts on, and the reader must see exactly that.
 */
import type { Mechanism, Network, Scenario, Variable } from '../model/schema';
import { eventLinks } from './event-links';
import { identifiers } from './identifiers';
import { inputSign, parameterValues, quantitySign, times } from './sign';
import type { ParameterValues, Sign } from './sign';

export interface GraphPosition {
  readonly x: number;
  readonly y: number;
}
export interface GraphNode {
  /** id of the variable or mechanism */
  readonly id: string;
  readonly kind: 'variable' | 'mechanism';
  readonly name: string;
  /** a mechanism drawn as a node where arrows meet */
  readonly hub: boolean;
  /** a mechanism that only changes its own cause, drawn as a stub beside it */
  readonly self: boolean;
  /** a mechanism without inputs */
  readonly source: boolean;
  readonly variableKind?: Variable['kind'];
  readonly position?: GraphPosition;
}
export type EdgeRole = 'input' | 'effect' | 'regulator' | 'assignment';
export type EdgeKind = 'activation' | 'inhibition' | 'neutral';
export interface GraphEdge {
  /** stable between edits of other parts, unique in the graph */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** the mechanism that it is part of, or all of; null for an assigned variable's dependency, an event's and a policy's */
  readonly mechanism: string | null;
  /** a direct arrow and a stub's line have the role `effect` */
  readonly role: EdgeRole;
  /** `neutral` where the sign is not known or depends on the state */
  readonly kind: EdgeKind;
  /** how the line ends at `to`: → or ⊣ */
  readonly end: 'arrow' | 'tee';
  /** the line between the same two nodes the other way, if any */
  readonly pair: string | null;
}
export interface CausalGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** How a mechanism is drawn. */
export type MechanismShape = 'hub' | 'direct' | 'stub';

/** @param known ids of the document's variables; references to others are ignored (core/model reports them) */
export function mechanismShape(mechanism: Mechanism, known: ReadonlySet<string>): MechanismShape {
  const present = (references: readonly { variable: string }[]): string[] =>
    [...new Set(references.map(({ variable }) => variable))].filter((id) => known.has(id));
  const inputs = present(mechanism.inputs),
    effects = present(mechanism.effects),
    regulators = present(mechanism.regulators);
  if (inputs.length !== 1 || effects.length !== 1 || regulators.length > 0) return 'hub';
  return inputs[0] === effects[0] ? 'stub' : 'direct';
}

/** Dangling references make no edge; everything else of the document is in the graph. */
export function causalGraph(document: Scenario): CausalGraph {
  const known = new Set(document.variables.map(({ id }) => id));
  const parameters = parameterValues(document);
  const nodes: GraphNode[] = document.variables.map((variable) => ({
    id: variable.id,
    kind: 'variable',
    name: variable.name,
    hub: false,
    self: false,
    source: false,
    variableKind: variable.kind,
    position: variable.position,
  }));
  const edges: GraphEdge[] = [];
  const add = (from: string, to: string, mechanism: string | null, role: EdgeRole, sign: Sign): void => {
    const kind: EdgeKind = sign > 0 ? 'activation' : sign < 0 ? 'inhibition' : 'neutral';
    const base = `${role}:${from}:${to}${mechanism === null || mechanism === from || mechanism === to ? '' : `:${mechanism}`}`;
    const twins = edges.filter((edge) => edge.id === base || edge.id.startsWith(`${base}#`)).length;
    edges.push({
      id: twins === 0 ? base : `${base}#${twins + 1}`,
      from,
      to,
      mechanism,
      role,
      kind,
      end: kind === 'inhibition' ? 'tee' : 'arrow',
      pair: null,
    });
  };
  for (const variable of document.variables) {
    if (variable.kind === 'state') continue;
    for (const name of identifiers(variable.expression)) if (known.has(name)) add(name, variable.id, null, 'assignment', 0);
  }
  for (const { from, to } of eventLinks(document)) if (from !== to) add(from, to, null, 'assignment', 0);
  for (const mechanism of document.mechanisms) {
    const shape = mechanismShape(mechanism, known);
    if (shape !== 'direct') {
      nodes.push({
        id: mechanism.id,
        kind: 'mechanism',
        name: mechanism.name,
        hub: shape === 'hub',
        self: shape === 'stub',
        source: !mechanism.inputs.some(({ variable }) => known.has(variable)),
        position: mechanism.position,
      });
    }
    addMechanism(mechanism, shape, known, parameters, document.networks, add);
  }
  const back = ({ from, to }: GraphEdge): GraphEdge | undefined => edges.find((other) => other.from === to && other.to === from);
  return { nodes, edges: edges.map((edge) => ({ ...edge, pair: back(edge)?.id ?? null })) };
}

function addMechanism(
  mechanism: Mechanism,
  shape: MechanismShape,
  known: ReadonlySet<string>,
  parameters: ParameterValues,
  networks: readonly Network[],
  add: (from: string, to: string, mechanism: string, role: EdgeRole, sign: Sign) => void,
): void {
  const inputs = [...new Set(mechanism.inputs.map(({ variable }) => variable))].filter((id) => known.has(id));
  const effects = effectSigns(mechanism, parameters).filter(({ variable }) => known.has(variable));
  if (shape === 'stub') {
    const [{ variable, sign }] = effects;
    if (sign < 0) add(variable, mechanism.id, mechanism.id, 'effect', 1);
    else add(mechanism.id, variable, mechanism.id, 'effect', sign);
    return;
  }
  if (shape === 'direct') {
    const [{ variable, sign }] = effects;
    add(inputs[0], variable, mechanism.id, 'effect', times(inputSign(mechanism, inputs[0], parameters, networks), sign));
    return;
  }
  for (const input of inputs) add(input, mechanism.id, mechanism.id, 'input', inputSign(mechanism, input, parameters, networks));
  for (const { variable, kind } of mechanism.regulators) {
    if (known.has(variable)) add(variable, mechanism.id, mechanism.id, 'regulator', kind === 'activation' ? 1 : -1);
  }
  for (const { variable, sign } of effects) add(mechanism.id, variable, mechanism.id, 'effect', sign);
}

/** Net sign of each distinct effect: 0 when its coefficients disagree or one of them is not known. */
export function effectSigns(mechanism: Mechanism, parameters: ParameterValues): { variable: string; sign: Sign }[] {
  const signs = new Map<string, Set<Sign>>();
  for (const { variable, coefficient } of mechanism.effects) {
    const sign = quantitySign(coefficient, parameters);
    signs.set(variable, (signs.get(variable) ?? new Set()).add(sign));
  }
  return [...signs].map(([variable, set]) => ({ variable, sign: set.size === 1 ? [...set][0] : 0 }));
}
