/** Where nodes lie in the diagram. */
import type { Scenario } from '../schema';

export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Places variables and mechanisms at whole pixels of the diagram; ids that are neither are ignored. */
export function move(document: Scenario, positions: Positions): Scenario {
  const place = <T extends { id: string }>(part: T): T => {
    const to = positions[part.id];
    return to === undefined ? part : { ...part, position: { x: Math.round(to.x), y: Math.round(to.y) } };
  };
  return { ...document, variables: document.variables.map(place), mechanisms: document.mechanisms.map(place) };
}

/** Forgets all positions, so that the layout places every node anew. */
export function forgetPositions(document: Scenario): Scenario {
  return {
    ...document,
    variables: document.variables.map(({ position: _, ...variable }) => variable),
    mechanisms: document.mechanisms.map(({ position: _, ...mechanism }) => mechanism),
  };
}
