/** The automatic choice between an explicit and a stiff method: both ways, at the right times, and no slower for it. */
import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { Settings, Solution } from '../../core/solve/options';
import type { Plan } from '../../core/solve/system';
import { oscillator } from './event-plans';
import { lotkaVolterra, onePiece, oregonator, rightHandSide, robertson, vanDerPol } from './problems';

const none = new Float64Array(0),
  lvRates = Float64Array.of(1.3, 0.9, 0.8, 1.8);

function solved(plan: Plan, until: number, given: Partial<Settings>, p: Float64Array = none): Solution {
  const settings: Settings = { method: 'auto', rtol: 1e-6, atol: 1e-8, maxSteps: 1_000_000, ...given };
  const result = solve(plan, p, { from: 0, until, settings, keepDense: true });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
const tries = ({ steps, rejected }: Solution): number => steps + rejected;

/**
 * y₁ is drawn to cos t at a rate of 1, and between the times 40 and 80 at 10,000; y₂ turns round beside it at 4 turns in 2π, so
 * that there is something to follow outside the stiff stretch. y₁ = cos t is the solution throughout.
 */
const rate = (t: number): number => 1 + 1e4 / (1 + Math.exp(-4 * (t - 40)) + Math.exp(4 * (t - 80)));
const stiffInTheMiddle = onePiece(
  rightHandSide({
    n: 3,
    value(t, y, _p, out) {
      out[0] = -rate(t) * (y[0] - Math.cos(t)) - Math.sin(t);
      out[1] = 4 * y[2];
      out[2] = -4 * y[1];
    },
    jacobian(t, _y, _p, out) {
      out.set([-rate(t), 0, 0, 0, 0, 4, 0, -4, 0]);
    },
    timeDerivative(t, y, _p, out) {
      const change = (rate(t + 1e-5) - rate(t - 1e-5)) / 2e-5;
      out.set([-change * (y[0] - Math.cos(t)) - rate(t) * Math.sin(t) - Math.cos(t), 0, 0]);
    },
  }),
  [1, 1, 0],
);

describe('a problem that is stiff in a middle stretch only', () => {
  it.each([
    { rtol: 1e-6, explicit: 'tsit5' },
    { rtol: 1e-9, explicit: 'dop853' },
  ] as const)('is solved with both changes, at about the right times, at rtol $rtol', ({ rtol, explicit }) => {
    const solution = solved(stiffInTheMiddle, 120, { rtol, atol: rtol });
    expect(solution.switches.map(({ to, reason }) => [to, reason])).toEqual([
      ['rodas5p', 'stiff'],
      [explicit, 'not-stiff'],
    ]);
    const [there, back] = solution.switches;
    expect(Math.abs(there.time - 40)).toBeLessThan(3);
    // a calm stretch is believed only after some dozens of steps
    expect(back.time).toBeGreaterThan(77);
    expect(back.time).toBeLessThan(90);
    expect(solution.method).toBe(explicit);
    expect(solution.why).toMatch(/^auto: stiff from t = \S+, Rodas5P; no longer stiff from t = \S+, \w+ from there$/);
    // the global error of 76 turns, each state within its tolerance at every step
    expect(Math.abs(solution.final[0] - Math.cos(120))).toBeLessThan(1e3 * rtol);
    expect(Math.abs(solution.final[1] - Math.cos(480))).toBeLessThan(1e3 * rtol);
    const alone = (['rodas5p', explicit] as const).map(
      (method) => solved(stiffInTheMiddle, 120, { method, rtol, atol: rtol }).evaluations,
    );
    expect(solution.evaluations).toBeLessThan(Math.min(...alone));
  });

  it('has a dense solution whose steps follow one another across the changes, each by its own method', () => {
    const { dense, switches } = solved(stiffInTheMiddle, 120, { rtol: 1e-6, atol: 1e-6 });
    for (let i = 1; i < dense!.steps; i++) expect(dense!.starts[i]).toBe(dense!.ends[i - 1]);
    const out = new Float64Array(3);
    for (const { time } of switches) {
      for (const t of [time - 0.01, time, time + 0.01]) {
        dense!.evaluate(t, out);
        expect(Math.abs(out[0] - Math.cos(t))).toBeLessThan(1e-4);
      }
    }
  });
});

describe('the automatic choice', () => {
  it.each([
    [1e-6, 'tsit5', 'Tsit5'],
    [1e-8, 'dop853', 'DOP853'],
  ] as const)('stays with one explicit method on Lotka–Volterra and says so, at rtol %s with %s', (rtol, method, title) => {
    const solution = solved(onePiece(lotkaVolterra, [0.44, 4.6], 4), 20, { rtol, atol: rtol }, lvRates);
    expect([solution.method, solution.why, solution.switches]).toEqual([method, `auto: not stiff, ${title} throughout`, []]);
    expect(tries(solution)).toBe(
      tries(solved(onePiece(lotkaVolterra, [0.44, 4.6], 4), 20, { method, rtol, atol: rtol }, lvRates)),
    );
  });

  it('does not take an oscillation for stiff, however loose the tolerance', () => {
    const plan = onePiece(oscillator, [1, 0]);
    for (const rtol of [1e-2, 1e-3, 1e-4]) expect(solved(plan, 3000, { rtol, atol: rtol }).switches).toEqual([]);
  });

  it('goes over to Rodas5P on Robertson, once, and says from when', () => {
    const solution = solved(onePiece(robertson, [1, 0, 0]), 1e11, { atol: Float64Array.of(1e-16, 1e-22, 1e-8) });
    expect(solution.switches).toHaveLength(1);
    expect(solution.why).toMatch(/^auto: stiff from t = 0\.\d+, Rodas5P from there$/);
  });

  it('takes the jumps of Van der Pol with μ = 1000 by the explicit method and the slow stretches by Rodas5P', () => {
    const { switches } = solved(onePiece(vanDerPol, [2, 0]), 2000, { rtol: 1e-8, atol: 1e-11 });
    // jumps at 807 and 1614 (period 1614.3), each left again within its transient
    expect(switches.map(({ to }) => to)).toEqual(['rodas5p', 'dop853', 'rodas5p', 'dop853', 'rodas5p']);
    expect(switches.slice(1).map(({ time }) => Math.round(time / 100) * 100)).toEqual([800, 800, 1600, 1600]);
  });

  it.each([
    { id: 'Van der Pol', plan: onePiece(vanDerPol, [2, 0]), until: 2000, atol: 1e-3 },
    { id: 'Oregonator', plan: onePiece(oregonator, [1, 2, 3]), until: 360, atol: 1e-4 },
  ])(
    'needs fewer tries on $id at tight tolerances than Rodas5P alone, and about as many at loose ones',
    ({ plan, until, atol }) => {
      const ratio = (rtol: number): number =>
        tries(solved(plan, until, { rtol, atol: atol * rtol })) /
        tries(solved(plan, until, { method: 'rodas5p', rtol, atol: atol * rtol }));
      for (const rtol of [1e-7, 1e-8, 1e-9]) expect(ratio(rtol)).toBeLessThan(0.98);
      for (const rtol of [1e-4, 1e-5, 1e-6]) expect(ratio(rtol)).toBeLessThan(1.35);
    },
  );

  it('honours an explicit choice of Tsit5 on a stiff problem', () => {
    const solution = solved(onePiece(vanDerPol, [2, 0]), 1, { method: 'tsit5', rtol: 1e-4, atol: 1e-6 });
    expect([solution.method, solution.why, solution.switches]).toEqual(['tsit5', 'Tsit5, as set', []]);
  });

  it('changes for good when the explicit method has used half of the allowed steps', () => {
    const { method, why, switches } = solved(onePiece(vanDerPol, [2, 0]), 0.5, { rtol: 1e-4, atol: 1e-6, maxSteps: 160 });
    expect(method).toBe('rodas5p');
    expect(switches.map(({ reason }) => reason)).toEqual(['too-many-steps']);
    expect(why).toMatch(/too many steps by t = 0\.\d+, Rodas5P from there/);
  });
});
