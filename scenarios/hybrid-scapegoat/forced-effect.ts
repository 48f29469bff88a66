/**
 * Whether a fit determines what an arm does: how much the cost rises where the arm's outcome is forced away from its best value and all
 * parameters are fitted again, the prediction profile of Kreutz, Raue & Timmer (BMC Syst Biol 6:120, 2012) at one value. As there, the
 * force is a measurement of the outcome that is all but exact.
 */
import { scaledValue, naturalValues } from '../../core/fit/estimated';
import { chooseMethod, createOptimiser } from '../../core/fit/method';
import { createObjective } from '../../core/fit/objective';
import { minimise } from '../../core/fit/optimiser';
import { findFit } from '../../core/fit/run-start';
import { lowerScenario } from '../../core/lower/lower';
import { applyFit } from '../../core/model/edit';
import type { Condition, Fit, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';

/** Of the logarithm of the outcome: it is forced to within this. */
const SIGMA = 1e-3;
/** The outcome goes to where it is forced in so many steps, each fitted from the one before. */
const STEPS = 4;

/** Drug in plasma under an arm's interventions. */
export interface Outcome {
  /** mg/L at time 0 */
  readonly start: number;
  readonly interventions: readonly string[];
  /** h */
  readonly time: number;
}

export interface Forced {
  /** what the best fit predicts, mg/L */
  readonly predicted: number;
  /** what the outcome was forced to, in parts of that */
  readonly reached: number;
  /** of −log L and regularisers above the fit's; less than 1.92: the data leave the outcome open as far as this */
  readonly rise: number;
}

/**
 * @param best natural values of the fit's best  @param factor what the outcome is to be multiplied by
 * @throws Error where a solve or the refit fails
 */
export function forced(
  document: Scenario,
  fit: string,
  best: Readonly<Record<string, number>>,
  outcome: Outcome,
  factor: number,
): Forced {
  const arm: Condition = {
    id: 'forced',
    name: 'forced',
    overrides: { plasma: outcome.start },
    interventions: [...outcome.interventions],
  };
  const given = { ...document, conditions: [...document.conditions, arm] },
    settings = findFit(document, fit),
    predicted = predictionOf(given, best, outcome.time);
  let values = best;
  for (let step = 1; step <= STEPS; step++)
    values = refitted(given, settings, values, outcome.time, predicted * factor ** (step / STEPS));
  return {
    predicted,
    reached: predictionOf(given, values, outcome.time) / predicted,
    rise: wholeCost(document, settings, values) - wholeCost(document, settings, best),
  };
}

/** The values of a fit with the arm's outcome measured as `value`, from the values beside it. */
function refitted(
  document: Scenario,
  fit: Fit,
  values: Readonly<Record<string, number>>,
  time: number,
  value: number,
): Record<string, number> {
  const { measurements } = document.data,
    measured = { condition: 'forced', observable: 'seen', time, value, sigma: SIGMA },
    given = { ...document, data: { ...document.data, measurements: [...measurements, measured] } },
    wide = { ...fit, conditions: [...fit.conditions!, 'forced'] },
    objective = createObjective(given, wide),
    { estimated } = objective;
  const { method } = chooseMethod(given, wide, estimated);
  const found = minimise(
    createOptimiser(method, given, wide, estimated),
    objective,
    Float64Array.from(estimated, (one) => scaledValue(one, values)),
    { cancelled: () => false },
  );
  if (!found.ok) throw new Error(found.failure.message);
  return naturalValues(estimated, found.value.x);
}

function wholeCost(document: Scenario, fit: Fit, values: Readonly<Record<string, number>>): number {
  const objective = createObjective(document, fit),
    cost = objective.cost(Float64Array.from(objective.estimated, (one) => scaledValue(one, values)));
  if (!cost.ok) throw new Error(cost.failure.message);
  return cost.value;
}

function predictionOf(document: Scenario, values: Readonly<Record<string, number>>, time: number): number {
  const { plan, nominal } = lowerScenario(applyFit(document, values), { condition: 'forced', from: 0, until: time });
  const solved = solve(plan, nominal, { from: 0, until: time, times: Float64Array.of(time), settings: document.solver });
  if (!solved.ok) throw new Error(solved.failure.message);
  return solved.value.states[0];
}
