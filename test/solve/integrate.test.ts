import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { Settings, Solution, SolveOptions } from '../../core/solve/options';
import type { Plan, RightHandSide, VectorFunction } from '../../core/solve/system';
import { constantInitial, linear, lotkaVolterra, onePiece, rightHandSide, vectorFunction } from './problems';

const settings = (given: Partial<Settings> = {}): Settings => ({
  method: 'auto',
  rtol: 1e-10,
  atol: 1e-12,
  maxSteps: 100_000,
  ...given,
});
const none = new Float64Array(0);

function solved(plan: Plan, p: Float64Array, options: SolveOptions): Solution {
  const result = solve(plan, p, options);
  if (!result.ok) throw new Error(`${result.failure.reason}: ${result.failure.message}`);
  return result.value;
}
/** y' = −k y with its own k in each piece */
const decay = (k: number): RightHandSide => linear(-k);
const dose = (amount: number): VectorFunction =>
  vectorFunction(1, (_t, y, _p, out) => {
    out[0] = y[0] + amount;
  });
const halve = vectorFunction(1, (_t, y, _p, out) => {
  out[0] = y[0] / 2;
});

/** decay at 1, from 1 on at 2 after a dose of 3, from 1.7 on at 0.5 after halving and a dose of 1; a dose of 5 at 3 */
const dosed: Plan = {
  n: 1,
  m: 0,
  initial: constantInitial([2]),
  pieces: [
    { from: -Infinity, until: 1, rhs: decay(1), jumps: [dose(1)] },
    { from: 1, until: 1.7, rhs: decay(2), jumps: [dose(3)] },
    { from: 1.7, until: 3, rhs: decay(0.5), jumps: [halve, dose(1)] },
    { from: 3, until: Infinity, rhs: decay(1), jumps: [dose(5)] },
  ],
};
const at1 = 3 * Math.exp(-1) + 3,
  at17 = (at1 * Math.exp(-1.4)) / 2 + 1,
  at3 = at17 * Math.exp(-0.65) + 5;
const analytic = (t: number): number => {
  if (t < 1) return 3 * Math.exp(-t);
  if (t < 1.7) return at1 * Math.exp(-2 * (t - 1));
  return t < 3 ? at17 * Math.exp(-0.5 * (t - 1.7)) : at3;
};

describe('pieces and jumps', () => {
  const times = Float64Array.of(0, 0.3, 0.999999, 1, 1.2, 1.7, 1.7, 2.9, 3);
  it.each([
    { method: 'auto', accuracy: 1e-9 },
    { method: 'tsit5', accuracy: 1e-9 },
    { method: 'rodas5p', accuracy: 1e-9 },
    // cubic Hermite between steps of 0.003: h⁴/384·|y⁗| ≤ 4e-13·16, and RK4's own error below that
    { method: 'rk4', accuracy: 1e-10 },
  ] as const)(
    'are hit exactly by $method: the analytic solution to $accuracy, outputs with the right limit',
    ({ method, accuracy }) => {
      const solution = solved(dosed, none, {
        from: 0,
        until: 3,
        times,
        settings: settings({ method, rtol: 1e-11, atol: 1e-13 }),
      });
      times.forEach((t, k) => {
        expect(Math.abs(solution.states[k] - analytic(t))).toBeLessThan(accuracy);
      });
      expect(Array.from(solution.pieceOf)).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 3]);
      expect(Math.abs(solution.final[0] - at3)).toBeLessThan(accuracy);
      expect(solution.finalPiece).toBe(3);
    },
  );

  it('have steps that end at every boundary and never step over it', () => {
    const { dense } = solved(dosed, none, { from: 0, until: 3, settings: settings(), keepDense: true });
    for (const boundary of [1, 1.7, 3]) expect(Array.from(dense!.ends)).toContain(boundary);
    for (let i = 0; i < dense!.steps; i++) {
      const piece = dosed.pieces[dense!.pieceOf[i]];
      expect(dense!.starts[i] >= piece.from && dense!.ends[i] <= piece.until).toBe(true);
    }
  });

  it('see a pulse a thousand times shorter than the steps around it', () => {
    const quiet = rightHandSide({
      n: 1,
      value(_t, _y, _p, out) {
        out[0] = 0;
      },
    });
    const pulse = rightHandSide({
      n: 1,
      value(_t, _y, _p, out) {
        out[0] = 1000;
      },
    });
    const plan: Plan = {
      n: 1,
      m: 0,
      initial: constantInitial([0]),
      pieces: [
        { from: 0, until: 50, rhs: quiet, jumps: [] },
        { from: 50, until: 50.001, rhs: pulse, jumps: [] },
        { from: 50.001, until: Infinity, rhs: quiet, jumps: [] },
      ],
    };
    for (const method of ['auto', 'rodas5p', 'rk4', 'euler'] as const) {
      expect(solved(plan, none, { from: 0, until: 100, settings: settings({ method }) }).final[0]).toBeCloseTo(1, 9);
    }
  });

  it('of no length apply their jumps in order, at `from` and at `until` too', () => {
    const plan: Plan = {
      n: 1,
      m: 0,
      initial: constantInitial([1]),
      pieces: [
        { from: 0, until: 0, rhs: decay(1), jumps: [dose(1)] },
        { from: 0, until: 2, rhs: decay(1), jumps: [halve] },
        { from: 2, until: 2, rhs: decay(1), jumps: [dose(1)] },
        { from: 2, until: Infinity, rhs: decay(1), jumps: [halve] },
      ],
    };
    const { states, final, finalPiece } = solved(plan, none, {
      from: 0,
      until: 2,
      times: Float64Array.of(0, 2),
      settings: settings(),
    });
    expect(states[0]).toBe(1);
    expect(Math.abs(states[1] - (Math.exp(-2) + 1) / 2)).toBeLessThan(1e-9);
    expect(final[0]).toBe(states[1]);
    expect(finalPiece).toBe(3);
    expect(solved(plan, none, { from: 0, until: 0, times: Float64Array.of(0), settings: settings() }).states[0]).toBe(1);
  });

  it('start from a given state in place of the initial one, jumps included', () => {
    expect(solved(dosed, none, { from: 0, until: 0, settings: settings(), initialState: Float64Array.of(10) }).final[0]).toBe(11);
  });
});

describe('the dense solution', () => {
  it('gives right limits, left limits within steps, and the final state from `until` on', () => {
    const dense = solved(dosed, none, { from: 0, until: 3, settings: settings(), keepDense: true }).dense!;
    const out = new Float64Array(1);
    for (const t of [0, 0.1, 0.77, 1, 1.3, 1.7, 2.5, 3, 9]) {
      dense.evaluate(t, out);
      expect(Math.abs(out[0] - analytic(Math.min(t, 3)))).toBeLessThan(1e-8);
    }
    expect(dense.evaluate(1, out)).toBe(1);
    dense.evaluateStep(dense.ends.indexOf(1), 1, out);
    expect(Math.abs(out[0] - 3 * Math.exp(-1))).toBeLessThan(1e-9);
    expect(() => dense.evaluate(-1, out)).toThrow(/before the solution's start/);
  });

  it('agrees to the bit with the outputs of the same solve', () => {
    const p = Float64Array.of(1.3, 0.9, 0.8, 1.8),
      times = Float64Array.from({ length: 41 }, (_, i) => i / 2),
      out = new Float64Array(2);
    const { dense, states } = solved(onePiece(lotkaVolterra, [0.44, 4.6], 4), p, {
      from: 0,
      until: 20,
      times,
      settings: settings({ rtol: 1e-6 }),
      keepDense: true,
    });
    times.forEach((t, k) => {
      dense!.evaluate(t, out);
      expect(Array.from(out)).toEqual(Array.from(states.subarray(2 * k, 2 * k + 2)));
    });
  });
});

describe('fixed-step methods', () => {
  it('take a thousand steps by default and shorten the last one of a piece', () => {
    const plain = onePiece(decay(1), [1]);
    expect(solved(plain, none, { from: 0, until: 7, settings: settings({ method: 'rk4' }) }).steps).toBe(1000);
    const { dense, steps } = solved(plain, none, {
      from: 0,
      until: 1,
      settings: settings({ method: 'euler', step: 0.3 }),
      keepDense: true,
    });
    expect(steps).toBe(4);
    expect(dense!.ends[3]).toBe(1);
    expect(solved(plain, none, { from: 0, until: 1, settings: settings({ method: 'euler', step: 0.3 }) }).final[0]).toBeCloseTo(
      0.7 ** 3 * 0.9,
      12,
    );
  });
});

describe('a call at fault throws a RangeError that names the option', () => {
  const plain = onePiece(decay(1), [1]);
  const call =
    (options: Partial<SolveOptions>, p = none, plan = plain) =>
    () =>
      solve(plan, p, { from: 0, until: 1, settings: settings(), ...options });
  it.each([
    ['until before from', call({ until: -1 }), /options\.until/],
    ['times out of order', call({ times: Float64Array.of(0.5, 0.2) }), /options\.times\[1\]/],
    ['times outside', call({ times: Float64Array.of(2) }), /options\.times\[0\]/],
    ['tolerances', call({ settings: settings({ rtol: 0 }) }), /rtol/],
    ['step', call({ settings: settings({ step: -1 }) }), /settings\.step/],
    ['maxSteps', call({ settings: settings({ maxSteps: 0 }) }), /maxSteps/],
    ['parameters', call({}, Float64Array.of(1)), /p must hold 0/],
    ['initial state', call({ initialState: Float64Array.of(1, 2) }), /initialState/],
    ['a gap', call({}, none, { ...dosed, pieces: [dosed.pieces[0], dosed.pieces[2]] }), /pieces\[1\]/],
    ['coverage', call({ until: 2 }, none, { ...dosed, pieces: [dosed.pieces[0]] }), /cover/],
  ])('%s', (_name, attempt, message) => {
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(message);
  });
});
