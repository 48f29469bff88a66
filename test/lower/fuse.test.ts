import { describe, expect, it } from 'vitest';
import { Expressions, type Expr } from '../../core/equations/expression';
import { compileRightHandSide } from '../../core/lower/kernel/compile';
import { lowerScenario } from '../../core/lower/lower';
import { slotsOf } from '../../core/lower/slots';
import { WORTHWHILE_STEPS } from '../../core/solve/explicit';
import type { ExplicitSolver, ExplicitWorkspace } from '../../core/solve/explicit';
import { solve } from '../../core/solve/integrate';
import { isExplicit, solvers, tsit5Solver } from '../../core/solve/methods';
import { meanSquare } from '../../core/solve/norm';
import type { Solution } from '../../core/solve/options';
import type { RightHandSide } from '../../core/solve/system';
import { allStages, weightAt } from '../../core/solve/tableau';
import { seededRandom } from '../../core/util/random';
import { sampler } from '../documents';
import { brusselatorChain } from '../systems';

interface Case {
  readonly rhs: RightHandSide;
  readonly y: Float64Array;
  readonly p: Float64Array;
}

/** Rates of random operations on states, parameters and time, terms of parameters alone and functions with domain rules among them. */
function randomCase(seed: number): Case {
  const random = seededRandom(seed),
    pool = new Expressions();
  const n = 1 + Math.floor(5 * random.uniform()),
    m = 1 + Math.floor(4 * random.uniform());
  const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const states = names('x', n),
    parameters = names('c', m);
  const leaves: Expr[] = [...states, ...parameters, 't'].map((name) => pool.symbol(name));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(items.length * random.uniform())];
  const grow = (depth: number): Expr => {
    if (depth === 0 || random.uniform() < 0.1)
      return random.uniform() < 0.15 ? pool.number(3 * random.uniform() - 1) : pick(leaves);
    const a = grow(depth - 1),
      b = grow(depth - 1);
    return pick([
      () => pool.add(a, b),
      () => pool.sub(a, b),
      () => pool.mul(a, b),
      () => pool.div(a, pool.add(pool.number(2), pool.mul(b, b))),
      () => pool.pow(a, pool.number(2)),
      () => pool.pow(pool.add(pool.one, pool.mul(a, a)), pool.apply('tanh', b)),
      () => pool.apply('tanh', a),
      () => pool.apply('softplus', a),
      () => pool.apply('log', pool.add(pool.one, pool.mul(a, a))),
      () => pool.if(pool.apply('lt', a, b), a, pool.apply('sin', b)),
    ])();
  };
  const derivatives = states.map(() => pool.apply('sin', grow(3)));
  const values = (count: number): Float64Array => Float64Array.from({ length: count }, () => 0.2 + random.uniform());
  return { rhs: compileRightHandSide(pool, derivatives, new Map(), slotsOf(states, parameters)), y: values(n), p: values(m) };
}

function samplerCase(): Case {
  const {
    plan: {
      pieces: [{ rhs }],
    },
    nominal,
  } = lowerScenario(sampler(), { from: 0, until: 10 });
  return { rhs, y: Float64Array.of(2, 0.3, 0.5, 0.1, 0.2), p: nominal };
}

const cases = [samplerCase(), ...Array.from({ length: 40 }, (_, i) => randomCase(i + 1))];
const explicit = Object.values(solvers).filter(isExplicit);

const T = 0.4,
  H = 0.3;
function begun(solver: ExplicitSolver, { rhs, y, p }: Case): ExplicitWorkspace {
  const w = solver.workspace(y.length);
  solver.begin(w, rhs, T, y, p);
  return w;
}
function byLoops(solver: ExplicitSolver, one: Case): ExplicitWorkspace {
  const w = begun(solver, one);
  solver.step(w, one.rhs, T, one.y, one.p, H);
  expect(w.written.step).toBeUndefined();
  return w;
}
function writtenOut(solver: ExplicitSolver, one: Case): ExplicitWorkspace {
  const w = begun(solver, one),
    step = one.rhs.fused!.explicit!(solver.tableau)!;
  step(T, one.y, one.p, H, w.slopes, w.next, w.error, w.stage, w.next, 1);
  return w;
}

/** Compares to the bit, 0 and −0 alike. */
function expectSame(actual: Float64Array, expected: Float64Array): void {
  expect(actual.map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
}

describe.each(explicit)('a written-out step of $title', (solver) => {
  // DOP853 has twelve stages: of its steps some are too long.
  const offered = (kind: 'explicit' | 'explicitReverse'): Case[] => {
    const those = cases.filter(({ rhs }) => rhs.fused?.[kind]?.(solver.tableau) !== undefined);
    expect(those.length).toBeGreaterThan(solver.method === 'dop853' ? 15 : 40);
    return those;
  };

  it('is the step of the loops to the bit', () => {
    for (const one of offered('explicit')) {
      const fused = writtenOut(solver, one),
        loops = byLoops(solver, one);
      expectSame(fused.next, loops.next);
      expectSame(fused.slopes, loops.slopes);
      expectSame(fused.error, loops.error);
      if (solver.tableau.firstSameAsLast && solver.tableau.stages > 2) expectSame(fused.stage, loops.stage);
    }
  });

  it('has the dense output of the loops to the bit', () => {
    for (const one of offered('explicit')) {
      const fused = writtenOut(solver, one),
        loops = byLoops(solver, one);
      const packed = new Float64Array(2 + solver.denseLength(one.y.length)),
        expected = packed.slice();
      one.rhs.fused!.explicitPack!(solver.tableau)!(T, one.y, one.p, H, fused.slopes, packed, 2);
      solver.pack(loops, expected, 2);
      expectSame(packed, expected);
      expectSame(fused.slopes, loops.slopes);
    }
  });

  it('reverses to the transpose of its forward derivative', () => {
    for (const one of offered('explicitReverse')) {
      const { rhs, y, p } = one,
        { tableau } = solver,
        random = seededRandom(9);
      const reverse = rhs.fused!.explicitReverse!(tableau)!;
      const w = byLoops(solver, one),
        any = (length: number): Float64Array => Float64Array.from({ length }, () => random.uniform() - 0.5);
      const dy = any(y.length),
        dp = any(p.length),
        atEnd = any(y.length),
        within = any(y.length),
        theta = 0.37;
      // forward: tangents of the slopes, the end and an output within the step
      const { a, c } = allStages(tableau),
        k: Float64Array[] = [],
        dk: Float64Array[] = [];
      const combined = (base: Float64Array, weights: readonly number[], slopes: readonly Float64Array[]): Float64Array =>
        base.map((value, j) => value + H * weights.reduce((sum, weight, i) => sum + weight * slopes[i][j], 0));
      a.forEach((row, i) => {
        const argument = combined(y, row, k);
        k.push(new Float64Array(y.length));
        const tangent = combined(dy, row, dk);
        dk.push(new Float64Array(y.length));
        rhs.value(T + c[i] * H, argument, p, k[i]);
        rhs.jvp(T + c[i] * H, argument, p, tangent, dp, dk[i]);
      });
      const dot = (u: Float64Array, v: Float64Array): number => u.reduce((sum, value, j) => sum + value * v[j], 0);
      const weights = tableau.interpolant.weights.map((row) => weightAt(row, theta));
      const forward = dot(atEnd, combined(dy, tableau.b, dk)) + dot(within, combined(dy, weights, dk));
      // backward
      const outputs = Float64Array.from({ length: a.length * y.length }, (_, at) => {
        return H * weights[Math.floor(at / y.length)] * within[at % y.length];
      });
      const lambda = atEnd.slice(),
        gp = new Float64Array(p.length),
        content = new Float64Array(3 + tableau.stages * y.length);
      content.set(w.slopes.subarray(0, tableau.stages * y.length), 3);
      reverse(T, y, p, H, content, 3, lambda, outputs, gp);
      const scale = Math.max(1, dot(lambda.map(Math.abs), dy.map(Math.abs)) + dot(gp.map(Math.abs), dp.map(Math.abs)));
      expect(Math.abs(dot(lambda, dy) + dot(within, dy) + dot(gp, dp) - forward)).toBeLessThan(1e-12 * scale);
      expect(outputs.every((value) => value === 0)).toBe(true);
    }
  });
});

describe('written-out steps', () => {
  const atol = new Float64Array(5).fill(1e-6);

  it('judge their error as the norm does', () => {
    const one = cases[0];
    for (const solver of explicit.filter(({ errorOrder }) => errorOrder > 0)) {
      const w = begun(solver, one),
        step = one.rhs.fused!.explicit!(solver.tableau)!;
      const judged = step(T, one.y, one.p, H, w.slopes, w.next, w.error, w.stage, atol, 1e-4);
      expect(judged).toBe(meanSquare(w.error, one.y, w.next, atol, 1e-4, 5));
    }
  });

  it('judge a step to what is not finite as not a number', () => {
    const { rhs, y, p } = cases[0],
      poisoned = p.map(() => Infinity),
      w = begun(tsit5Solver, { rhs, y, p: poisoned });
    const step = rhs.fused!.explicit!(tsit5Solver.tableau)!;
    expect(step(T, y, poisoned, H, w.slopes, w.next, w.error, w.stage, atol, 1e-4)).toBeNaN();
  });

  it('take over from the loops after many steps, and nothing in the solutions tells when', () => {
    for (const method of ['tsit5', 'dop853', 'bs3', 'rk4'] as const) {
      const { plan, nominal } = lowerScenario(sampler(), { from: 0, until: 20 });
      const times = Float64Array.from({ length: 40 }, (_, i) => (i + 1) / 2),
        settings = { method, rtol: 1e-8, atol: 1e-10, maxSteps: 10_000 };
      const { rhs } = plan.pieces[0],
        isWrittenOut = (): boolean => {
          const solver = solvers[method] as ExplicitSolver,
            w = solver.workspace(plan.n);
          solver.begin(w, rhs, 0, new Float64Array(plan.n), nominal);
          return w.written.step !== undefined && w.written.pack !== undefined;
        };
      const solved = (): Solution => {
        const result = solve(plan, nominal, { from: 0, until: 20, times, settings, keepDense: true });
        if (!result.ok) throw new Error(result.failure.message);
        return result.value;
      };
      const first = solved();
      expect(isWrittenOut()).toBe(false);
      for (let steps = first.steps + first.rejected; steps < WORTHWHILE_STEPS; steps += first.steps + first.rejected) solved();
      expect(isWrittenOut()).toBe(true);
      const last = solved();
      expect({ ...last, dense: undefined }).toEqual({ ...first, dense: undefined });
      const states = [first, last].map(({ dense }) => {
        const out = new Float64Array(plan.n);
        dense!.evaluate(7.123, out);
        return out;
      });
      expect(states[0]).toEqual(states[1]);
    }
  });

  it('are offered for small systems and refused where the engine would not optimise them', () => {
    const rhsOf = (cells: number): RightHandSide =>
      lowerScenario(brusselatorChain(cells), { from: 0, until: 1 }).plan.pieces[0].rhs;
    const { tableau } = tsit5Solver;
    expect(rhsOf(4).fused?.explicit?.(tableau)).toBeDefined();
    expect(rhsOf(200).fused?.explicit?.(tableau)).toBeUndefined();
    expect(rhsOf(200).fused?.explicitPack?.(tableau)).toBeUndefined();
    expect(rhsOf(200).fused?.explicitReverse?.(tableau)).toBeUndefined();
  });

  it('are made once for a right-hand side and tableau', () => {
    const { fused } = cases[0].rhs,
      { tableau } = tsit5Solver;
    expect(fused!.explicit!(tableau)).toBe(fused!.explicit!(tableau));
  });

  it('of known sizes in one loop have the bits of so many steps', () => {
    for (const { rhs, y, p } of cases) {
      const run = rhs.fused!.explicitRun!(tsit5Solver.tableau)!;
      const start = Float64Array.of(0.1, 0.3, 0.35, 0.4),
        size = Float64Array.of(0.2, 0.05, 0.05),
        w = tsit5Solver.workspace(y.length),
        state = y.slice(),
        moved = y.slice();
      tsit5Solver.begin(w, rhs, start[0], state, p);
      const slopes = w.slopes.slice();
      for (let i = 0; i < size.length; i++) {
        tsit5Solver.step(w, rhs, start[i], state, p, size[i]);
        state.set(w.next);
        tsit5Solver.accept(w, rhs, start[i + 1], p);
      }
      run(start, size, 0, size.length, moved, p, slopes);
      expectSame(moved, state);
      expectSame(slopes.subarray(0, y.length), w.slope);
    }
  });
});
