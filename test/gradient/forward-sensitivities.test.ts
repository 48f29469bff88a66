import { describe, expect, it } from 'vitest';
import { augmentedSensitivities } from '../../core/gradient/augmented-sensitivities';
import { forwardSensitivities } from '../../core/gradient/forward-sensitivities';
import type { Sensitivities } from '../../core/gradient/forward-sensitivities';
import { replay } from '../../core/gradient/replay';
import type { Settings } from '../../core/solve/options';
import type { Result } from '../../core/util/result';
import { lotkaVolterraDocument, reactionSystem } from '../systems';
import { bouncingBall, deviation, discreteGradient, known, modelOf, robertson, settingsOf, treatedPredators } from './models';
import type { Model } from './models';

const all = ({ plan }: Model): number[] => Array.from({ length: plan.m }, (_, i) => i);

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

const sensitivitiesOf = ({ plan, p, until, times }: Model, settings: Settings, parameters: number[]): Sensitivities =>
  valueOf(forwardSensitivities(plan, p, { from: 0, until, times, settings }, parameters));

/** The gradient of the model's functional by its sensitivities to all parameters. */
function gradientBy({ plan: { m }, cotangents }: Model, { values }: Sensitivities): Float64Array {
  const gradient = new Float64Array(m);
  cotangents.forEach((cotangent, row) => {
    for (let l = 0; l < m; l++) gradient[l] += cotangent * values[row * m + l];
  });
  return gradient;
}

const lotkaVolterra = modelOf(lotkaVolterraDocument(), 20, 20),
  eye = modelOf(known('eye'), 60, 20),
  treated = modelOf(treatedPredators(), 20, 20, [], ['treat']),
  ball = bouncingBall();
const METHODS = ['euler', 'rk4', 'bs3', 'tsit5', 'dop853', 'trapezoidal', 'tr-bdf2', 'esdirk54'] as const;

describe('forward sensitivities of the steps taken', () => {
  it.each(METHODS)('are the discrete adjoint to 1e-10, by %s', (method) => {
    const settings = settingsOf(method, 1e-5);
    for (const model of [lotkaVolterra, eye, treated]) {
      const { gradient } = discreteGradient(model, settings);
      expect(deviation(model, gradientBy(model, sensitivitiesOf(model, settings, all(model))), gradient)).toBeLessThan(1e-10);
    }
  });

  it.each(['tsit5', 'dop853', 'esdirk54'] as const)(
    'follow events whose times move, delays and remembered values included, by %s',
    (method) => {
      const settings = settingsOf(method, 1e-6);
      const { gradient, recording } = discreteGradient(ball, settings);
      expect(recording.triggers.length).toBeGreaterThan(3);
      const own = gradientBy(ball, sensitivitiesOf(ball, settings, all(ball)));
      expect(Math.min(...own.map(Math.abs))).toBeGreaterThan(0.1);
      expect(deviation(ball, own, gradient)).toBeLessThan(1e-10);
    },
  );

  it.each([
    ['Lotka–Volterra', lotkaVolterra, 'tsit5'],
    ['jumps and windows', treated, 'dop853'],
    ['events', ball, 'tsit5'],
    ['implicit steps', eye, 'esdirk54'],
  ] as const)('are what differences of the same steps give, to 1e-7: %s', (_name, model, method) => {
    const { plan, p, times } = model,
      settings = settingsOf(method, 1e-5);
    const { recording } = discreteGradient(model, settings),
      { values } = sensitivitiesOf(model, settings, all(model));
    for (let l = 0; l < plan.m; l++) {
      const central = (h: number): Float64Array => {
        const [up, down] = [h, -h].map((step) =>
          replay(
            plan,
            p.map((value, i) => (i === l ? value + step : value)),
            recording,
            times,
          ),
        );
        return up.map((value, i) => (value - down[i]) / (2 * h));
      };
      const h = 3e-4 * (Math.abs(p[l]) || 1),
        coarse = central(h),
        fine = central(h / 2);
      const column = Float64Array.from(fine, (_, row) => values[row * plan.m + l]);
      const size = Math.max(...column.map(Math.abs));
      fine.forEach((value, row) => {
        // Richardson's extrapolation leaves h⁴ of truncation.
        expect(Math.abs((4 * value - coarse[row]) / 3 - column[row])).toBeLessThan(1e-7 * size);
      });
    }
  });

  it('are known in closed form for a linear chain', () => {
    const chain = modelOf(
      reactionSystem('chain', { a: 2, b: 0 }, { k: 0.7, l: 0.3 }, [
        { rate: 'k*a', effects: { a: -1, b: 1 } },
        { rate: 'l*b', effects: { b: -1 } },
      ]),
      5,
      10,
    );
    const index = ['k', 'l', 'a.initial'].map((name) => chain.names.indexOf(name));
    const { values } = sensitivitiesOf(chain, settingsOf('dop853', 1e-12, 1e-14), index);
    const [k, l] = [0.7, 0.3];
    chain.times.forEach((t, row) => {
      const fast = Math.exp(-k * t),
        slow = Math.exp(-l * t),
        gap = k - l;
      // a = 2 e^(−kt), b = 2k (e^(−lt) − e^(−kt))/(k − l)
      const byK = (2 * (slow - fast)) / gap + (2 * k * t * fast) / gap - (2 * k * (slow - fast)) / gap ** 2,
        byL = (-2 * k * t * slow) / gap + (2 * k * (slow - fast)) / gap ** 2;
      const expected = [-2 * t * fast, 0, fast, byK, byL, (k * (slow - fast)) / gap];
      expected.forEach((value, i) => {
        expect(values[row * 6 + i]).toBeCloseTo(value, 9);
      });
    });
  });

  it('of a stiff model come from esdirk54 where Rodas5P would solve it', () => {
    const model = robertson();
    const reference = discreteGradient(model, settingsOf('esdirk54', 1e-8, 1e-14)).gradient;
    for (const method of ['auto', 'rodas5p'] as const) {
      const own = sensitivitiesOf(model, settingsOf(method, 1e-6, 1e-12), all(model));
      expect(own.solution.method).toBe('esdirk54');
      expect(deviation(model, gradientBy(model, own), reference)).toBeLessThan(1e-4);
    }
  });

  it('leave the initial state out where it was given', () => {
    const { plan, p, times, until, names } = lotkaVolterra,
      index = [names.indexOf('x.initial')];
    const options = { from: 0, until, times, settings: settingsOf('tsit5', 1e-6), initialState: Float64Array.of(1, 1) };
    const { values } = valueOf(forwardSensitivities(plan, p, options, index));
    expect(values.every((value) => value === 0)).toBe(true);
  });

  it('can be cancelled, and name an index that is none', () => {
    const { plan, p, times, until } = lotkaVolterra,
      options = { from: 0, until, times, settings: settingsOf('tsit5', 1e-6) };
    const result = forwardSensitivities(plan, p, { ...options, cancelled: () => true }, [0]);
    expect(result).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
    expect(() => forwardSensitivities(plan, p, options, [plan.m])).toThrow(/0 to 5/);
  });
});

describe('forward sensitivities as a larger system', () => {
  it('take the very steps of the states where these alone control the error', () => {
    for (const model of [lotkaVolterra, eye, treated]) {
      const { plan, p, times, until } = model,
        settings = settingsOf('tsit5', 1e-6);
      const own = sensitivitiesOf(model, settings, all(model));
      const { values, solution } = valueOf(
        augmentedSensitivities(plan, p, { from: 0, until, times, settings, control: 'states' }, all(model)),
      );
      const size = Math.max(...own.values.map(Math.abs));
      expect(solution.steps).toBe(own.solution.steps);
      expect(solution.states).toHaveLength(own.solution.states.length);
      values.forEach((value, i) => {
        expect(Math.abs(value - own.values[i])).toBeLessThan(1e-9 * size);
      });
    }
  });

  it('take more steps, and are closer to the truth, where they control the error too', () => {
    const { plan, p, times, until } = lotkaVolterra,
      truth = sensitivitiesOf(lotkaVolterra, settingsOf('dop853', 1e-12), all(lotkaVolterra)).values;
    const [states, both] = (['states', 'both'] as const).map((control) => {
      const { values, solution } = valueOf(
        augmentedSensitivities(
          plan,
          p,
          { from: 0, until, times, settings: settingsOf('tsit5', 1e-5), control },
          all(lotkaVolterra),
        ),
      );
      return { steps: solution.steps, error: Math.max(...values.map((value, i) => Math.abs(value - truth[i]))) };
    });
    expect(both.steps).toBeGreaterThan(states.steps);
    expect(both.error).toBeLessThan(states.error);
  });

  it('refuse implicit methods and events, with the way out', () => {
    const attempt = ({ plan, p, times, until }: Model, method: Settings['method']) =>
      augmentedSensitivities(plan, p, { from: 0, until, times, settings: settingsOf(method, 1e-6), control: 'both' }, [0]);
    expect(attempt(eye, 'esdirk54')).toMatchObject({
      ok: false,
      failure: { reason: 'unsupported', advice: expect.stringMatching(/explicit/) },
    });
    expect(attempt(ball, 'tsit5')).toMatchObject({
      ok: false,
      failure: { reason: 'unsupported', advice: expect.stringMatching(/events/) },
    });
  });
});
