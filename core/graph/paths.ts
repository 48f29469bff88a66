/**
 * Directed paths and feedback loops with their signs (Thomas, "On the relation between the logical structure of systems
 * and their ability to generate multiple steady states or sustained oscillations", 1981: positive loops for switches,
 * negative ones for homeostasis). Both can be exponentially many, so both searches are bounded and say when they stopped.
 */
import type { CausalLink } from './parents';
import { times } from './sign';
import type { Sign } from './sign';
import type { Surgery } from './surgery';

export interface CausalPath {
  /** ids of the variables, both ends included; a loop's first one is not repeated */
  readonly variables: readonly string[];
  readonly links: readonly CausalLink[];
  /** product of the links' signs; 0 as soon as one of them is not known */
  readonly sign: Sign;
}
export interface PathSearch {
  readonly paths: readonly CausalPath[];
  /** false when the limit was reached and there may be more */
  readonly complete: boolean;
}

/** Links followed before a search gives up, whatever it has found: some tens of milliseconds. */
const MAX_VISITS = 200_000;

const outgoing = (links: readonly CausalLink[]): Map<string, CausalLink[]> => {
  const map = new Map<string, CausalLink[]>();
  for (const link of links) map.set(link.from, [...(map.get(link.from) ?? []), link]);
  return map;
};
const pathOf = (start: string, links: readonly CausalLink[], closed: boolean): CausalPath => ({
  variables: [start, ...links.slice(0, closed ? -1 : undefined).map(({ to }) => to)],
  links,
  sign: links.reduce<Sign>((sign, link) => times(sign, link.sign), 1),
});

/** @returns every variable that `from` can affect by at least one link, itself only when it lies on a loop */
export function descendants(links: readonly CausalLink[], from: string): Set<string> {
  const next = outgoing(links),
    found = new Set<string>(),
    queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const { to } of next.get(at) ?? [])
      if (!found.has(to)) {
        found.add(to);
        queue.push(to);
      }
  }
  return found;
}

/** @returns every variable that can affect `to` by at least one link */
export const ancestors = (links: readonly CausalLink[], to: string): Set<string> =>
  descendants(
    links.map((link) => ({ ...link, from: link.to, to: link.from })),
    to,
  );

/** Links that are left, and those that policies add, while the surgery is in force, whatever its windows. */
export function linksUnder(links: readonly CausalLink[], surgery: Surgery): CausalLink[] {
  const cut = new Set(surgery.cutEdges.map(({ from, to, role }) => `${role}:${from}:${to}`));
  const left = links.filter(({ from, to, mechanism, role }) =>
    mechanism === null
      ? !cut.has(`input:${from}:${to}`)
      : !cut.has(`${role}:${from}:${mechanism}`) && !cut.has(`effect:${mechanism}:${to}`),
  );
  const added = surgery.addedEdges.map(({ from, to }): CausalLink => ({
    from,
    to,
    mechanism: null,
    role: 'assignment',
    sign: 0,
  }));
  return [...left, ...added];
}

/** Simple directed paths from one variable to another, shortest first. */
export function directedPaths(links: readonly CausalLink[], from: string, to: string, limit = 100): PathSearch {
  if (from === to) return { paths: [], complete: true };
  const useful = ancestors(links, to);
  const next = outgoing(links.filter((link) => link.to === to || useful.has(link.to)));
  return search(from, (at) => next.get(at) ?? [], to, limit);
}

/** Simple feedback loops, each once, shortest first; a variable that acts on itself is a loop of one. */
export function feedbackLoops(links: readonly CausalLink[], limit = 100): PathSearch {
  const order = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  const paths: CausalPath[] = [];
  let complete = true;
  order.forEach((start, rank) => {
    const allowed = new Set(order.slice(rank));
    const inside = links.filter(({ from, to }) => allowed.has(from) && allowed.has(to));
    const back = ancestors(inside, start);
    const next = outgoing(inside.filter((link) => back.has(link.to)));
    const found = search(start, (at) => next.get(at) ?? [], start, limit);
    complete &&= found.complete;
    paths.push(...found.paths);
  });
  paths.sort((a, b) => a.links.length - b.links.length);
  return { paths: paths.slice(0, limit), complete: complete && paths.length <= limit };
}

function search(start: string, next: (at: string) => readonly CausalLink[], goal: string, limit: number): PathSearch {
  const paths: CausalPath[] = [],
    trail: CausalLink[] = [],
    visited = new Set([start]);
  let visits = 0,
    complete = true;
  const walk = (at: string): void => {
    for (const link of next(at)) {
      if (paths.length >= limit || ++visits > MAX_VISITS) {
        complete = false;
        return;
      }
      if (link.to === goal) paths.push(pathOf(start, [...trail, link], goal === start));
      else if (!visited.has(link.to)) {
        visited.add(link.to);
        trail.push(link);
        walk(link.to);
        trail.pop();
        visited.delete(link.to);
      }
    }
  };
  walk(start);
  paths.sort((a, b) => a.links.length - b.links.length);
  return { paths, complete };
}
