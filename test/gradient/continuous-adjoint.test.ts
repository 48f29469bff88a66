import { describe, expect, it } from 'vitest';
import { continuousAdjoint } from '../../core/gradient/continuous-adjoint';
import type { ContinuousAdjoint, ContinuousAdjointOptions } from '../../core/gradient/continuous-adjoint';
import { JumpRecording } from '../../core/gradient/jump-recording';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import type { Result } from '../../core/util/result';
import { lotkaVolterraDocument } from '../systems';
import {
  bouncingBall,
  deviation,
  discreteGradient,
  harvest,
  known,
  modelOf,
  robertson,
  settingsOf,
  treatedPredators,
  vanDerPol,
} from './models';
import type { Model } from './models';

interface Way {
  readonly gradient: Float64Array;
  readonly result: Result<ContinuousAdjoint>;
}

function wayBack(
  { plan, p, until, times, cotangents }: Model,
  settings: Settings,
  options: Partial<ContinuousAdjointOptions> = {},
): Way {
  const recorder = new JumpRecording(),
    gradient = new Float64Array(plan.m);
  const solved = solve(plan, p, { from: 0, until, times, settings, recorder, keepDense: options.states !== 'backward' });
  if (!solved.ok) throw new Error(solved.failure.message);
  const { rtol, maxSteps } = settings;
  const result = continuousAdjoint(plan, p, solved.value, recorder, cotangents, gradient, {
    states: 'interpolated',
    method: 'auto',
    rtol,
    maxSteps,
    ...options,
  });
  return { gradient, result };
}

function answer({ result }: Way): ContinuousAdjoint {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

const lotkaVolterra = modelOf(lotkaVolterraDocument(), 20, 20),
  eye = modelOf(known('eye'), 60, 20);
const tight = new Map(
  [lotkaVolterra, eye].map((model) => [model, discreteGradient(model, settingsOf('dop853', 1e-12)).gradient]),
);

describe('the continuous adjoint', () => {
  it.each([
    ['Lotka–Volterra', lotkaVolterra],
    ['the eye', eye],
  ])('converges with the tolerance to the exact gradient on %s', (_name, model) => {
    const errors = [1e-4, 1e-6, 1e-8].map((rtol) => {
      const way = wayBack(model, settingsOf('tsit5', rtol), { method: 'tsit5' });
      answer(way);
      return deviation(model, way.gradient, tight.get(model)!);
    });
    // A hundredth of the tolerance costs at least a factor of eight in error, from an error below 1 % on.
    expect(errors[0]).toBeLessThan(1e-2);
    expect(errors[1]).toBeLessThan(errors[0] / 8);
    expect(errors[2]).toBeLessThan(errors[1] / 8);
    expect(errors[2]).toBeLessThan(1e-6);
  });

  it('goes back through the jumps and changed equations of an intervention', () => {
    const model = modelOf(treatedPredators(), 20, 20, [], ['treat']);
    expect(model.plan.pieces.length).toBeGreaterThan(5);
    const { gradient } = discreteGradient(model, settingsOf('dop853', 1e-11));
    for (const states of ['interpolated', 'backward'] as const) {
      const way = wayBack(model, settingsOf('dop853', 1e-10), { states });
      answer(way);
      expect(deviation(model, way.gradient, gradient)).toBeLessThan(1e-7);
    }
  });

  it('gives the gradient by the initial state, which of exponential growth is known', () => {
    const { plan } = lotkaVolterra,
      p = Float64Array.of(0.5, 0, 0, 0.3, 2, 1);
    const model: Model = { ...lotkaVolterra, p, until: 3, times: Float64Array.of(3), cotangents: Float64Array.of(1, 0) };
    const way = wayBack(model, settingsOf('tsit5', 1e-10));
    expect(answer(way).initial[0]).toBeCloseTo(Math.exp(1.5), 8);
    expect(way.gradient[0]).toBeCloseTo(2 * 3 * Math.exp(1.5), 7);
    expect(plan.m).toBe(6);
  });

  const stiff = robertson(),
    stiffReference = discreteGradient(stiff, settingsOf('esdirk54', 1e-9, 1e-15)).gradient;
  it.each(['rodas5p', 'esdirk54', 'auto'] as const)(
    'is not starved by a stiff adjoint with %s, as the explicit one is',
    (method) => {
      const settings = settingsOf('rodas5p', 1e-6, 1e-12);
      const way = wayBack(stiff, settings, { method }),
        { evaluations } = answer(way);
      expect(deviation(stiff, way.gradient, stiffReference)).toBeLessThan(3e-5);
      // Tsit5 has to follow the fastest mode all the way: h|λ| < 3.5 at |λ| up to 4e4 over 100 units of time.
      const starved = wayBack(stiff, settings, { method: 'tsit5', maxSteps: 5000 });
      expect(starved.result).toMatchObject({ ok: false, failure: { reason: 'too-many-steps' } });
      expect(evaluations).toBeLessThan(3000);
    },
  );

  it('needs a fifth of the evaluations where it turns implicit on Van der Pol, μ = 50', () => {
    const model = vanDerPol(50, 60),
      reference = discreteGradient(model, settingsOf('esdirk54', 1e-9)).gradient,
      settings = settingsOf('rodas5p', 1e-6);
    const explicit = wayBack(model, settings, { method: 'tsit5' }),
      automatic = wayBack(model, settings);
    expect(answer(automatic).evaluations).toBeLessThan(answer(explicit).evaluations / 5);
    for (const { gradient } of [automatic, explicit]) expect(deviation(model, gradient, reference)).toBeLessThan(1e-2);
  });

  it('wants a dense forward solution, and says so', () => {
    const { plan, p, times, cotangents } = lotkaVolterra,
      recorder = new JumpRecording();
    const solved = solve(plan, p, { from: 0, until: 20, times, settings: settingsOf('tsit5', 1e-6), recorder });
    if (!solved.ok) throw new Error(solved.failure.message);
    expect(() =>
      continuousAdjoint(plan, p, solved.value, recorder, cotangents, new Float64Array(plan.m), {
        states: 'interpolated',
        method: 'auto',
        rtol: 1e-6,
        maxSteps: 100,
      }),
    ).toThrow(/dense/);
  });

  it('goes through events whose time does not move as through any jump', () => {
    const model = modelOf(harvest(), 20, 20);
    const { gradient, recording } = discreteGradient(model, settingsOf('dop853', 1e-11));
    expect(recording.triggers).toHaveLength(2);
    for (const states of ['interpolated', 'backward'] as const) {
      const way = wayBack(model, settingsOf('dop853', 1e-10), { states });
      answer(way);
      expect(deviation(model, way.gradient, gradient)).toBeLessThan(1e-7);
    }
  });

  it('refuses a solve in which an event moved, with the time and the way out', () => {
    const { result } = wayBack(bouncingBall(), settingsOf('tsit5', 1e-6));
    expect(result).toMatchObject({ ok: false, failure: { reason: 'unsupported' } });
    expect(!result.ok && result.failure.time).toBeCloseTo(0.47, 1);
    expect(!result.ok && result.failure.advice).toMatch(/discrete adjoint/);
  });
});

describe('the states solved backward', () => {
  it('drift little on Lotka–Volterra, the less the tighter, and give the same gradient', () => {
    const drifts = [1e-6, 1e-8].map((rtol) => {
      const way = wayBack(lotkaVolterra, settingsOf('tsit5', rtol), { states: 'backward' }),
        { drift } = answer(way);
      expect(deviation(lotkaVolterra, way.gradient, tight.get(lotkaVolterra)!)).toBeLessThan(100 * rtol);
      expect(drift!.largest).toBe(Math.max(drift!.start, ...drift!.outputs));
      return drift!.start;
    });
    expect(drifts[0]).toBeGreaterThan(0);
    expect(drifts[0]).toBeLessThan(1e-4);
    expect(drifts[1]).toBeLessThan(drifts[0] / 8);
  });

  it('drift by far more than the solution on a model that damps, and the gradient is then of no use', () => {
    const model = vanDerPol(5, 8),
      reference = discreteGradient(model, settingsOf('esdirk54', 1e-9)).gradient;
    const way = wayBack(model, settingsOf('tsit5', 1e-6), { states: 'backward', rtol: 1e-6 });
    if (way.result.ok) {
      expect(way.result.value.drift!.largest).toBeGreaterThan(0.1);
      expect(deviation(model, way.gradient, reference)).toBeGreaterThan(0.1);
    } else expect(way.result.failure.message).toMatch(/off by/);
  });

  it('cannot be had at all over sixty days of the eye: the failure says how far they had come', () => {
    const { result } = wayBack(eye, settingsOf('tsit5', 1e-6), { states: 'backward' });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.failure.time).toBeGreaterThan(0);
    expect(result.failure.time).toBeLessThan(60);
    expect(result.failure.message).toMatch(/off by .* %/);
    expect(result.failure.advice).toMatch(/Interpolate/);
  });

  it('are not for a Rosenbrock method, which would need second derivatives', () => {
    const { result } = wayBack(eye, settingsOf('tsit5', 1e-6), { states: 'backward', method: 'rodas5p' });
    expect(result).toMatchObject({ ok: false, failure: { reason: 'unsupported' } });
  });
});
