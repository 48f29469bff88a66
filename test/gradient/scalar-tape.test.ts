import { describe, expect, it } from 'vitest';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import type { DirkTableau } from '../../core/solve/dirk-tableau';
import { solve } from '../../core/solve/integrate';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';
import { weightAt, type ExplicitTableau } from '../../core/solve/tableau';
import { lotkaVolterraDocument } from '../systems';
import { type Scalar, ScalarTape } from './tape';

const { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until: 6 });
const times = Float64Array.of(0.7, 2.3, 2.35, 4.9, 6);
const cotangents = Float64Array.of(0.3, -1.1, 0.7, 0.2, -0.4, 0.9, 1.3, 0.5, -0.8, 0.6);

type Pair = [Scalar, Scalar];

/** Lotka–Volterra in scalars, at parameters a, b, c, d */
function rates(p: readonly Scalar[], [x, y]: Pair): Pair {
  const xy = x.times(y);
  return [p[0].times(x).minus(p[1].times(xy)), p[2].times(xy).minus(p[3].times(y))];
}
const combined = (y: Pair, terms: readonly (readonly [weight: number, slope: Pair])[]): Pair =>
  terms.reduce<Pair>(([u, v], [weight, [du, dv]]) => [u.plus(du.times(weight)), v.plus(dv.times(weight))], y);

/** Slopes of all stages of an explicit step, those of the interpolant behind. */
function explicitSlopes(p: readonly Scalar[], y: Pair, h: number, { a, interpolant }: ExplicitTableau): Pair[] {
  const k: Pair[] = [];
  for (const row of [...a, ...(interpolant.extra?.a ?? [])]) {
    k.push(
      rates(
        p,
        combined(
          y,
          row.map((weight, j) => [h * weight, k[j]] as const),
        ),
      ),
    );
  }
  return k;
}

/**
 * Slopes of an implicit step. Where the numbers of a stage are those of the converged iteration, one iteration of Newton's
 * method from them as constants has the derivatives of the solution, as its own derivative by its starting point is zero.
 */
function implicitSlopes(p: readonly Scalar[], y: Pair, h: number, { a }: DirkTableau, tape: ScalarTape): Pair[] {
  const k: Pair[] = [],
    [pa, pb, pc, pd] = p.map(({ value }) => value);
  for (const row of a) {
    const base = combined(
        y,
        row.slice(0, -1).map((weight, j) => [h * weight, k[j]] as const),
      ),
      hg = h * row[row.length - 1];
    let u = rates(p, base).map(({ value }) => value);
    const at = (): Pair => combined(base, [[hg, [tape.variable(u[0]), tape.variable(u[1])]]]);
    /** (I − hγJ)⁻¹ r at the point */
    const solveWith = ([x, z]: Pair, [r, s]: Pair): Pair => {
      const m = [1 - hg * (pa - pb * z.value), hg * pb * x.value, -hg * pc * z.value, 1 - hg * (pc * x.value - pd)];
      const determinant = m[0] * m[3] - m[1] * m[2];
      return [
        r.times(m[3] / determinant).minus(s.times(m[1] / determinant)),
        s.times(m[0] / determinant).minus(r.times(m[2] / determinant)),
      ];
    };
    const improved = (): Pair => {
      const point = at(),
        [f, g] = rates(p, point),
        [du, dv] = solveWith(point, [f.minus(u[0]), g.minus(u[1])]);
      return [du.plus(u[0]), dv.plus(u[1])];
    };
    for (let i = 0; hg > 0 && i < 8; i++) u = improved().map(({ value }) => value);
    k.push(hg > 0 ? improved() : rates(p, base));
  }
  return k;
}

/** A Strang step of size h: the linear part is a·x and −d·y, the rest −b·x·y and c·x·y. */
function strangStep(p: readonly Scalar[], y: Pair, h: number): Pair {
  const half = ([x, z]: Pair): Pair => [x.times(p[0].times(h / 2).exp()), z.times(p[3].times(-h / 2).exp())];
  const rest = ([x, z]: Pair): Pair => {
    const xz = x.times(z);
    return [p[1].times(xz).times(-1), p[2].times(xz)];
  };
  const start = half(y),
    k1 = rest(start),
    k2 = rest(combined(start, [[h / 2, k1]])),
    k3 = rest(combined(start, [[h / 2, k2]])),
    k4 = rest(combined(start, [[h, k3]]));
  const end = combined(start, [
    [h / 6, k1],
    [h / 3, k2],
    [h / 3, k3],
    [h / 6, k4],
  ]);
  return half(end);
}

/** One step of a method in scalars: its end, and its dense output. */
function scalarStep(
  method: MethodName,
  p: readonly Scalar[],
  y: Pair,
  h: number,
  tape: ScalarTape,
): { end: Pair; within(theta: number): Pair } {
  const solver = solvers[method];
  if (method === 'strang') {
    const end = strangStep(p, y, h),
      middle = strangStep(p, y, h / 2);
    const within = (theta: number): Pair => {
      const weights = [(1 - theta) * (1 - 2 * theta), 4 * theta * (1 - theta), theta * (2 * theta - 1)];
      const component = (i: 0 | 1): Scalar =>
        y[i].times(weights[0]).plus(middle[i].times(weights[1])).plus(end[i].times(weights[2]));
      return [component(0), component(1)];
    };
    return { end, within };
  }
  const { tableau } = solver as unknown as { tableau: ExplicitTableau & DirkTableau };
  const k = solver.family === 'explicit' ? explicitSlopes(p, y, h, tableau) : implicitSlopes(p, y, h, tableau, tape);
  return {
    end: combined(
      y,
      tableau.b.map((weight, i) => [h * weight, k[i]] as const),
    ),
    within: (theta) =>
      combined(
        y,
        tableau.interpolant.weights.map((row, i) => [h * weightAt(row, theta), k[i]] as const),
      ),
  };
}

/** Σ cotangents · outputs of the recorded steps on a tape, and its gradient by rates and initial values. */
function onTape(method: MethodName, { length, start, size }: StepRecording): { states: number[]; gradient: number[] } {
  const tape = new ScalarTape(),
    all = Array.from(nominal, (value) => tape.variable(value));
  let y: Pair = [all[4], all[5]],
    loss = tape.variable(0),
    output = 0;
  const states: number[] = [];
  const add = ([u, v]: Pair): void => {
    loss = loss.plus(u.times(cotangents[2 * output])).plus(v.times(cotangents[2 * output + 1]));
    states.push(u.value, v.value);
    output++;
  };
  for (let step = 0; step < length; step++) {
    const { end, within } = scalarStep(method, all, y, size[step], tape);
    while (output < times.length && times[output] < start[step + 1]) add(within((times[output] - start[step]) / size[step]));
    y = end;
  }
  while (output < times.length) add(y);
  return { states, gradient: tape.gradient(loss, all) };
}

describe('the discrete adjoint against a float64 tape of the same steps', () => {
  const methods = (Object.keys(solvers) as MethodName[]).filter((method) => solvers[method].family !== 'rosenbrock');
  it.each(methods)('agrees to 1e-12 by %s, dense outputs and initial state included', (method) => {
    const fixed =
      solvers[method].errorOrder === 0 || ['heun', 'strang', 'backward-euler', 'trapezoidal', 'tr-bdf2'].includes(method);
    const recording = new StepRecording(plan),
      settings = { method, rtol: 1e-6, atol: 1e-8, maxSteps: 10_000, newton: 'rounding' as const };
    const result = solve(plan, nominal, {
      from: 0,
      until: 6,
      times,
      settings: fixed ? { ...settings, step: 0.05 } : settings,
      recorder: recording,
    });
    if (!result.ok) throw new Error(result.failure.message);
    const gp = new Float64Array(plan.m),
      adjoint = discreteAdjoint(plan, nominal, recording, times, cotangents, gp);
    if (!adjoint.ok) throw new Error(adjoint.failure.message);
    const { states, gradient } = onTape(method, recording);
    // Stages solved to rounding leave rounding errors that grow with the steps' own condition.
    states.forEach((value, i) => {
      expect(Math.abs(value - result.value.states[i])).toBeLessThan(1e-11);
    });
    const largest = Math.max(...gradient.map(Math.abs));
    gradient.forEach((value, i) => {
      expect(Math.abs(value - gp[i])).toBeLessThan(1e-12 * largest);
    });
  });
});
