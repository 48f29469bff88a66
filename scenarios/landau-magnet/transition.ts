/** What this scenario shows, step by step: fit below the transition, find where order ceases to grow, and see what is left of order above. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { lowerScenario } from '../../core/lower/lower';
import { applyFit, untrained as cleared } from '../../core/model/edit';
import type { Measurement, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';

/** long against every relaxation outside the nearest 0.1 % of the transition */
const LONG = 2000;

/** @returns the scenario before its network was trained, with these measurements in the place of its own */
export const untrained = (document: Scenario, measurements: Measurement[]): Scenario => ({
  ...cleared(document),
  data: { measurements },
});

/** @returns the scenario with a plain network of m and T: two hidden units, whose weights are as many as those of the Landau form */
export const unconstrained = (document: Scenario): Scenario => ({
  ...document,
  networks: document.networks.map(({ weights: _other, ...network }) => ({
    ...network,
    inputs: [
      { variable: 'm', center: 0.5, scale: 0.5 },
      { variable: 'T', center: 439, scale: 125 },
    ],
    hidden: [2],
    constraint: { kind: 'free' },
  })),
});

export interface Fitted {
  readonly document: Scenario;
  readonly nllh: number;
}

/** @returns the best of so many starts  @throws Error where none has a cost */
export function fitted(document: Scenario, starts: number): Fitted {
  const [{ nllh, parameters }] = rankedStarts(document, 'below', starts);
  return { document: applyFit(document, parameters), nllh };
}

/** @returns the temperature in K between 300 and 3000 above which a trace of order no longer grows, by halving; the bounds where it always or never does */
export function transition(document: Scenario): number {
  const { plan, nominal, parameters } = lowerScenario(document, { from: 0, until: 1 });
  const p = Float64Array.from(nominal),
    slot = parameters.indexOf('temperature'),
    rate = new Float64Array(1),
    trace = Float64Array.of(1e-9);
  const grows = (temperature: number): boolean => {
    p[slot] = temperature;
    plan.pieces[0].rhs.value(0, trace, p, rate);
    return rate[0] > 0;
  };
  let [low, high] = [300, 3000];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (grows(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @returns the magnetisation that is left after a long time at a temperature; NaN where the model cannot be solved */
export function left(document: Scenario, temperature: number, initial = 1): number {
  const at: Scenario = { ...document, conditions: [{ ...document.conditions[0], overrides: { temperature, m: initial } }] };
  const { plan, nominal } = lowerScenario(at, { condition: at.conditions[0].id, from: 0, until: LONG });
  const solved = solve(plan, nominal, { from: 0, until: LONG, times: Float64Array.of(LONG), settings: document.solver });
  return solved.ok ? solved.value.states[0] : NaN;
}
