/** A tip that cannot gain energy by itself, whatever the weights of its networks, and that fits a noisy approach and retraction; and a plain network that fits and can. */
import { untrained } from '../../core/model/edit';
import { weightCount } from '../../core/equations/network';
import type { Scenario } from '../../core/model/schema';
import { madeAgain, type Proof } from '../../core/service/proof';
import { seededRandom } from '../../core/util/random';
import { imbalance, rises, runs, surface } from './energy';
import { measured, trueModel } from './synthetic-data';
import { deflection, fitted, unconstrained } from './tip';

const HALF_A_MILLION = 500_000,
  RUNS = 200,
  /** µs, over a whole curve at 1.2 nm/µs and the ringing after it */
  SWIFT = Float64Array.from({ length: 220 }, (_, k) => (k + 1) / 4);

const weights = ({ networks }: Scenario): number => networks.reduce((sum, network) => sum + weightCount(network), 0);

const proof: Proof = {
  pace: 'long',
  picture: { comparison: 'curves', curve: 'deflection' },
  *findings({ document }) {
    const { measurements, source } = document.data,
      truth = trueModel(document);
    yield madeAgain(document, measured(document, source!.seed!));
    const clean = untrained(document),
      plain = unconstrained(clean);
    yield {
      claim: 'the unconstrained network has as many weights as force and damping together',
      measure: 'weights of the one less those of the others',
      figure: weights(plain) - weights(clean),
      bound: { atLeast: 0, atMost: 0 },
    };
    const constrained = fitted(clean),
      free = fitted(plain);
    // where σ is right, −log L at the truth has a mean of n(ln √(2π)σ + ½) and a standard deviation of √(n/2)
    const n = measurements.length,
      mean = n * (0.5 * Math.log(2 * Math.PI) + Math.log(0.1) + 0.5);
    for (const [name, { nllh }] of [
      ['force and damping', constrained],
      ['the unconstrained network', free],
    ] as const)
      yield {
        claim: 'both fit approach and retraction to their noise',
        measure: `−log L by ${name} less the mean of the truth, in standard deviations`,
        figure: (nllh - mean) / Math.sqrt(n / 2),
        bound: { atMost: 3 },
      };

    const never = 'an undriven tip never gains energy, by architecture: dE/dt = −γv² ≤ 0 at a million states';
    yield {
      claim: never,
      measure: 'of 500,000 states with the trained weights, those where dE/dt is above rounding',
      figure: rises(constrained.document, HALF_A_MILLION, seededRandom(1)),
      bound: { atMost: 0 },
    };
    yield {
      claim: never,
      measure: 'of 500,000 states with weights drawn at random a hundred times, those where dE/dt is above rounding',
      figure: rises(clean, HALF_A_MILLION, seededRandom(2), 100),
      bound: { atMost: 0 },
    };
    yield {
      claim: never,
      measure: 'largest |dE/dt + γv²| at 100,000 states, γ by the damping network alone, over what rounding may make of it',
      figure: imbalance(constrained.document, 100_000, seededRandom(3)),
      bound: { atMost: 1 },
    };
    const breaks = 'the unconstrained network breaks it';
    yield {
      claim: breaks,
      measure: 'of 500,000 states with the trained weights, those where the energy rises',
      figure: rises(free.document, HALF_A_MILLION, seededRandom(1)),
      bound: { atLeast: 500 },
    };
    yield {
      claim: breaks,
      measure: 'of 500,000 states with weights drawn at random a hundred times, those where the energy rises',
      figure: rises(plain, HALF_A_MILLION, seededRandom(2), 100),
      bound: { atLeast: 100_000 },
    };
    const own = runs(constrained.document, RUNS, seededRandom(4)),
      other = runs(free.document, RUNS, seededRandom(4));
    yield {
      claim: 'let go over a held base the tip comes to rest, and nothing drives it on the way',
      measure: 'of 200 undriven runs, those that end at rest without ever gaining energy',
      figure: own.driven === 0 ? own.resting : NaN,
      bound: { atLeast: RUNS },
    };
    yield {
      claim: breaks,
      measure: 'of 200 undriven runs, those in which it drives the tip at some time',
      figure: other.driven,
      bound: { atLeast: 10 },
    };

    const heights = [0.5, 1, 2, 3, 5, 10, 20];
    yield {
      claim: 'what is learned is the damping of the truth',
      measure: 'largest relative error of γ at seven heights from 0.5 to 20 nm',
      figure: Math.max(...heights.map((s) => Math.abs(surface(constrained.document, s).damping / surface(truth, s).damping - 1))),
      bound: { atMost: 0.2 },
    };
    const { hamaker, radius, contact } = source!.truth!,
      adhesion = (hamaker * radius) / (6 * contact ** 2),
      strongest = Math.max(...Array.from({ length: 201 }, (_, k) => -surface(constrained.document, (k - 100) / 50).force));
    yield {
      claim: 'what is learned holds the tip as strongly as the truth, HR/6a₀²',
      measure: 'relative error of the largest attraction',
      figure: Math.abs(strongest / adhesion - 1),
      bound: { atMost: 0.1 },
    };
    const [predicted, real] = [constrained.document, truth].map((model) => deflection(model, 1.2, SWIFT));
    yield {
      claim: 'an approach twice as fast as any of the data is predicted',
      measure: 'root mean square of the error of the deflection, whose range is 18 nm',
      figure: Math.sqrt(predicted.reduce((sum, value, k) => sum + (value - real[k]) ** 2, 0) / SWIFT.length),
      unit: 'nm',
      bound: { atMost: 0.6 },
    };
  },
};
export default proof;
