/**
 * The way from a scenario to an answer, phase by phase:
 *
 *   1 document ─► 2 checks ─► 3 surgery and lowering ─► 4 solve ─► 5 effects ─► 6 report
 *
 * A fit (core/fit) goes from 2 by way of 3 and 4 to new parameter values, and back to 1.
 */
import { parseDocument, serializeDocument } from '../model/document';
import { departures, fitSubject } from '../model/fit-subject';
import { heldInterventions } from '../model/held';
import { DocumentError, type Problem } from '../model/problem';
import { checkReferences } from '../model/references';
import { regulariserProblems } from '../model/regulariser-check';
import type { Comparison, Scenario } from '../model/schema';
import { diagnose } from '../graph/diagnostics';
import { surgeryOf } from '../graph/surgery';
import { describeEquations, type DescribedEquation } from '../equations/describe';
import { Faults } from '../equations/faults';
import { reservedNames } from '../equations/parse';
import { checkPositivity } from '../equations/positivity';
import { buildSystem } from '../equations/system';
import { instantsOf, schedule } from '../equations/window';
import { compareArms, type Draw } from '../effect/compare';
import { acceptedStarts } from '../fit/accepted';
import { fitCurves } from '../fit/curves';
import { extractScenario } from '../report/embed';
import { makeReport } from '../report/report';
import { evenly } from '../util/grid';
import { success, type Result } from '../util/result';
import type { ComparisonResult, Series } from './contract';
import { outcomeOutput, runArm, type ArmTrajectory } from './arm-run';
import { sent } from './failure';
import { parameterVector, type LoweringCache } from './lowering-cache';
import { checkModel } from './model-check';

// 1 ── Document: text of a scenario, or of a report that carries one, to a validated document.

/** @throws DocumentError naming each faulty field by its path */
export function readScenario(text: string): { document: Scenario; migrated: boolean } {
  return parseDocument(extractScenario(text) ?? text);
}

// 2 ── Checks: everything that can be said before a number is computed.

/** @returns faults and doubts, and the equations where there are no faults */
export async function describeScenario(document: Scenario): Promise<{ problems: Problem[]; equations: DescribedEquation[] }> {
  const problems = [
    ...checkReferences(document, reservedNames),
    ...diagnose(document),
    ...document.fits.flatMap((fit) => regulariserProblems(document, fit)),
  ];
  try {
    const system = buildSystem(document);
    // Units need half of mathjs, which takes longer to load than a simulation to run.
    const { checkUnits } = await import('../equations/units');
    problems.push(...checkModel(document, system), ...checkPositivity(document, system), ...checkUnits(document, system));
    return { problems: unique(problems), equations: describeEquations(document, system) };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { problems: unique([...problems, ...error.problems]), equations: [] };
  }
}

function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => !seen.has(`${path} ${message}`) && seen.add(`${path} ${message}`));
}

/** @throws DocumentError when a fault stands in the way of simulating */
export function requireSound(document: Scenario): void {
  const faults = checkReferences(document, reservedNames);
  if (faults.length > 0) throw new DocumentError(faults);
}

// 3, 4 ── Surgery, lowering, solve: one trajectory under interventions.

export interface SimulationRequest {
  readonly interventions: readonly string[];
  readonly condition?: string;
  readonly overrides: Readonly<Record<string, number>>;
  readonly from: number;
  readonly times: Float64Array;
  readonly outcomes?: Comparison['outcomes'];
  readonly rates?: boolean;
  readonly cancelled?: () => boolean;
}

/** @throws DocumentError for a faulty model; numerical failure is a value */
export function simulate(document: Scenario, cache: LoweringCache, request: SimulationRequest): Result<ArmTrajectory> {
  const until = Math.max(request.from, request.times.at(-1) ?? request.from);
  const lowered = cache.lower(document, {
    condition: request.condition,
    interventions: request.interventions,
    from: request.from,
    until,
    rates: request.rates,
    outputs: [
      ...document.observables.map(({ id }) => ({ name: id, expression: id })),
      ...(request.outcomes ?? []).map(({ id, expression }) => ({ name: outcomeOutput(id), expression })),
    ],
  });
  const p = parameterVector(document, lowered, request.condition, request.overrides);
  return runArm(lowered, p, {
    from: request.from,
    until,
    times: request.times,
    settings: document.solver,
    cancelled: request.cancelled,
  });
}

/** Ids whose curves are given: every variable and observable. */
export const shownIds = (document: Scenario): string[] => [...document.variables, ...document.observables].map(({ id }) => id);

export function simulateSeries(document: Scenario, cache: LoweringCache, request: SimulationRequest): Result<Series> {
  requireSound(document);
  const run = simulate(document, cache, request);
  return run.ok ? success(run.value.series(shownIds(document))) : run;
}

// 5 ── Effects: arms side by side, each functional's contrast with the baseline, intervals draw by draw.

/** @throws DocumentError when there is none */
export function findComparison(document: Scenario, id?: string): Comparison {
  const found = id === undefined ? document.comparisons[0] : document.comparisons.find((comparison) => comparison.id === id);
  if (found !== undefined) return found;
  throw new DocumentError([
    id === undefined
      ? {
          severity: 'error',
          path: 'comparisons',
          message: 'the document has no comparison',
          advice: 'add one, with a baseline and at least one arm',
        }
      : {
          severity: 'error',
          path: 'comparisons',
          message: `no comparison "${id}"`,
          advice: `the document has ${document.comparisons.map((c) => c.id).join(', ') || 'none'}`,
        },
  ]);
}

/** What the phases share: compiled models, and the host's hash. */
export interface Engine {
  readonly cache: LoweringCache;
  sha256(text: string): string;
}

export interface ComparisonRequest {
  readonly comparison?: string;
  readonly overrides: Readonly<Record<string, number>>;
  readonly ranges: boolean;
  /** ids whose curves are given; absent: all */
  readonly curves?: readonly string[];
}

/** @throws DocumentError for a faulty model; an arm that cannot be solved carries its failure */
export function compare(document: Scenario, engine: Engine, request: ComparisonRequest): ComparisonResult {
  requireSound(document);
  const comparison = findComparison(document, request.comparison);
  const { from } = comparison.horizon;
  const times = plotTimes(document, comparison);
  const { warnings, ...possible }: Draws = request.ranges ? possibleParameters(document, engine) : noDraws;
  const result = compareArms({
    comparison,
    ...possible,
    mechanisms: document.mechanisms.map(({ id }) => id),
    simulate: (arm, draw) =>
      simulate(document, engine.cache, {
        interventions: arm.interventions,
        condition: comparison.condition,
        from,
        times,
        rates: true,
        outcomes: comparison.outcomes,
        overrides: { ...draw?.parameters, ...request.overrides },
      }),
  });
  const shown = shownIds(document).filter((id) => request.curves?.includes(id) ?? true);
  return {
    comparison: comparison.id,
    arms: result.arms.map(({ arm, run, failure, outcomes, mechanisms }) => ({
      id: arm.id,
      name: arm.name,
      surgery: surgeryOf(document, arm.interventions),
      outcomes,
      mechanisms,
      ...(run === undefined ? {} : { series: run.series(shown, true) }),
      ...(failure === undefined ? {} : { failure: sent(failure) }),
    })),
    warnings: [...warnings, ...result.warnings],
  };
}

/** An even grid, and twice every instant at which any arm jumps or changes its equations: just before, and after. */
export function plotTimes(document: Scenario, { horizon, condition, baseline, arms }: Comparison): Float64Array {
  const { from, until, points } = horizon,
    inForce = document.conditions.find(({ id }) => id === condition)?.interventions ?? [];
  const own = [baseline, ...arms].flatMap(({ interventions }) => interventions).concat(inForce),
    ids = [...heldInterventions(document, own)];
  const instants = new Set(instantsOf(schedule(document, ids, new Faults()), from, until).filter((t) => t < until));
  const grid = evenly(from, until, points).filter((t) => !instants.has(t));
  return Float64Array.from([...grid, ...instants, ...instants]).sort();
}

interface Draws {
  readonly kind: 'range' | 'posterior';
  readonly draws: Draw[];
  readonly warnings: Problem[];
}
/** Below this many effective draws the ends of a 95 % interval are guesses. */
const FEW_DRAWS = 40;
const poorlyMixed = (about: string, index: number, effective: number): Problem => ({
  severity: 'warning',
  path: `fits[${index}].result.draws`,
  about,
  message: `the intervals rest on only ${Math.round(effective)} effective draws`,
  advice: 'the data leave a long ridge of parameters: fix or measure one of them, or narrow its bounds',
});
const noDraws: Draws = { kind: 'range', draws: [], warnings: [] };

/**
 * Parameter sets that the data leave possible, by the first fit that has a result: its posterior draws, or the accepted
 * starts where there are none. A stale result gives none, and says why.
 */
function possibleParameters(document: Scenario, { sha256 }: Engine): Draws {
  const index = document.fits.findIndex(({ result }) => result !== undefined),
    fit = document.fits[index];
  if (fit?.result === undefined || document.data.measurements.length === 0) return noDraws;
  const leaveOut = (message: string, advice: string): Draws => ({
    ...noDraws,
    warnings: [{ severity: 'info', path: `fits[${index}].result`, about: fit.id, message, advice }],
  });
  if (fit.result.provenance.document !== sha256(fitSubject(document, fit)))
    return leaveOut('no intervals: the model or its data have changed since the fit', 'fit again');
  const moved = departures(document, fit.result.best.parameters);
  if (moved.length > 0)
    return leaveOut(
      `no intervals: ${moved.slice(0, 3).join(', ')}${moved.length > 3 ? ' and others' : ''} differ${moved.length === 1 ? 's' : ''} from the fitted values`,
      'adopt the fit, or fit again',
    );
  const { draws } = fit.result;
  if (draws !== undefined) {
    const sets = draws.values.map((row, k) => ({
      index: k,
      parameters: Object.fromEntries(draws.names.map((name, i) => [name, row[i]])),
    }));
    return {
      kind: 'posterior',
      draws: sets,
      warnings: draws.effective >= FEW_DRAWS ? [] : [poorlyMixed(fit.id, index, draws.effective)],
    };
  }
  return {
    kind: 'range',
    draws: acceptedStarts(fit.result).map(({ index: k, parameters }) => ({ index: k, parameters })),
    warnings: [],
  };
}

// 6 ── Report: made from results, never from a running solve.

export interface ReportRequest {
  readonly comparison?: string;
  readonly versions: Record<string, string>;
  readonly date: string;
}

export async function report(
  document: Scenario,
  engine: Engine,
  { comparison: id, versions, date }: ReportRequest,
): Promise<string> {
  const comparison = findComparison(document, id),
    text = serializeDocument(document);
  const fit = document.fits.find(({ result }) => result !== undefined);
  return makeReport({
    document,
    text,
    sha256: engine.sha256(text),
    versions,
    date,
    comparison: compare(document, engine, { comparison: comparison.id, overrides: {}, ranges: true }),
    ...(await describeScenario(document)),
    fitCurves: document.data.measurements.length === 0 ? null : fitCurves(document, fit, fit?.result?.best.parameters),
    fit: fit?.result === undefined ? null : { id: fit.id, result: fit.result },
  });
}
