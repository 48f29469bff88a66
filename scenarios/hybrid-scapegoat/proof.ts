/** A free network makes up for any value of a wrong law beside it; a constraint or an experiment without the network brings the law to light. */
import { rankedStarts, type RankedStart } from '../../core/fit/ranked-starts';
import type { Network, Scenario } from '../../core/model/schema';
import type { Response } from '../../core/service/contract';
import { madeAgain, type Proof } from '../../core/service/proof';
import { constrained, dataCost, holding, untrained } from './fitting';
import { forced, type Outcome } from './forced-effect';
import { syntheticData } from './synthetic-data';

/** half of χ²₁ at 95 % */
const THRESHOLD = 1.92;
/** per h: of the network's factor of the concentration, as an intrinsic clearance measured in a test tube would bound it */
const BOUNDED: Network['constraint'] = { kind: 'bounded', low: 0, high: 0.5 };

const kidneysFail: Outcome = { start: 10, interventions: ['kidney_failure'], time: 8 };
const otherDose: Outcome = { start: 6, interventions: [], time: 4 };
const twiceTheDose: Outcome = { start: 20, interventions: [], time: 8 };

const openSides = ({ lower, upper }: Response<'profile'>): number => [lower, upper].filter(({ kind }) => kind === 'open').length;
const crossings = ({ lower, upper }: Response<'profile'>): number =>
  [lower, upper].filter(({ kind }) => kind === 'crossed').length;

const proof: Proof = {
  pace: 'long',
  picture: { comparison: 'organs', curve: 'plasma' },
  async *findings({ document, request }) {
    const truth = document.data.source!.truth!;
    yield madeAgain(document, syntheticData(document));
    const clean = untrained(document);
    const profileOf = (
      model: Scenario,
      fit: string,
      { parameters }: RankedStart,
      parameter = 'k',
    ): Promise<Response<'profile'>> => request('profile', { document: model, fit, parameter, best: parameters });

    const starts = rankedStarts(clean, 'free'),
      [free] = starts,
      equal = starts.filter(({ nllh }) => nllh < free.nllh + THRESHOLD).map(({ parameters }) => parameters.k);
    yield {
      claim: 'with a free network, starts fit equally well with very different k',
      measure: `of ${starts.length} starts, those within 1.92 of the best`,
      figure: equal.length,
      bound: { atLeast: 9 },
    };
    yield {
      claim: 'with a free network, starts fit equally well with very different k',
      measure: 'largest of their k over the smallest',
      figure: Math.max(...equal) / Math.min(...equal),
      bound: { atLeast: 10 },
    };
    const flat = await profileOf(clean, 'free', free);
    // a network has more than one valley, and a profile that follows one of them may end in a worse one
    const ends = clean.parameters
      .find(({ id }) => id === 'k')!
      .bounds!.map((k) => rankedStarts(holding(clean, k), 'free')[0].nllh);
    yield {
      claim: 'the profile of k is flat over a factor of 100, and open both ways',
      measure: 'its rise to either bound, each from twelve starts; 1.92 would be an end of the 95 % interval',
      figure: Math.max(...ends) - Math.min(...ends, ...flat.points.map(({ nllh }) => nllh)),
      bound: { atMost: 0.5 },
    };
    yield {
      claim: 'the profile of k is flat over a factor of 100, and open both ways',
      measure: 'sides that are open',
      figure: openSides(flat),
      bound: { atLeast: 2 },
    };

    const positive = constrained(clean, { kind: 'positive' }),
      half = await profileOf(positive, 'free', rankedStarts(positive, 'free', 4)[0]);
    yield {
      claim: 'a liver that makes no drug closes one side',
      measure: 'largest k of the 95 % interval with a positive network; the bound is 1',
      unit: '1/h',
      figure: half.upper.kind === 'crossed' ? half.upper.value : Infinity,
      bound: { atMost: 0.35 },
    };
    const bounded = constrained(clean, BOUNDED),
      [held] = rankedStarts(bounded, 'free', 4),
      closed = await profileOf(bounded, 'free', held);
    yield {
      claim: 'a network bounded on both sides makes k identifiable',
      measure: 'sides of its profile that reach the threshold',
      figure: crossings(closed),
      bound: { atLeast: 2 },
    };
    yield {
      claim: 'a network bounded on both sides makes k identifiable',
      measure: 'upper over lower end of the 95 % interval; of the bounds 100',
      figure: closed.upper.value / closed.lower.value,
      bound: { atMost: 2 },
    };
    yield {
      claim: 'identifiable is not right: the fit is good, and the interval leaves out the true k',
      measure: 'rise of −log L of the data above that with a free network',
      figure: dataCost(bounded, 'free', held.parameters) - dataCost(clean, 'free', free.parameters),
      bound: { atMost: 3 },
    };
    yield {
      claim: 'identifiable is not right: the fit is good, and the interval leaves out the true k',
      measure: `upper end of the interval, the truth being ${truth.k}`,
      unit: '1/h',
      figure: closed.upper.value,
      bound: { atMost: 0.29 },
    };

    const [third] = rankedStarts(clean, 'third', 4),
      narrow = await profileOf(clean, 'third', third);
    yield {
      claim: 'an experiment in which the network has no say makes k identifiable',
      measure: 'upper over lower end of the 95 % interval, with the liver blocked in a third experiment',
      figure: crossings(narrow) === 2 ? narrow.upper.value / narrow.lower.value : Infinity,
      bound: { atMost: 1.1 },
    };
    const [right] = rankedStarts(clean, 'saturable', 4);
    yield {
      claim: 'and shows that the law is wrong: one that saturates fits these data far better',
      measure: 'fall of −log L by one more parameter',
      figure: dataCost(clean, 'third', third.parameters) - dataCost(clean, 'saturable', right.parameters),
      bound: { atLeast: 6 },
    };
    const findingsOf = async (fit: string, { parameters }: RankedStart): Promise<number> => {
      const { diagnostics } = await request('fitCurves', { document: clean, fit, parameters });
      return diagnostics.flatMap(({ tests }) => tests).filter(({ finding }) => finding !== null).length;
    };
    yield {
      claim: 'and shows that the law is wrong: the tests of the residuals say so, and nothing of the law that saturates',
      measure: 'findings about the wrong law',
      figure: await findingsOf('third', third),
      bound: { atLeast: 1 },
    };
    yield {
      claim: 'and shows that the law is wrong: the tests of the residuals say so, and nothing of the law that saturates',
      measure: 'findings about the law that saturates',
      figure: await findingsOf('saturable', right),
      bound: { atMost: 0 },
    };
    for (const id of ['k', 's'] as const) {
      const own = await profileOf(clean, 'saturable', right, id);
      yield {
        claim: 'with the right law and that experiment both of its parameters are found',
        measure: `sides of the profile of ${id} that reach the threshold`,
        figure: crossings(own),
        bound: { atLeast: 2 },
      };
      yield {
        claim: 'with the right law and that experiment both of its parameters are found',
        measure: `lower end of the interval of ${id} over the truth`,
        figure: own.lower.value / truth[id],
        bound: { atMost: 1 },
      };
      yield {
        claim: 'with the right law and that experiment both of its parameters are found',
        measure: `upper end of the interval of ${id} over the truth`,
        figure: own.upper.value / truth[id],
        bound: { atLeast: 1, atMost: 2 },
      };
    }

    const rise = (model: Scenario, fit: string, best: RankedStart, outcome: Outcome, factor: number): number =>
      forced(model, fit, best.parameters, outcome, factor).rise;
    yield {
      claim: 'a flat parameter with a determined effect: what another dose does is known, though k is not',
      measure: 'least rise where the concentration 4 h after 6 mg/L is forced 10 % down or up',
      figure: Math.min(...[0.9, 1.1].map((factor) => rise(clean, 'free', free, otherDose, factor))),
      bound: { atLeast: THRESHOLD },
    };
    yield {
      claim: 'what failing kidneys do is not',
      measure: 'largest rise where the concentration at 8 h with kidneys at a quarter is forced to half or to twice',
      figure: Math.max(...[0.5, 2].map((factor) => rise(clean, 'free', free, kidneysFail, factor))),
      bound: { atMost: 0.5 },
    };
    const [known] = rankedStarts(positive, 'saturable', 4);
    yield {
      claim: 'with the third experiment, the right law and a liver that makes no drug it is',
      measure: 'least rise where it is forced to half or to twice',
      figure: Math.min(...[0.5, 2].map((factor) => rise(positive, 'saturable', known, kidneysFail, factor))),
      bound: { atLeast: THRESHOLD },
    };
    yield {
      claim: 'the reverse, a determined parameter with an open effect: twice the dose is beyond what the network has seen',
      measure: 'rise where the concentration 8 h after 20 mg/L is forced to twice, k being determined',
      figure: rise(clean, 'saturable', right, twiceTheDose, 2),
      bound: { atMost: 0.5 },
    };
  },
};
export default proof;
