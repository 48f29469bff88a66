import { describe, expect, it } from 'vitest';
import { solvers } from '../../core/solve/methods';
import { rootedTrees } from '../../core/solve/rooted-trees';
import { rosenbrockTableau } from '../../core/solve/rosenbrock-tableau';
import { explicitTableau } from '../../core/solve/tableau';
import { bs3 } from '../../core/solve/tableaux/bs3';
import { dop853 } from '../../core/solve/tableaux/dop853';
import { dp5 } from '../../core/solve/tableaux/dp5';
import { euler } from '../../core/solve/tableaux/euler';
import { heun } from '../../core/solve/tableaux/heun';
import { rk4 } from '../../core/solve/tableaux/rk4';
import { rodas5p } from '../../core/solve/tableaux/rodas5p';
import { tsit5 } from '../../core/solve/tableaux/tsit5';

describe('rooted trees', () => {
  it('number 1, 1, 2, 4, 9, 20, 48, 115 by order (Cayley)', () => {
    const trees = rootedTrees(8);
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((order) => trees.filter((tree) => tree.order === order).length)).toEqual([
      1, 1, 2, 4, 9, 20, 48, 115,
    ]);
  });

  it('have the densities of the order conditions up to order 4', () => {
    expect(
      rootedTrees(4)
        .map((tree) => tree.density)
        .sort((a, b) => a - b),
    ).toEqual([1, 2, 3, 4, 6, 8, 12, 24]);
  });
});

describe('a tableau', () => {
  it('derives whether its last stage is the first of the next step', () => {
    expect([euler, heun, rk4, bs3, dp5, tsit5, dop853].map((tableau) => tableau.firstSameAsLast)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(tsit5) && Object.isFrozen(rodas5p)).toBe(true);
  });

  it('refuses a claim of an order that it does not have', () => {
    expect(() => explicitTableau({ ...rk4, order: 5 })).toThrow(/rk4: order 5/);
    expect(() => explicitTableau({ ...tsit5, interpolant: { ...tsit5.interpolant, order: 5 } })).toThrow(/interpolant's order 5/);
    expect(() => explicitTableau({ ...tsit5, error: { ...tsit5.error!, order: 5 } })).toThrow(/embedded order 5/);
    expect(() => rosenbrockTableau({ ...rodas5p, order: 6 })).toThrow(/rodas5p: order 6/);
    expect(() => rosenbrockTableau({ ...rodas5p, interpolantOrder: 5 })).toThrow(/interpolant's order 5/);
  });

  it('of order 8 is held to all 200 conditions, and so are its two estimates and its interpolant with three further stages', () => {
    const { error, interpolant } = dop853;
    expect(() => explicitTableau({ ...dop853, order: 9 })).toThrow(/dop853: order 9/);
    expect(() => explicitTableau({ ...dop853, error: { ...error!, order: 6 } })).toThrow(/embedded order 6/);
    expect(() => explicitTableau({ ...dop853, error: { ...error!, coarse: { ...error!.coarse!, order: 4 } } })).toThrow(
      /embedded order 4/,
    );
    expect(() => explicitTableau({ ...dop853, interpolant: { ...interpolant, order: 8 } })).toThrow(/interpolant's order 8/);
    const further = interpolant.extra!.a.map((row, i) =>
      i === 1 ? row.map((x, j) => (j === 0 ? x + 1e-9 : j === 5 ? x - 1e-9 : x)) : row,
    );
    expect(() =>
      explicitTableau({ ...dop853, interpolant: { ...interpolant, extra: { ...interpolant.extra!, a: further } } }),
    ).toThrow(/interpolant's order 7/);
    expect(() => explicitTableau({ ...dop853, interpolant: { ...interpolant, extra: { a: [], c: [] } } })).toThrow(/shape/);
  });

  it('has an error estimate whose order follows from its parts', () => {
    expect([rk4, heun, bs3, dp5, tsit5, dop853].map((tableau) => tableau.errorOrder)).toEqual([0, 1, 2, 4, 4, 7]);
  });

  it('refuses a coefficient that is off in its ninth or tenth digit', () => {
    const nudge = (values: readonly number[], at: number, by = 1e-10): number[] =>
      values.map((value, i) => (i === at ? value + by : value));
    expect(() => explicitTableau({ ...tsit5, b: nudge(tsit5.b, 2) })).toThrow(/Σ b − 1/);
    expect(() => explicitTableau({ ...tsit5, c: nudge(tsit5.c, 3) })).toThrow(/c\[3\]/);
    expect(() => explicitTableau({ ...tsit5, error: { order: 4, weights: nudge(tsit5.error!.weights, 0) } })).toThrow(
      /error weights/,
    );
    expect(() => rosenbrockTableau({ ...rodas5p, d: nudge(rodas5p.d, 1) })).toThrow(/d\[1\]/);
    expect(() => rosenbrockTableau({ ...rodas5p, C: rodas5p.C.map((row, i) => (i === 6 ? nudge(row, 2) : row)) })).toThrow(
      /rodas5p/,
    );
    expect(() => rosenbrockTableau({ ...rodas5p, H: rodas5p.H.map((row, i) => (i === 1 ? nudge(row, 2, 1e-9) : row)) })).toThrow(
      /interpolant/,
    );
  });

  it('refuses a shape that is not that of explicit stages', () => {
    expect(() => explicitTableau({ ...rk4, c: [0, 1] })).toThrow(/shape/);
  });
});

describe('the table of methods', () => {
  it('lists each method under its own name', () => {
    for (const [name, solver] of Object.entries(solvers)) expect(solver.method).toBe(name);
  });
});
