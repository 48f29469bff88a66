/**
 * What interventions do to the causal graph, for drawing and in words: which arrows are cut, what is held, scaled, set
 * or given. The equations are cut by core/equations; both follow from the same actions.
 */
import type { Action, Scenario } from '../model/schema';
import { eventLinks } from './event-links';
import { identifiers } from './identifiers';
import { actionLine } from './action-line';
import type { CausalGraph, GraphEdge } from './graph';

export interface CutEdge {
  from: string;
  to: string;
  role: 'input' | 'effect' | 'regulator';
}
/** The shape of the service's contract. */
export interface Surgery {
  /**
   * cause → mechanism (`input`, `regulator`), mechanism → variable (`effect`), or cause → variable that is assigned, by its
   * expression or by an event (`input`)
   */
  cutEdges: CutEdge[];
  /** what a policy reads → what it decides */
  addedEdges: { from: string; to: string }[];
  /** ids of variables that are clamped, held or decided by a policy */
  clamped: string[];
  scaled: { mechanism: string; factor: number }[];
  /** ids of parameters */
  set: string[];
  /** ids of variables */
  dosed: string[];
  infused: string[];
  /** one line an action, in plain words */
  lines: string[];
}

/** @param interventions ids; one that the document does not have is left out */
export function surgeryOf(document: Scenario, interventions: readonly string[]): Surgery {
  const surgery: Surgery = { cutEdges: [], addedEdges: [], clamped: [], scaled: [], set: [], dosed: [], infused: [], lines: [] };
  for (const id of interventions) {
    for (const action of document.interventions.find((intervention) => intervention.id === id)?.actions ?? []) {
      apply(document, action, surgery);
      surgery.lines.push(actionLine(document, action));
    }
  }
  const once = new Map(surgery.cutEdges.map((edge) => [`${edge.role}:${edge.from}:${edge.to}`, edge]));
  return { ...surgery, cutEdges: [...once.values()] };
}

function apply(document: Scenario, action: Action, surgery: Surgery): void {
  const note = (list: string[], id: string): void => {
    if (!list.includes(id)) list.push(id);
  };
  const replace = (variable: string): void => {
    note(surgery.clamped, variable);
    surgery.cutEdges.push(...intoVariable(document, variable));
  };
  switch (action.action) {
    case 'clamp':
      replace(action.variable);
      return;
    case 'policy': {
      const known = new Set(document.variables.map(({ id }) => id));
      replace(action.variable);
      for (const from of identifiers(action.value)) {
        if (known.has(from) && from !== action.variable) surgery.addedEdges.push({ from, to: action.variable });
      }
      return;
    }
    case 'hold':
      if (action.mechanism === undefined) replace(action.variable);
      else surgery.cutEdges.push(...intoMechanism(document, action.variable, action.mechanism));
      return;
    case 'scale':
      surgery.scaled.push({ mechanism: action.mechanism, factor: action.factor });
      if (action.factor === 0) surgery.cutEdges.push(...ofMechanism(document, action.mechanism));
      return;
    case 'cut':
      surgery.cutEdges.push(...intoMechanism(document, action.variable, action.mechanism));
      return;
    case 'set':
      note(surgery.set, action.parameter);
      return;
    case 'dose':
      note(surgery.dosed, action.variable);
      return;
    case 'infuse':
      note(surgery.infused, action.variable);
      return;
  }
}

function intoVariable(document: Scenario, id: string): CutEdge[] {
  const variable = document.variables.find((candidate) => candidate.id === id);
  if (variable !== undefined && variable.kind !== 'state') {
    const known = new Set(document.variables.map((candidate) => candidate.id));
    return identifiers(variable.expression)
      .filter((name) => known.has(name))
      .map((from) => ({ from, to: id, role: 'input' }));
  }
  const byMechanisms = document.mechanisms
    .filter(({ effects }) => effects.some((effect) => effect.variable === id))
    .map((mechanism): CutEdge => ({ from: mechanism.id, to: id, role: 'effect' }));
  const byEvents = eventLinks(document).filter(({ to }) => to === id);
  return [...byMechanisms, ...byEvents.map(({ from }): CutEdge => ({ from, to: id, role: 'input' }))];
}

const intoMechanism = (document: Scenario, variable: string, mechanism: string): CutEdge[] =>
  ofMechanism(document, mechanism).filter(({ from, role }) => role !== 'effect' && from === variable);

function ofMechanism(document: Scenario, id: string): CutEdge[] {
  const mechanism = document.mechanisms.find((candidate) => candidate.id === id);
  if (mechanism === undefined) return [];
  return [
    ...mechanism.inputs.map(({ variable }): CutEdge => ({ from: variable, to: id, role: 'input' })),
    ...mechanism.regulators.map(({ variable }): CutEdge => ({ from: variable, to: id, role: 'regulator' })),
    ...mechanism.effects.map(({ variable }): CutEdge => ({ from: id, to: variable, role: 'effect' })),
  ];
}

/** The graph with the arrows that policies add. */
export function graphUnder(graph: CausalGraph, { addedEdges }: Pick<Surgery, 'addedEdges'>): CausalGraph {
  const added = new Map(
    addedEdges.map(({ from, to }): [string, GraphEdge] => {
      const id = `policy:${from}:${to}`;
      return [id, { id, from, to, mechanism: null, role: 'assignment', kind: 'neutral', end: 'arrow', pair: null }];
    }),
  );
  return added.size === 0 ? graph : { ...graph, edges: [...graph.edges, ...added.values()] };
}

/** @returns ids of the drawn edges that the surgery cuts; a direct arrow is cut at either of its ends */
export function cutEdgeIds(graph: CausalGraph, surgery: Pick<Surgery, 'cutEdges'>): Set<string> {
  const cut = new Set(surgery.cutEdges.map(({ from, to, role }) => `${role}:${from}:${to}`));
  const isCut = ({ id, from, to, mechanism, role }: GraphEdge): boolean => {
    if (id.startsWith('policy:')) return false;
    if (role === 'assignment') return cut.has(`input:${from}:${to}`);
    if (mechanism === null || role !== 'effect') return cut.has(`${role}:${from}:${to}`);
    if (from === mechanism) return cut.has(`effect:${mechanism}:${to}`);
    if (to === mechanism) return cut.has(`effect:${mechanism}:${from}`) || cut.has(`input:${from}:${mechanism}`);
    return cut.has(`effect:${mechanism}:${to}`) || cut.has(`input:${from}:${mechanism}`);
  };
  return new Set(graph.edges.filter(isCut).map(({ id }) => id));
}
