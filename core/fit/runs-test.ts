/** Whether signs change as often as chance has it: the runs test, with the exact distribution (Wald & Wolfowitz, Ann Math Stat 11:147, 1940). */

export interface RunsTest {
  /** stretches of one sign */
  readonly runs: number;
  /** how many there are on average where the order is chance: 1 + 2ab/(a + b) for a and b values of either sign */
  readonly expected: number;
  /** two-sided: twice the smaller tail, 1 at most */
  readonly p: number;
}

/**
 * @param values in their order; zeros, which have no sign, are left out
 * @returns null where all that is left has one sign
 */
export function runsTest(values: readonly number[]): RunsTest | null {
  const signs = values.filter((value) => value !== 0).map(Math.sign);
  const above = signs.filter((sign) => sign > 0).length,
    below = signs.length - above;
  if (above === 0 || below === 0) return null;
  const runs = signs.filter((sign, i) => i === 0 || sign !== signs[i - 1]).length;
  const probability = runsDistribution(above, below);
  const most = 2 * Math.min(above, below) + 1;
  let few = 0,
    many = 0;
  for (let r = 2; r <= most; r++) {
    if (r <= runs) few += probability(r);
    if (r >= runs) many += probability(r);
  }
  return { runs, expected: 1 + (2 * above * below) / signs.length, p: Math.min(1, 2 * Math.min(few, many)) };
}

/** @returns the probability of so many runs among all orders of `above` and `below` values of either sign */
export function runsDistribution(above: number, below: number): (runs: number) => number {
  const logFactorial = new Float64Array(above + below + 1);
  for (let k = 2; k <= above + below; k++) logFactorial[k] = logFactorial[k - 1] + Math.log(k);
  const logChoose = (n: number, k: number): number =>
    k < 0 || k > n ? -Infinity : logFactorial[n] - logFactorial[k] - logFactorial[n - k];
  const all = logChoose(above + below, above);
  /** so many runs of each sign, whichever comes first */
  const split = (a: number, b: number): number => Math.exp(logChoose(above - 1, a - 1) + logChoose(below - 1, b - 1) - all);
  return (runs) => {
    const half = Math.floor(runs / 2);
    return runs % 2 === 0 ? 2 * split(half, half) : split(half + 1, half) + split(half, half + 1);
  };
}
