/** Baccam et al. 2006, J Virol 80:7590: the average patient's rates are found again, and an antiviral helps the more the sooner it comes. */
import type { Scenario } from '../../core/model/schema';
import type { Response } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';

/** average patient, target-cell-limited model without delay */
const baccam = { beta: 2.7e-5, delta: 4, p: 0.012, c: 3 };

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'antiviral', curve: 'titre' },
  async *findings({ document, request }) {
    const fitted = async (fit: string, given: Scenario = document): Promise<Response<'fit'>['result']> =>
      (await request('fit', { document: given, fit })).result;
    const agreeing = ({ starts, best }: Response<'fit'>['result']): number =>
      starts.filter(({ nllh }) => nllh !== null && nllh < best.nllh + 0.01).length;

    const pooled = await fitted('pooled');
    yield {
      claim: 'six volunteers together determine one optimum',
      measure: 'starts of 16 within 0.01 of the best cost',
      figure: agreeing(pooled),
      bound: { atLeast: 8 },
    };
    yield {
      claim: 'the stored fit is the one that its seed gives',
      measure: 'distance of the costs',
      figure: Math.abs(pooled.best.nllh - document.fits.find(({ id }) => id === 'pooled')!.result!.best.nllh),
      bound: { atMost: 1e-4 },
    };
    const parameters = document.parameters.map((one): Scenario['parameters'][number] =>
      one.id === 'delta' ? { ...one, value: baccam.delta, bounds: [baccam.delta, baccam.delta] } : one,
    );
    const held = await fitted('pooled', { ...document, parameters });
    yield {
      claim: "the data do not reject Baccam's δ = 4 per day",
      measure: 'its cost above the best; 1.92 is the 95 % limit',
      figure: held.best.nllh - pooled.best.nllh,
      bound: { atMost: 1.92 },
    };
    yield {
      claim: "with δ = 4 the clearance of virus is near Baccam's",
      measure: 'c over 3 per day',
      figure: held.best.parameters.c / baccam.c,
      bound: { atLeast: 0.5, atMost: 2 },
    };
    yield {
      claim: "with δ = 4 infection times production, which sets the growth, is near Baccam's",
      measure: 'β·p over 2.7e-5 · 0.012',
      figure: (held.best.parameters.beta * held.best.parameters.p) / (baccam.beta * baccam.p),
      bound: { atLeast: 0.5, atMost: 2 },
    };
    let logs = 0,
      fewest = Infinity,
      farthest = 0;
    for (let patient = 1; patient <= 6; patient++) {
      const alone = await fitted(`patient${patient}_alone`);
      fewest = Math.min(fewest, agreeing(alone) / alone.starts.length);
      logs += Math.log(alone.best.parameters.delta);
      // the only two whose rates no bound holds
      if (patient !== 1 && patient !== 3) continue;
      for (const [id, value] of Object.entries(baccam))
        farthest = Math.max(farthest, Math.abs(Math.log(alone.best.parameters[id] / value)));
    }
    yield {
      claim: "volunteers 1 and 3 alone have rates like those of Baccam's average patient",
      measure: 'largest factor between two rates',
      figure: Math.exp(farthest),
      bound: { atMost: 4 },
    };
    yield {
      claim: 'each volunteer alone has an optimum that recurs',
      measure: 'least share of starts within 0.01 of the best cost',
      figure: fewest,
      bound: { atLeast: 0.3 },
    };
    yield {
      claim: "infected cells live about as long as in Baccam's average patient",
      measure: 'geometric mean of δ over the six, over 4 per day',
      figure: Math.exp(logs / 6) / baccam.delta,
      bound: { atLeast: 0.5, atMost: 2 },
    };
    const { arms } = await request('compare', { document, comparison: 'antiviral', ranges: false });
    for (const [outcome, sign, text] of [
      ['shed', -1, 'virus shed'],
      ['detectable', -1, 'time that virus is detectable'],
      ['spared', 1, 'cells spared'],
    ] as const) {
      // untreated, then from day 3, 2 and 1 on
      const [untreated, day1, day2, day3] = arms.map((arm) => sign * (arm.outcomes[outcome].value ?? NaN));
      yield {
        claim: 'an antiviral helps the more, the sooner it is given, and never harms',
        measure: `least gain by starting a day sooner, in ${text}, relative`,
        figure: Math.min(day3 - untreated, day2 - day3, day1 - day2) / Math.abs(untreated),
        bound: { atLeast: 0 },
      };
    }
  },
};
export default proof;
