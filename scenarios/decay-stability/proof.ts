/** Stability of one-step methods on z′ = λz: where Euler explodes while the truth decays, and what no step size upsets. */
import { stabilityBoundary } from '../../core/service/clinic/stability';
import type { FixedSteps } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';

const LAMBDA = -20;

const proof: Proof = {
  pace: 'fast',
  picture: { comparison: 'rates', curve: 'z' },
  async *findings({ document, request }) {
    const curvesAt = (product: number): Promise<FixedSteps> => request('fixedSteps', { document, step: product / LAMBDA });
    const valuesOf = (answer: FixedSteps, method: MethodName): number[] =>
      answer.curves.find((curve) => curve.method === method)!.values.map((value) => value ?? NaN);
    /** largest relative distance from the powers of a factor; the last step ends at the horizon and may be shorter */
    const fromPowers = (values: readonly number[], factor: number): number =>
      values.slice(0, -1).reduce((worst, value, n) => Math.max(worst, Math.abs(value / factor ** n - 1)), 0);

    const beyond = await curvesAt(-2.1),
      within = await curvesAt(-1.9),
      far = await curvesAt(-50);
    yield {
      claim: 'Euler explodes past hλ = −2 while the truth decays',
      measure: '|z| before the last step, at hλ = −2.1',
      figure: Math.abs(valuesOf(beyond, 'euler').at(-2)!),
      bound: { atLeast: 50 },
    };
    yield {
      claim: 'Euler explodes past hλ = −2 while the truth decays',
      measure: 'relative distance from powers of −1.1',
      figure: fromPowers(valuesOf(beyond, 'euler'), -1.1),
      bound: { atMost: 1e-12 },
    };
    yield {
      claim: 'Euler decays on this side of hλ = −2',
      measure: '|z| at the end, at hλ = −1.9',
      figure: Math.abs(valuesOf(within, 'euler').at(-1)!),
      bound: { atMost: 0.01 },
    };
    for (const [method, boundary] of [
      ['euler', -2],
      ['heun', -2],
      // the real root of 1 + z + z²/2 + z³/6 + z⁴/24 = 1 other than 0
      ['rk4', -2.785293563405282],
    ] as const)
      yield {
        claim: `${solvers[method].title} is stable down to the hλ of the books`,
        measure: `distance from ${boundary}`,
        figure: Math.abs((stabilityBoundary(solvers[method]) ?? NaN) - boundary),
        bound: { atMost: 1e-9 },
      };
    for (const [method, factor, text] of [
      ['backward-euler', 1 / 51, '1/51'],
      ['trapezoidal', -24 / 26, '−24/26'],
    ] as const)
      yield {
        claim: `${solvers[method].title} decays at hλ = −50, where a step of Euler multiplies by −49`,
        measure: `relative distance from powers of ${text}`,
        figure: fromPowers(valuesOf(far, method), factor),
        bound: { atMost: 1e-8 },
      };
    const { arms } = await request('compare', { document, ranges: false });
    let worst = 0;
    for (const [id, lambda] of [
      ['base', -20],
      ['slow', -5],
      ['fast', -40],
    ] as const) {
      const { times, values } = arms.find((arm) => arm.id === id)!.series!;
      times.forEach((t, k) => {
        worst = Math.max(worst, Math.abs((values.z[k] ?? NaN) - Math.exp(lambda * t)));
      });
    }
    yield {
      claim: 'adaptive steps at rtol 1e-6 follow the exact solution in every arm',
      measure: 'largest distance from e^λt',
      figure: worst,
      bound: { atMost: 1e-5 },
    };
  },
};
export default proof;
