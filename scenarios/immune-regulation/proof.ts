/** Alexander & Wahl, Bull Math Biol 73:33 (2011): the threshold, the equilibrium above it, and what becomes of it without regulatory cells. */
import type { Proof } from '../../core/service/proof';

const proof: Proof = {
  pace: 'fast',
  picture: { comparison: 'autoimmune', curve: 'E', log: true },
  async *findings({ document, request }) {
    /** growth of antigen a day without regulatory cells, once the fastest mode is left */
    const growth = async (lambda_E: number): Promise<number> => {
      const times = [400, 600],
        { values } = await request('simulate', { document, interventions: ['no_regulation'], overrides: { lambda_E }, times });
      const [early, late] = values.G.map((value) => value ?? NaN);
      return Math.log(late / early) / (times[1] - times[0]);
    };
    let tolerant = 1000,
      autoimmune = 1500;
    yield {
      claim: 'below the threshold every challenge dies out, without regulatory cells as well',
      measure: 'growth per day under do(R = 0) at λE = 1000',
      figure: await growth(tolerant),
      bound: { atMost: 0 },
    };
    // the real root of (x + 0.5)(x + 0.25)(x + 5.0025) = f v γ λE = 0.75 that is not negative
    yield {
      claim: 'above it the disease grows without bound where regulatory cells are missing',
      measure: 'distance of the growth per day under do(R = 0) at λE = 1500 from the eigenvalue 0.03075122',
      figure: Math.abs((await growth(autoimmune)) - 0.03075122),
      bound: { atMost: 1e-7 },
    };
    while (autoimmune - tolerant > 1e-3) {
      const middle = (tolerant + autoimmune) / 2;
      if ((await growth(middle)) > 0) autoimmune = middle;
      else tolerant = middle;
    }
    yield {
      claim: 'the threshold lies at λE = 1250.625',
      measure: 'its distance, by halving the interval',
      figure: Math.abs((tolerant + autoimmune) / 2 - 1250.625),
      bound: { atMost: 1e-3 },
    };
    const { values } = await request('simulate', { document, times: [2000] });
    for (const [id, published] of [
      ['A', 8.31944],
      ['R', 33_233.4],
      ['E', 49_916.6],
    ] as const)
      yield {
        claim: 'above it regulatory cells hold the disease at the equilibrium of the paper',
        measure: `${id} on day 2000, relative distance from ${published}`,
        figure: Math.abs((values[id][0] ?? NaN) / published - 1),
        // six digits are given
        bound: { atMost: 2e-6 },
      };
    const { arms } = await request('compare', { document, comparison: 'autoimmune', ranges: false });
    yield {
      claim: 'depleting regulatory cells at the equilibrium lets the disease loose',
      measure: 'effector cells a hundred days later over those without depletion',
      figure: arms.find(({ id }) => id === 'depleted')!.outcomes.effectors.effect ?? NaN,
      bound: { atLeast: 10 },
    };
  },
};
export default proof;
