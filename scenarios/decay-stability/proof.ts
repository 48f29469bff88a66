/** Stability of one-step methods on z′ = λz: where Euler explodes while the truth decays, and what no step size upsets. */
import { stabilityBoundary } from '../../core/service/clinic/stability';
import type { FixedSteps } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';
import { lesson, slopeThroughSteps, trained } from './training';

const LAMBDA = -20;
/** where training begins: a guess on the fast side */
const GUESS = -30;

const proof: Proof = {
  pace: 'fast',
  picture: { comparison: 'rates', curve: 'z' },
  async *findings({ document, request }) {
    const curvesAt = (product: number): Promise<FixedSteps> => request('fixedSteps', { document, step: product / LAMBDA });
    const valuesOf = (answer: FixedSteps, method: MethodName): number[] =>
      answer.curves.find((curve) => curve.method === method)!.values.map((value) => value ?? NaN);
    /** largest relative distance from the powers of a factor, but for the last steps, which may be shorter */
    const fromPowers = (values: readonly number[], factor: number, shorter = 1): number =>
      values.slice(0, values.length - shorter).reduce((worst, value, n) => Math.max(worst, Math.abs(value / factor ** n - 1)), 0);

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
    const gradientsOf = (answer: FixedSteps, method: MethodName): number[] =>
      (answer.curves.find((curve) => curve.method === method)!.gradient ?? []).map((size) => size ?? NaN);
    // the last step may be shorter, so relative to the gradient at its start
    const exploding = gradientsOf(beyond, 'euler').slice(0, -1);
    yield {
      claim: 'the gradient through the unstable steps explodes as the solution does, by |1 + hλ| a step',
      measure: 'relative distance of |∂z(end)/∂z(t)|, by the discrete adjoint, from powers of 1.1 at hλ = −2.1',
      figure: fromPowers(exploding.map((size) => size / exploding.at(-1)!).reverse(), 1.1, 0),
      bound: { atMost: 1e-12 },
    };
    yield {
      claim: 'the gradient through the unstable steps explodes as the solution does, by |1 + hλ| a step',
      measure: 'size of ∂z/∂z(0) before the last step, at hλ = −2.1',
      figure: exploding[0] / exploding.at(-1)!,
      bound: { atLeast: 50 },
    };
    for (const method of ['backward-euler', 'trapezoidal'] as const)
      yield {
        claim: `through steps of ${solvers[method].title} twenty times as long it does not`,
        measure: 'largest |∂z(end)/∂z(t)| before the end, at hλ = −50',
        figure: Math.max(...gradientsOf(far, method).slice(0, -1)),
        bound: { atMost: 1 },
      };
    const steps = 40,
      h = -2.1 / LAMBDA;
    yield {
      claim: 'so does the gradient in λ, n·h·(1 + hλ)ⁿ⁻¹, whose truth is nearly 0',
      measure: 'relative distance of ∂z/∂λ after 40 steps at hλ = −2.1 from −172.8, the closed form',
      figure: Math.abs(slopeThroughSteps(document, h, steps) / (steps * h * (1 + h * LAMBDA) ** (steps - 1)) - 1),
      bound: { atMost: 1e-12 },
    };
    const healthy = trained(lesson(document, LAMBDA, 'euler', 0.001), GUESS),
      unstable = trained(lesson(document, LAMBDA, 'euler', 0.1), GUESS),
      implicit = trained(lesson(document, LAMBDA, 'trapezoidal', 0.1), GUESS);
    yield {
      claim: 'trained by the same optimiser from λ = −30, Euler with a step of 1 ms finds λ = −20',
      measure: 'λ over the one at which its step is right, (e^−0.02 − 1)/0.001, distance from 1',
      figure: Math.abs(healthy.parameters.lambda / ((Math.exp(LAMBDA * 0.001) - 1) / 0.001) - 1),
      bound: { atMost: 1e-3 },
    };
    yield {
      claim: 'with a step of 0.1 s it does not arrive: its first gradients, of 1e16, are all that the optimiser remembers',
      measure: 'λ where it ends, distance from −20',
      figure: Math.abs(unstable.parameters.lambda - LAMBDA),
      bound: { atLeast: 5 },
    };
    yield {
      claim: 'with a step of 0.1 s it does not arrive: its first gradients, of 1e16, are all that the optimiser remembers',
      measure: '−log L where it ends',
      figure: unstable.nllh ?? Infinity,
      bound: { atLeast: 1e9 },
    };
    yield {
      claim: 'the trapezoidal rule trains at that same step, to the λ at which its step is right',
      measure: 'λ over 20·(e⁻² − 1)/(e⁻² + 1), distance from 1',
      figure: Math.abs(implicit.parameters.lambda / ((20 * (Math.exp(-2) - 1)) / (Math.exp(-2) + 1)) - 1),
      bound: { atMost: 1e-2 },
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
