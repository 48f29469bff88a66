/** What a free network learns of the spiral from untrained weights: as much as the noise allows where data are, and nothing where none are. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { applyFit, untrained } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import type { Client } from '../../core/service/contract';
import { madeAgain, type Proof } from '../../core/service/proof';
import { fieldErrors } from './field-error';
import { syntheticData } from './synthetic-data';
import { costOnGrid } from './moved-times';

const SIGMA = 0.03,
  /** s; the mean gap between two measurements of the denser course is a quarter of it */
  GRID = 0.1;

/** @returns the largest distance between the two arms of a comparison over its horizon */
async function apart(request: Client['request'], document: Scenario, comparison: string): Promise<number> {
  const { arms } = await request('compare', { document, comparison, ranges: false });
  const [learned, law] = arms.map(({ series }) => series?.values);
  if (learned === undefined || law === undefined) return Infinity;
  return Math.max(...learned.x.map((x, i) => Math.hypot(x! - law.x[i]!, learned.y[i]! - law.y[i]!)));
}

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'seen', plane: ['x', 'y'] },
  async *findings({ document, request }) {
    const { measurements } = document.data;
    yield madeAgain(document, syntheticData(document));
    const clean = untrained(document),
      starts = rankedStarts(clean);
    // where σ is right, −log L at the truth has a mean of n(ln √(2π)σ + ½) and a standard deviation of √(n/2)
    const n = measurements.length,
      mean = n * (0.5 * Math.log(2 * Math.PI) + Math.log(SIGMA) + 0.5),
      noise = mean + 3 * Math.sqrt(n / 2);
    yield {
      claim: 'the network follows both courses to their noise, from every start',
      measure: `of ${starts.length} starts, those whose cost is within three standard deviations of the truth's mean −log L`,
      figure: starts.filter(({ nllh }) => nllh < noise).length,
      bound: { atLeast: starts.length },
    };
    const [best] = [...starts].sort((a, b) => a.nllh - b.nllh);
    yield {
      claim:
        'it does so because every time is taken as it is: with times moved to a regular grid, further training does not bring it near the noise',
      measure: `the cost above the noise, with times moved to multiples of ${GRID} s`,
      figure: costOnGrid(clean, best.parameters, GRID) - noise,
      bound: { atLeast: 500 },
    };
    const learned = applyFit(clean, best.parameters);
    yield {
      claim: 'on the span of the data its course is that of the law',
      measure: 'largest distance between the two, over 2.5 s, one and a half turns of a radius up to 2',
      figure: await apart(request, learned, 'seen'),
      bound: { atMost: 0.06 },
    };
    yield {
      claim: 'from a start without data, among the data, it is nearly that still',
      measure: 'largest distance between the two, over 2.5 s',
      figure: await apart(request, learned, 'new_start'),
      bound: { atMost: 0.5 },
    };
    yield {
      claim: 'from a corner where no data are it is not',
      measure: 'largest distance between the two, over 2.5 s',
      figure: await apart(request, learned, 'far_start'),
      bound: { atLeast: 1 },
    };
    const errors = fieldErrors(
      learned,
      await request('phasePlane', { document: learned, comparison: 'seen', plane: ['x', 'y'], points: 60 }),
    );
    yield {
      claim: 'within 0.1 of a measurement the learned field is that of the law',
      measure: 'median of the error of an arrow, over its length',
      figure: errors.near,
      bound: { atMost: 0.05 },
    };
    yield {
      claim: 'farther than 0.8 from all measurements it says nothing',
      measure: 'median of the error of an arrow, over its length',
      figure: errors.far,
      bound: { atLeast: 0.5 },
    };
  },
};
export default proof;
