/** Theophylline in twelve subjects: held-out measurements are predicted better by a model solved over the exact gaps than by one fitted to a filled grid. */
import type { Scenario } from '../../core/model/schema';
import type { Proof } from '../../core/service/proof';
import { onGrid } from './filled-grid';
import { crossValidated, fittedTo, fresh, residuals } from './held-out';
import { withLearnedElimination } from './learned-elimination';

/** natural logarithms in Pinheiro & Bates (2000), section 8.2; their standard errors are 0.06, 0.20 and 0.08 */
const published = { ke: -2.43, ka: 0.45, CL: -3.21 } as const;
/** nls(conc ~ SSfol(Dose, Time, lKe, lKa, lCl)) of subject 1, in the examples of R's manual of SSfol */
const subject1 = { ke: -2.9196, ka: 0.5752, CL: -3.9159 } as const;
/** h */
const SPACINGS = [0.25, 0.5, 1, 2, 4];

const valueOf = (document: Scenario, id: string): number => document.parameters.find((one) => one.id === id)!.value;

/** @returns the scenario with the values of a fit of one subject, which no population draws anywhere */
function subjectAlone(document: Scenario, subject: string): Scenario {
  const parameters = document.parameters.map(({ varies: _population, ...one }) => one);
  return fittedTo(
    { ...document, parameters },
    document.data.measurements.filter(({ condition }) => condition === subject),
  ).document;
}

/** @returns concentration by the closed form of two first-order steps in a row (Bateman), mg/L */
function bateman(document: Scenario, condition: string, time: number): number {
  const own = document.conditions.find(({ id }) => id === condition)!.overrides;
  const [ka, CL, V, dose] = ['ka', 'CL', 'V', 'dose'].map((id) => Number(own[id])),
    ke = CL / V;
  return ((dose * ka) / (V * (ka - ke))) * (Math.exp(-ke * time) - Math.exp(-ka * time));
}

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'regimens', curve: 'plasma' },
  async *findings({ document, request }) {
    const { measurements } = document.data,
      clean = fresh(document);
    const fitted = fittedTo(clean, measurements);
    yield {
      claim: 'the stored fit is the one that a fit from round numbers gives',
      measure: 'distance of the costs',
      figure: Math.abs(fitted.nllh - document.fits.find(({ id }) => id === 'all')!.result!.best.nllh),
      bound: { atMost: 1e-4 },
    };
    const found = { ka: valueOf(fitted.document, 'ka'), CL: valueOf(fitted.document, 'CL'), V: valueOf(fitted.document, 'V') };
    for (const [name, value, expected] of [
      ['elimination rate CL/V', found.CL / found.V, published.ke],
      ['absorption rate', found.ka, published.ka],
      ['clearance by kg', found.CL, published.CL],
    ] as const)
      yield {
        claim: 'the population is that of Pinheiro & Bates (2000), within their standard errors',
        measure: `natural logarithm of the ${name}, published ${expected}`,
        figure: Math.log(value),
        // the joint mode of subjects and population is not their marginal likelihood
        bound: { atLeast: expected - 0.06, atMost: expected + 0.06 },
      };
    const alone = subjectAlone(clean, 'subject1');
    for (const [name, value, expected] of [
      ['elimination rate CL/V', valueOf(alone, 'CL') / valueOf(alone, 'V'), subject1.ke],
      ['absorption rate', valueOf(alone, 'ka'), subject1.ka],
      ['clearance by kg', valueOf(alone, 'CL'), subject1.CL],
    ] as const)
      yield {
        claim: 'subject 1, fitted alone, is as R fits it by least squares',
        measure: `natural logarithm of the ${name}, there ${expected}`,
        figure: Math.log(value),
        // the last digit printed there
        bound: { atLeast: expected - 2e-4, atMost: expected + 2e-4 },
      };
    const exactly = measurements.map((one) => ({ ...one, value: bateman(fitted.document, one.condition, one.time) }));
    yield {
      claim: "the solution is Bateman's closed form at every time of measurement",
      measure: 'largest distance',
      unit: 'mg/L',
      figure: Math.max(...residuals(fitted.document, exactly).flat().map(Math.abs)),
      // rtol 1e-8 of some 10 mg/L, over the steps
      bound: { atMost: 1e-5 },
    };

    const exact = crossValidated(clean, (given) => given),
      grids = SPACINGS.map((spacing) => ({
        spacing,
        linear: crossValidated(clean, (given) => onGrid(given, spacing, 'linear')),
        carried: crossValidated(clean, (given) => onGrid(given, spacing, 'carried')),
      }));
    const hourly = grids.find(({ spacing }) => spacing === 1)!,
      scores = grids.flatMap(({ linear, carried }) => [linear, carried]);
    yield {
      claim: 'every treatment has as many parameters and predicts the same measurements',
      measure: 'differences in either from the exact gaps, of ten treatments',
      figure: scores.filter(
        (one) => one.parameters !== exact.parameters || one.measurements !== exact.measurements || one.measurements !== 120,
      ).length,
      bound: { atMost: 0 },
    };
    const contrast = 'held-out measurements are predicted better over the exact gaps than from an hourly grid';
    for (const [name, score, bound] of [
      ['exact gaps', exact, { atMost: 0.95 }],
      ['hourly grid, filled linearly', hourly.linear, { atLeast: 1.15 }],
      ['hourly grid, last value carried forward', hourly.carried, { atLeast: 1.45 }],
    ] as const)
      yield { claim: contrast, measure: `${name}: root mean square error`, unit: 'mg/L', figure: score.rmse, bound };
    for (const [name, score, bound] of [
      ['exact gaps', exact, { atLeast: -1.9 }],
      ['hourly grid, filled linearly', hourly.linear, { atMost: -10 }],
      ['hourly grid, last value carried forward', hourly.carried, { atMost: -2.5 }],
    ] as const)
      yield {
        claim: 'held-out measurements are far likelier under a fit over the exact gaps than under one to an hourly grid',
        measure: `${name}: mean log density under the fitted σ`,
        figure: score.logDensity,
        bound,
      };
    yield {
      claim: contrast,
      measure: 'of twelve subjects, those better predicted than from the hourly grid, filled linearly',
      figure: exact.bySubject.filter((own, k) => own < hourly.linear.bySubject[k]).length,
      bound: { atLeast: 9 },
    };
    yield {
      claim: 'no spacing from a quarter of an hour to four hours and no filling predicts better',
      measure: 'least root mean square error of ten grids over that of the exact gaps',
      figure: Math.min(...scores.map(({ rmse }) => rmse)) / exact.rmse,
      bound: { atLeast: 1 },
    };
    yield {
      claim: 'a grid of a quarter of an hour, filled linearly, is nearly as good',
      measure: 'root mean square error at a quarter of an hour over that of the exact gaps',
      figure: grids[0].linear.rmse / exact.rmse,
      bound: { atMost: 1.1 },
    };

    const learned = withLearnedElimination(clean);
    for (const [name, treated, bound] of [
      ['exact gaps', crossValidated(learned, (given) => given), { atMost: 0.95 }],
      ['hourly grid, filled linearly', crossValidated(learned, (given) => onGrid(given, 1, 'linear')), { atLeast: 1.15 }],
    ] as const)
      yield {
        claim: 'so it is where a network learns the law of elimination',
        measure: `${name}: root mean square error, ${treated.parameters} parameters`,
        unit: 'mg/L',
        figure: treated.rmse,
        bound,
      };

    const { arms } = await request('compare', { document, comparison: 'regimens', ranges: false });
    const of = (arm: string, outcome: string): number => arms.find(({ id }) => id === arm)!.outcomes[outcome].value ?? NaN;
    yield {
      claim: 'the same amount by the day, split in four, keeps the concentration above 10 mg/L for longer and peaks lower',
      measure: 'hours above 10 mg/L gained, of 120',
      unit: 'h',
      figure: of('split', 'above10') - of('twice', 'above10'),
      bound: { atLeast: 10 },
    };
    yield {
      claim: 'the same amount by the day, split in four, keeps the concentration above 10 mg/L for longer and peaks lower',
      measure: 'difference of the peaks',
      unit: 'mg/L',
      figure: of('split', 'peak') - of('twice', 'peak'),
      bound: { atMost: -1 },
    };
  },
};
export default proof;
