import { describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions, isNumber, symbolsOf } from '../../core/equations/expression';
import { parseExpression } from '../../core/equations/parse';
import { linearForm } from '../../core/equations/split';
import { lowerScenario } from '../../core/lower/lower';
import { remove } from '../../core/model/edit/remove';
import { changeId } from '../../core/model/edit/rename';
import { checkReferences } from '../../core/model/references';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { makeDocument } from '../documents';

describe('the linear part of an expression', () => {
  const pool = new Expressions(),
    states = new Set(['x', 'y']);
  const read = (text: string) => {
    const whole = parseExpression(pool, text, new Set(['x', 'y', 'k', 'm']));
    return { whole, form: linearForm(pool, whole, states) };
  };

  it.each([
    { text: 'k*x - m*y + 3', rest: false },
    { text: 'k*(x - 2*y + m)', rest: false },
    { text: '-(x + m)/k', rest: false },
    { text: 'k > 1 ? x : 2*y', rest: false },
    { text: 'k*x*(1 - x)', rest: true },
    { text: '(x - x*y)/m', rest: true },
    { text: 'm*x + sin(t)', rest: true },
  ])('$text is the sum of its parts', ({ text, rest }) => {
    const { whole, form } = read(text);
    expect(isNumber(form.rest, 0)).toBe(!rest);
    for (const part of [...form.coefficients.values(), form.constant])
      expect([...symbolsOf(part)].filter((name) => name === 't' || states.has(name))).toEqual([]);
    for (const point of [
      { t: 0.4, x: 1.3, y: -0.7, k: 2.1, m: 0.4 },
      { t: 2, x: 0.2, y: 0.9, k: 0.3, m: 1.7 },
    ]) {
      const at = (expr: typeof whole): number => evaluate(expr, (name) => point[name as keyof typeof point]);
      const sum = [...form.coefficients].reduce((total, [state, expr]) => total + at(expr) * point[state as 'x' | 'y'], 0);
      expect(sum + at(form.constant) + at(form.rest)).toBeCloseTo(at(whole), 13);
    }
  });

  it.each(['t*x', 'sin(t)', 'floor(x)', 'x > 1', 'max(x, 0)', 'x^k', 'x > 1 ? x : y', 'k/x', 'k*sign(x)'])(
    '%s has none, whatever its derivatives say',
    (text) => {
      const { whole, form } = read(text);
      expect(form.rest).toBe(whole);
      expect(isNumber(form.constant, 0)).toBe(true);
      expect(form.coefficients.size).toBe(0);
    },
  );
});

/** growth r·x·(1 − x/K), exchange x ⇄ y, constant supply of y, first-order loss of y */
const model = (solver: object): Scenario =>
  makeDocument({
    variables: [
      { id: 'x', name: 'x', kind: 'state', initial: 0.2 },
      { id: 'y', name: 'y', kind: 'state', initial: 1 },
    ],
    parameters: [
      { id: 'k', value: 40 },
      { id: 'r', value: 0.8 },
    ],
    mechanisms: [
      {
        id: 'growth',
        name: 'growth',
        law: { kind: 'custom', expression: 'r*x*(1 - x/3)' },
        inputs: [{ variable: 'x' }],
        effects: [{ variable: 'x', coefficient: 1 }],
      },
      {
        id: 'exchange',
        name: 'exchange',
        law: { kind: 'custom', expression: 'k*(x - y)' },
        inputs: [{ variable: 'x' }, { variable: 'y' }],
        effects: [
          { variable: 'x', coefficient: -1 },
          { variable: 'y', coefficient: 1 },
        ],
      },
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'first-order', parameters: { k: 0.3 } },
        inputs: [{ variable: 'y', role: 'substrate' }],
        effects: [{ variable: 'y', coefficient: -1 }],
        regulators: [],
      },
    ],
    solver,
  });

function parts(document: Scenario, p?: Float64Array) {
  const { plan, nominal } = lowerScenario(document, { from: 0, until: 3 }),
    split = plan.pieces[0].rhs.split!,
    matrix = new Float64Array(4),
    offset = new Float64Array(2),
    rest = new Float64Array(2);
  split.linear(p ?? nominal, matrix, offset);
  split.rest.value(0, Float64Array.of(0.5, 2), p ?? nominal, rest);
  return { matrix: [...matrix], offset: [...offset], rest: [...rest], split, plan, nominal };
}

describe('the split of a document', () => {
  it('is by default all that is linear', () => {
    const { matrix, offset, rest } = parts(model({ method: 'strang' }));
    [-40, 40, 40, -40.3].forEach((value, i) => {
      expect(matrix[i]).toBeCloseTo(value, 12);
    });
    expect(offset).toEqual([0, 0]);
    expect(rest[0]).toBeCloseTo(0.8 * 0.5 * (1 - 0.5 / 3), 14);
    expect(rest[1]).toBe(0);
  });

  it('has the marked mechanisms alone in its linear part, and the others in the rest', () => {
    const { matrix, rest } = parts(model({ method: 'strang', split: ['exchange'] }));
    expect(matrix).toEqual([-40, 40, 40, -40]);
    expect(rest[0]).toBeCloseTo(0.8 * 0.5 * (1 - 0.5 / 3), 14);
    expect(rest[1]).toBeCloseTo(-0.6, 14);
  });

  it('sums to the right-hand side, and its derivative by parameters is that of differences', () => {
    const { split, plan, nominal } = parts(model({ method: 'strang' })),
      y = Float64Array.of(0.5, 2),
      whole = new Float64Array(2);
    plan.pieces[0].rhs.value(0, y, nominal, whole);
    const at = (p: Float64Array): { matrix: Float64Array; offset: Float64Array } => {
      const matrix = new Float64Array(4),
        offset = new Float64Array(2);
      split.linear(p, matrix, offset);
      return { matrix, offset };
    };
    const { matrix, offset } = at(nominal),
      rest = new Float64Array(2);
    split.rest.value(0, y, nominal, rest);
    for (let i = 0; i < 2; i++)
      expect(matrix[2 * i] * y[0] + matrix[2 * i + 1] * y[1] + offset[i] + rest[i]).toBeCloseTo(whole[i], 12);
    const cotangent = Float64Array.of(0.3, -1.2, 0.7, 2),
      gp = new Float64Array(plan.m);
    split.linearVjp(nominal, cotangent, new Float64Array(2), gp);
    nominal.forEach((value, j) => {
      const moved = Float64Array.from(nominal);
      const sum = (v: number): number => {
        moved[j] = v;
        return at(moved).matrix.reduce((total, entry, i) => total + entry * cotangent[i], 0);
      };
      expect(gp[j]).toBeCloseTo((sum(value + 1e-3) - sum(value - 1e-3)) / 2e-3, 8);
    });
  });

  it('lets method strang solve the document to its tolerance', () => {
    const final = (method: 'strang' | 'rodas5p', split?: string[]): Float64Array => {
      const { plan, nominal } = lowerScenario(model({ method, ...(split === undefined ? {} : { split }) }), {
        from: 0,
        until: 3,
      });
      const settings = { method, rtol: method === 'strang' ? 1e-6 : 1e-10, atol: 1e-10, maxSteps: 100_000 };
      const result = solve(plan, nominal, { from: 0, until: 3, settings });
      if (!result.ok) throw new Error(result.failure.message);
      return result.value.final;
    };
    const reference = final('rodas5p');
    for (const split of [undefined, ['exchange']]) {
      final('strang', split).forEach((value, i) => {
        // The errors of some hundred steps, each within 1e-6, add up.
        expect(Math.abs(value / reference[i] - 1)).toBeLessThan(3e-5);
      });
    }
  });

  it('refuses marked mechanisms that are not linear, and a model without a linear part, with the field at fault', () => {
    expect(() => parts(model({ method: 'strang', split: ['exchange', 'growth'] }))).toThrow(/"growth" is not linear/);
    const curved = model({ method: 'strang' });
    const without = {
      ...curved,
      mechanisms: curved.mechanisms
        .filter(({ id }) => id === 'growth')
        .map((one) => ({ ...one, law: { kind: 'custom' as const, expression: 'r*x^2' } })),
    };
    expect(() => parts(without)).toThrow(/no linear part/);
  });

  it('follows its mechanisms when they are renamed or removed, and names one that is not there', () => {
    const document = model({ method: 'strang', split: ['exchange', 'loss'] });
    expect(changeId(document, 'exchange', 'diffusion').solver.split).toEqual(['diffusion', 'loss']);
    const left = remove(document, ['exchange']).document;
    expect(left.solver.split).toEqual(['loss']);
    expect('split' in remove(left, ['loss']).document.solver).toBe(false);
    const [problem] = checkReferences({ ...document, solver: { ...document.solver, split: ['exchnge'] } }, new Set());
    expect(problem).toMatchObject({ path: 'solver.split[0]', advice: 'did you mean "exchange"?' });
  });
});
