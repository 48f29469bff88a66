/**
 * The pieces that a solve went through and the events that were executed, each with the state just before it: all that a backward
 * integration needs of the forward one beside its trajectory, since a jump cannot be undone in general.
 */
import type { Recorder } from '../solve/recorder';

/** The moment at which a piece was entered or an event executed. */
export interface JumpEntry {
  readonly piece: number;
  readonly t: number;
  /** state just before, float64[n] */
  readonly before: Float64Array;
  /** what was executed; absent where the piece was entered */
  readonly fired?: { readonly event: number; readonly trigger: number };
}

/** A trigger that turned true. */
export interface TriggerEntry {
  readonly piece: number;
  readonly event: number;
  readonly t: number;
  readonly state: Float64Array;
  /** the root functions whose zeros fixed that moment, each of an event */
  readonly cuts: readonly { readonly event: number; readonly root: number }[];
}

/** Hand it to `solve` as `recorder`, then to `continuousAdjoint`. A new solve begins it afresh. */
export class JumpRecording implements Recorder {
  readonly entries: JumpEntry[] = [];
  readonly triggers: TriggerEntry[] = [];
  from = NaN;
  private cuts: { event: number; root: number }[] = [];
  private piece = 0;

  begin(t: number): void {
    this.from = t;
    this.entries.length = this.triggers.length = 0;
    this.cuts = [];
  }

  enter(piece: number, t: number, before: Float64Array): void {
    this.piece = piece;
    this.entries.push({ piece, t, before: Float64Array.from(before) });
  }

  accepted(): void {
    // the steps are read from the dense solution, or not at all
    if (this.cuts.length > 0) this.cuts = [];
  }

  cut(event: number, root: number): void {
    this.cuts.push({ event, root });
  }

  triggered(event: number, t: number, state: Float64Array): void {
    const { piece, cuts } = this;
    this.triggers.push({ piece, event, t, state: Float64Array.from(state), cuts });
  }

  fired(event: number, trigger: number, t: number, before: Float64Array): void {
    this.entries.push({ piece: this.piece, t, before: Float64Array.from(before), fired: { event, trigger } });
  }
}
