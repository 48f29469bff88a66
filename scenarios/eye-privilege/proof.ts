/** What the papers say of TGF-β and regulatory cells in the eye, and that the synthetic data give their truth back. */
import type { ArmResult } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';

const largest = (values: readonly number[]): number => Math.max(...values);

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'privilege', curve: 'damage' },
  async *findings({ document, request }) {
    const armsOf = async (comparison: string): Promise<Record<string, ArmResult>> => {
      const { arms } = await request('compare', { document, comparison, ranges: false });
      return Object.fromEntries(arms.map((arm) => [arm.id, arm]));
    };
    const curve = (arm: ArmResult, id: string): number[] => arm.series!.values[id].map((value) => value ?? NaN);
    const value = (arm: ArmResult, outcome: string): number => arm.outcomes[outcome].value ?? NaN;
    const { baseline, tgfb_zero, tgfb_blocked, effector_zero, sealed, tgfb_doses } = await armsOf('privilege');

    yield {
      claim: 'untreated, inflammation resolves by itself',
      measure: 'effector cells at the end over their peak',
      figure: curve(baseline, 'effector').at(-1)! / largest(curve(baseline, 'effector')),
      bound: { atMost: 0.15 },
    };
    yield {
      claim: 'TGF-β falls while the barrier leaks (de Boer 1994)',
      measure: 'lowest TGF-β, over the 4.5 ng/ml at rest',
      figure: Math.min(...curve(baseline, 'tgfb')) / 4.5,
      bound: { atMost: 1 / 3 },
    };
    yield {
      claim: 'without TGF-β it is more intense and does not resolve (Zamiri 2005)',
      measure: 'peak of effector cells over that with TGF-β',
      figure: largest(curve(tgfb_zero, 'effector')) / largest(curve(baseline, 'effector')),
      bound: { atLeast: 2 },
    };
    yield {
      claim: 'without TGF-β it is more intense and does not resolve (Zamiri 2005)',
      measure: 'damage at the end over its peak',
      figure: value(tgfb_zero, 'damage_end') / value(tgfb_zero, 'peak_damage'),
      bound: { atLeast: 0.9 },
    };
    yield {
      claim: 'blocking TGF-β on day 10 worsens the outcome',
      measure: 'damage at the end over that of the untreated eye',
      figure: value(tgfb_blocked, 'damage_end') / value(baseline, 'damage_end'),
      bound: { atLeast: 3 },
    };
    yield {
      claim: 'there is no damage without effector cells',
      measure: 'peak of damage',
      figure: value(effector_zero, 'peak_damage'),
      bound: { atMost: 0 },
    };
    for (const [arm, what] of [
      [sealed, 'a sealed barrier'],
      [tgfb_doses, 'doses of TGF-β'],
    ] as const)
      yield {
        claim: `${what} spare${arm === sealed ? 's' : ''} tissue`,
        measure: 'damage over time, over that of the untreated eye',
        figure: value(arm, 'damage_area') / value(baseline, 'damage_area'),
        bound: { atMost: 1 },
      };

    const { untreated, depleted_early, depleted_late } = await armsOf('relapse');
    yield {
      claim: 'depleting regulatory cells at the peak delays resolution (Silver 2015)',
      measure: 'further days of inflammation',
      figure: depleted_early.outcomes.days_inflamed.effect ?? NaN,
      bound: { atLeast: 10 },
    };
    const { times } = untreated.series!,
      late = (arm: ArmResult): number => largest(curve(arm, 'effector').filter((_v, i) => times[i] > 60));
    yield {
      claim: 'depleting them after resolution brings relapse (Silver 2015)',
      measure: 'later peak of effector cells over that of the untreated eye',
      figure: late(depleted_late) / late(untreated),
      bound: { atLeast: 5 },
    };

    const [fit] = document.fits,
      { truth } = document.data.source!;
    const { result } = await request('fit', { document, fit: fit.id });
    yield {
      claim: 'the fit finds one optimum from all its starts',
      measure: 'share of starts within 0.01 of the best cost',
      figure: result.starts.filter(({ nllh }) => nllh !== null && nllh <= result.best.nllh + 0.01).length / result.starts.length,
      bound: { atLeast: 1 },
    };
    const { names, values } = result.draws!;
    let farthest = 0;
    for (const [id, trueValue] of Object.entries(truth!)) {
      const logs = values.map((row) => Math.log(row[names.indexOf(id)])),
        best = Math.log(result.best.parameters[id]);
      const spread = Math.sqrt(logs.reduce((sum, log) => sum + (log - best) ** 2, 0) / logs.length);
      farthest = Math.max(farthest, Math.abs(Math.log(trueValue) - best) / spread);
    }
    yield {
      claim: 'the fit gives back the truth that the data were made from',
      measure: 'distance of the farthest parameter, in posterior standard deviations',
      figure: farthest,
      bound: { atMost: 3 },
    };
  },
};
export default proof;
