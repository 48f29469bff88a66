import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitSubject } from '../../../core/model/fit-subject';
import { scenario, type FitResult, type FitStart, type Scenario } from '../../../core/model/schema';
import type { FitCurves } from '../../../core/service/contract';
import { boundsRows, drawnRange, shareOf, weightCount } from '../../../renderer/fit/bounds';
import { addFit, changeFit, markedParameters, measuredConditions, withId } from '../../../renderer/fit/edits';
import { FLOOR, sortedStarts, waterfallPicture } from '../../../renderer/fit/loss-pictures';
import { dataPicture, quantilePicture, residualPicture } from '../../../renderer/fit/pictures';
import { standingOf, subjectHash } from '../../../renderer/fit/standing';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Test' },
  variables: [{ id: 'x', name: 'X', kind: 'state', initial: 2 }],
  parameters: [
    { id: 'k', value: 1, scale: 'log10', bounds: [0.01, 100], estimate: true },
    { id: 'free', value: 3, estimate: true },
    { id: 'fixed', value: 5 },
  ],
  networks: [{ id: 'net', inputs: [{ variable: 'x' }], estimate: false }],
  observables: [{ id: 'titre', name: 'Titre', expression: 'x', noise: { sigma: 1 } }],
  conditions: [
    { id: 'p1', name: 'Patient 1' },
    { id: 'p2', name: 'Patient 2' },
    { id: 'unused', name: 'Unused' },
  ],
  data: {
    measurements: [
      { condition: 'p2', observable: 'titre', time: 1, value: 2 },
      { condition: 'p1', observable: 'titre', time: 1, value: 2 },
    ],
  },
  fits: [{ id: 'f', name: 'Fit' }],
});
const curves: FitCurves = {
  nllh: 1,
  likelihood: 1,
  diagnostics: [],
  observables: [
    {
      id: 'titre',
      name: 'Titre',
      curves: [{ conditions: ['p1', 'p2'], times: [0, 8.3], values: [1, 2] }],
      points: [
        { condition: 'p1', time: 1, value: 2, predicted: 1, residual: 1, score: 1 },
        { condition: 'p2', time: 7, value: 0.7, censored: 'left', predicted: 0.1, residual: null, score: null },
      ],
    },
  ],
};

describe('model against data', () => {
  const [panel] = dataPicture(document, curves).panels;
  it('draws a shared curve in ink and the points in the colours of their conditions', () => {
    expect(panel.lines.map(({ stroke, name }) => [stroke, name])).toEqual([[0, 'model']]);
    expect(panel.points?.map(({ stroke, name, shape }) => [stroke, name, shape])).toEqual([
      [1, 'Patient 1', 'circle'],
      [2, 'Patient 2', 'below'],
    ]);
  });
  it('draws what the fit does not see as rings, named so', () => {
    const [observable] = curves.observables;
    const held = { condition: 'p1', time: 3, value: 1, predicted: 1.1, residual: -0.1, score: -0.1, heldOut: true as const };
    const [both] = dataPicture(document, {
      ...curves,
      observables: [{ ...observable, points: [...observable.points, held] }],
    }).panels;
    expect(both.points?.filter(({ shape }) => shape === 'ring').map(({ name, x }) => [name, x])).toEqual([
      ['Patient 1, held out', [3]],
    ]);
  });
  it('ends the time axis at a round time', () => {
    expect(dataPicture(document, curves).x).toEqual({ name: 'time (day)', from: 0, until: 10 });
  });
  it('ends it at the very ticks where these are fractions', () => {
    const [observable] = curves.observables;
    const early = { ...observable, curves: [], points: [0.35, 0.7].map((time) => ({ ...observable.points[0], time })) };
    expect(dataPicture(document, { ...curves, observables: [early] }).x).toMatchObject({ from: 0.3, until: 0.7 });
  });
  it('sets the scores of what is fitted against normal quantiles, on which they should lie', () => {
    const [observable] = curves.observables;
    const point = (score: number, heldOut?: true) => ({
      ...observable.points[0],
      residual: score,
      score,
      ...(heldOut ? { heldOut } : {}),
    });
    const [panel] = quantilePicture({
      ...curves,
      observables: [{ ...observable, points: [point(2), point(-1), point(0.5), point(9, true)] }],
    }).panels;
    // Blom's scores of three values: Φ⁻¹(0.625/3.25) and 0
    expect(panel.points?.[0].x[0]).toBeCloseTo(-0.86942, 5);
    expect(panel.points?.[0].x[1]).toBeCloseTo(0, 12);
    expect(panel.points?.[0].y).toEqual([-1, 0.5, 2]);
    expect(panel.lines[0].x).toEqual(panel.lines[0].y);
  });
  it('has no residual for what is censored', () => {
    expect(residualPicture(document, curves).panels[0].points?.map(({ name }) => name)).toEqual(['Patient 1']);
  });
});

describe('the starts', () => {
  const start = (index: number, nllh: number | null): FitStart => ({
    index,
    nllh,
    seed: index,
    gradientNorm: null,
    iterations: 3,
    reason: 'converged',
    parameters: {},
  });
  it('are sorted by cost, with those that failed last', () => {
    expect(sortedStarts([start(0, null), start(1, 5), start(2, 3), start(3, 3)]).map(({ index }) => index)).toEqual([2, 3, 1, 0]);
  });
  it('fall as a waterfall above the best', () => {
    const [panel] = waterfallPicture([start(0, null), start(1, 5), start(2, 3)]).panels;
    expect(panel.points?.[0]).toMatchObject({ x: [1, 2], y: [FLOOR, 2 + FLOOR] });
  });
});

describe('values between their bounds', () => {
  it('lie on the scale on which the fit moved them', () => {
    expect(shareOf(1, [0.01, 100], 'log10')).toBeCloseTo(0.5, 12);
    expect(shareOf(0.5, [0.1, 0.9], 'logit')).toBeCloseTo(0.5, 12);
    expect(shareOf(5, [0, 10], 'log10')).toBe(0.5);
    expect(shareOf(1e6, [0.01, 100], 'log10')).toBe(1);
  });
  it('are told when they are at a bound', () => {
    const rows = boundsRows(document, { k: 100, free: 3.3, 'x.initial': 4, 'net.0': 1, 'net.1': 2 });
    expect(rows.map(({ id, atBound }) => [id, atBound])).toEqual([
      ['k', 'upper'],
      ['free', null],
      ['x.initial', null],
    ]);
    expect(rows[0].currentAt).toBeCloseTo(0.5, 12);
    expect(rows[2]).toMatchObject({ name: 'X at the start', current: 2, fitted: 4 });
    expect(weightCount(document, { k: 1, 'net.0': 1, 'net.1': 2 })).toBe(2);
  });
});

describe('editing a fit', () => {
  it('makes one that is valid, and puts a field back to its default', () => {
    const made = addFit(document, 'Fit');
    expect(scenario.safeParse(made.document).success).toBe(true);
    expect(made.id).not.toBe('f');
    const chosen = changeFit(document, 'f', { parameters: ['k'] });
    expect(chosen.fits[0].parameters).toEqual(['k']);
    expect('parameters' in changeFit(chosen, 'f', { parameters: undefined }).fits[0]).toBe(false);
  });
  it('knows what is measured and what is marked', () => {
    expect(measuredConditions(document)).toEqual(['p1', 'p2']);
    expect(markedParameters(document)).toEqual(['k', 'free']);
    expect(withId(['a', 'b', 'c'], ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(withId(['a', 'b', 'c'], ['a', 'c'], 'a', false)).toEqual(['c']);
  });
});

describe('the draws', () => {
  const draws = {
    names: ['k', 'free'],
    values: Array.from({ length: 41 }, (_, i) => [10 ** (i / 20 - 1), 40 - i]),
    acceptance: 0.3,
    effective: 41,
  };
  it('give a parameter its central 95 %, whatever their order', () => {
    // type 7 quantiles of 0…40 at 0.025 and 0.975
    expect(drawnRange(draws, 'free')).toEqual([1, 39]);
    expect(drawnRange(draws, 'fixed')).toBeNull();
    expect(drawnRange(undefined, 'free')).toBeNull();
  });
  it('lie beside the bounds on the scale of the fit', () => {
    const [row, free] = boundsRows(document, { k: 1, free: 3 }, draws);
    expect(row.rangeAt![0]).toBeCloseTo((1 + 1 / 20) / 4, 12);
    expect(row.rangeAt![1]).toBeCloseTo((3 - 1 / 20) / 4, 12);
    expect([free.range, free.rangeAt]).toEqual([[1, 39], null]);
  });
});

describe('where a fit stands', () => {
  const hash = createHash('sha256').update(fitSubject(document)).digest('hex');
  const result: FitResult = {
    best: { nllh: 1, parameters: { k: 1 } },
    starts: [],
    cancelled: false,
    provenance: { document: hash, versions: {} },
  };
  it('is told by the same hash as the service writes', async () => {
    expect(await subjectHash(document)).toBe(hash);
  });
  it('is adopted where the document has its values, fitted where it has others', () => {
    expect(standingOf(document, result, hash)).toBe('adopted');
    expect(standingOf(document, { ...result, best: { nllh: 1, parameters: { k: 2 } } }, hash)).toBe('fitted');
    expect(standingOf(document, null, hash)).toBe('none');
  });
  it('is stale once the model has changed, and not before that is known', async () => {
    const changed: Scenario = { ...document, mechanisms: [], data: { measurements: [] } };
    expect(standingOf(changed, result, await subjectHash(changed))).toBe('stale');
    expect(standingOf(changed, result, null)).toBe('adopted');
  });
});
