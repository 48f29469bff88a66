import { describe, expect, it } from 'vitest';
import { DocumentError } from '../../core/model/problem';
import { depthMap, depthMapRequest } from '../../core/service/clinic/depth-schema';
import { runClinicTask } from '../../core/service/clinic/task';
import type { DepthMap, Request } from '../../core/service/contract';
import { lotkaVolterraDocument } from '../systems';

const still = { seconds: () => 0, cancelled: () => false };
const map = (request: Partial<Request<'depthMap'>>, bench = still, told: { done: number; total: number }[] = []): DepthMap =>
  depthMap.parse(
    runClinicTask(
      'depthMap',
      depthMapRequest.parse({
        document: lotkaVolterraDocument(),
        axes: [
          { variable: 'x', from: 0.5, until: 3 },
          { variable: 'y', from: 0.5, until: 3 },
        ],
        points: 5,
        ...request,
      }),
      bench,
      (progress) => told.push(progress),
    ),
  );
/** dx/dt = −k·x over one unit of time, or dx/dt = x² with its pole at 1/x(0) */
const decay = (expression: string) => ({
  ...lotkaVolterraDocument(),
  variables: lotkaVolterraDocument().variables.slice(0, 1),
  mechanisms: [
    {
      id: 'change',
      name: 'change',
      law: { kind: 'custom' as const, expression },
      inputs: [{ variable: 'x', role: 'input' }],
      effects: [{ variable: 'x', coefficient: 1 }],
      regulators: [],
    },
  ],
  observables: [],
  comparisons: [
    {
      id: 'one',
      name: 'One unit',
      baseline: { id: 'as_it_is', name: 'As it is', interventions: [] },
      arms: [],
      horizon: { from: 0, until: 1, points: 11 },
      outcomes: [],
    },
  ],
});

describe('depth per input', () => {
  it('solves the document from every pair of initial values', () => {
    const told: { done: number; total: number }[] = [],
      found = map({}, still, told);
    expect(found.axes.map(({ variable, values }) => [variable, values.length])).toEqual([
      ['x', 5],
      ['y', 5],
    ]);
    expect(found.evaluations).toHaveLength(25);
    expect(found.evaluations.every((value) => value !== null && value > 0)).toBe(true);
    expect(Math.max(...found.evaluations.map(Number))).toBeGreaterThan(Math.min(...found.evaluations.map(Number)));
    expect(told.at(-1)).toMatchObject({ done: 20, total: 25 });
    expect(found.cancelled).toBe(false);
  });

  it('begins each way at its input, the first axis along a row', () => {
    const { paths, axes } = map({});
    expect(paths.length).toBeGreaterThan(1);
    for (const { index, x, y } of paths) {
      expect(x[0]).toBeCloseTo(axes[0].values[index % 5], 12);
      expect(y[0]).toBeCloseTo(axes[1].values[Math.floor(index / 5)], 12);
    }
  });

  it('has the errors of Euler’s method that its formula gives, and order 1', () => {
    const { layers, order, paths } = map({ document: decay('-x'), axes: [{ variable: 'x', from: 1, until: 2 }], points: 3 });
    for (const { count, errors } of layers) {
      // (1 − h)^N x against e^(−1) x, over the largest at the end, 2/e; the reference is good to 1e-9
      const error = Math.abs((1 - 1 / count) ** count - Math.exp(-1));
      [1, 1.5, 2].forEach((x, i) => expect(errors[i]).toBeCloseTo((error * x * Math.E) / 2, 8));
    }
    expect(order).toBeCloseTo(1, 2);
    expect(paths).toEqual([]);
  });

  it('tells inputs without a solution from the rest, each with its reason', () => {
    const { evaluations, failures, steps } = map({
      document: decay('x^2'),
      axes: [{ variable: 'x', from: 0.5, until: 2.1 }],
      points: 3,
    });
    expect(failures.map(({ index }) => index)).toEqual([1, 2]);
    expect(failures[0].failure.message).not.toBe('');
    expect(evaluations.map((value) => value === null)).toEqual([false, true, true]);
    expect(steps.map((value) => value === null)).toEqual([false, true, true]);
  });

  it('keeps what it has after a cancel', () => {
    let asked = 0;
    const { evaluations, cancelled, failures } = map({}, { ...still, cancelled: () => asked++ > 400 });
    const known = evaluations.filter((value) => value !== null).length;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(25);
    expect(evaluations.slice(known + 1).every((value) => value === null)).toBe(true);
    expect(failures).toEqual([]);
    expect(cancelled).toBe(true);
  });

  it('refuses what spans no grid, naming the field', () => {
    const x = { variable: 'x', from: 0, until: 1 };
    expect(() => map({ axes: [{ ...x, variable: 'nobody' }] })).toThrow(/axes\[0\]\.variable.*no state "nobody"; there are x, y/);
    expect(() => map({ axes: [x, x] })).toThrow(/axes\[1\]\.variable.*both axes/);
    expect(() => map({ axes: [{ ...x, until: 0 }] })).toThrow(DocumentError);
  });
});
