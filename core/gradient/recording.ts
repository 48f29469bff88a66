/** The record of a solve that its reverse sweep needs: every accepted step with its stages, and the state before every jump. */
import type { ExplicitWorkspace } from '../solve/explicit';
import { isExplicit } from '../solve/methods';
import type { Recorder } from '../solve/recorder';
import type { Solver, Workspace } from '../solve/solver';
import { StepLog } from '../solve/step-log';
import type { StepContent } from '../solve/step-log';

/** The stage derivatives, stage by stage, of an explicit method; nothing of an implicit one. */
const stages: StepContent = {
  length: (solver, n) => (isExplicit(solver) ? solver.tableau.stages * n : 0),
  write(solver, w, out, offset) {
    if (!isExplicit(solver)) return;
    const { k, n } = w as ExplicitWorkspace;
    for (let i = 0, at = offset; i < k.length; i++) {
      const stage = k[i];
      for (let j = 0; j < n; j++) out[at++] = stage[j];
    }
  },
};

/** The moment a piece was entered. */
export interface Entry {
  readonly piece: number;
  readonly t: number;
  /** number of steps taken before it */
  readonly steps: number;
}

/**
 * Hand it to `solve` as `recorder`, then to `discreteAdjoint`. It may be used again: a new solve begins it afresh and keeps
 * its memory. Stages are stored, not recomputed: s·n numbers a step are cheaper to copy than s right-hand sides to evaluate.
 */
export class StepRecording implements Recorder {
  readonly log: StepLog;
  readonly entries: Entry[] = [];
  from = NaN;
  private readonly n: number;
  private befores: Float64Array;

  /** @param plan the plan to be solved, for its number of states */
  constructor(plan: { readonly n: number }) {
    this.n = plan.n;
    this.log = new StepLog(plan.n, stages);
    this.befores = new Float64Array(8 * plan.n);
  }

  begin(t: number): void {
    this.from = t;
    this.log.clear();
    this.entries.length = 0;
  }

  enter(piece: number, t: number, before: Float64Array): void {
    const at = this.entries.length * this.n;
    if (at + this.n > this.befores.length) {
      const larger = new Float64Array(2 * this.befores.length);
      larger.set(this.befores);
      this.befores = larger;
    }
    this.befores.set(before, at);
    this.entries.push({ piece, t, steps: this.log.length });
  }

  accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void {
    this.log.push(piece, solver, w, t, end, h, y);
  }

  /** State just before the jumps of an entry. @returns float64[n], a view */
  before(entry: number): Float64Array {
    return this.befores.subarray(entry * this.n, (entry + 1) * this.n);
  }
}
