/**
 * The automatic choice of a method: an explicit one, Tsit5 or for tight tolerances DOP853, and Rodas5P where the problem is
 * stiff, changed as often as the problem changes.
 */
import type { ExplicitSolver, ExplicitWorkspace } from './explicit';
import { lend } from './lent';
import { dop853Solver, rodas5pSolver, tsit5Solver } from './methods';
import type { Accuracy, MethodName, Solver, Workspace } from './solver';
import { restartDetector, stiffnessDetector, turnedCalm, turnedStiff } from './stiffness';
import type { StiffnessDetector } from './stiffness';
import type { Plan, RightHandSide } from './system';

/** At this tolerance and below the steps of DOP853, twice as dear as those of Tsit5, are more than twice as long. */
const TIGHT = 5e-7;
/** The stiff method is worth the making of a Jacobian only where the explicit one has more than so many steps to go. */
const WORTHWHILE_STEPS = 1000;
/** A change is worth its detection only where more than so many steps are to go. */
const WORTHWHILE_RETURN = 50;
/**
 * The stiff method has paid where its steps were on average so many times as long as the last one of the explicit method. Where
 * it has not, the next change to it waits for twice as many stiff steps.
 */
const PAYING = 3,
  MOST_PATIENCE = 64;

export type SwitchReason = 'stiff' | 'not-stiff' | 'step-underflow' | 'too-many-steps';
/** A change of method, and at what time. */
export interface Switch {
  readonly time: number;
  readonly to: MethodName;
  readonly reason: SwitchReason;
}

export interface Switching {
  readonly explicit: ExplicitSolver;
  readonly stiff: Solver;
  readonly explicitWorkspace: ExplicitWorkspace;
  /** made when it is first needed */
  stiffWorkspace: Workspace | undefined;
  readonly detector: StiffnessDetector;
  readonly switches: Switch[];
  readonly accuracy: Accuracy;
  /** when the stiff method was last taken up: the time, the steps of the run, and the size of the last explicit one */
  readonly since: { time: number; steps: number; size: number };
  /** whether the stiff method is in use for good */
  settled: boolean;
}

export function startSwitching(plan: Plan, accuracy: Accuracy): Switching {
  const explicit = accuracy.rtol <= TIGHT ? dop853Solver : tsit5Solver;
  return {
    explicit,
    stiff: rodas5pSolver,
    explicitWorkspace: lend(plan, explicit),
    stiffWorkspace: undefined,
    detector: stiffnessDetector(explicit.tableau),
    switches: [],
    accuracy,
    since: { time: 0, steps: 0, size: 0 },
    settled: false,
  };
}

/** What a run has in use, and its switching changes. */
interface InUse {
  solver: Solver;
  workspace: Workspace;
  steps: number;
  evaluations: number;
}

/** Prepares for a stretch of time, over which the steps of the one before say nothing. */
export const beginStretch = ({ detector }: Switching): void => {
  restartDetector(detector);
};

/**
 * Takes an accepted step from (t, y) into account, one in STRIDE; call it before the solver's `accept`.
 * @param left time still to go  @returns whether the other method should go on from the step's end
 */
export function shouldChange(
  { settled, detector, stiff, switches }: Switching,
  { solver, workspace }: InUse,
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
  left: number,
): boolean {
  if (solver === stiff) return !settled && turnedCalm(detector, workspace.error, rhs, t, y, p, h) && left > WORTHWHILE_RETURN * h;
  const worthwhile = switches.length === 0 ? WORTHWHILE_STEPS : WORTHWHILE_RETURN;
  return turnedStiff(detector, workspace as ExplicitWorkspace, rhs, t, y, p, h) && left > worthwhile * h;
}

/**
 * Goes on with the other method from time t; only stiffness that ends allows a way back.
 * @param h size of the last step  @returns a size to try next
 */
export function change(switching: Switching, run: InUse, t: number, h: number, reason: SwitchReason): number {
  const { explicit, stiff, detector, switches, since } = switching,
    toStiff = run.solver !== stiff;
  run.evaluations += run.workspace.evaluations;
  run.workspace.evaluations = 0;
  if (toStiff) {
    switching.stiffWorkspace ??= stiff.workspace(run.workspace.n, switching.accuracy);
    run.solver = stiff;
    run.workspace = switching.stiffWorkspace;
    switching.settled = reason !== 'stiff';
    since.time = t;
    since.steps = run.steps;
    since.size = h;
  } else {
    const paid = t - since.time > PAYING * since.size * (run.steps - since.steps);
    detector.patience = paid ? 1 : Math.min(2 * detector.patience, MOST_PATIENCE);
    run.solver = explicit;
    run.workspace = switching.explicitWorkspace;
  }
  switches.push({ time: t, to: run.solver.method, reason });
  if (toStiff) return h;
  const longest = (0.8 * detector.limit) / detector.radius;
  return h < longest ? h : longest;
}
