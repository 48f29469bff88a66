/**
 * Scratch memory of an explicit Runge–Kutta method. What only the loops need is made when they first ask for it: a solve by
 * written-out steps is over in the time that it takes to make ten arrays.
 */
import { bindRow, tableauRow } from './combine';
import type { BoundRow, Row } from './combine';
import type { FusedPack, FusedStep } from './fused';
import type { Workspace } from './solver';
import type { RightHandSide } from './system';
import { allStages, type ExplicitTableau } from './tableau';

/** The rows of a tableau without their zeros. */
export interface Rows {
  /** of the stages, those of the interpolant behind */
  readonly stages: readonly Row[];
  readonly solution: Row;
  readonly error: Row;
  readonly coarse: Row;
}

export function rowsOf(tableau: ExplicitTableau): Rows {
  const { b, error } = tableau;
  return {
    stages: allStages(tableau).a.map(tableauRow),
    solution: tableauRow(b),
    error: tableauRow(error?.weights ?? []),
    coarse: tableauRow(error?.coarse?.weights ?? []),
  };
}

/** What the loops over the stages need beside the workspace. */
export interface LoopScratch {
  readonly zero: Float64Array;
  readonly stages: readonly BoundRow[];
  readonly solution: BoundRow;
  readonly error: BoundRow;
  readonly coarse: BoundRow;
  /** the second error estimate, then arguments of the interpolant's further stages, float64[n] */
  readonly scratch: Float64Array;
}

/** Steps that a right-hand side has had by loops, in all solves. */
export interface Tally {
  steps: number;
}
const tallies = new WeakMap<RightHandSide, Tally>();

export function tallyOf(rhs: RightHandSide): Tally {
  let tally = tallies.get(rhs);
  if (tally === undefined) tallies.set(rhs, (tally = { steps: 0 }));
  return tally;
}

export class ExplicitWorkspace implements Workspace {
  readonly next: Float64Array;
  readonly error: Float64Array;
  /** stage derivatives, stage by stage, behind them those of the interpolant's further stages, float64[(stages + extra) · n] */
  readonly slopes: Float64Array;
  readonly slope: Float64Array;
  /** argument of the last stage but the final one, float64[n] */
  readonly stage: Float64Array;
  evaluations = 0;
  /** the step last tried, kept where the interpolant has further stages, and whether these are evaluated */
  readonly tried: { rhs: RightHandSide | undefined; t: number; y: Float64Array; p: Float64Array; h: number; complete: boolean };
  /** the right-hand side that `begin` was called with, how many steps it has had, and what is written out for it */
  readonly written: { rhs: RightHandSide | undefined; tally: Tally; step: FusedStep | undefined; pack: FusedPack | undefined } = {
    rhs: undefined,
    tally: { steps: 0 },
    step: undefined,
    pack: undefined,
  };
  #k: readonly Float64Array[] | undefined;
  #loops: LoopScratch | undefined;

  /** room for the dense output of one step */
  readonly packed: Float64Array;

  /** @param denseLength numbers in the dense output of one step */
  constructor(
    readonly n: number,
    private readonly rows: Rows,
    denseLength: number,
  ) {
    this.packed = new Float64Array(denseLength);
    this.next = new Float64Array(n);
    this.error = new Float64Array(n);
    this.stage = new Float64Array(n);
    this.slopes = new Float64Array(rows.stages.length * n);
    this.slope = this.slopes.subarray(0, n);
    this.tried = { rhs: undefined, t: NaN, y: this.next, p: this.next, h: NaN, complete: false };
  }

  /** `slopes` as a view for each stage */
  get k(): readonly Float64Array[] {
    const { n, slopes, rows } = this;
    return (this.#k ??= rows.stages.map((_, i) => slopes.subarray(i * n, (i + 1) * n)));
  }

  get loops(): LoopScratch {
    const { n, rows, k } = this;
    return (this.#loops ??= {
      zero: new Float64Array(n),
      stages: rows.stages.map((row) => bindRow(row, k)),
      solution: bindRow(rows.solution, k),
      error: bindRow(rows.error, k),
      coarse: bindRow(rows.coarse, k),
      scratch: new Float64Array(n),
    });
  }
}
