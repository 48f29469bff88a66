import { describe, expect, it } from 'vitest';
import { acceptedStarts } from '../../core/fit/accepted';
import { assembleFitResult } from '../../core/fit/result';
import { createRoundRunner, createStartRunner, findFit } from '../../core/fit/run-start';
import { scenario, type FitStart } from '../../core/model/schema';
import { adamSettings } from '../../core/model/schema/fit';

/** x(t) = a·exp(−k·t), measured without error at a = 8, k = 0.5 */
const document = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Decay' },
  variables: [{ id: 'x', name: 'x', kind: 'state', initial: 'a' }],
  parameters: [
    { id: 'k', value: 2, scale: 'log10', bounds: [0.01, 10], estimate: true },
    { id: 'a', value: 1, scale: 'log10', bounds: [0.1, 100], estimate: true },
    { id: 'sigma', value: 1, scale: 'log10', bounds: [0.01, 10], estimate: true },
  ],
  mechanisms: [
    {
      id: 'loss',
      name: 'Loss',
      law: { kind: 'first-order', parameters: { k: 'k' } },
      inputs: [{ variable: 'x', role: 'substrate' }],
      effects: [{ variable: 'x', coefficient: -1 }],
    },
  ],
  observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'log-normal', sigma: 'sigma' } }],
  conditions: [{ id: 'only', name: 'Only' }],
  data: {
    measurements: [0, 1, 2, 4, 7].map((time, i) => ({
      condition: 'only',
      observable: 'seen',
      time,
      value: 8 * Math.exp(-0.5 * time) * (i % 2 === 0 ? 1.05 : 1 / 1.05),
    })),
  },
  fits: [{ id: 'main', name: 'Main' }],
});
const task = { document, fit: 'main', starts: 3, seed: 11 };
const quiet = { onProgress: () => undefined, cancelled: () => false };

describe('a start', () => {
  it('finds the parameters that made the data, with natural values and a reason', () => {
    const start = createStartRunner(task)(0, quiet);
    // the alternating 5 % errors move the least-squares line of log x by at most that
    expect(Math.abs(start.parameters.k / 0.5 - 1)).toBeLessThan(0.05);
    expect(Math.abs(start.parameters.a / 8 - 1)).toBeLessThan(0.05);
    expect(start.parameters.sigma).toBeGreaterThan(0.03);
    expect(start.reason).toMatch(/^converged/);
    expect(start.gradientNorm).toBeLessThan(1e-4);
  });
  it('has the same bits whichever runner does it, after whichever others', () => {
    const one = createStartRunner(task),
      other = createStartRunner(task);
    one(0, quiet);
    one(1, quiet);
    expect(one(2, quiet)).toEqual(other(2, quiet));
  });
  it('keeps its best iterate when cancelled, and says so', () => {
    let iterations = 0,
      last = Infinity;
    const start = createStartRunner(task)(1, {
      onProgress: ({ iteration, nllh }) => {
        iterations = iteration;
        last = nllh;
      },
      cancelled: () => iterations >= 3,
    });
    expect(start.iterations).toBe(3);
    expect(start.nllh).toBe(last);
    expect(start.reason).toMatch(/^cancelled/);
    expect(Object.keys(start.parameters)).toEqual(['k', 'a', 'sigma']);
  });
  it('reports no cost and why when no point can be evaluated', () => {
    const start = createStartRunner({ ...task, document: { ...document, solver: { ...document.solver, maxSteps: 1 } } })(
      0,
      quiet,
    );
    expect(start).toMatchObject({ nllh: null, gradientNorm: null, parameters: {} });
    expect(start.reason).toMatch(/^failed: none of 25 start points could be evaluated/);
  });
  it.each(['auto', 'bfgs', 'l-bfgs', 'adam-then-l-bfgs'] as const)(
    'goes on from a barrier on another worker with the same bits (%s)',
    (method) => {
      const fits = [{ ...document.fits[0], method, candidates: 3, adam: adamSettings.parse({ steps: 12 }) }];
      const own = { ...task, document: { ...document, fits } };
      const whole = createStartRunner(own)(1, quiet);
      let round = createRoundRunner(own)(1, quiet, 5);
      let legs = 1;
      for (let until = 10; round.kind === 'paused'; until += 5) {
        expect(round.result.reason).toMatch(/^waiting at the barrier/);
        round = createRoundRunner(own)(1, quiet, until, structuredClone(round));
        legs++;
      }
      expect(legs).toBeGreaterThan(1);
      expect(round.result).toEqual(whole);
    },
  );
  it('begins at the best of its candidates, its σ matched to the residuals there', () => {
    const first = (candidates: number): number => {
      let cost: number | undefined;
      const fits = [{ ...document.fits[0], candidates }];
      createStartRunner({ ...task, document: { ...document, fits } })(2, {
        onProgress: ({ nllh }) => {
          cost ??= nllh;
        },
        cancelled: () => cost !== undefined,
      });
      return cost!;
    };
    const costs = [1, 5, 40].map(first);
    expect(costs[1]).toBeLessThanOrEqual(costs[0]);
    expect(costs[2]).toBeLessThan(costs[0]);
  });
  it("goes by the fit's id, or the first fit", () => {
    expect(findFit(document).id).toBe('main');
    expect(() => findFit(document, 'other')).toThrow('fits: no fit "other"; fits: main');
  });
});

describe('a result', () => {
  const start = (index: number, nllh: number | null): FitStart => ({
    index,
    seed: index,
    nllh,
    gradientNorm: 0,
    iterations: 1,
    reason: 'r',
    parameters: { k: index },
  });
  const provenance = { document: '0', versions: {} };
  it('keeps every start by index and picks the best', () => {
    const result = assembleFitResult([start(2, 5), start(0, 7), start(1, null), start(3, 6.9)], provenance);
    if (!result.ok) throw new Error(result.failure.message);
    expect(result.value.starts.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(result.value.best).toEqual({ nllh: 5, parameters: { k: 2 } });
    expect(acceptedStarts(result.value).map(({ index }) => index)).toEqual([2, 3]);
  });
  it('is a failure where no start has a cost', () => {
    expect(assembleFitResult([start(0, null)], provenance)).toMatchObject({ ok: false, failure: { reason: 'bad-start' } });
  });
});
