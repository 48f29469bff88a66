/** What a network learns of the meeting of predators and prey from untrained weights, in words, and how far that goes beyond the data. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { applyFit, untrained } from '../../core/model/edit';
import { madeAgain, type Proof } from '../../core/service/proof';
import { distances, inWords, refitted } from './recovery';
import { syntheticData, trueModel } from './synthetic-data';

/** of the truth, by the mechanism that has the term */
const coefficients = { prey_meet: -0.9, predators_meet: 0.8 } as const;

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'course', curve: 'x' },
  *findings({ document }) {
    const { measurements } = document.data,
      truth = trueModel(document);
    yield madeAgain(document, syntheticData(document));
    const clean = untrained(document),
      starts = rankedStarts(clean),
      trained = applyFit(clean, starts[0].parameters);
    // where σ is right, −log L at the truth has a mean of n(ln √(2π)σ + ½) and a standard deviation of √(n/2)
    const n = measurements.length,
      mean = n * (0.5 * Math.log(2 * Math.PI) + Math.log(0.05) + 0.5);
    yield {
      claim: 'the network follows the data to their noise, from every start',
      measure: `of ${starts.length} starts, those whose −log L is within three standard deviations of the truth's mean`,
      figure: starts.filter(({ nllh }) => nllh < mean + 3 * Math.sqrt(n / 2)).length,
      bound: { atLeast: 4 },
    };
    const found = inWords(trained),
      again = refitted(found.document);
    for (const [id, coefficient] of Object.entries(coefficients)) {
      const { terms } = found.laws.get(id)!,
        term = `${coefficient < 0 ? '−' : '+'}${Math.abs(coefficient)}xy`;
      yield {
        claim: `what it has learned is ${term}, and no other term`,
        measure: 'suggested terms other than xy',
        figure: terms.filter(({ text }) => text !== 'x*y').length,
        bound: { atMost: 0 },
      };
      yield {
        claim: `what it has learned is ${term}, and no other term`,
        measure: 'the suggested coefficient',
        figure: terms.find(({ text }) => text === 'x*y')?.coefficient ?? NaN,
        bound: { atLeast: coefficient - 0.02, atMost: coefficient + 0.02 },
      };
    }
    yield {
      claim: 'the laws, fitted again, hold to t = 50, ten times as far as the data',
      measure: "largest distance from the truth over the truth's amplitude",
      figure: Math.max(...distances(again, truth)),
      bound: { atMost: 0.05 },
    };
    yield {
      claim: 'the network itself does not',
      measure: "largest distance from the truth over the truth's amplitude",
      figure: Math.max(...distances(trained, truth)),
      bound: { atLeast: 0.5 },
    };
  },
};
export default proof;
