/** Synthetic measurements: a model's observables at chosen times, with noise by their noise models, from a seed. */
import type { Measurement, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import { seededRandom } from '../util/random';
import { lowerCondition } from './lower-condition';
import { noiseLaw } from './noise';

/** One subject: what is measured of it and when. */
export interface Subject {
  readonly condition: string;
  readonly replicate: string;
  readonly samples: readonly { readonly observable: string; readonly times: readonly number[] }[];
}

/**
 * @param digits significant digits that the instrument reports
 * @throws Error when the document at its present values cannot be solved
 */
export function synthesise(document: Scenario, subjects: readonly Subject[], seed: number, digits = 3): Measurement[] {
  const random = seededRandom(seed),
    from = document.about.time.start;
  return subjects.flatMap(({ condition, replicate, samples }) => {
    const times = Float64Array.from(new Set(samples.flatMap((sample) => sample.times))).sort();
    const observables = samples.map(({ observable }) => document.observables.find(({ id }) => id === observable)!);
    const lowered = lowerCondition(document, {
      condition,
      from,
      until: times.at(-1)!,
      outputs: observables.flatMap(({ id, noise }) => [
        { name: id, expression: id },
        { name: `${id} σ`, expression: String(noise.sigma) },
      ]),
    });
    const solved = solve(lowered.plan, lowered.nominal, { from, until: times.at(-1)!, times, settings: document.solver });
    if (!solved.ok) throw new Error(solved.failure.message);
    const { states, pieceOf } = solved.value,
      { n } = lowered.plan,
      out = new Float64Array(lowered.outputs.length);
    return samples.flatMap((sample, i) =>
      sample.times.map((time): Measurement => {
        const k = times.indexOf(time),
          { id, noise } = observables[i];
        lowered.read[pieceOf[k]].value(time, states.subarray(k * n, (k + 1) * n), lowered.nominal, out);
        const truth = out[lowered.outputs.indexOf(id)],
          sigma = out[lowered.outputs.indexOf(`${id} σ`)];
        const { logarithmic, distribution } = noiseLaw(noise),
          deviate = sigma * distribution.deviate(random);
        const value = logarithmic ? truth * Math.exp(deviate) : truth + deviate;
        return { condition, observable: id, time, value: Number(value.toPrecision(digits)), replicate };
      }),
    );
  });
}
