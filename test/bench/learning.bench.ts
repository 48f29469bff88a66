/**
 * Gradients of hybrid models, a network within equations: the universal differential equation and the eye in ten subjects, beside the
 * figures of jitted diffrax and of torchdiffeq, scaled by CVODE in the same run.
 */
import { createObjective } from '../../core/fit/objective';
import { eyeProblem, udeProblem, type PeerProblem } from '../fit/peer-problems';
import type { Measured } from './command';
import { benchLine, slowness, sundials } from './sundials';
import { geometricMean, microseconds } from './timing';

/** µs a gradient of the peers, the best of their adjoints, one core, rtol 1e-6 */
const peers = {
  'universal differential equation': { make: udeProblem, diffrax: 549, torch: 79_100 },
  'eye, ten subjects': { make: eyeProblem, diffrax: 8687, torch: 342_000 },
};

function measure({ document }: PeerProblem): { gradient: number; ready: number } {
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
  return { gradient: microseconds(evaluate), ready };
}

export async function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  const built = await sundials();
  let slower: number | undefined;
  if (typeof built === 'string') console.log(`learning: ${built}`);
  else slower = slowness(await built.read('bench', ['run', 'lotka_volterra', 'BDF', '1e-6', '1'], benchLine), built);
  const shares: number[] = [];
  for (const [name, { make, diffrax, torch }] of Object.entries(peers)) {
    const problem = make();
    if (problem === undefined) {
      console.log(`learning: ${name} skipped, its data are not among the peers`);
      continue;
    }
    const { gradient, ready } = measure(problem);
    measured.push({ what: `${name}, gradient`, value: gradient, unit: 'µs' });
    measured.push({ what: `${name}, from document to first gradient`, value: ready, unit: 'ms' });
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
  }
  if (shares.length > 0)
    measured.push({
      what: "both, our time over jitted diffrax's, geometric mean",
      value: geometricMean(shares),
      unit: 'share',
      target: 1 / 2,
    });
  return measured;
}
