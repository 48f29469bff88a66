/** The law of infiltration that a constrained network learns from synthetic data, and what it predicts of treatments that they do not show. */
import { acceptedStarts } from '../../core/fit/accepted';
import { madeAgain, type Proof } from '../../core/service/proof';
import { isOutside, learnedResponse } from './learned-response';
import { SEED, syntheticData, trueModel } from './synthetic-data';
import { compareOn, unseenArms, untrained } from './unseen-arms';

const names = { no_tgfb: 'do(TGF-β = 0)', deplete_effector: 'depletion of effector cells' } as const;

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'unseen', curve: 'damage' },
  async *findings({ document, request }) {
    yield madeAgain(document, syntheticData(trueModel(document)));
    const [stored] = document.fits,
      { result } = await request('fit', { document: untrained(document), fit: stored.id }),
      fitted = { ...document, fits: [{ ...stored, result }] };
    const accepted = acceptedStarts(result);
    yield {
      claim: 'the fit finds its way from most starts',
      measure: `accepted of ${result.starts.length} starts`,
      figure: accepted.length,
      bound: { atLeast: 20 },
    };
    const response = learnedResponse(fitted, accepted),
      largest = Math.max(...response.map(({ truth }) => truth));
    yield {
      claim: 'the true response lies within the range over the accepted starts',
      measure: `of ${response.length} levels of TGF-β, those where it does not`,
      figure: response.filter(isOutside).length,
      bound: { atMost: 0 },
    };
    yield {
      claim: 'the best start is near the truth',
      measure: 'largest distance, over the largest rate',
      figure: Math.max(...response.map(({ truth, best }) => Math.abs(best - truth))) / largest,
      bound: { atMost: 0.08 },
    };
    const errors = compareOn(document, SEED, 2);
    for (const arm of unseenArms) {
      const { constrained, unconstrained, statistical } = errors[arm];
      yield {
        claim: `${names[arm]} is predicted better than by an unconstrained network`,
        measure: 'its error over that of the constrained network',
        figure: unconstrained / constrained,
        bound: { atLeast: 1 },
      };
      yield {
        claim: `${names[arm]} is predicted better than by a forecast without mechanisms`,
        measure: 'its error over that of the constrained network',
        figure: statistical / constrained,
        bound: { atLeast: 1 },
      };
    }
  },
};
export default proof;
