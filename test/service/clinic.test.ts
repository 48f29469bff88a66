import { describe, expect, it } from 'vitest';
import { call } from '../../core/service/call';
import { cheapest } from '../../core/service/clinic/cheapest';
import { largestError, errorFloor } from '../../core/service/clinic/reference';
import type { WorkPrecisionRun } from '../../core/service/clinic/schema';
import { fastestDecay, mostNegative, spectrum } from '../../core/service/clinic/spectrum';
import { TOLERANCES } from '../../core/service/clinic/work-precision';
import type { Method, Progress, Request, Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import { createCancelSource } from '../../core/service/jobs';
import type { Platform } from '../../core/service/platform';
import type { Scenario } from '../../core/model/schema';
import { solvers } from '../../core/solve/methods';
import { sparsityPattern } from '../../core/util/sparsity';
import { makeDocument } from '../documents';
import { runClinic } from '../host/doubles';

const handlers = createHandlers({ runClinic, seconds: () => performance.now() / 1000 } as Platform);

/** Every message is held to the contract. @param until cancels once it holds */
function ask<M extends Method>(
  method: M,
  request: Request<M>,
  until: (progress: Progress<M>) => boolean = () => false,
): Promise<Response<M>> {
  const { signal, cancel } = createCancelSource();
  return call(handlers, method, request, {
    signal,
    strict: true,
    progress: (progress) => {
      if (until(progress)) cancel();
    },
  });
}

/** x' = −rate (x − cos t): x runs after the cosine, as stiffly as the rate is large (Prothero & Robinson 1974). */
const follower = (rate: number, solver: object = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'x', name: 'x', kind: 'state', initial: 0 },
      { id: 'y', name: 'y', kind: 'state', initial: 1 },
    ],
    parameters: [{ id: 'rate', value: rate }],
    mechanisms: [
      {
        id: 'pull',
        name: 'pull',
        law: { kind: 'custom', expression: '-rate*(x - cos(t))' },
        inputs: [{ variable: 'x' }],
        effects: [{ variable: 'x' }],
      },
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'custom', expression: '-y' },
        inputs: [{ variable: 'y' }],
        effects: [{ variable: 'y' }],
      },
    ],
    comparisons: [{ id: 'c', name: 'c', baseline: { id: 'b', name: 'b' }, horizon: { from: 0, until: 6, points: 31 } }],
    solver,
  });
/** x(t) of the follower from x(0) = 0. */
const exact = (rate: number, t: number): number => {
  const part = (s: number): number => (rate * (rate * Math.cos(s) + Math.sin(s))) / (1 + rate * rate);
  return part(t) - part(0) * Math.exp(-rate * t);
};

describe('work and precision', () => {
  const document = follower(3, { method: 'tsit5', rtol: 1e-5, atol: 1e-7 });

  it('tries methods over their tolerances or steps, and the setting of the document', async () => {
    const { runs, reference, span } = await ask('workPrecision', { document, methods: ['auto', 'rk4', 'rodas5p'] });
    expect(span).toEqual({ from: 0, until: 6, outputs: 31, states: 2 });
    expect(reference.uncertainty).toBeLessThan(1e-11);
    expect(runs.filter(({ current }) => current)).toMatchObject([{ method: 'tsit5', rtol: 1e-5, atol: 1e-7 }]);
    for (const method of ['auto', 'rodas5p']) {
      const own = runs.filter((run) => run.method === method && !run.current);
      expect(own.map(({ rtol }) => rtol)).toEqual(TOLERANCES);
      // the document's ratio of its tolerances is kept
      expect(own.map(({ atol }) => atol)).toEqual(TOLERANCES.map((rtol) => Number((rtol / 100).toPrecision(3))));
    }
    const steps = runs.filter(({ method }) => method === 'rk4').map(({ step }) => step!);
    expect(steps[0]).toBeCloseTo(0.6, 12);
    expect(steps.every((step, i) => i === 0 || step < steps[i - 1])).toBe(true);
  });

  it('names no method that the registry lacks, and all that it has', async () => {
    const titles = new Set<string>();
    const { runs, cancelled } = await ask('workPrecision', { document }, ({ run, done }) => {
      if (run !== undefined) titles.add(run.title);
      return done > 3;
    });
    expect(cancelled).toBe(true);
    expect(runs).toHaveLength(4);
    const { runs: all } = await ask('workPrecision', { document, methods: Object.keys(solvers).slice(0, 2) });
    expect(new Set(all.filter(({ current }) => !current).map(({ title }) => title))).toEqual(
      new Set(
        Object.values(solvers)
          .slice(0, 2)
          .map(({ title }) => title),
      ),
    );
  });

  it('measures the error of RK4 that its own formula gives on y, which decays by the polynomial of a step', async () => {
    const decay = makeDocument({
      ...document,
      mechanisms: document.mechanisms.slice(1),
      variables: document.variables.slice(1),
      observables: [],
    });
    const { runs, floor } = await ask('workPrecision', { document: decay, methods: ['rk4'] });
    const run = runs.find(({ step }) => step !== undefined && Math.abs(step - 0.2) < 1e-12)!;
    const factor = 1 - 0.2 + 0.2 ** 2 / 2 - 0.2 ** 3 / 6 + 0.2 ** 4 / 24;
    let worst = 0;
    for (let k = 1; k <= 30; k++) {
      const truth = Math.exp(-0.2 * k);
      worst = Math.max(worst, Math.abs(factor ** k - truth) / Math.max(truth, floor));
    }
    expect(run.error! / worst).toBeCloseTo(1, 4);
    expect(run).toMatchObject({ steps: 30, rejected: 0 });
  });

  it('says why explicit methods starve on a stiff model, and does not try them to the end', async () => {
    const { runs } = await ask('workPrecision', { document: follower(3e6), methods: ['tsit5', 'euler', 'rodas5p'] });
    const [first, ...rest] = runs.filter(({ method }) => method === 'tsit5');
    expect(first.failure).toMatchObject({ reason: 'too-many-steps' });
    expect(first.failure!.message).toMatch(/steps|Stopped after/);
    expect(rest.map(({ failure }) => failure?.reason)).toEqual(rest.map(() => 'not-tried'));
    for (const run of runs.filter(({ method }) => method === 'euler')) expect(run.failure).toBeDefined();
    const stiff = runs.filter(({ method }) => method === 'rodas5p');
    expect(stiff.every(({ error }) => error !== null && error < 0.1)).toBe(true);
    expect(cheapest(runs, 1e-6)?.method).toMatch(/auto|rodas5p/);
  });

  it('advises the cheapest setting that is good enough, by the cost asked for', () => {
    const run = (method: string, error: number | null, seconds: number, evaluations: number): WorkPrecisionRun => ({
      method,
      title: method,
      family: 'explicit',
      current: false,
      error,
      seconds,
      evaluations,
      steps: 1,
      rejected: 0,
    });
    const runs = [run('a', 1e-3, 1, 50), run('b', 1e-5, 2, 40), run('c', 1e-5, 3, 30), run('d', null, 0, 0)];
    expect(cheapest(runs, 1e-2)?.method).toBe('a');
    expect(cheapest(runs, 1e-4)?.method).toBe('b');
    expect(cheapest(runs, 1e-4, 'evaluations')?.method).toBe('c');
    expect(cheapest(runs, 1e-6)).toBeNull();
  });

  it('refuses a method, an arm and a comparison that are not there, by name', async () => {
    const failing = async (request: object): Promise<string> =>
      ask('workPrecision', { document, ...request }).then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
    expect(await failing({ methods: ['rk45'] })).toMatch(/no method "rk45"; there are auto, euler/);
    expect(await failing({ arm: 'other' })).toMatch(/no arm "other"; the comparison has b/);
    expect(await failing({ comparison: 'other' })).toMatch(/no comparison "other"/);
  });
});

describe('errors', () => {
  it('are relative to a value, but at least to a thousandth of the largest of its state', () => {
    const reference = Float64Array.of(2, 0, 0, 0, 4, 0),
      floor = errorFloor(reference, 2);
    expect([...floor]).toEqual([4e-3, 4e-3]);
    expect(largestError(Float64Array.of(2.02, 0, 0, 0, 4, 0), reference, floor)).toBeCloseTo(0.01, 12);
    expect(largestError(Float64Array.of(2, 0, 0, 1e-4, 4, 0), reference, floor)).toBeCloseTo(1e-4 / 4e-3, 12);
    expect(largestError(Float64Array.of(2, NaN, 0, 0, 4, 0), reference, floor)).toBe(Infinity);
  });
});

describe('step sizes', () => {
  it('add up to the span, and fit between the accepted steps', async () => {
    const { methods } = await ask('stepHistory', { document: follower(3), methods: ['auto', 'tsit5', 'rk4'] });
    for (const { times, sizes, steps } of methods) {
      expect(times).toHaveLength(steps);
      expect(sizes.reduce((sum, h) => sum + h, 0)).toBeCloseTo(6, 10);
      for (let i = 1; i < times.length; i++) expect(times[i]).toBeCloseTo(times[i - 1] + sizes[i - 1], 10);
    }
  });

  it('show where the model is stiff, by the rate that it was given, and when the automatic choice changes', async () => {
    const rate = 2000;
    const { methods, stiff, judge } = await ask('stepHistory', { document: follower(rate), methods: ['auto', 'tsit5'] });
    const [auto, tsit5] = methods;
    expect(judge.boundary).toBeCloseTo(-3.5068, 3);
    expect(stiff.at(-1)!.until).toBe(6);
    // the transient lasts a few times 1/rate
    expect(stiff[0].from).toBeLessThan(50 / rate);
    expect(auto.switches.length).toBeGreaterThan(0);
    expect(auto.switches[0].from).not.toBe(auto.switches[0].to);
    auto.stiffness.forEach((value, i) => expect(value! / (auto.sizes[i] * rate)).toBeCloseTo(1, 6));
    // an explicit method stays beside its boundary
    const later = tsit5.stiffness.slice(tsit5.stiffness.length >> 1).map((value) => value!);
    expect(Math.max(...later)).toBeLessThan(6);
    expect(Math.max(...auto.stiffness.map((value) => value!))).toBeGreaterThan(100);
  });

  it('mark rejected steps at their time and size', async () => {
    const jump = makeDocument({
      ...follower(1),
      mechanisms: [
        {
          id: 'pulse',
          name: 'pulse',
          law: { kind: 'custom', expression: '100*exp(-(t - 3)^2*50)' },
          effects: [{ variable: 'x' }],
        },
      ],
    });
    const [{ rejected, times }] = (await ask('stepHistory', { document: jump, methods: ['tsit5'] })).methods;
    expect(rejected.count).toBeGreaterThan(0);
    expect(rejected.times).toHaveLength(rejected.count);
    for (const t of rejected.times) expect(times).toContain(t);
  });
});

describe('a fixed step', () => {
  it('gives curves from the start on, and their distance from the adaptive solution', async () => {
    const { curves, adaptive, lambda, view, step } = await ask('fixedSteps', { document: follower(3), variable: 'x', step: 0.1 });
    expect(lambda).toBeCloseTo(-3, 10);
    expect(view).toEqual({ from: 0, until: 6 });
    expect(step).toBe(0.1);
    adaptive.times.forEach((t, k) => expect(adaptive.values[k]).toBeCloseTo(exact(3, t), 6));
    const euler = curves.find(({ method }) => method === 'euler')!;
    expect(euler.times).toHaveLength(61);
    const largest = Math.max(...adaptive.values.map((value) => Math.abs(value!)));
    const gap = Math.max(...euler.times.map((t, k) => Math.abs(euler.values[k]! - exact(3, t))));
    expect(euler.deviation! / (gap / largest)).toBeCloseTo(1, 3);
  });

  it('gives the gradient back through the steps: each multiplies it by R(hλ), as it does the solution', async () => {
    const rate = 20,
      { curves, step } = await ask('fixedSteps', { document: follower(rate), variable: 'x', step: 0.11 }),
      z = -rate * step;
    for (const [method, factor] of [
      ['euler', 1 + z],
      ['heun', 1 + z + z ** 2 / 2],
      ['backward-euler', 1 / (1 - z)],
      ['trapezoidal', (1 + z / 2) / (1 - z / 2)],
    ] as const) {
      const { gradient, times } = curves.find((curve) => curve.method === method)!;
      expect(gradient).toHaveLength(times.length);
      expect(gradient!.at(-1)).toBe(1);
      // the last step may be shorter
      const last = gradient!.at(-2)!;
      gradient!.slice(0, -1).forEach((size, k, all) => {
        expect(size! / last / Math.abs(factor) ** (all.length - 1 - k)).toBeCloseTo(1, 9);
      });
    }
  });

  it('starts just beyond the boundary of Euler and stays within the range of its slider', async () => {
    const { step, range, lambda, variable } = await ask('fixedSteps', { document: follower(20) });
    expect(step * lambda!).toBeCloseTo(-2.1, 10);
    expect(variable).toBe('x');
    const far = await ask('fixedSteps', { document: follower(20), step: 1e9 });
    expect(far.step).toBe(range.max);
  });

  it('refuses a variable that is not there', async () => {
    await expect(ask('fixedSteps', { document: follower(1), variable: 'q' })).rejects.toThrow(/no variable "q"/);
  });
});

describe('the spectrum of a large Jacobian', () => {
  it('has its outermost eigenvalues, by a Krylov space', () => {
    const n = 300,
      pattern = sparsityPattern(Array.from({ length: n }, (_, i) => [i - 1, i, i + 1].filter((j) => j >= 0 && j < n)));
    // a chain that loses faster and faster: the fastest mode stands apart
    const entries: number[] = [];
    for (let i = 0; i < n; i++) {
      for (let at = pattern.rowStart[i]; at < pattern.rowStart[i + 1]; at++)
        entries.push(pattern.column[at] === i ? -2 - (i === n - 1 ? 100 : 0) : 1);
    }
    const found = spectrum(pattern, Float64Array.from(entries))!;
    // the last row alone: λ + 102 = 1/(λ + 2 − …), to leading orders −102 − 1/100
    expect(fastestDecay(found)).toBeCloseTo(102.01, 2);
    expect(mostNegative(found)!.re).toBeCloseTo(-102.01, 2);
    expect(mostNegative(found)!.im).toBe(0);
  });
});
