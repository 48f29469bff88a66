import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { laplace, normal, studentT } from '../../core/fit/distribution';
import { logNormalCdf, normalQuantile } from '../../core/fit/gaussian';
import { normalityTest, normalScores } from '../../core/fit/normality-test';
import { diagnoseResiduals, holm, normalScore, type Score } from '../../core/fit/residuals';
import { runsDistribution, runsTest } from '../../core/fit/runs-test';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

/** of distinct values */
const scoresOf = (n: number): number[] => normalScores(Array.from({ length: n }, (_, i) => i));

describe('quantiles of the normal distribution', () => {
  it('are those of tables, in the tails too', () => {
    // SciPy 1.17, scipy.stats.norm.ppf
    const known: [number, number][] = [
      [1e-300, -37.0470962993612],
      [1e-20, -9.26234008979841],
      [0.001, -3.090232306167813],
      [0.3, -0.5244005127080409],
      [0.5, 0],
      [0.975, 1.959963984540054],
    ];
    for (const [p, x] of known) expect(normalQuantile(p)).toBeCloseTo(x, 11);
  });

  it('undo the distribution function', () => {
    for (const x of [-30, -5, -1, -1e-3, 0.2, 3]) expect(normalQuantile(Math.exp(logNormalCdf(x).value))).toBeCloseTo(x, 9);
  });
});

describe('normal scores of residuals', () => {
  it('are the residuals themselves for normal noise', () => {
    expect(normalScore(normal, -1.3)).toBe(-1.3);
  });
  it('go through the distribution function of Laplace and Student-t noise', () => {
    // SciPy 1.17: norm.ppf(laplace.cdf(z)), norm.ppf(t.cdf(z, 4))
    const byLaplace: [number, number][] = [
      [-3, -1.961788884214524],
      [-0.5, -0.515031998812217],
      [2, 1.493389410657259],
    ];
    const byStudent: [number, number][] = [
      [-3, -2.054348558593922],
      [-0.5, -0.463047997912971],
      [2, 1.5712847428687642],
    ];
    for (const [z, score] of byLaplace) expect(normalScore(laplace, z)).toBeCloseTo(score, 12);
    for (const [z, score] of byStudent) expect(normalScore(studentT(4), z)).toBeCloseTo(score, 11);
  });
});

describe('the runs test', () => {
  it('has the distribution of Swed and Eisenhart (Ann Math Stat 14:66, 1943)', () => {
    const upTo = (a: number, b: number, runs: number): number => {
      let sum = 0;
      for (let r = 2; r <= runs; r++) sum += runsDistribution(a, b)(r);
      return sum;
    };
    // their table I gives three decimals
    expect(upTo(10, 10, 6)).toBeCloseTo(0.019, 3);
    expect(upTo(10, 10, 7)).toBeCloseTo(0.051, 3);
    expect(upTo(5, 5, 2)).toBeCloseTo(2 / 252, 12);
    expect(upTo(4, 7, 9)).toBeCloseTo(1, 12);
  });

  it('has the distribution that counting every order gives', () => {
    const counts = new Map<number, number>();
    let orders = 0;
    for (let bits = 0; bits < 2 ** 9; bits++) {
      const signs = Array.from({ length: 9 }, (_, i) => ((bits >> i) & 1 ? 1 : -1));
      if (signs.filter((sign) => sign > 0).length !== 4) continue;
      orders++;
      const { runs } = runsTest(signs)!;
      counts.set(runs, (counts.get(runs) ?? 0) + 1);
    }
    const probability = runsDistribution(4, 5);
    for (let r = 2; r <= 9; r++) expect(probability(r)).toBeCloseTo((counts.get(r) ?? 0) / orders, 12);
  });

  it('leaves zeros out, and is none where there is one sign', () => {
    expect(runsTest([1, 0, 2, -1, -3, 0, 1])).toMatchObject({ runs: 3 });
    expect(runsTest([1, 2, 0, 3])).toBeNull();
  });

  it('doubles the smaller tail', () => {
    const { p, expected } = runsTest([1, 1, 1, 1, 1, -1, -1, -1, -1, -1])!;
    expect(p).toBeCloseTo((2 * 2) / 252, 12);
    expect(expected).toBe(6);
  });
});

describe('the test of normality', () => {
  // mileage of 74 cars of 1978 (Chambers et al., Graphical Methods for Data Analysis, 1983), the example of Stata's manual for sfrancia
  const mileage = [
    22, 17, 22, 20, 15, 18, 26, 20, 16, 19, 14, 14, 21, 29, 16, 22, 22, 24, 19, 30, 18, 16, 17, 28, 21, 12, 12, 14, 22, 14, 15,
    18, 14, 20, 21, 19, 19, 18, 19, 24, 16, 28, 34, 25, 26, 18, 18, 18, 19, 19, 19, 24, 17, 23, 25, 23, 35, 24, 21, 21, 25, 28,
    30, 14, 26, 35, 18, 31, 18, 23, 41, 25, 25, 17,
  ];
  it('gives W′ and p of a published example', () => {
    expect(mileage.reduce((sum, value) => sum + value, 0) / mileage.length).toBeCloseTo(21.2973, 4);
    const { statistic, p } = normalityTest(mileage)!;
    // the manual gives 0.94872 and 0.00604, from scores in single precision
    expect(Math.abs(statistic - 0.94872)).toBeLessThan(1e-5);
    expect(Math.abs(p - 0.00604)).toBeLessThan(1e-5);
  });

  it('holds for normal scores themselves, whatever their place and width', () => {
    const { statistic, p, skewness } = normalityTest(scoresOf(40).map((score) => 3 + 2 * score))!;
    expect(statistic).toBeCloseTo(1, 12);
    expect(p).toBeCloseTo(1, 6);
    expect(skewness).toBeCloseTo(0, 10);
  });

  it('rejects as often as it says where the sample is normal', () => {
    const random = seededRandom(5),
      rounds = 2000;
    let rejected = 0;
    for (let k = 0; k < rounds; k++) if (normalityTest(Array.from({ length: 20 }, () => random.normal()))!.p < 0.05) rejected++;
    // four standard errors of a share of 0.05, and 0.01 for Royston's approximation
    expect(Math.abs(rejected / rounds - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / rounds) + 0.01);
  });

  it('says nothing of few values, or of equal ones', () => {
    expect([normalityTest([1, 2, 3, 4]), normalityTest([1, 1, 1, 1, 1, 1])]).toEqual([null, null]);
  });
});

describe('diagnostics', () => {
  const at = (values: readonly number[], condition = 'c'): Score[] => values.map((score, i) => ({ condition, time: i, score }));
  const of = (scores: readonly Score[]) => diagnoseResiduals(new Map([['y', scores]]));

  it('corrects for many tests by Holm', () => {
    // by hand: 5 × 0.005, 4 × 0.01, 3 × 0.03, then 2 × 0.04 raised to the one before
    expect(holm([0.01, 0.04, 0.03, 0.005, 0.5]).map((p) => Number(p.toFixed(12)))).toEqual([0.04, 0.09, 0.09, 0.025, 0.5]);
    expect(holm([])).toEqual([]);
  });

  it('gives the t test of another program, and nearly its χ² test', () => {
    // SciPy 1.17, ttest_1samp and chi2.sf; the cube root is off by less than 0.01 at 8 values
    const [{ tests }] = of(at([0.3, -1.2, 0.8, 2.1, -0.4, 1.1, 0.9, -0.2]));
    expect(tests.find(({ kind }) => kind === 'mean')!.p).toBeCloseTo(0.2792688372954068, 10);
    expect(tests.find(({ kind }) => kind === 'spread')!.p).toBeCloseTo(2 * 0.3594477727887691, 2);
  });

  it('finds a trend that the model misses, by its runs', () => {
    const random = seededRandom(1);
    const [{ tests, autocorrelation }] = of(
      at(Array.from({ length: 40 }, (_, i) => 1.5 * Math.sin(i / 6) + 0.3 * random.normal())),
    );
    expect(tests.find(({ kind }) => kind === 'runs')!.finding).toMatch(/too few changes of sign .*misses a trend/);
    expect(autocorrelation).toBeGreaterThan(0.8);
  });

  it('finds outliers by the tails, and residuals larger than σ', () => {
    const scores = scoresOf(30).map((score, i) => (i === 29 ? 12 : score));
    const [{ tests }] = of(at(scores.sort((a, b) => Math.sin(a * 1e4) - Math.sin(b * 1e4))));
    expect(tests.find(({ kind }) => kind === 'normality')!.finding).toMatch(/heavier tails/);
    expect(tests.find(({ kind }) => kind === 'spread')!.finding).toMatch(/2\.\d times as large as σ/);
  });

  it('finds nothing in noise that is as the model says, at about the rate it promises', () => {
    const random = seededRandom(9);
    let found = 0;
    for (let k = 0; k < 200; k++) {
      const sets = ['a', 'b', 'c'].flatMap((condition) =>
        at(
          Array.from({ length: 12 }, () => random.normal()),
          condition,
        ),
      );
      if (of(sets).some(({ tests }) => tests.some(({ finding }) => finding !== null))) found++;
    }
    // Holm holds the share of fits with any finding below 0.05; three standard errors above it
    expect(found / 200).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 200));
  });

  it('takes conditions apart and together, and values of one time as one in the order', () => {
    const twice = [...at([1, -1, 1, 1, -1, 1], 'a'), ...at([1, 1, 1, -1, -1, 1], 'a'), ...at([1, 2], 'b')];
    const groups = of(twice);
    expect(groups.map(({ condition, count }) => [condition, count])).toEqual([
      [null, 14],
      ['a', 12],
      ['b', 2],
    ]);
    // sums at the six times: 2, 0, 2, 0, −2, 2, of which two are zero
    expect(groups[1].tests.find(({ kind }) => kind === 'runs')).toMatchObject({ statistic: 3 });
    expect(groups[0].tests.some(({ kind }) => kind === 'runs')).toBe(false);
    expect(groups[2].tests).toEqual([]);
  });
});

describe('the curves of a fit', () => {
  it('carry the scores, the likelihood without priors, and the tests of what is fitted alone', () => {
    const document = makeDocument({
      variables: [{ id: 'X', name: 'X', kind: 'state', initial: 1 }],
      parameters: [{ id: 'b', value: 2, bounds: [0, 9], estimate: true, prior: { kind: 'normal', mean: 1, sd: 2 } }],
      observables: [{ id: 'y', name: 'y', expression: 'X*b', noise: { model: 'laplace', sigma: 0.5 } }],
      conditions: [{ id: 'c', name: 'c' }],
      data: {
        measurements: [3, 1, 2.5, 1.2, 2.2, 1.7, 2.1, 9].map((value, time) => ({ condition: 'c', observable: 'y', time, value })),
      },
      fits: [{ id: 'f', name: 'F', holdout: { after: 6 } }],
    });
    const curves = fitCurves(document, document.fits[0]);
    const [{ points }] = curves.observables;
    // the model is 2 everywhere, so residuals are 2·(value − 2)
    expect(points[0]).toMatchObject({ residual: 2, score: normalScore(laplace, 2) });
    expect(points[7]).toMatchObject({ heldOut: true, score: normalScore(laplace, 14) });
    // −log likelihood of Laplace noise: log 2σ + |z|, seven times; Σ|z| = 2·(1 + 1 + 0.5 + 0.8 + 0.2 + 0.3 + 0.1)
    expect(curves.likelihood).toBeCloseTo(7 * Math.log(2 * 0.5) + 2 * 3.9, 12);
    expect(curves.nllh! - curves.likelihood!).toBeCloseTo(0.5 * Math.log(2 * Math.PI) + Math.log(2) + 0.5 * 0.25, 12);
    expect(curves.diagnostics).toHaveLength(1);
    expect(curves.diagnostics[0]).toMatchObject({ observable: 'y', condition: 'c', count: 7 });
    // signs + − + − + − +
    expect(curves.diagnostics[0].tests.find(({ kind }) => kind === 'runs')).toMatchObject({ statistic: 7 });
  });
});
