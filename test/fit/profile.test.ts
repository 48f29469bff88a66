import { describe, expect, it } from 'vitest';
import { combinationText, fisherSpectrum } from '../../core/fit/fisher-spectrum';
import { levenbergMarquardt } from '../../core/fit/levenberg-marquardt';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { minimise } from '../../core/fit/optimiser';
import { profileLikelihood, type Profile } from '../../core/fit/profile';
import { profileParameter } from '../../core/fit/profile-task';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const TIMES = [0, 1, 2, 4, 7];
const SIGMA = 0.2;
const optimiser = levenbergMarquardt({ maxIterations: 100, tolerance: 1e-9 });

/** y(t) = initial + rate·t with errors ±0.1, rate and initial as given */
const line = (initial: string, rate: string, bounds: readonly [number, number]): Scenario =>
  makeDocument({
    variables: [{ id: 'y', name: 'y', kind: 'state', initial }],
    parameters: ['a', 'b', 'c'].map((id) => ({ id, value: 1, scale: 'linear', bounds, estimate: true })),
    mechanisms: [
      {
        id: 'grow',
        name: 'Growth',
        law: { kind: 'custom', expression: rate },
        inputs: [],
        effects: [{ variable: 'y', coefficient: 1 }],
      },
    ],
    observables: [{ id: 'seen', name: 'Seen', expression: 'y', noise: { model: 'normal', sigma: SIGMA } }],
    conditions: [{ id: 'only', name: 'Only' }],
    data: {
      measurements: TIMES.map((time, i) => ({
        condition: 'only',
        observable: 'seen',
        time,
        value: 3 + 0.5 * time + (i % 2 === 0 ? 0.1 : -0.1),
      })),
    },
    fits: [{ id: 'main', name: 'Main', parameters: initial === 'a' ? ['a', 'b'] : ['a', 'b', 'c'] }],
    solver: { rtol: 1e-9, atol: 1e-11 },
  });

function fitted(document: Scenario): { objective: FitObjective; best: Float64Array } {
  const objective = createObjective(document, document.fits[0]);
  const found = minimise(
    optimiser,
    objective,
    Float64Array.from(objective.estimated, ({ nominal }) => nominal),
  );
  if (!found.ok) throw new Error(found.failure.message);
  return { objective, best: found.value.x };
}
function profiled(document: Scenario, parameter: number): Profile & { best: Float64Array } {
  const { objective, best } = fitted(document);
  const result = profileLikelihood(objective, { best, parameter, optimiser });
  if (!result.ok) throw new Error(result.failure.message);
  return { ...result.value, best };
}

describe('a profile likelihood', () => {
  const straight = line('a', 'b', [-20, 20]);

  it('is the parabola of least squares for a straight line, and ends at the interval of a known σ', () => {
    const { points, lower, upper, best, better } = profiled(straight, 1);
    // Var b = σ²/Σ(t − t̄)²
    const mean = TIMES.reduce((sum, t) => sum + t, 0) / TIMES.length,
      variance = SIGMA ** 2 / TIMES.reduce((sum, t) => sum + (t - mean) ** 2, 0);
    const least = Math.min(...points.map(({ value }) => value));
    expect(points.length).toBeGreaterThan(8);
    for (const { x, value } of points) expect(value - least).toBeCloseTo((x[1] - best[1]) ** 2 / variance / 2, 5);
    // the end is within half a per cent of the threshold, and so a quarter of a per cent of the width
    const width = Math.sqrt(2 * 1.92 * variance);
    expect(Math.abs((upper.at - best[1]) / width - 1)).toBeLessThan(0.003);
    expect(Math.abs((best[1] - lower.at) / width - 1)).toBeLessThan(0.003);
    expect([lower.kind, upper.kind, better]).toEqual(['crossed', 'crossed', null]);
    expect(points.map(({ x }) => x[1])).toEqual(points.map(({ x }) => x[1]).sort((a, b) => a - b));
  });

  it('is open where only a sum is determined, up to the bounds that the others leave', () => {
    const { lower, upper, points } = profiled(line('a + b', 'c', [0, 4]), 0);
    // a + b = 3 is possible for a from 0 to 3, and b ≥ 0 ends it above
    expect(lower).toEqual({ at: 0, kind: 'open' });
    expect(upper.kind).toBe('crossed');
    expect(upper.at).toBeGreaterThan(3);
    const inside = points.filter(({ x }) => x[0] < 2.9).map(({ value }) => value);
    expect(Math.max(...inside) - Math.min(...inside)).toBeLessThan(1e-4);
  });

  it('says where it found a lower cost than the fit had', () => {
    const { objective, best } = fitted(straight);
    const off = best.slice();
    off[0] += 0.3;
    const result = profileLikelihood(objective, { best: off, parameter: 1, optimiser });
    if (!result.ok) throw new Error(result.failure.message);
    expect(result.value.better).not.toBeNull();
  });

  it('leaves ends unknown when it is cancelled, and keeps its points', () => {
    const { objective, best } = fitted(straight);
    let points = 0;
    const result = profileLikelihood(objective, {
      best,
      parameter: 1,
      optimiser,
      onPoint: () => points++,
      cancelled: () => points >= 2,
    });
    if (!result.ok) throw new Error(result.failure.message);
    expect(result.value.points).toHaveLength(3);
    expect([result.value.lower.kind, result.value.upper.kind]).toEqual(['unknown', 'unknown']);
  });
});

describe('the spectrum of the information', () => {
  it('names a sum that alone is determined by the difference that is not', () => {
    const { objective, best } = fitted(line('a + b', 'c', [0, 4]));
    const spectrum = fisherSpectrum(objective, best);
    if (!spectrum.ok) throw new Error(spectrum.failure.message);
    const [open, ...others] = spectrum.value.directions;
    expect(open.determined).toBe(false);
    expect(open.eigenvalue).toBe(0);
    expect(open.deviation).toBe(Infinity);
    expect(Math.abs(open.vector[0] + open.vector[1])).toBeLessThan(1e-6);
    expect(combinationText(objective.estimated, open.vector)).toMatch(/^0\.71·[ab] − 0\.71·[ab]$/);
    expect(others.every(({ determined }) => determined)).toBe(true);
  });

  it('has the eigenvalues of XᵀX/σ² for a straight line', () => {
    const { objective, best } = fitted(line('a', 'b', [-20, 20]));
    const spectrum = fisherSpectrum(objective, best);
    if (!spectrum.ok) throw new Error(spectrum.failure.message);
    const [small, large] = spectrum.value.directions.map(({ eigenvalue }) => eigenvalue);
    const [n, s, ss] = [TIMES.length, 14, 70].map((x) => x / SIGMA ** 2);
    expect((small + large) / (n + ss)).toBeCloseTo(1, 9);
    expect((small * large) / (n * ss - s * s)).toBeCloseTo(1, 9);
  });
});

describe('the profile of a document’s parameter', () => {
  const document = line('a + b', 'c', [0, 4]);
  it('is told in natural values, with what the data leave open', () => {
    const { objective, best } = fitted(document);
    const values = Object.fromEntries(objective.estimated.map(({ name }, i) => [name, best[i]]));
    const seen: number[] = [];
    const result = profileParameter(
      { document, parameter: 'c', best: values },
      { onPoint: ({ value }) => void seen.push(value), cancelled: () => false },
    );
    if (!result.ok) throw new Error(result.failure.message);
    const { best: own, points, lower, upper, open, fit } = result.value;
    expect(fit).toBe('main');
    expect(own.value).toBe(values.c);
    expect(seen).toHaveLength(points.length - 1);
    expect(lower.value).toBeLessThan(own.value);
    expect(upper.value).toBeGreaterThan(own.value);
    expect(open).toEqual([expect.stringMatching(/0\.71·[ab] − 0\.71·[ab]/)]);
  });
  it('is refused for what is not estimated', () => {
    expect(() => profileParameter({ document, parameter: 'cc' }, { onPoint: () => {}, cancelled: () => false })).toThrow(
      /nothing named "cc" is estimated by this fit; did you mean "c"/,
    );
  });
});
