/** How intricate the flow is along the way of an input, apart from any solver: how far its velocity turns and stretches, and how that ranks inputs. */
import { lowerScenario } from '../../core/lower/lower';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { evenly } from '../../core/util/grid';

const TIMES = 2001;

/**
 * The length of the way that the velocity takes, ∫|dv/dt| dt from depth 0 to 1: 0 on a straight way at a constant speed.
 * @param document with trained weights
 * @returns for an input (x, y), by sums over two thousand pieces of a solution at rtol 1e-9
 * @throws Error where there is none
 */
export function changeOfVelocity(document: Scenario): (x: number, y: number) => number {
  const { plan, nominal } = lowerScenario(document, { from: 0, until: 1 }),
    { rhs } = plan.pieces[0],
    times = evenly(0, 1, TIMES),
    settings = { method: 'dop853', rtol: 1e-9, atol: 1e-11, maxSteps: 100_000 } as const;
  return (x, y) => {
    const run = solve(plan, nominal, { from: 0, until: 1, times, settings, initialState: Float64Array.of(x, y) });
    if (!run.ok) throw new Error(run.failure.message);
    const { states } = run.value;
    const before = new Float64Array(2),
      here = new Float64Array(2);
    let length = 0;
    times.forEach((t, k) => {
      rhs.value(t, states.subarray(2 * k, 2 * k + 2), nominal, here);
      if (k > 0) length += Math.hypot(here[0] - before[0], here[1] - before[1]);
      before.set(here);
    });
    return length;
  };
}

/** @returns ranks from 0 on, those of equal values their mean */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]),
    out = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let until = from;
    while (until < order.length && values[order[until]] === values[order[from]]) until++;
    for (let k = from; k < until; k++) out[order[k]] = (from + until - 1) / 2;
    from = until;
  }
  return out;
}

/** @returns Spearman's rank correlation */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [ra, rb] = [ranks(a), ranks(b)],
    middle = (a.length - 1) / 2;
  let both = 0,
    first = 0,
    second = 0;
  ra.forEach((r, i) => {
    both += (r - middle) * (rb[i] - middle);
    first += (r - middle) ** 2;
    second += (rb[i] - middle) ** 2;
  });
  return both / Math.sqrt(first * second);
}
