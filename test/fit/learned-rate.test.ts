import { describe, expect, it } from 'vitest';
import { suggestLaw } from '../../core/fit/law-suggestion';
import { learnedRate, sampleRate, type RateSamples } from '../../core/fit/learned-rate';
import { acceptedWeights, learnedTerms } from '../../core/fit/learned-terms';
import { edgeSigns, histogram, responseCurve, responseSlice } from '../../core/fit/response';
import { Expressions } from '../../core/equations/expression';
import { initialWeights, networkExpression, weightName } from '../../core/equations/network';
import { buildSystem } from '../../core/equations/system';
import { compileVector } from '../../core/lower/kernel/compile';
import { acceptSuggestion, networkUses } from '../../core/model/edit';
import { emptyHistory, record, undo } from '../../core/model/history';
import { scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';
import { fittedPredation, predation, productWeights, weightsAt } from './learned-predation';

const document = predation;
const use = networkUses(document, 'net')[0],
  rate = learnedRate(document, use);
const samples = ((): RateSamples => {
  const sampled = sampleRate(document, rate);
  if (!sampled.ok) throw new Error(sampled.failure.message);
  return sampled.value;
})();

describe('the samples of a learned rate', () => {
  it('lie on the trajectory that the data see, with the rate and its slopes there', () => {
    expect(samples.causes).toEqual(['x', 'y']);
    expect(samples.count).toBe(201);
    expect([...samples.points.subarray(0, 2)]).toEqual([0.44249296, 4.6280594]);
    const slopes = new Float64Array(2),
      at = Float64Array.of(1.2, 0.7);
    rate.slopes(at, slopes);
    expect(rate.value(at)).toBeCloseTo(-0.9 * 1.2 * 0.7, 2);
    expect(slopes[0]).toBeCloseTo(-0.9 * 0.7, 2);
    expect(slopes[1]).toBeCloseTo(-0.9 * 1.2, 2);
  });
  it('follow parameters that a fit has found and the document has not', () => {
    const doubled = Object.fromEntries(productWeights(-1.8).map((weight, i) => [`net.${i}`, weight]));
    const at = Float64Array.of(1, 1);
    expect(learnedRate(document, use, doubled).value(at)).toBeCloseTo(2 * rate.value(at), 10);
  });
});

describe('a response', () => {
  it('is drawn over the range of the data, with their density beneath', () => {
    const curve = responseCurve(rate, samples, 0);
    const xs = Array.from({ length: samples.count }, (_, k) => samples.points[2 * k]);
    expect([curve.x[0], curve.x[100]]).toEqual([Math.min(...xs), Math.max(...xs)]);
    expect(curve.density.counts.reduce((a, b) => a + b)).toBe(samples.count);
    curve.rate.forEach((value, i) => {
      expect(curve.least[i]).toBeLessThanOrEqual(value);
      expect(curve.most[i]).toBeGreaterThanOrEqual(value);
    });
    const slope = (curve.rate[100] - curve.rate[0]) / (curve.x[100] - curve.x[0]);
    const ys = Float64Array.from({ length: samples.count }, (_, k) => samples.points[2 * k + 1]).sort();
    expect(slope).toBeCloseTo(-0.9 * ys[100], 1);
  });
  it('has two-dimensional slices, whose density counts every sample', () => {
    const { x, y, rate: values, density } = responseSlice(rate, samples, [0, 1], 11);
    expect(density.reduce((a, b) => a + b)).toBe(samples.count);
    expect(values[3 * 11 + 7]).toBe(rate.value(Float64Array.of(x[7], y[3])));
    expect(() => responseSlice(rate, samples, [1, 1])).toThrow(RangeError);
  });
  it('has a sign in each cause over the data', () => {
    const signs = edgeSigns(rate, samples);
    expect(signs.map(({ cause, sign, falling }) => [cause, sign, falling])).toEqual([
      ['x', 'decreasing', 1],
      ['y', 'decreasing', 1],
    ]);
    const [{ least, most }] = signs;
    expect(least).toBeLessThan(most);
    expect(most).toBeLessThan(0);
  });
  it('counts values at both ends of its range', () => {
    const { edges, counts } = histogram(Float64Array.of(0, 0.1, 0.9, 1), 2);
    expect([...edges]).toEqual([0, 0.5, 1]);
    expect([...counts]).toEqual([2, 2]);
  });
});

describe('what a network has learned', () => {
  it('is told for each place where it acts, as plain data', () => {
    const told = learnedTerms(document, 'net');
    if (!told.ok) throw new Error(told.failure.message);
    const [term] = told.value;
    expect([term.mechanism, term.regulator]).toEqual(['predation', null]);
    expect(term.curves.map(({ cause }) => cause)).toEqual(['x', 'y']);
    expect(term.slices.map(({ causes }) => causes)).toEqual([['x', 'y']]);
    expect(term.suggestion?.best.terms.map(({ text }) => text)).toEqual(['x*y']);
    expect(JSON.parse(JSON.stringify(told.value))).toEqual(told.value);
    expect(() => learnedTerms(document, 'nett')).toThrow(/no network "nett"/);
  });
  it('is not drawn against a cause that it does not read', () => {
    const [net] = document.networks;
    const blind = { ...document, networks: [{ ...net, inputs: net.inputs.slice(0, 1), hidden: [], weights: [-2, 0] }] };
    const told = learnedTerms(blind, 'net');
    if (!told.ok) throw new Error(told.failure.message);
    expect(told.value[0].curves.map(({ cause }) => cause)).toEqual(['x']);
    expect(told.value[0].signs[1].sign).toBe('none');
  });
  it('of a regulator is its factor, without the law that it acts on', () => {
    const [net] = document.networks,
      [growth, , gain, death] = document.mechanisms;
    // without layers the factor is 0.3x − 0.05y + 0.2 exactly
    const linear = { ...net, hidden: [], weights: [0.3, -0.05, 0.2] };
    const regulated = makeDocument({
      ...document,
      networks: [linear],
      interventions: [],
      mechanisms: [
        growth,
        {
          ...gain,
          id: 'predation',
          law: { kind: 'custom', expression: '-0.9*x*y' },
          effects: [{ variable: 'x', coefficient: 1 }],
          regulators: [{ variable: 'y', kind: 'activation', law: { kind: 'neural', network: 'net' } }],
        },
        gain,
        death,
      ],
    });
    const told = learnedTerms(regulated, 'net');
    if (!told.ok) throw new Error(told.failure.message);
    const [{ mechanism, regulator, signs, suggestion }] = told.value;
    expect([mechanism, regulator]).toEqual(['predation', 0]);
    expect(Object.fromEntries(signs.map(({ cause, sign }) => [cause, sign]))).toEqual({ x: 'increasing', y: 'decreasing' });
    expect(suggestion?.byConstants.at(-1)?.terms.map(({ text, coefficient }) => [text, Number(coefficient.toFixed(9))])).toEqual([
      ['1', 0.2],
      ['y', -0.05],
      ['x', 0.3],
    ]);
  });
  it('needs trajectories that can be solved', () => {
    const told = learnedTerms(document, 'net', { parameters: { 'x.initial': 1e200 } });
    expect(told.ok).toBe(false);
  });
});

/** Rates at the samples as a 2-5-5-1 tanh network has them that Adam has fitted to −0.9xy with noise of a share of its size. */
function trainedRates(noise: number): Float64Array {
  const untrained = makeDocument({
    ...document,
    networks: [{ id: 'net', inputs: [{ variable: 'x' }, { variable: 'y' }], hidden: [5, 5], start: 'random', seed: 1 }],
  });
  const pool = new Expressions(),
    [network] = untrained.networks,
    w = initialWeights(network),
    m = w.length;
  const { value, vjp } = compileVector(pool, [networkExpression(pool, network, 0)], {
    states: new Map([
      ['x', 0],
      ['y', 1],
    ]),
    parameters: new Map(Array.from(w, (_, i) => [weightName('net', i), i])),
  });
  const random = seededRandom(1),
    { points, count } = samples,
    at = (k: number): Float64Array => points.subarray(2 * k, 2 * k + 2);
  const exact = Float64Array.from({ length: count }, (_, k) => -0.9 * at(k)[0] * at(k)[1]),
    size = Math.sqrt(exact.reduce((sum, v) => sum + v * v, 0) / count),
    data = exact.map((v) => v + noise * size * random.normal());
  const [out, lambda, gy, g, mean, square] = [1, 1, 2, m, m, m].map((n) => new Float64Array(n));
  for (let step = 1; step <= 1500; step++) {
    g.fill(0);
    for (let k = 0; k < count; k++) {
      value(0, at(k), w, out);
      lambda[0] = (2 * (out[0] - data[k])) / count;
      vjp(0, at(k), w, lambda, gy, g);
    }
    for (let i = 0; i < m; i++) {
      mean[i] = 0.9 * mean[i] + 0.1 * g[i];
      square[i] = 0.999 * square[i] + 0.001 * g[i] ** 2;
      w[i] -= (0.01 * mean[i]) / (1 - 0.9 ** step) / (Math.sqrt(square[i] / (1 - 0.999 ** step)) + 1e-9);
    }
  }
  return exact.map((_, k) => {
    value(0, at(k), w, out);
    return out[0];
  });
}

describe('a symbolic suggestion', () => {
  it('for a network that equals −0.9xy is exactly that term', () => {
    const { best, sufficient } = suggestLaw(samples);
    expect(sufficient).toBe(true);
    expect(best.terms.map(({ text }) => text)).toEqual(['x*y']);
    expect(best.terms[0].coefficient).toBeCloseTo(-0.9, 2);
    expect(best.expression).toMatch(/^-0\.(89|90)\d*\*x\*y$/);
    expect(best.r2).toBeGreaterThan(0.9999);
  });

  /** Exact rates along a closed curve, with noise of a share of their size. */
  const along = (law: (x: number, y: number) => number, noise: number): RateSamples => {
    const random = seededRandom(4),
      count = 122;
    const points = Float64Array.from({ length: 2 * count }, (_, i) => {
      const t = (i >> 1) / 12;
      return i % 2 === 0 ? 2 + 1.5 * Math.sin(t) : 1.2 + Math.cos(1.3 * t + 1);
    });
    const exact = Float64Array.from({ length: count }, (_, k) => law(points[2 * k], points[2 * k + 1]));
    const size = Math.sqrt(exact.reduce((sum, value) => sum + value ** 2, 0) / count);
    return { causes: ['x', 'y'], count, points, rates: exact.map((value) => value + noise * size * random.normal()) };
  };
  it.each<[string, (x: number, y: number) => number, string[], number[]]>([
    ['-0.9*x*y', (x, y) => -0.9 * x * y, ['x*y'], [-0.9]],
    ['-0.3*y + 0.8*x*y', (x, y) => 0.8 * x * y - 0.3 * y, ['y', 'x*y'], [-0.3, 0.8]],
    ['0.5*x - 0.2*x^2', (x) => 0.5 * x - 0.2 * x * x, ['x', 'x^2'], [0.5, -0.2]],
    ['2*x/(1.5 + x)', (x) => (2 * x) / (1.5 + x), ['x/(K + x)'], [2]],
    ['1.3*y*hill(x, 2, 2)', (x, y) => (1.3 * y * x * x) / (4 + x * x), ['y*hill(x, K, 2)'], [1.3]],
    ['0.7/(1 + (x/2)^2)', (x) => 0.7 / (1 + (x / 2) ** 2), ['1/(1 + (x/K)^2)'], [0.7]],
  ])('finds %s from exact rates, and its form under noise of 1 %%', (text, law, forms, coefficients) => {
    const exact = suggestLaw(along(law, 0)).best;
    expect(exact.expression).toBe(text);
    const { best, byConstants } = suggestLaw(along(law, 0.01));
    const form = (term: string): string => term.replace(/(\(|\(x\/|, )\d\.\d+(?=\)|,| \+)/, '$1K');
    expect(best.terms.map((term) => form(term.text))).toEqual(forms);
    best.terms.forEach(({ coefficient }, i) => expect(coefficient).toBeCloseTo(coefficients[i], 1));
    byConstants.slice(1).forEach(({ bic }, i) => expect(bic).toBeLessThan(byConstants[i].bic));
  });
  it('of a network trained on noisy rates is the term that made them, where BIC would add more', () => {
    const sampleRates = trainedRates(0.05);
    const { best, byConstants } = suggestLaw({ ...samples, rates: sampleRates });
    expect(best.terms.map(({ text }) => text)).toEqual(['x*y']);
    expect(best.terms[0].coefficient).toBeCloseTo(-0.9, 1);
    expect(byConstants.length).toBeGreaterThan(1);
  });
  it('says when the library has nothing as good as asked', () => {
    const { best, sufficient } = suggestLaw(along((x, y) => Math.sin(4 * x) * Math.cos(3 * y), 0));
    expect(sufficient).toBe(false);
    expect(best.error).toBeGreaterThan(0.03);
  });
  it('refuses too few samples and a rate of nothing', () => {
    expect(() => suggestLaw({ ...samples, count: 3 })).toThrow(/at least 40 samples/);
    expect(() => suggestLaw(along(() => 0, 0))).toThrow(/zero at every sample/);
  });

  it('that is accepted takes the place of the network, and undo brings it back', () => {
    const { terms } = suggestLaw(samples).best;
    const accepted = scenario.parse(acceptSuggestion(document, { mechanism: 'predation', regulator: null }, terms));
    expect(accepted.networks).toEqual([]);
    expect(accepted.mechanisms[1].law).toEqual({ kind: 'mass-action', parameters: { k: 'k_predation' } });
    expect(accepted.parameters[0].value).toBeCloseTo(-0.9, 2);
    expect(buildSystem(accepted).mechanisms[1].rate).toBeDefined();
    expect(accepted.interventions).toEqual(document.interventions);
    const history = record(emptyHistory, document, accepted, 'Use the suggested law');
    expect(undo(history, accepted)?.document).toEqual(document);
  });
});

describe('the range of a response over the accepted starts', () => {
  const fit = fittedPredation().document.fits[0];
  const told = (options: object) => {
    const answer = learnedTerms(document, 'net', { fit, parameters: weightsAt(-0.9), ...options });
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value[0];
  };
  it('lies between the curves of the accepted ones, and the others do not count', () => {
    expect(acceptedWeights('net', fit)).toHaveLength(2);
    const [{ rate: middle, range }] = told({ ranges: true }).curves;
    range!.high.forEach((high, i) => {
      expect(high).toBe(middle[i]);
      // rates of the two starts are as 1.1 to 0.9
      expect(range!.low[i] / high).toBeCloseTo(1.1 / 0.9, 9);
    });
  });
  it('is left out where it is not asked for, and where one start alone is accepted', () => {
    expect(told({}).curves[0].range).toBeUndefined();
    const { starts } = fit.result!;
    const alone = { ...fit, result: { ...fit.result!, starts: starts.slice(0, 1) } };
    expect(told({ ranges: true, fit: alone }).curves[0].range).toBeUndefined();
  });
  it('tells the steps as they begin, and stops when asked', () => {
    const titles: string[] = [];
    learnedTerms(document, 'net', { onProgress: ({ done, total, title }) => titles.push(`${done}/${total} ${title}`) });
    expect(titles).toEqual(['0/3 the trajectories', '1/3 the responses', '2/3 a law that says the same']);
    const stopped = learnedTerms(document, 'net', { cancelled: () => true });
    expect(stopped.ok ? 'told' : stopped.failure.reason).toBe('cancelled');
  });
});
