/** What a model can do to a solve is a value: the reason, the time, the state, what is to blame, and advice that fits. */
import { describe, expect, it } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import type { Settings, SolveOptions } from '../../core/solve/options';
import type { Plan } from '../../core/solve/system';
import type { Failure } from '../../core/util/result';
import { reactionSystem } from '../systems';
import { linear, lotkaVolterra, onePiece, rightHandSide, vanDerPol, vectorFunction } from './problems';

const none = new Float64Array(0),
  lvRates = Float64Array.of(1.3, 0.9, 0.8, 1.8);

function failure(
  plan: Plan,
  until: number,
  given: Partial<Settings>,
  p: Float64Array = none,
  options: Partial<SolveOptions> = {},
): Failure {
  const settings: Settings = { method: 'auto', rtol: 1e-6, atol: 1e-9, maxSteps: 100_000, ...given };
  const result = solve(plan, p, { from: 0, until, settings, ...options });
  if (result.ok) throw new Error('the solve was expected to fail');
  return result.failure;
}

/** x′ = x² from 1, which grows without bound at t = 1, beside z′ = −z */
const { plan: explosion, nominal } = lowerScenario(
  reactionSystem('Explosion', { z: 1, x: 1 }, { k: 1 }, [
    { rate: 'k*x^2', effects: { x: 1 } },
    { rate: 'z', effects: { z: -1 } },
  ]),
  { from: 0, until: 2 },
);

describe('growth without bound', () => {
  it.each(['auto', 'tsit5', 'dop853', 'rodas5p', 'esdirk54'] as const)(
    'ends the steps of %s where it happens, and names the state that grows and where the others were',
    (method) => {
      const found = failure(explosion, 2, { method }, nominal);
      expect(found.reason).toBe('step-underflow');
      expect(found.time).toBeCloseTo(1, 4);
      expect(found.blame).toEqual(['x']);
      expect(found.message).toMatch(/no step is small enough for the tolerances; x is the hardest to follow/);
      expect(found.state!['x']).toBeGreaterThan(1e6);
      expect(found.state!['z']).toBeCloseTo(Math.exp(-1), 4);
      expect(found.advice).toMatch(/growth without bound/);
    },
  );

  it('overflows by fixed steps, whose size is then in doubt', () => {
    const found = failure(explosion, 2, { method: 'rk4' }, nominal);
    expect(found.reason).toBe('non-finite');
    expect(found.blame).toEqual(['r1']);
    expect(found.advice).toMatch(/A step of 0\.002 may be too long for RK4/);
  });
});

describe('too many steps', () => {
  it('advise a stiff method where an explicit one was set, and blame the state with the largest error', () => {
    const named = { ...onePiece({ ...vanDerPol, names: ['position', 'velocity'] }, [2, 0]) };
    const found = failure(named, 2000, { method: 'tsit5', maxSteps: 2000 });
    expect(found.reason).toBe('too-many-steps');
    expect(found.time).toBeGreaterThan(0.5);
    expect(found.blame).toEqual(['velocity']);
    expect(Object.keys(found.state!)).toEqual(['position', 'velocity']);
    expect(found.advice).toMatch(/rodas5p/);
  });

  it('advise tolerances where the choice is automatic, and a longer step where it is fixed', () => {
    const plan = onePiece(lotkaVolterra, [0.44, 4.6], 4);
    expect(failure(plan, 20, { maxSteps: 10 }, lvRates)).toMatchObject({
      reason: 'too-many-steps',
      advice: 'Loosen the tolerances or raise solver.maxSteps',
    });
    const fixed = failure(plan, 20, { method: 'tsit5', step: 0.01, maxSteps: 100 }, lvRates);
    expect(fixed.time).toBeCloseTo(1, 9);
    expect(fixed.advice).toMatch(/longer solver\.step/);
  });
});

describe('a rate that is not a number', () => {
  const root = onePiece(
    rightHandSide({
      n: 1,
      value(t, _y, _p, out) {
        out[0] = Math.sqrt(1 - t);
      },
      blame: (t) => (t > 1 ? ['leak'] : []),
    }),
    [1],
  );
  it.each(['auto', 'tsit5', 'dop853', 'rodas5p', 'esdirk54', 'euler', 'rk4'] as const)(
    'is found by %s, with the mechanism to blame',
    (method) => {
      const found = failure(root, 2, { method });
      expect(found.reason).toBe('non-finite');
      expect(found.time).toBeCloseTo(1, 2);
      expect(found.blame).toEqual(['leak']);
    },
  );

  it('is found at the start, and so is a jump to infinity', () => {
    const bad = rightHandSide({
      n: 1,
      value(_t, _y, _p, out) {
        out[0] = NaN;
      },
      blame: () => ['leak'],
    });
    expect(failure(onePiece(bad, [1]), 1, {})).toMatchObject({ reason: 'non-finite', time: 0, blame: ['leak'] });
    const decay = {
      ...rightHandSide({
        n: 2,
        value(_t, y, _p, out) {
          out[0] = -y[0];
          out[1] = -y[1];
        },
      }),
      names: ['dosed', 'other'],
    };
    const infinite = vectorFunction(2, (_t, y, _p, out) => {
      out[0] = Infinity;
      out[1] = y[1];
    });
    const { initial } = onePiece(decay, [1, 2]);
    const jump: Plan = {
      n: 2,
      m: 0,
      initial,
      pieces: [
        { from: 0, until: 1, rhs: decay, jumps: [] },
        { from: 1, until: Infinity, rhs: decay, jumps: [infinite] },
      ],
    };
    const found = failure(jump, 2, {});
    expect(found).toMatchObject({ reason: 'non-finite', time: 1 });
    // what is not finite has no place in a message over a wire
    expect(Object.keys(found.state!)).toEqual(['other']);
  });

  it('says of an unstable fixed step that it may be the step', () => {
    const stiff = onePiece(linear(-1000), [1]);
    expect(failure(stiff, 100, { method: 'euler', step: 0.1 })).toMatchObject({ reason: 'non-finite' });
    expect(failure(stiff, 100, { method: 'tsit5', step: 0.1 }).advice).toMatch(/A step of 0\.1 may be too long for Tsit5/);
  });
});

describe('equations of a step that cannot be solved', () => {
  it('are a singular matrix where it is one whatever the step size', () => {
    const huge = rightHandSide({
      n: 2,
      value(_t, _y, _p, out) {
        out.fill(1);
      },
      jacobian(_t, _y, _p, out) {
        out.fill(1e300);
      },
    });
    for (const step of [undefined, 0.1]) {
      const found = failure(onePiece(huge, [1, 1]), 1, { method: 'rodas5p', ...(step === undefined ? {} : { step }) });
      expect(found.reason).toBe('singular-matrix');
      expect(found.time).toBe(0);
      expect(found.advice).toMatch(/enormous size/);
    }
  });

  /** A wall: pushed up below 1 and thrown back above it, past which the solution cannot go; Newton's iteration swings from side to side. */
  const wall = onePiece(
    rightHandSide({
      n: 1,
      value(_t, y, _p, out) {
        out[0] = y[0] > 1 ? -1e12 : 1;
      },
      jacobian(_t, _y, _p, out) {
        out[0] = 0;
      },
    }),
    [-94],
  );
  it('are an iteration that does not converge, by fixed and by adaptive steps', () => {
    const fixed = failure(wall, 200, { method: 'backward-euler', step: 0.3 });
    expect(fixed.reason).toBe('no-convergence');
    expect(fixed.time).toBeCloseTo(94.8, 9);
    expect(fixed.message).toMatch(/with a step of 0\.3/);
    expect(fixed.advice).toMatch(/smaller solver\.step/);
    const adaptive = failure(wall, 200, { method: 'esdirk54' });
    expect(adaptive.reason).toBe('no-convergence');
    expect(adaptive.time).toBeCloseTo(95, 6);
    expect(adaptive.advice).toMatch(/jump in a rate/);
  });
});

describe('cancelling', () => {
  it('is asked for at once and on the way', () => {
    const plan = onePiece(lotkaVolterra, [0.44, 4.6], 4);
    expect(failure(plan, 20, {}, lvRates, { cancelled: () => true })).toMatchObject({ reason: 'cancelled', time: 0 });
    let asked = 0;
    const late = failure(plan, 20, { rtol: 1e-10 }, lvRates, { cancelled: () => ++asked > 3 });
    expect(late.reason).toBe('cancelled');
    expect(late.time).toBeGreaterThan(0);
  });
});
