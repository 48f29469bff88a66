/** A transition predicted from data below it alone, because the architecture knows what kind of transition it is; and what a plain network says instead. */
import { weightCount } from '../../core/equations/network';
import type { Scenario } from '../../core/model/schema';
import { madeAgain, type Proof } from '../../core/service/proof';
import { measured, meanField, trueModel, truthOf } from './synthetic-data';
import { fitted, left, transition, unconstrained, untrained, type Fitted } from './transition';

const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);
/** order that the noise of one measurement would hide */
const VISIBLE = 0.02;

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'temperatures', curve: 'm' },
  async *findings({ document, request }) {
    const { measurements, source } = document.data,
      { critical, b, slope, curvature } = truthOf(document),
      above = 1.05 * critical;
    yield madeAgain(document, measured(trueModel(document), source!.seed!));
    const temperatures = document.conditions.map(({ overrides }) => Number(overrides.temperature) / critical);
    yield {
      claim: 'all data are from temperatures between 0.5 and 0.9 T_c',
      measure: 'highest temperature over T_c',
      figure: Math.min(...temperatures) >= 0.5 ? Math.max(...temperatures) : NaN,
      bound: { atMost: 0.9 },
    };
    const free = unconstrained(document);
    yield {
      claim: 'the unconstrained network has as many weights as the Landau form',
      measure: 'weights of the one less those of the other',
      figure: weightCount(free.networks[0]) - weightCount(document.networks[0]),
      bound: { atLeast: 0, atMost: 0 },
    };

    const fits = (truth: Scenario, form: Scenario, starts: number): Fitted[] =>
      SEEDS.map((seed) => fitted(untrained(form, measured(truth, seed)), starts));
    const constrained = fits(trueModel(document), document, 1),
      plain = fits(trueModel(document), free, 2);
    const errors = (all: readonly Fitted[]): number[] => all.map((one) => Math.abs(transition(one.document) / critical - 1));
    const close = (all: readonly Fitted[]): number => errors(all).filter((error) => error <= 0.02).length;
    // where σ is right, −log L at the truth has a mean of n(ln √(2π)σ + ½) and a standard deviation of √(n/2)
    const n = measurements.length,
      mean = n * (0.5 * Math.log(2 * Math.PI) + Math.log(0.02) + 0.5),
      toNoise = ({ nllh }: Fitted): boolean => nllh < mean + 3 * Math.sqrt(n / 2);
    const below = 'below the transition both fit the data to their noise';
    for (const [name, all] of [
      ['the Landau form', constrained],
      ['the unconstrained network', plain],
    ] as const)
      yield {
        claim: below,
        measure: `of 10 seeds, those whose −log L by ${name} is within three standard deviations of the truth's mean`,
        figure: all.filter(toNoise).length,
        bound: { atLeast: 9 },
      };
    yield {
      claim: below,
      measure: 'mean of −log L by the unconstrained network, less that by the Landau form',
      figure: plain.reduce((sum, { nllh }, k) => sum + nllh - constrained[k].nllh, 0) / SEEDS.length,
      bound: { atMost: 5 },
    };
    const predicts = 'the Landau form predicts T_c, which no data show, within 2 %';
    yield { claim: predicts, measure: 'of 10 seeds, those that do', figure: close(constrained), bound: { atLeast: 9 } };
    yield {
      claim: predicts,
      measure: 'root mean square of the error over ten seeds, in parts of T_c',
      figure: Math.sqrt(errors(constrained).reduce((sum, error) => sum + error ** 2, 0) / SEEDS.length),
      bound: { atMost: 0.012 },
    };
    const remains = (all: readonly Fitted[]): number[] => all.map((one) => Math.abs(left(one.document, above)));
    yield {
      claim: 'above the transition the Landau form says that order decays to nothing',
      measure: 'of 10 seeds, those where less than 0.001 of m = 1 is left at 1.05 T_c',
      figure: remains(constrained).filter((m) => m < 1e-3).length,
      bound: { atLeast: 9 },
    };
    yield {
      claim: 'the unconstrained network, which fits as well below, fails above',
      measure: 'of 10 seeds, those where m at 1.05 T_c does not come to within the noise of 0',
      figure: remains(plain).filter((m) => !(m < VISIBLE)).length,
      bound: { atLeast: 9 },
    };

    const weiss = fits(meanField(document), document, 1);
    yield {
      claim: "where the truth is Weiss's mean field, which is no Landau form, T_c is still within 2 %",
      measure: 'of 10 seeds, those that are',
      figure: close(weiss),
      bound: { atLeast: 9 },
    };
    yield {
      claim: 'and ten such experiments together tell that the form is not the truth, where one alone may not',
      measure: 'mean of −log L above that of a true model, in standard deviations of such a mean',
      figure: (weiss.reduce((sum, { nllh }) => sum + nllh, 0) / SEEDS.length - mean) / Math.sqrt(n / 2 / SEEDS.length),
      bound: { atLeast: 3 },
    };

    const { arms } = await request('compare', { document, ranges: false, comparison: 'temperatures' });
    const expected = (kelvin: number): number => {
      const t = kelvin / critical - 1;
      return Math.sqrt(Math.max(0, (-slope * (t + curvature * t * t)) / b));
    };
    const steady = new Map([
      ['cold', 314],
      ['k439', 439],
      ['k564', 564],

      ['k752', 752],
    ]);
    yield {
      claim: 'the stored weights order as the bifurcation m = √(−a/b) of the truth has it, below and above',
      measure: 'largest distance of m after 200 ps from it, over four temperatures',
      figure: Math.max(
        ...[...steady].map(([id, kelvin]) => {
          const { series } = arms.find((arm) => arm.id === id)!;
          return Math.abs((series?.values.m.at(-1) ?? NaN) - expected(kelvin));
        }),
      ),
      bound: { atMost: 0.02 },
    };
  },
};
export default proof;
