import { describe, expect, it } from 'vitest';
import { watchRest } from '../../core/gradient/rest';
import { rootDistance } from '../../core/gradient/root-distance';
import { lowerCondition } from '../../core/fit/lower-condition';
import type { Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { document, exchange, rate, state } from '../fit/pre-equilibration';

/** Two genes that switch each other off: two stable states, and the initial values decide between them. */
const toggle = (u: number, v: number): Scenario =>
  document({
    variables: [state('u', u), state('v', v)],
    parameters: [
      { id: 'a', value: 4 },
      { id: 'b', value: 3.5 },
      { id: 'K', value: 1.1 },
    ],
    mechanisms: [
      rate('make_u', 'a/(1 + (v/K)^3)', { u: 1 }, ['v']),
      rate('make_v', 'b/(1 + (u/K)^3)', { v: 1 }, ['u']),
      rate('lose_u', 'u', { u: -1 }),
      rate('lose_v', 'v', { v: -1 }),
    ],
    conditions: [{ id: 'only', name: 'Only', preEquilibration: {} }],
  });

describe('the steady state that a trajectory starts from', () => {
  it('is that of the basin in which the initial values lie', () => {
    for (const [u, v] of [
      [3, 0.2],
      [0.2, 3],
    ]) {
      const { plan, nominal } = lowerCondition(toggle(u, v), { condition: 'only', from: 0, until: 1 }),
        y = new Float64Array(2),
        slope = new Float64Array(2);
      plan.initial.value(0, y, nominal, y);
      plan.pieces[0].rhs.value(0, y, nominal, slope);
      expect(Math.sign(y[0] - y[1])).toBe(Math.sign(u - v));
      // rest is to a thousandth of rtol = 1e-9, of numbers about 1
      slope.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-11));
    }
  });

  it('has the derivatives of the implicit function theorem, J·S = −∂f/∂p', () => {
    const { plan, nominal, parameters } = lowerCondition(toggle(3, 0.2), { condition: 'only', from: 0, until: 1 }),
      { rhs } = plan.pieces[0],
      none = new Float64Array(2),
      y = new Float64Array(2),
      tangent = new Float64Array(2),
      out = new Float64Array(2);
    plan.initial.value(0, none, nominal, y);
    parameters.forEach((name, i) => {
      const dp = new Float64Array(nominal.length);
      dp[i] = 1;
      plan.initial.jvp(0, none, nominal, none, dp, tangent);
      rhs.jvp(0, y, nominal, tangent, dp, out);
      // as far as rest goes, about one digit less than the state itself
      out.forEach((residual) => expect(Math.abs(residual)).toBeLessThan(1e-9));
      // within a basin the initial values have no say
      if (name.endsWith('.initial')) tangent.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-9));
      else expect(Math.hypot(...tangent)).toBeGreaterThan(1e-3);
    });
  });

  it('has a reverse product that is the transpose of the forward one, conserved totals included', () => {
    const { plan, nominal, parameters } = lowerCondition(exchange(), { condition: 'after', from: 0, until: 1 }),
      none = new Float64Array(2),
      tangent = new Float64Array(2),
      random = seededRandom(3),
      lambda = Float64Array.from(none, () => random.normal()),
      gp = new Float64Array(nominal.length);
    plan.initial.vjp(0, none, nominal, lambda, new Float64Array(2), gp);
    parameters.forEach((_, i) => {
      const dp = new Float64Array(nominal.length);
      dp[i] = 1;
      plan.initial.jvp(0, none, nominal, none, dp, tangent);
      // both are derivatives of the same steps
      expect(lambda[0] * tangent[0] + lambda[1] * tangent[1]).toBeCloseTo(gp[i], 10);
    });
    // V·A + W·B = total with kr·B = 10·kf·A: ∂A/∂V = (a0 − A)/(V + W·ratio)
    const ratio = 4 / 0.7,
      A = 10.5 / (2 + 0.5 * ratio),
      byV = (5 - A) / (2 + 0.5 * ratio);
    expect(gp[parameters.indexOf('V')]).toBeCloseTo((lambda[0] + lambda[1] * ratio) * byV, 8);
  });
});

describe('the distance to a root', () => {
  it('is that of a Newton step, and none where a total is conserved', () => {
    const { plan, nominal } = lowerCondition(toggle(3, 0.2), { condition: 'only', from: 0, until: 1 }),
      { rhs } = plan.pieces[0],
      y = new Float64Array(2);
    plan.initial.value(0, y, nominal, y);
    expect(rootDistance(rhs, 0, y, nominal, 1e-9)!).toBeLessThan(1e-10);
    // to second order in what it is moved by, with coefficients below 10
    const moved = rootDistance(rhs, 0, Float64Array.of(y[0] * 1.001, y[1]), nominal, 1e-9)!;
    expect(Math.abs(moved - 0.001 / 1.001)).toBeLessThan(1e-5);
    const conserved = lowerCondition(exchange(), { condition: 'before', from: 0, until: 1 });
    expect(rootDistance(conserved.plan.pieces[0].rhs, 0, Float64Array.of(2, 3), conserved.nominal, 1e-9)).toBeNull();
  });
});

describe('rest', () => {
  const follow = (y: (t: number) => number, least = 0): number => {
    const rest = watchRest(0, Float64Array.of(y(0)), 1e-6, 1e-9, least);
    for (let t = 0.01; t < 1e9; t *= 1.2) if (rest.reached(t, Float64Array.of(y(t)))) return t;
    return Infinity;
  };

  it('is when the second half of the time has brought nothing new', () => {
    // exp(−t) is below 1e-3 · rtol from t = log(1e9) on, and a window that begins there lasts as long again
    const t = follow((at) => 1 + Math.exp(-at));
    expect(t).toBeGreaterThan(2 * Math.log(1e9));
    expect(t).toBeLessThan(6 * Math.log(1e9));
    expect(follow(() => 3, 100)).toBeGreaterThan(100);
  });

  it('never comes to what drifts, slows down or goes round', () => {
    expect(follow((t) => 1 + 1e-6 * t)).toBe(Infinity);
    expect(follow((t) => Math.log(1 + t))).toBe(Infinity);
    expect(follow((t) => 5 + 1e-3 * Math.sin(t))).toBe(Infinity);
  });
});
