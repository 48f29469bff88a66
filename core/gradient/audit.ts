/**
 * The gradient of one loss of the user's own model by every way there is, each judged by the discrete adjoint: the same function
 * of the steps taken must give the same numbers, and one of the exact solution the same to the tolerances.
 */
import { solvers } from '../solve/methods';
import type { Settings } from '../solve/options';
import { failed, success } from '../util/result';
import type { Failure, Result } from '../util/result';
import type { Loss, LossShare } from './loss';
import { notes } from './messages';
import { continuous, differentiable, discrete, forward, replayedDifferences, solveDifferences } from './ways';
import type { AuditContext, WayResult } from './ways';

export type WayName =
  | 'discrete-adjoint'
  | 'checkpointed-adjoint'
  | 'continuous-adjoint'
  | 'explicit-adjoint'
  | 'implicit-adjoint'
  | 'backward-state-adjoint'
  | 'forward-sensitivities'
  | 'replayed-differences'
  | 'solve-differences';

/** In the order of the table; the first is the reference. */
export const WAYS: readonly { readonly method: WayName; readonly title: string }[] = [
  { method: 'discrete-adjoint', title: 'Discrete adjoint' },
  { method: 'checkpointed-adjoint', title: 'Discrete adjoint, recursive checkpoints' },
  { method: 'continuous-adjoint', title: 'Continuous adjoint' },
  { method: 'explicit-adjoint', title: 'Continuous adjoint, explicit' },
  { method: 'implicit-adjoint', title: 'Continuous adjoint, implicit' },
  { method: 'backward-state-adjoint', title: 'Continuous adjoint, states solved backward' },
  { method: 'forward-sensitivities', title: 'Forward sensitivities' },
  { method: 'replayed-differences', title: 'Differences of the same steps' },
  { method: 'solve-differences', title: 'Differences of whole solves' },
];

/** `refused`: no gradient by this way; `informative`: nothing that its deviation could be held to */
export type Verdict = 'reference' | 'within' | 'beyond' | 'refused' | 'informative';

export interface AuditRow {
  readonly method: WayName;
  readonly title: string;
  readonly verdict: Verdict;
  /** largest deviation from the reference over its largest entry, on the parameters' scales; null where there is none */
  readonly deviation: number | null;
  /** what `deviation` may be at most; null where it is not judged */
  readonly tolerance: number | null;
  /** the parameter where the deviation lies */
  readonly parameter: string | null;
  readonly seconds: number;
  /** of (∂f/∂y)ᵀλ by a backward solve; null for a way that solves no equation backward */
  readonly evaluations: number | null;
  readonly note: string;
  readonly failure?: Failure;
}

/** Ways to the gradient of the exact solution, which are held to what the tolerances allow. */
const CONTINUOUS: ReadonlySet<WayName> = new Set(['continuous-adjoint', 'explicit-adjoint', 'implicit-adjoint']);

/** Sums over the steps in another order: rounding, amplified by the condition of the steps. */
const ROUNDING = 1e-9;
/** What extrapolated differences of smooth steps leave of truncation and rounding. */
const DIFFERENCES = 1e-7;
/** The way back has an error of its own: its global one, over its local tolerance. */
const GLOBAL_ERROR = 100;
/** The reference's error against the exact solution's gradient is measured with tolerances so much tighter, and counts so often. */
const REFINEMENT = 100,
  MARGIN = 10;

/**
 * Goes the ways one by one, so that a caller can say which, and stop between two.
 * @param seconds a clock that only goes forward
 */
export function* auditGradients(loss: Loss, seconds: () => number, cancelled: () => boolean): Generator<AuditRow, void, void> {
  const shares: LossShare[] = [];
  let broken: Failure | undefined;
  for (const share of loss.shares) {
    const settings = differentiable(share, cancelled);
    if (settings.ok) shares.push({ ...share, settings: settings.value });
    else broken ??= settings.failure;
  }
  const context: AuditContext = { loss: { ...loss, shares }, cancelled };
  /** whether steps are not those of the method that was asked for */
  const changed = shares.some(({ settings }, i) => settings.method !== loss.shares[i].settings.method);
  let reference: WholeResult | undefined;
  for (const { method, title } of WAYS) {
    const { result, spent } = fastest(() => (broken === undefined ? go(context, method, reference) : failed(broken)), seconds);
    const row = { method, title, seconds: spent, evaluations: result.ok ? evaluationsOf(result.value) : null };
    if (!result.ok) {
      yield { ...row, verdict: 'refused', deviation: null, tolerance: null, parameter: null, note: '', failure: result.failure };
      continue;
    }
    const note = noteOf(result.value, method === 'discrete-adjoint' && changed, loss.parameters.length);
    if (method === 'discrete-adjoint') {
      reference = result.value;
      yield { ...row, verdict: 'reference', deviation: null, tolerance: null, parameter: null, note };
      continue;
    }
    const worst = reference === undefined ? undefined : worstOf(result.value.gradient, reference.gradient),
      tolerance = reference === undefined ? null : toleranceOf(method, context, reference, worst!.deviation);
    yield {
      ...row,
      verdict: worst === undefined || tolerance === null ? 'informative' : worst.deviation <= tolerance ? 'within' : 'beyond',
      deviation: worst?.deviation ?? null,
      tolerance,
      parameter: worst === undefined || worst.deviation === 0 ? null : loss.parameters[worst.index],
      note,
    };
  }
}

/** Short work is done up to so many times, within so many seconds, of which the fastest counts: the first has to warm up. */
const MOST_RUNS = 5,
  MOST_SECONDS = 0.5;

function fastest<T>(work: () => T, seconds: () => number): { result: T; spent: number } {
  const began = seconds();
  let spent = Infinity;
  for (let run = 1; ; run++) {
    const start = seconds(),
      result = work(),
      end = seconds();
    spent = Math.min(spent, end - start);
    if (run === MOST_RUNS || end - began + spent > MOST_SECONDS) return { result, spent };
  }
}

/** The gradient of the whole loss, on the parameters' scales, and what became of each share. */
interface WholeResult {
  readonly gradient: Float64Array;
  readonly shares: readonly WayResult[];
}

function go(context: AuditContext, method: WayName, reference: WholeResult | undefined): Result<WholeResult> {
  const { slopes } = context.loss,
    gradient = new Float64Array(slopes.length),
    shares: WayResult[] = [];
  for (const [index, share] of context.loss.shares.entries()) {
    const result = goOne(context, share, method, reference?.shares[index].steps ?? 2);
    if (!result.ok) return result;
    result.value.gradient.forEach((slope, i) => {
      gradient[i] += slope * slopes[i];
    });
    shares.push(result.value);
  }
  return success({ gradient, shares });
}

/** @param steps that the reference took */
function goOne(context: AuditContext, share: LossShare, method: WayName, steps: number): Result<WayResult> {
  switch (method) {
    case 'discrete-adjoint':
      return discrete(context, share, 'full');
    case 'checkpointed-adjoint':
      return discrete(context, share, { states: 4 * Math.ceil(Math.log2(Math.max(2, steps))) });
    case 'continuous-adjoint':
      return continuous(context, share, 'interpolated');
    case 'explicit-adjoint':
      return continuous(context, share, 'interpolated', 'tsit5');
    case 'implicit-adjoint':
      return continuous(context, share, 'interpolated', 'rodas5p');
    case 'backward-state-adjoint':
      return continuous(context, share, 'backward');
    case 'forward-sensitivities':
      return forward(context, share);
    case 'replayed-differences':
      return replayedDifferences(context, share);
    case 'solve-differences':
      return solveDifferences(context, share);
  }
}

/** @returns evaluations of all shares' backward solves together; null where there were none */
const evaluationsOf = ({ shares }: WholeResult): number | null =>
  shares.reduce<number | null>((sum, { evaluations }) => (evaluations === undefined ? sum : (sum ?? 0) + evaluations), null);

/** @returns what to say of a way: methods and steps of all shares together */
function noteOf({ shares }: WholeResult, changed: boolean, parameters: number): string {
  const titles = [...new Set(shares.flatMap(({ title }) => title ?? []))],
    sum = (of: (share: WayResult) => number | undefined): number => shares.reduce((total, share) => total + (of(share) ?? 0), 0),
    most = (of: (share: WayResult) => number | undefined): number | undefined =>
      shares.reduce<number | undefined>(
        (largest, share) => (largest === undefined ? of(share) : Math.max(largest, of(share) ?? 0)),
        undefined,
      );
  const states = most((share) => share.states),
    drift = most((share) => share.drift),
    moved = most((share) => share.moved);
  return [
    ...(titles.length === 0
      ? []
      : [
          notes.steps(
            titles,
            sum((share) => share.steps),
          ),
        ]),
    ...(changed ? [notes.inPlace] : []),
    ...(states === undefined
      ? []
      : [
          notes.checkpoints(
            states,
            sum((share) => share.again),
          ),
        ]),
    ...(drift === undefined ? [] : [notes.drift(drift)]),
    ...(moved === undefined || moved === parameters ? [] : [notes.some(moved, parameters)]),
  ].join('; ');
}

/**
 * @param deviation of the way: only one that is large for its kind is worth measuring what rounding does in this model
 * @returns null where nothing says how far the way may be off
 */
function toleranceOf(method: WayName, context: AuditContext, reference: WholeResult, deviation: number): number | null {
  const rounding = (least: number): number => (deviation <= least ? least : least + change(context, reference, nudged));
  if (method === 'checkpointed-adjoint') return 0;
  if (method === 'forward-sensitivities') return rounding(ROUNDING);
  if (method === 'replayed-differences') return rounding(DIFFERENCES);
  if (!CONTINUOUS.has(method)) return null;
  const { shares } = context.loss;
  const controlled = shares.every(
    ({ settings: { method: own, step } }) => step === undefined && (own === 'auto' || solvers[own].errorOrder > 0),
  );
  if (!controlled) return null;
  const error = change(context, reference, (share) => ({ ...share, settings: tighter(share.settings) }));
  return GLOBAL_ERROR * Math.max(...shares.map(({ settings }) => settings.rtol)) + MARGIN * error;
}

/** @returns how much the reference changes when its shares do, as a deviation; 0 where it then cannot be had */
function change(context: AuditContext, { gradient }: WholeResult, changed: (share: LossShare) => LossShare): number {
  const shares = context.loss.shares.map(changed);
  const again = go({ ...context, loss: { ...context.loss, shares } }, 'discrete-adjoint', undefined);
  return again.ok ? worstOf(again.value.gradient, gradient).deviation : 0;
}

/** The last digits of the parameters changed, up and down in turn: what rounding is worth in this model. */
const nudged = (share: LossShare): LossShare => ({
  ...share,
  p: share.p.map((value, i) => value * (1 + (i % 2 === 0 ? 2 : -2) * Number.EPSILON)),
});

const tighter = (settings: Settings): Settings => ({
  ...settings,
  rtol: Math.max(settings.rtol / REFINEMENT, 1e-13),
  atol: typeof settings.atol === 'number' ? settings.atol / REFINEMENT : settings.atol.map((one) => one / REFINEMENT),
});

function worstOf(gradient: Float64Array, reference: Float64Array): { deviation: number; index: number } {
  let size = 0,
    apart = 0,
    index = 0;
  for (let i = 0; i < reference.length; i++) {
    size = Math.max(size, Math.abs(reference[i]));
    const gap = Math.abs(gradient[i] - reference[i]);
    if (gap > apart) {
      apart = gap;
      index = i;
    }
  }
  return { deviation: size > 0 ? apart / size : apart, index };
}
