import { describe, expect, it } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { rodas5pSolver } from '../../core/solve/methods';
import type { Settings } from '../../core/solve/options';
import type { Plan, RightHandSide } from '../../core/solve/system';
import { rodas5p } from '../../core/solve/tableaux/rodas5p';
import { sampler } from '../documents';
import { brusselatorChain, knownSystems, reactionSystem, type KnownSystem } from '../systems';

/** the same right-hand side, to be stepped in loops */
const unfused = ({ fused: _steps, ...rhs }: RightHandSide): RightHandSide => rhs;
const stiff = knownSystems.filter((system) => system.stiff);

interface Lowered {
  plan: Plan;
  p: Float64Array;
  rhs: RightHandSide;
}
function lowered(document: KnownSystem['document']): Lowered {
  const { plan, nominal } = lowerScenario(document, { from: 0, until: 10 });
  return { plan, p: nominal, rhs: plan.pieces[0].rhs };
}

describe('a Rosenbrock step written out for a model', () => {
  it.each([
    ...stiff.map(({ name, document }) => ({ name, document, h: 1e-3 })),
    { name: 'rates that depend on time, parameters and a delay', document: sampler(), h: 0.3 },
    { name: 'a short chain, in straight lines', document: brusselatorChain(8), h: 0.1 },
    { name: 'a chain rolled into loops', document: brusselatorChain(70), h: 0.1 },
  ])('is the step of the loops to rounding: $name', ({ document, h }) => {
    const { plan, p, rhs } = lowered(document),
      { n } = plan;
    expect(rhs.fused?.rosenbrock?.(rodas5p)).toBeDefined();
    const y = new Float64Array(n);
    plan.initial.value(0, y, p, y);
    const [written, loops] = [rhs, unfused(rhs)].map((side) => {
      const w = rodas5pSolver.workspace(n);
      rodas5pSolver.begin(w, side, 0.2, y, p);
      expect(rodas5pSolver.step(w, side, 0.2, y, p, h)).toBe(true);
      const dense = new Float64Array(rodas5pSolver.denseLength(n));
      rodas5pSolver.pack(w, dense, 0);
      return { ...w, dense };
    });
    // Rates cancel to about 1e-13 of their parts within a step; y is compared on the scale of its largest entry.
    const close = (a: Float64Array, b: Float64Array): void => {
      const size = Math.max(...b.map(Math.abs));
      expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThanOrEqual(1e-12 * size);
    };
    close(written.next, loops.next);
    close(written.slope, loops.slope);
    close(written.dense, loops.dense);
  });

  it('has order 5 where the rates depend on time', () => {
    // x' = −x + sin t + cos t has the solution sin t + (x₀) e^(−t).
    const { plan, p } = lowered(
      reactionSystem('forced', { x: 1 }, { k: 1 }, [{ rate: '-k*x + sin(t) + cos(t)', effects: { x: 1 } }]),
    );
    const error = (steps: number): number => {
      const { rhs } = plan.pieces[0],
        w = rodas5pSolver.workspace(1),
        y = Float64Array.of(1),
        h = 2 / steps;
      rodas5pSolver.begin(w, rhs, 0, y, p);
      for (let i = 0; i < steps; i++) {
        rodas5pSolver.step(w, rhs, i * h, y, p, h);
        y.set(w.next);
        rodas5pSolver.accept(w, rhs, (i + 1) * h, p);
      }
      return Math.abs(y[0] - Math.sin(2) - Math.exp(-2));
    };
    const order = Math.log2(error(8) / error(16));
    expect(order).toBeGreaterThan(4.8);
    expect(order).toBeLessThan(5.6);
  });

  it('leaves a matrix that needs pivots off its diagonal to the loops', () => {
    // With h = 1/(γ a) the diagonal of I/(hγ) − J is zero, and the matrix is not singular.
    const a = 8,
      h = 1 / (rodas5p.gamma * a);
    const { plan, p, rhs } = lowered(
      reactionSystem('swap', { x: 1, y: 2 }, { a }, [
        { rate: 'a*x + y', effects: { x: 1 } },
        { rate: 'a*y - 3*x', effects: { y: 1 } },
      ]),
    );
    const y = Float64Array.of(1, 2),
      scratch = new Float64Array(8 * plan.n);
    expect(rhs.fused!.rosenbrock!(rodas5p)!(0, y, p, h, scratch, new Float64Array(2), new Float64Array(2))).toBe(false);
    const step = (size: number): { next: Float64Array; inLoops: boolean } => {
      const w = rodas5pSolver.workspace(2);
      rodas5pSolver.begin(w, rhs, 0, y, p);
      expect(rodas5pSolver.step(w, rhs, 0, y, p, size)).toBe(true);
      return { next: w.next, inLoops: w.loops !== undefined };
    };
    const [shorter, there, longer] = [h * (1 - 1e-4), h, h * (1 + 1e-4)].map(step);
    expect([shorter.inLoops, there.inLoops, longer.inLoops]).toEqual([false, true, false]);
    // The result is smooth in the step size: the mean of its neighbours differs by about 36 (1e-4·8/√3)² ≈ 1e-5 of it.
    for (let i = 0; i < 2; i++) expect(there.next[i] / (0.5 * (shorter.next[i] + longer.next[i]))).toBeCloseTo(1, 4);
  });
});

describe('reference digits at tight tolerance', () => {
  it.each(stiff)('$name, written out and in loops', ({ document, absolute, until, reference }) => {
    const { plan, p } = lowered(document),
      rtol = 1e-11;
    const atol = Float64Array.from(reference, (_, i) => rtol * (typeof absolute === 'number' ? absolute : absolute[i]));
    const settings: Settings = { method: 'rodas5p', rtol, atol, maxSteps: 200_000 };
    const [{ rhs }] = plan.pieces;
    for (const side of [rhs, unfused(rhs)]) {
      const result = solve({ ...plan, pieces: [{ ...plan.pieces[0], until: Infinity, rhs: side }] }, p, {
        from: 0,
        until,
        settings,
      });
      if (!result.ok) throw new Error(result.failure.message);
      const { final } = result.value;
      // Global errors of relaxation oscillators exceed the local tolerance; ten times is the customary allowance.
      expect(Math.max(...reference.map((value, i) => Math.abs(final[i] / value - 1)))).toBeLessThan(10 * rtol);
    }
  });
});
