/** What an arrow that is being drawn would mean at its present target. */
import { verdict, type Connection } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';

export interface Aim {
  readonly connections: readonly Connection[];
  /** why the target makes no sense */
  readonly veto: string | null;
}
export const nowhere: Aim = { connections: [], veto: null };

/** @param target id of the part under the pointer; null over empty ground, where there is nothing to veto */
export function aimAt(document: Scenario, from: string, target: string | null): Aim {
  if (target === null) return nowhere;
  const result = verdict(document, from, target);
  return 'connections' in result ? { connections: result.connections, veto: null } : { connections: [], veto: result.reason };
}
