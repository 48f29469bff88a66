/** Strang's splitting of diffusion from logistic growth: its order, what it saves, and its exactness where all is linear. */
import type { Series } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';

const PARTS = 12,
  KAPPA = 100,
  MEAN = 0.05;
const parts = Array.from({ length: PARTS }, (_unused, i) => i);
const TIMES = [0.5, 1, 2, 3, 4, 5, 6, 7, 8];

/** Decay of the k-th cosine along the channel: the eigenvalues of diffusion without flux at the ends, per hour. */
const decay = (k: number): number => 4 * KAPPA * Math.sin((Math.PI * k) / (2 * PARTS)) ** 2;
/** density where nothing grows: the start is the slowest cosine, which only fades */
const fading = (part: number, t: number): number =>
  MEAN * (1 + Math.cos((Math.PI * (part + 0.5)) / PARTS) * Math.exp(-decay(1) * t));

const proof: Proof = {
  pace: 'fast',
  picture: { comparison: 'channel', curve: 'n_12' },
  async *findings({ document, request }) {
    const { solver, comparisons } = document,
      { split, ...unmarked } = solver;
    const run = (settings: typeof solver, interventions: string[] = []): Promise<Series> =>
      request('simulate', { document: { ...document, solver: settings }, times: TIMES, interventions });
    const valueOf = ({ values }: Series, part: number, k: number): number => values[`n_${part + 1}`][k] ?? NaN;
    const distance = (series: Series, truth: (part: number, k: number) => number): number =>
      Math.max(...parts.flatMap((part) => TIMES.map((_unused, k) => Math.abs(valueOf(series, part, k) - truth(part, k)))));

    const reference = await run({ ...unmarked, method: 'dop853', rtol: 1e-12, atol: 1e-14 });
    const error = (series: Series): number => distance(series, (part, k) => valueOf(reference, part, k));
    yield {
      claim: 'the reference is to be trusted',
      measure: 'largest distance of Rodas5P at rtol 1e-11 from DOP853 at 1e-12',
      figure: error(await run({ ...unmarked, method: 'rodas5p', rtol: 1e-11, atol: 1e-13 })),
      bound: { atMost: 1e-9 },
    };

    const fixed = new Map<number, Series>();
    for (const count of [2, 16, 32, 64]) fixed.set(count, await run({ ...solver, step: 1 / count }));
    for (const count of [16, 32])
      yield {
        claim: 'Strang’s splitting is of order 2',
        measure: `binary logarithm of the error at steps of 1/${count} h over that at half of it`,
        figure: Math.log2(error(fixed.get(count)!) / error(fixed.get(2 * count)!)),
        bound: { atLeast: 1.9, atMost: 2.1 },
      };

    const adaptive = await run(solver),
      achieved = error(adaptive),
      long = error(fixed.get(2)!);
    yield {
      claim: 'its steps follow the tolerance of 1e-4',
      measure: 'largest error over parts and times',
      figure: achieved,
      bound: { atMost: 2e-4 },
    };
    const explicit: Series[] = [];
    // the longest stable steps are 2/400 h of Euler and Heun, and 2.785/400 h of RK4
    for (const [method, step] of [
      ['euler', 1 / 201],
      ['heun', 1 / 201],
      ['rk4', 1 / 144],
    ] as const)
      explicit.push(await run({ ...unmarked, method, step }));
    for (const method of ['bs3', 'dp5', 'tsit5', 'dop853'] as const)
      for (const rtol of [1e-2, 1e-3, 1e-4, 1e-5]) explicit.push(await run({ ...unmarked, method, rtol, atol: rtol / 100 }));
    /** fewest evaluations of an explicit method, adaptive or at its longest stable step, whose error is no larger */
    const cheapest = (most: number): number =>
      Math.min(...explicit.filter((one) => error(one) <= most).map((one) => one.solver.evaluations));
    yield {
      claim: 'it takes a fraction of the evaluations of any explicit method that is as accurate',
      measure: 'at rtol 1e-4, over those of the cheapest explicit one',
      figure: adaptive.solver.evaluations / cheapest(achieved),
      bound: { atMost: 0.15 },
    };
    yield {
      claim: 'it takes a fraction of the evaluations of any explicit method that is as accurate',
      measure: 'at steps of 1/2 h, over those of the cheapest explicit one',
      figure: fixed.get(2)!.solver.evaluations / cheapest(long),
      bound: { atMost: 0.1 },
    };
    yield {
      claim: 'it takes steps that diffusion forbids an explicit method',
      measure: '1/2 h over the longest stable step of RK4',
      figure: 0.5 / (2.785293563405282 / decay(PARTS - 1)),
      bound: { atLeast: 50 },
    };
    const { arms } = await request('compare', {
      document: { ...document, solver: { ...unmarked, method: 'rk4', step: 1 / 16 } },
      comparison: comparisons[0].id,
      ranges: false,
    });
    yield {
      claim: 'with steps of 1/16 h RK4 explodes without the split',
      measure: 'time at which its numbers end',
      figure: arms[0].failure?.reason === 'non-finite' ? (arms[0].failure.time ?? NaN) : NaN,
      unit: 'h',
      bound: { atMost: 1 },
    };
    const half = await run({ ...solver, split: split!.slice(0, 5) });
    yield {
      claim: 'the mark counts: swimming that is left out of the split limits the steps again',
      measure: 'evaluations with five of the eleven marked over those with all',
      figure: half.solver.evaluations / adaptive.solver.evaluations,
      bound: { atLeast: 5 },
    };
    const found = await run({ ...unmarked, step: 1 / 16 });
    yield {
      claim: 'unmarked, the same linear part is found',
      measure: 'largest distance between the two, at steps of 1/16 h',
      figure: distance(found, (part, k) => valueOf(fixed.get(16)!, part, k)),
      bound: { atMost: 1e-13 },
    };

    for (const count of [2, 64]) {
      const still = await run({ ...solver, step: 1 / count }, ['no_growth']);
      yield {
        claim: 'where nothing grows a step of any length is exact',
        measure: `distance from the fading cosine at steps of 1/${count} h`,
        figure: distance(still, (part, k) => fading(part, TIMES[k])),
        // some hundred products of a matrix whose entries are right to a few units of rounding
        bound: { atMost: 1e-13 },
      };
      yield {
        claim: 'where nothing grows bacteria are neither lost nor made',
        measure: `all of them at steps of 1/${count} h, relative distance from those at the start`,
        figure: Math.max(
          ...TIMES.map((_unused, k) =>
            Math.abs(parts.reduce((sum, part) => sum + valueOf(still, part, k), 0) / (PARTS * MEAN) - 1),
          ),
        ),
        bound: { atMost: 1e-12 },
      };
    }
  },
};
export default proof;
