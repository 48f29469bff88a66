/** Which states and events of the arms alongside are needed: those that what is asked for follows from. */
import { symbolsOf, type Expr } from './expression';
import { expressionsOf } from './events';
import type { SurgeryArm } from './regime';
import type { DraftPiece } from './surgery';
import type { EquationSystem } from './system';

interface Needed {
  /** name in the plan, and the system's name, of each state */
  readonly states: readonly (readonly [name: string, state: string])[];
  /** arm, the last being the main one, and index of each event; the main arm's come first */
  readonly events: readonly (readonly [arm: number, index: number])[];
}

/**
 * All of the main arm is kept.
 * @param all name in the plan → the system's name, of every state
 */
export function pruneStates(
  { pool, assigned, events }: EquationSystem,
  mainArm: SurgeryArm,
  drafts: readonly DraftPiece[],
  all: ReadonlyMap<string, string>,
): Needed {
  const main = drafts[0].regimes.length - 1;
  const needed = new Set<string>(),
    queue: string[] = [];
  const need = (exprs: readonly Expr[]): void => {
    for (const name of symbolsOf(...exprs))
      if (all.has(name) && !needed.has(name)) {
        needed.add(name);
        queue.push(name);
      }
  };
  const keep = new Set<string>();
  const needEvent = (arm: number, index: number): void => {
    if (keep.has(`${arm}.${index}`)) return;
    keep.add(`${arm}.${index}`);
    for (const { regimes } of drafts) need(expressionsOf(regimes[arm].events[index]));
  };
  need(mainArm.states.map((state) => pool.symbol(state)));
  events.forEach((_event, index) => {
    needEvent(main, index);
  });
  for (const { regimes } of drafts) {
    const { rates, resolve } = regimes[main];
    need([...rates.values(), ...[...mainArm.states, ...assigned.keys()].map((id) => resolve(pool.symbol(id)))]);
  }
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const { regimes, jumps } of drafts) {
      const jump = jumps.get(name);
      if (jump !== undefined) need([jump]);
      regimes.forEach((regime, arm) => {
        const derivative = regime.derivatives.get(name!);
        if (derivative !== undefined) need([derivative]);
        regime.events.forEach(({ targets }, index) => {
          if (targets.includes(name!)) needEvent(arm, index);
        });
      });
    }
  }
  return {
    states: [...all].filter(([name]) => needed.has(name)),
    events: [main, ...Array.from({ length: main }, (_unused, arm) => arm)].flatMap((arm) =>
      [...events.keys()].filter((index) => keep.has(`${arm}.${index}`)).map((index) => [arm, index] as const),
    ),
  };
}
