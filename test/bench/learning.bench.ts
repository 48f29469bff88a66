/**
 * Gradients and training of hybrid models, a network within equations: the universal differential equation and the eye in ten subjects,
 * beside the figures of jitted diffrax and of torchdiffeq, scaled by CVODE in the same run.
 */
import { createOptimiser } from '../../core/fit/method';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { advance } from '../../core/fit/optimiser';
import { createPlatform } from '../../core/host/platform';
import { optimiseLongFunctionsEarly } from '../../core/host/tiering';
import type { Fit } from '../../core/model/schema';
import { adamSettings } from '../../core/model/schema/fit';
import { eyeProblem, udeProblem, type PeerProblem } from '../fit/peer-problems';
import type { Measured } from './command';
import { benchLine, slowness, sundials } from './sundials';
import { geometricMean, microseconds } from './timing';

/** Times of the peers on one core, rtol 1e-6: a gradient by the best of their adjoints, in µs, and diffrax's 200 steps of Adam, in ms. */
const peers = {
  'universal differential equation': { make: udeProblem, diffrax: 549, torch: 79_100, adam: 127 },
  'eye, ten subjects': { make: eyeProblem, diffrax: 8687, torch: 342_000, adam: 654 },
};
const ADAM_STEPS = 200;
/** what a gradient takes from an edit on, ms */
const READY = 50;

const adamFit = (fit: Fit): Fit => ({
  ...fit,
  method: 'adam',
  adam: { ...adamSettings.parse({}), steps: ADAM_STEPS },
  tolerance: 1e-300,
  candidates: 1,
  starts: 2,
});

/** @returns ms that the steps of Adam take, the median of 7 */
function adamTime({ document }: PeerProblem, objective: FitObjective, x: Float64Array): number {
  const fit = adamFit(document.fits[0]),
    optimiser = createOptimiser('adam', document, fit, objective.estimated);
  const train = (): void => {
    const begun = optimiser.init(objective, x);
    if (!begun.ok) throw new Error(begun.failure.message);
    const { state } = advance(optimiser, objective, begun.value, Infinity);
    if (state.iteration !== ADAM_STEPS) throw new Error(`Adam took ${state.iteration} steps`);
  };
  return microseconds(train, 7) / 1000;
}

/** @returns ms a start of two that train on two workers at once, compilation included, the median of 7 */
async function adamTimeOnTwo({ document }: PeerProblem): Promise<number> {
  const [fit] = document.fits,
    platform = createPlatform({ host: 'benchmark', access: 'any', workers: 2 }),
    task = { document: { ...document, fits: [adamFit(fit)] }, fit: fit.id, starts: 2, seed: 1 };
  const times: number[] = [];
  for (let k = 0; k < 8; k++) {
    const started = performance.now(),
      results = await platform.runStarts(task, new AbortController().signal, () => undefined);
    if (results.some(({ iterations }) => iterations !== ADAM_STEPS)) throw new Error('a start ended early');
    times.push((performance.now() - started) / results.length);
  }
  await platform.close();
  return times.slice(1).sort((a, b) => a - b)[3];
}

/** noise of the peers' data, and the sum of squared residuals that the truth itself leaves */
const NOISE = 0.05,
  FLOOR = 0.2071,
  /** s to get there */
  SOON = 5;

/** @returns s from the untrained network to residuals like those of the truth, by the first of four starts on two workers; the median of 7 */
async function timeToNoise({ document }: PeerProblem): Promise<number> {
  const [fit] = document.fits,
    count = document.data.measurements.length,
    constant = count * (0.5 * Math.log(2 * Math.PI) + Math.log(NOISE));
  const training: Fit = {
    ...fit,
    method: 'levenberg-marquardt',
    warmStart: { kind: 'collocation', iterations: 300 },
    maxIterations: 2000,
  };
  const observables = document.observables.map((one) => ({ ...one, noise: { ...one.noise, sigma: NOISE } }));
  const task = { document: { ...document, observables, fits: [training] }, fit: fit.id, starts: 4, seed: 1 };
  const times: number[] = [];
  for (let k = 0; k < 7; k++) {
    const platform = createPlatform({ host: 'benchmark', access: 'any', workers: 2 }),
      controller = new AbortController(),
      started = performance.now();
    let reached = Infinity;
    await platform.runStarts(task, controller.signal, ({ best }) => {
      if (best === null || reached < Infinity || (best - constant) * 2 * NOISE ** 2 > FLOOR) return;
      reached = (performance.now() - started) / 1000;
      controller.abort();
    });
    await platform.close();
    times.push(reached);
  }
  return times.sort((a, b) => a - b)[3];
}

function measure(problem: PeerProblem): { gradient: number; ready: number; adam: number } {
  const { document } = problem;
  const started = performance.now();
  const objective = createObjective(document, document.fits[0]);
  const [{ weights }] = document.networks;
  const x = Float64Array.from(objective.estimated, ({ name }) => {
    const parameter = document.parameters.find(({ id }) => id === name);
    return parameter?.value ?? weights![Number(name.slice('N.'.length))];
  });
  const evaluate = (): void => {
    const found = objective.evaluate(x);
    if (!found.ok) throw new Error(found.failure.message);
  };
  evaluate();
  const ready = performance.now() - started;
  for (let i = 0; i < 200; i++) evaluate();
  return { gradient: microseconds(evaluate), ready, adam: adamTime(problem, objective, x) };
}

export async function run(): Promise<Measured[]> {
  optimiseLongFunctionsEarly();
  const measured: Measured[] = [];
  const built = await sundials();
  let slower: number | undefined;
  if (typeof built === 'string') console.log(`learning: ${built}`);
  else slower = slowness(await built.read('bench', ['run', 'lotka_volterra', 'BDF', '1e-6', '1'], benchLine), built);
  const shares: number[] = [];
  for (const [name, { make, diffrax, torch, adam }] of Object.entries(peers)) {
    const problem = make();
    if (problem === undefined) {
      console.log(`learning: ${name} skipped, its data are not among the peers`);
      continue;
    }
    const { gradient, ready, adam: training } = measure(problem),
      onTwo = await adamTimeOnTwo(problem);
    measured.push({ what: `${name}, gradient`, value: gradient, unit: 'µs' });
    measured.push({ what: `${name}, from document to first gradient`, value: ready, unit: 'ms', target: READY });
    measured.push({ what: `${name}, ${ADAM_STEPS} steps of Adam`, value: training, unit: 'ms' });
    measured.push({ what: `${name}, the same, a start of two on two workers`, value: onTwo, unit: 'ms' });
    if (slower === undefined) continue;
    shares.push(gradient / (diffrax * slower));
    measured.push({
      what: `${name}, our time over jitted diffrax's, scaled`,
      value: gradient / (diffrax * slower),
      unit: 'share',
      target: 1,
    });
    measured.push({
      what: `${name}, our time over torchdiffeq's, scaled`,
      value: gradient / (torch * slower),
      unit: 'share',
      target: 1 / 50,
    });
    for (const [where, time] of [
      ['on one core', training],
      ['on two', onTwo],
    ] as const)
      measured.push({
        what: `${name}, ${ADAM_STEPS} steps of Adam ${where}, our time over jitted diffrax's, scaled`,
        value: time / (adam * slower),
        unit: 'share',
        target: 1,
      });
  }
  const ude = udeProblem();
  if (ude !== undefined)
    measured.push({
      what: 'universal differential equation, from untrained weights to the noise floor',
      value: await timeToNoise(ude),
      unit: 's',
      target: SOON,
    });
  if (shares.length > 0)
    measured.push({
      what: "both, our time over jitted diffrax's, geometric mean",
      value: geometricMean(shares),
      unit: 'share',
      target: 1 / 2,
    });
  return measured;
}
