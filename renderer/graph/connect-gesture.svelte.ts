/** Drawing an arrow from a node's handle: where it is, what it would join, and whether that makes sense. */
import type { Connection } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import { aimAt } from './aim';
import type { Point } from './layout';

export interface Target {
  readonly element: string;
  readonly part: string;
}
export interface Choice {
  readonly connections: readonly Connection[];
  readonly at: Point;
}

export class ConnectGesture {
  from: string | null = $state(null);
  to: Point | null = $state.raw(null);
  target: Target | null = $state.raw(null);
  connections: readonly Connection[] = $state.raw([]);
  /** why the target makes no sense */
  veto: string | null = $state(null);
  /** the arrow has been dropped, and its meaning is to be chosen */
  choice: Choice | null = $state.raw(null);

  begin(from: string, at: Point): void {
    this.cancel();
    this.from = from;
    this.to = at;
  }

  /** @param target what lies under the pointer; leaving the node it began on makes a loop back to it possible */
  move(document: Scenario, at: Point, target: Target | null): void {
    if (this.from === null) return;
    this.to = at;
    if (target?.element === this.target?.element) return;
    this.target = target;
    const { connections, veto } = aimAt(document, this.from, target?.part ?? null);
    this.connections = connections;
    this.veto = veto;
  }

  /** @returns whether there is something to choose */
  drop(at: Point): boolean {
    const { connections } = this;
    this.from = null;
    this.target = null;
    this.veto = null;
    this.connections = [];
    this.choice = connections.length > 0 ? { connections, at } : null;
    if (this.choice === null) this.to = null;
    return this.choice !== null;
  }

  cancel(): void {
    this.from = null;
    this.to = null;
    this.target = null;
    this.veto = null;
    this.connections = [];
    this.choice = null;
  }
}
