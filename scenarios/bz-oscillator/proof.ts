/** The Oregonator in chemical units: what noisy readings leave open, what the diffusion limit and the instrument's pace close, and what detailed balance destroys. */
import { setValues } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import { madeAgain, type Proof } from '../../core/service/proof';
import { alias } from './alias';
import { ordinary } from './ordinary';
import { costAt, costWithHeld, shareOf, standardErrors, starts, untouched, type Values } from './recovery';
import { rhythmOf } from './rhythm';
import { syntheticData, trueModel } from './synthetic-data';

/** Mazzia and Magherini, Test Set for Initial Value Problem Solvers, release 2.4, problem OREGO, without units */
const PUBLISHED = { time: 360, hbro2: 1.000814870318523, bromide: 1228.178521549917, cerium: 132.0554942846706 };
/** half of the 95 % quantile of χ² with one degree of freedom */
const RISE = 1.92;
/** L/(mol·s): a hundred times what diffusion allows */
const FAR = 1e12;
const LIMIT = 1e10;

const proof: Proof = {
  pace: 'long',
  picture: { comparison: 'course', curve: 'potential' },
  async *findings({ document, request }) {
    const truth = trueModel(document),
      { test, scaled } = ordinary(truth);
    const end = await request('simulate', {
      document: { ...test, solver: { ...test.solver, method: 'rodas5p', rtol: 1e-11, atol: 1e-22 } },
      times: [PUBLISHED.time / scaled.pace],
    });
    yield {
      claim: 'in mol/L and seconds, with the constants rounded as there, it is the Oregonator of the Bari test set',
      measure: 'largest relative distance of the three species from its digits at 360 of its units of time',
      figure: Math.max(
        ...(['hbro2', 'bromide', 'cerium'] as const).map((id) =>
          Math.abs((end.values[id].at(-1) ?? NaN) / (PUBLISHED[id] * scaled[id]) - 1),
        ),
      ),
      bound: { atMost: 1e-8 },
    };
    const { measurements } = document.data;
    yield madeAgain(document, syntheticData(document));

    const clean = untouched(document),
      real = await rhythmOf(truth, request),
      [alone] = starts(clean, 'alone'),
      [bounded] = starts(clean, 'bounded');
    // where σ is right, −log L at the truth has a mean of Σ(ln √(2π)σ + ½) and a standard deviation of √(n/2)
    const n = measurements.length,
      mean = (n / 2) * (Math.log(10) + Math.log(0.02) + Math.log(2 * Math.PI) + 1);
    yield {
      claim: 'the readings alone are fitted to their noise',
      measure: 'standard deviations of −log L above what the truth has on average',
      figure: (alone.cost - mean) / Math.sqrt(n / 2),
      bound: { atMost: 3 },
    };
    yield {
      claim: 'yet they leave k2 open upward, past what diffusion allows',
      measure: 'rise of −log L where k2 is held at 1e12 L/(mol·s), a hundred times the limit',
      figure: costWithHeld(clean, 'alone', alone.values, { k_2: FAR }) - alone.cost,
      bound: { atMost: RISE },
    };
    // a wave of period P has the same readings every h as one of period 1/(1/P + 1/h)
    const fast = alias(clean, alone.values, (await rhythmOf(setValues(document, alone.values), request)).period);
    yield {
      claim: 'and they cannot tell the oscillation from one 25 times as fast, which goes round once more between two readings',
      measure: 'rise of −log L with all rates 25.4 times as fast',
      figure: fast.cost - alone.cost,
      bound: { atMost: RISE },
    };
    const smoothOf = (values: Values): number => shareOf(clean, 'bounded', 'smoothness', values);
    yield {
      claim: 'smoothness matched to the electrode tells them apart',
      measure: 'what it costs with all rates 25.4 times as fast, beyond what it costs the fit',
      figure: smoothOf(fast.values) - smoothOf(bounded.values),
      bound: { atLeast: 10 },
    };
    yield {
      claim: 'the diffusion limit closes k2',
      measure: 'k2 over the limit of 1e10 L/(mol·s)',
      figure: bounded.values.k_2 / LIMIT,
      bound: { atMost: 1.5 },
    };
    yield {
      claim: 'the diffusion limit closes k2',
      measure: 'rise of the cost where k2 is held at 1e11 L/(mol·s), the others where they are best',
      figure: costWithHeld(clean, 'bounded', bounded.values, { k_2: 10 * LIMIT }) - bounded.cost,
      bound: { atLeast: RISE },
    };
    const kept = await rhythmOf(setValues(document, bounded.values), request);
    yield {
      claim: 'with both the fit keeps the oscillation',
      measure: 'period over the true one, distance from 1',
      figure: Math.abs(kept.period / real.period - 1),
      bound: { atMost: 0.01 },
    };
    yield {
      claim: 'with both the fit keeps the oscillation',
      measure: 'swing of the absorbance over the true one, distance from 1',
      figure: Math.abs(kept.swing / real.swing - 1),
      bound: { atMost: 0.1 },
    };
    const errors = standardErrors(clean, 'bounded', bounded.values);
    for (const [id, value] of Object.entries(document.data.source!.truth!))
      yield {
        claim: 'with both the fit keeps the parameters',
        measure: `distance of log ${id} from the truth, in its standard error of a factor of ${(10 ** errors[id]).toPrecision(3)}`,
        figure: Math.abs(Math.log10(bounded.values[id] / value)) / errors[id],
        bound: { atMost: 3 },
      };

    const { problems } = await request('describe', { document: unforced(clean) });
    yield {
      claim: 'detailed balance is refused: the system is open, and its steps do not undo each other',
      measure: 'errors that name the pairs and say that the system is open',
      figure: problems.filter(
        ({ severity, path, message }) =>
          severity === 'error' && path === 'fits[2].regularisers[0].pairs' && message.includes('so the system is open'),
      ).length,
      bound: { atLeast: 1, atMost: 1 },
    };
    const [balanced] = starts(clean, 'balanced'),
      dead = await rhythmOf(setValues(document, balanced.values), request);
    yield {
      claim: 'forced, it kills the oscillation',
      measure: 'swing of the absorbance after five periods, over the true one',
      figure: dead.swing / real.swing,
      bound: { atMost: 0.02 },
    };
    yield {
      claim: 'and the fit to the readings with it',
      measure: 'rise of −log L from the fit of the readings alone',
      figure: costAt(clean, 'alone', balanced.values) - alone.cost,
      bound: { atLeast: 1000 },
    };
  },
};
export default proof;

const unforced = (document: Scenario): Scenario => ({
  ...document,
  fits: document.fits.map((fit) => ({
    ...fit,
    regularisers: fit.regularisers?.map((one) => (one.kind === 'detailed-balance' ? { ...one, force: undefined } : one)),
  })),
});
