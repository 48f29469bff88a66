/** What the graph alone says: feedback loops with their signs, and through which paths each arm can reach each outcome. */
import { identifiers } from '../../graph/identifiers';
import { causalLinks } from '../../graph/parents';
import { directedPaths, feedbackLoops, linksUnder } from '../../graph/paths';
import type { CausalPath } from '../../graph/paths';
import type { Surgery } from '../../graph/surgery';
import type { Outcome, Scenario } from '../../model/schema';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportInput } from '../input';
import { table } from '../table';

/** Longer lists are cut, and say so. */
const LOOPS_SHOWN = 12;

export function pathways({ document, comparison }: ReportInput): Html {
  const links = causalLinks(document);
  const name = (id: string): string => document.variables.find((variable) => variable.id === id)?.name ?? id;
  const arrow = ({ variables }: CausalPath): string => variables.map(name).join(' → ');
  const { paths, complete } = feedbackLoops(links);
  const loops = paths.filter(({ variables }) => variables.length > 1);
  const loopTable = table(
    html`<b>Feedback loops</b> of two variables or more, shortest first${loops.length > LOOPS_SHOWN ? `; ${LOOPS_SHOWN} of ${loops.length}${complete ? '' : ' or more'}` : ''}. A reinforcing loop amplifies a disturbance, a balancing one counteracts it.`,
    [{ head: 'Loop' }, { head: 'Kind' }],
    [{ rows: loops.slice(0, LOOPS_SHOWN).map((loop) => [`${arrow(loop)} → ${name(loop.variables[0])}`, loopKind(loop)]) }],
  );
  const studied = document.comparisons.find(({ id }) => id === comparison?.comparison);
  if (comparison === null || studied === undefined) return loopTable;
  const rows = comparison.arms.slice(1).flatMap(({ name: arm, surgery }) => {
    const touched = touchedVariables(document, surgery),
      remaining = linksUnder(links, surgery);
    if (touched.length === 0) return [];
    return outcomeGroups(document, studied.outcomes).map(({ names, ends }) => {
      const direct = ends.some((id) => touched.includes(id));
      const found = touched
        .flatMap((from) => ends.flatMap((to) => directedPaths(remaining, from, to).paths))
        .sort((a, b) => a.links.length - b.links.length);
      const reach = direct ? 'acts on it directly' : found.length === 0 ? 'none: this arm cannot affect it' : arrow(found[0]);
      return [arm, names.join(', '), reach, direct ? '–' : String(found.length)];
    });
  });
  const reachTable = table(
    html`<b>Pathways</b> from what an arm acts on to each outcome, along the arrows that its surgery leaves.`,
    [{ head: 'Arm' }, { head: 'Outcome' }, { head: 'Shortest path' }, { head: 'Paths', numeric: true }],
    [{ rows }],
  );
  return loops.length === 0 && rows.length === 0 ? nothing : html`${loopTable}${reachTable}`;
}

/** Outcomes that read the same variables share a row. */
function outcomeGroups(
  document: Scenario,
  outcomes: readonly Outcome[],
): { readonly names: string[]; readonly ends: readonly string[] }[] {
  const variables = new Set(document.variables.map(({ id }) => id));
  const groups = new Map<string, { names: string[]; ends: string[] }>();
  for (const { name, expression } of outcomes) {
    const ends = identifiers(expression).filter((id) => variables.has(id));
    const group = groups.get(ends.join()) ?? { names: [], ends };
    group.names.push(name);
    groups.set(ends.join(), group);
  }
  return [...groups.values()];
}

const loopKind = ({ sign }: CausalPath): string =>
  sign > 0 ? 'reinforcing' : sign < 0 ? 'balancing' : 'not told by the laws alone';

/** Variables that the actions set, feed, or change by way of a mechanism. */
function touchedVariables(document: Scenario, { clamped, dosed, infused, scaled, cutEdges }: Surgery): string[] {
  const mechanisms = new Set([
    ...scaled.map(({ mechanism }) => mechanism),
    ...cutEdges
      .filter(({ role, to }) => role !== 'effect' && document.mechanisms.some(({ id }) => id === to))
      .map(({ to }) => to),
  ]);
  const changed = document.mechanisms
    .filter(({ id }) => mechanisms.has(id))
    .flatMap(({ effects }) => effects.map(({ variable }) => variable));
  return [...new Set([...clamped, ...dosed, ...infused, ...changed])];
}
