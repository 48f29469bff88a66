/** What the fit panel makes of a result: profiles, tracks between bounds, and fits side by side. */
import { describe, expect, it } from 'vitest';
import { scenario, type FitResult, type FitStart, type Scenario } from '../../../core/model/schema';
import type { FitCurves, ParameterProfile } from '../../../core/service/contract';
import { boundsRows } from '../../../renderer/fit/bounds';
import { comparedPicture, comparedRows, figuresOf, isSameData, type ComparedFit } from '../../../renderer/fit/comparison';
import { profiledNames, profilePicture, profileWords } from '../../../renderer/fit/profiles';
import { trackOf } from '../../../renderer/fit/tracks';

const start = (index: number, nllh: number, k: number): FitStart => ({
  index,
  nllh,
  seed: index,
  gradientNorm: 0,
  iterations: 3,
  reason: 'converged',
  parameters: { k, free: 3, 'net.0': 1 },
});
const result: FitResult = {
  best: { nllh: -4, parameters: { k: 1, free: 3, 'net.0': 1 } },
  starts: [start(0, -4, 1), start(1, -3, 0.1), start(2, 5, 100)],
  cancelled: false,
  provenance: { document: 'now', versions: {} },
};
const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Test' },
  variables: [{ id: 'x', name: 'X', kind: 'state', initial: 2 }],
  parameters: [
    {
      id: 'k',
      name: 'Rate',
      value: 1,
      unit: '1/day',
      scale: 'log10',
      bounds: [0.01, 100],
      prior: { kind: 'normal', mean: 1, sd: 0.5 },
      estimate: true,
    },
    { id: 'free', value: 3, estimate: true },
  ],
  networks: [{ id: 'net', inputs: [{ variable: 'x' }], estimate: false }],
  observables: [{ id: 'y', name: 'Y', expression: 'x', noise: { sigma: 1 } }],
  conditions: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
  fits: [
    { id: 'f', name: 'First', result },
    { id: 'g', name: 'Second', result: { ...result, best: { nllh: -6, parameters: { k: 99.9 } } } },
  ],
});

describe('profiles', () => {
  const profile: ParameterProfile = {
    fit: 'f',
    parameter: 'k',
    best: { value: 1, nllh: -4 },
    threshold: 1.92,
    points: [
      { value: 0.05, nllh: -2.08 },
      { value: 1, nllh: -4 },
      { value: 100, nllh: -3 },
    ],
    lower: { value: 0.05, kind: 'crossed' },
    upper: { value: 100, kind: 'open' },
    better: null,
    open: [],
  };

  it('are offered of what was fitted, but not of weights', () => {
    expect(profiledNames(document, document.fits[0])).toEqual(['k', 'free']);
  });

  it('show the rise of the cost, the threshold, and the interval as far as it is closed', () => {
    const picture = profilePicture(document, 'k', { value: 1, nllh: -4 }, profile);
    const [panel] = picture.panels;
    expect(panel.title).toBe('Rate');
    expect(panel.level).toBe(1.92);
    expect(panel.lines[0].y.map((y) => Number(y!.toFixed(9)))).toEqual([1.92, 0, 1]);
    expect(picture.x).toMatchObject({ name: '1/day', log: true });
    expect(picture.marks?.at.windows).toEqual([{ from: 0.05, until: Infinity }]);
  });

  it('show points under way in their order, the fit among them', () => {
    const [panel] = profilePicture(document, 'free', { value: 3, nllh: -4 }, [{ value: 2.5, nllh: -3.5 }]).panels;
    expect(panel.lines[0]).toMatchObject({ x: [2.5, 3], y: [0.5, 0] });
  });

  it('have an axis with round ends where they are narrow, whatever a product rounds to', () => {
    const { x } = profilePicture(document, 'k', { value: 1.7645, nllh: -4 }, [
      { value: 1.41, nllh: -3 },
      { value: 1.9, nllh: -3 },
    ]);
    expect(x).toMatchObject({ from: 1.4, until: 1.9 });
    expect(profilePicture(document, 'k', { value: 1.5, nllh: -4 }, []).x).toMatchObject({ from: 1, until: 2 });
  });

  it('have room for a cost below the fit', () => {
    const lower = { ...profile, points: [...profile.points.slice(0, 2), { value: 100, nllh: -7 }] };
    expect(profilePicture(document, 'k', { value: 1, nllh: -4 }, lower).panels[0].range!.from).toBeLessThan(-3);
  });

  it('say in words what they mean', () => {
    expect(profileWords(profile)).toEqual({
      interval: '0.05 … ≥ 100',
      kind: 'open',
      text: 'Open upwards: not determined by these data as far as its bound, 100.',
    });
    const closed = { ...profile, upper: { value: 8, kind: 'crossed' as const } };
    expect(profileWords(closed)).toMatchObject({ interval: '0.05 … 8', kind: 'determined' });
    expect(profileWords({ ...closed, lower: { value: 0.2, kind: 'unknown' } })).toMatchObject({
      interval: '≤ 0.2 … 8',
      kind: 'unknown',
    });
    const both = { ...profile, lower: { value: 0.01, kind: 'open' as const } };
    expect(profileWords(both).text).toMatch(/Open either way: .*between its bounds/);
  });
});

describe('the track of a parameter', () => {
  const rows = boundsRows(document, result.best.parameters);
  const draws = { names: ['k'], values: [[0.1], [10]], acceptance: 0.3, effective: 2 };

  it('has draws and starts on the scale of the fit, those of equally low cost marked', () => {
    const track = trackOf(document, rows[0], { ...result, draws });
    expect([track.fittedAt, track.currentAt, ...track.draws].map((share) => Number(share!.toFixed(9)))).toEqual([
      0.5, 0.5, 0.25, 0.75,
    ]);
    expect(track.starts.map(({ at, isAccepted }) => [Number(at.toFixed(9)), isAccepted])).toEqual([
      [0.5, true],
      [0.25, true],
      [1, false],
    ]);
  });

  it('has the density of the prior, highest where the prior is', () => {
    const { prior } = trackOf(document, rows[0], null);
    // from 10^−2 to 10^2 in 80 steps: the mean, 10^1, is at 60, one sd further at 70
    expect(prior![60]).toBe(1);
    expect(prior![70]).toBeCloseTo(Math.exp(-0.5), 9);
    expect(prior![0]).toBeLessThan(1e-7);
  });

  it('holds all there is to show where there are no bounds', () => {
    const track = trackOf(document, rows[1], result);
    expect([track.isBounded, track.prior]).toEqual([false, null]);
    expect(track.ends[0]).toBeLessThan(3);
    expect(track.ends[1]).toBeGreaterThan(3);
  });
});

describe('fits side by side', () => {
  const curves = (likelihood: number, heldOut: readonly number[] = []): FitCurves => ({
    nllh: likelihood,
    likelihood,
    diagnostics: [],
    observables: [
      {
        id: 'y',
        name: 'Y',
        curves: [
          { conditions: ['a'], times: [0, 2], values: [1, likelihood] },
          { conditions: ['b'], times: [0, 2], values: [0, 0] },
        ],
        points: [0, 1, 2].map((time) => ({
          condition: time === 2 ? 'b' : 'a',
          time,
          value: time,
          predicted: 0,
          residual: time,
          score: time,
          ...(heldOut.includes(time) ? { heldOut: true as const } : {}),
        })),
      },
    ],
  });
  const compared = (heldOut: readonly number[] = []): ComparedFit[] => [
    { fit: document.fits[0], result: document.fits[0].result!, curves: curves(-4) },
    { fit: document.fits[1], result: document.fits[1].result!, curves: curves(-7, heldOut) },
  ];

  it('have the criteria of Akaike and of Schwarz', () => {
    const [first, second] = compared().map((one) => figuresOf(document, one, 'now'));
    expect(first).toMatchObject({
      parameters: 3,
      measurements: 3,
      likelihood: -4,
      aic: 2 * 3 - 8,
      isPenalised: false,
      isAdopted: false,
    });
    expect(first.bic).toBeCloseTo(3 * Math.log(3) - 8, 12);
    expect(second).toMatchObject({ parameters: 1, aic: 2 - 14, isPenalised: true });
  });

  it('are told apart where they are of another model, whose likelihood is not known any more', () => {
    expect(figuresOf(document, compared()[0], 'other')).toMatchObject({ isStale: true, likelihood: null, aic: null, bic: null });
    expect(figuresOf(document, compared()[0], null)).toMatchObject({ isStale: false });
  });

  it('can be compared only where they see the same measurements', () => {
    expect(isSameData(compared())).toBe(true);
    expect(isSameData(compared([2]))).toBe(false);
    expect(isSameData([{ ...compared()[0], curves: null }])).toBeNull();
    expect(isSameData(compared([2]), 'held-out')).toBe(false);
  });

  it('set their values in rows, with what one does not fit and what is at a bound', () => {
    const rows = comparedRows(document, compared());
    expect(rows.map(({ id, values }) => [id, ...values.map((value) => value?.fitted ?? null)])).toEqual([
      ['k', 1, 99.9],
      ['free', 3, null],
    ]);
    expect(rows[0].values.map((value) => value?.atBound)).toEqual([null, 'upper']);
  });

  it('draw their curves over the data of one condition', () => {
    const [panel] = comparedPicture(document, compared([1]), 'a').panels;
    expect(panel.lines.map(({ name, stroke, y }) => [name, stroke, y])).toEqual([
      ['First', 1, [1, -4]],
      ['Second', 2, [1, -7]],
    ]);
    expect(panel.points?.flatMap(({ x }) => x)).toEqual([0, 1]);
  });
});
