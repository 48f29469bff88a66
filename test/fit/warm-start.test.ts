import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import type { Objective } from '../../core/fit/optimiser';
import { populationTerms } from '../../core/fit/population';
import { createRoundRunner, createStartRunner, type StartResult } from '../../core/fit/run-start';
import { buildTrajectories } from '../../core/fit/trajectories';
import { collocationObjective } from '../../core/fit/warm-start/collocation';
import { stageEnds } from '../../core/fit/warm-start/growing-horizon';
import { shootingObjective, shotTrajectories } from '../../core/fit/warm-start/multiple-shooting';
import { segmentStarts } from '../../core/fit/warm-start/segments';
import { scenario, type Scenario } from '../../core/model/schema';
import { oscillator } from './oscillators';

const quiet = { onProgress: () => undefined, cancelled: () => false };
const run = (document: Scenario, hooks = quiet): StartResult =>
  createStartRunner({ document, fit: 'all', starts: 1, seed: 1 })(0, hooks);

const kinds = ['collocation', 'growing-horizon', 'multiple-shooting'] as const;

describe('a warm start', () => {
  it('that ends at a higher cost is taken where it is the better after some iterations, else left', () => {
    // the best fit itself: nothing can be lower
    const first = oscillator('predatorPrey', { warmStart: { kind: 'collocation' } }),
      { nllh, parameters } = run(first);
    const fitted = { ...first, parameters: first.parameters.map((one) => ({ ...one, value: parameters[one.id] })) };
    const again = run(fitted);
    expect(again.nllh).toBeLessThanOrEqual(nllh! + 1e-6);
    expect(again.warm).toMatch(/^cost \S+ → \S+ by collocation, and after 10 iterations from both .*: the equations of 2 states/);
  });

  it('leaves noise that is estimated at what its residuals say', () => {
    const begun = oscillator('predatorPrey', { warmStart: { kind: 'collocation' }, maxIterations: 1 });
    const document = scenario.parse({
      ...begun,
      parameters: [...begun.parameters, { id: 'sigma', value: 100, scale: 'log10', bounds: [1e-3, 1e3], estimate: true }],
      observables: begun.observables.map((one) => ({ ...one, noise: { sigma: 'sigma' } })),
    });
    // it begins at 100, and one step of the optimiser cannot bring it down by three powers of ten
    expect(run(document).parameters.sigma).toBeLessThan(1);
    const fits = [{ ...document.fits[0], maxIterations: 200 }];
    expect(Math.abs(run({ ...document, fits }).parameters.sigma - 0.1)).toBeLessThan(0.02);
  });

  it('that fails leaves the start its own point, and says why', () => {
    const document = oscillator('predatorPrey', { warmStart: { kind: 'collocation' } });
    // overflows where the smoothed measurements go, and not where the start does
    const broken = scenario.parse({
      ...document,
      mechanisms: document.mechanisms.map((one) =>
        one.id === 'rate_x' ? { ...one, law: { kind: 'custom', expression: 'alpha*x - beta*x*y + exp(1e5*(0.47 - y))' } } : one,
      ),
      data: { measurements: document.data.measurements.filter(({ time }) => time <= 1.5) },
    });
    const result = run(broken);
    expect(result.nllh).not.toBeNull();
    expect(result.warm).toMatch(
      /^collocation failed, and the start went on from its own point: .*not finite; rate_x is to blame/,
    );
  });

  it('gives the same bits on another worker, and is done once, before the first barrier', () => {
    const document = oscillator('predatorPrey', {
        warmStart: { kind: 'multiple-shooting', rounds: 2, iterations: 15 },
        candidates: 2,
      }),
      task = { document, fit: 'all', starts: 3, seed: 4 };
    const whole = createStartRunner(task)(2, quiet);
    let round = createRoundRunner(task)(2, quiet, 2);
    expect(round.kind).toBe('paused');
    for (let until = 4; round.kind === 'paused'; until += 2)
      round = createRoundRunner(task)(2, quiet, until, structuredClone(round));
    expect(round.result).toEqual(whole);
    expect(whole.warm).toMatch(/multiple shooting.*: 12 segments/);
  });

  it.each(kinds)('by %s that is cancelled keeps the best so far', (kind) => {
    let asked = 0;
    const { nllh, reason, iterations } = run(oscillator('predatorPrey', { warmStart: { kind } }), {
      ...quiet,
      cancelled: () => ++asked > 20,
    });
    const own = createObjective(oscillator('predatorPrey'), oscillator('predatorPrey').fits[0]);
    const begun = own.cost(Float64Array.from(own.estimated, (one) => one.nominal));
    expect(nllh).toBeLessThanOrEqual(begun.ok ? begun.value : NaN);
    expect(reason).toMatch(/^cancelled/);
    expect(iterations).toBeLessThan(2);
  });
});

/** Largest difference of a gradient from central differences, relative to its largest entry. */
function gradientError(objective: Objective, x: Float64Array, h = 1e-5): number {
  const value = (at: Float64Array): number => {
    const evaluated = objective.evaluate(at);
    if (!evaluated.ok) throw new Error(evaluated.failure.message);
    return evaluated.value.value;
  };
  const evaluated = objective.evaluate(x);
  if (!evaluated.ok) throw new Error(evaluated.failure.message);
  const { gradient } = evaluated.value,
    largest = Math.max(...gradient.map(Math.abs));
  return Math.max(
    ...x.map((at, i) => Math.abs((value(x.with(i, at + h)) - value(x.with(i, at - h))) / (2 * h) - gradient[i]) / largest),
  );
}

describe('the gradient of a warm objective is that of differences', () => {
  const document = oscillator('predatorPrey'),
    [fit] = document.fits,
    cost = createObjective(document, fit),
    x = Float64Array.from(cost.estimated, ({ nominal }, i) => nominal + 0.03 * i);
  it('in collocation', () => {
    // third derivatives of a quadratic in exponentials: 1e-10·h⁰, rounding 1e-11/h
    expect(gradientError(collocationObjective(buildTrajectories(document, fit), cost.estimated, cost, x), x)).toBeLessThan(1e-8);
  });
  it('in multiple shooting, by the parameters and by the first states of segments', () => {
    const joint = shootingObjective(
      shotTrajectories(document, fit, cost.estimated, 4),
      cost.estimated,
      populationTerms(document, cost.estimated),
      cost,
      x,
    );
    if (!joint.ok) throw new Error(joint.failure.message);
    const { objective, start } = joint.value;
    expect(start).toHaveLength(4 + 3 * 2);
    // the adjoint is that of fixed steps, differences see their sizes change within rtol = 1e-8
    expect(
      gradientError(
        objective(100),
        start.map((value, i) => value * (1 + 0.01 * i)),
      ),
    ).toBeLessThan(1e-5);
  });
});

describe('the parts of a warm start', () => {
  const document = oscillator('predatorPrey'),
    [fit] = document.fits;
  it('are stages at quantiles of the measurements, or where the fit says', () => {
    expect(stageEnds(document, fit, {})).toEqual([5, 10, 15]);
    expect(stageEnds(document, fit, { stages: 2 })).toEqual([10]);
    expect(stageEnds(document, { ...fit, holdout: { after: 8 } }, {})).toEqual([2, 4, 6]);
    expect(stageEnds(document, fit, { times: [3, 9] })).toEqual([3, 9]);
    expect(() => stageEnds(document, fit, { times: [0.1] })).toThrow('fits[0].warmStart.times[0]: no measurement lies between');
    expect(() => stageEnds(document, fit, { times: [3, 20] })).toThrow(
      /warmStart\.times\[1\].* leaves no measurement for the last stage/,
    );
  });
  it('are segments that begin amid measurements', () => {
    const [trajectory] = buildTrajectories(document, fit);
    expect(segmentStarts(trajectory)).toHaveLength(11);
    expect(segmentStarts(trajectory, 4)).toEqual([5.125, 10.125, 15.125]);
    expect(segmentStarts(trajectory, 1)).toEqual([]);
  });
});

describe('what a warm start cannot do is said where it is asked for', () => {
  const refused =
    (document: Scenario): (() => StartResult) =>
    () =>
      run(document);
  it('collocation, of states that are not seen', () => {
    const document = oscillator('predatorPrey', { warmStart: { kind: 'collocation' } }, ['x']);
    expect(refused(document)).toThrow(
      'fits[0].warmStart: collocation needs measurements of every state, and in only y is not seen',
    );
    const squared = { ...document, observables: document.observables.map((one) => ({ ...one, expression: 'x^2' })) };
    expect(refused(squared)).toThrow(/in only none is seen/);
  });
  it('collocation, of scaled and shifted states it can', () => {
    const document = oscillator('predatorPrey', { warmStart: { kind: 'collocation' } });
    const scaled = scenario.parse({
      ...document,
      observables: document.observables.map((one) => ({ ...one, expression: `5 - 2*${one.expression}`, noise: { sigma: 0.2 } })),
      data: { measurements: document.data.measurements.map((one) => ({ ...one, value: 5 - 2 * one.value })) },
    });
    expect(run(scaled).parameters.alpha).toBeCloseTo(run(document).parameters.alpha, 4);
  });
  it('doses for collocation, events for multiple shooting', () => {
    const make = (kind: string, more: object): Scenario =>
      scenario.parse({ ...oscillator('predatorPrey', { warmStart: { kind } }), ...more });
    const dosed = make('collocation', {
      interventions: [{ id: 'd', name: 'd', actions: [{ action: 'dose', variable: 'x', amount: 1, start: 3 }] }],
      conditions: [{ id: 'only', name: 'only', interventions: ['d'] }],
    });
    expect(refused(dosed)).toThrow(/collocation smooths trajectories, and in only doses, clamps or events make them jump/);
    const eventful = make('multiple-shooting', {
      events: [{ id: 'e', name: 'e', trigger: 'x > 100', assignments: [{ variable: 'x', value: 1 }] }],
    });
    expect(refused(eventful)).toThrow(/multiple shooting begins its segments from states alone/);
  });
  it('stages and times at once, or times that do not rise', () => {
    const asked =
      (warmStart: object): (() => Scenario) =>
      () =>
        oscillator('predatorPrey', { warmStart });
    expect(asked({ kind: 'growing-horizon', stages: 3, times: [1] })).toThrow(/give the one or the other/);
    expect(asked({ kind: 'growing-horizon', times: [2, 1] })).toThrow(/must rise/);
  });
});

it('multiple shooting goes on through a dose that a segment begins after', () => {
  const kind = 'multiple-shooting',
    document = oscillator('predatorPrey', { warmStart: { kind } });
  const dosed = scenario.parse({
    ...document,
    interventions: [{ id: 'd', name: 'd', actions: [{ action: 'dose', variable: 'x', amount: 2, start: 7.1 }] }],
    conditions: [{ id: 'only', name: 'only', interventions: ['d'] }],
  });
  const [fit] = dosed.fits,
    { estimated } = createObjective(dosed, fit),
    [{ segments, p, trajectory }] = shotTrajectories(dosed, fit, estimated);
  let state: Float64Array = new Float64Array(2);
  for (const segment of segments) {
    const end = segment.end(p, state);
    if (!end.ok) throw new Error(end.failure.message);
    state = end.value;
  }
  const [whole] = shotTrajectories(dosed, fit, estimated, 1)[0].segments,
    through = whole.end(p, state);
  if (!through.ok) throw new Error(through.failure.message);
  expect(trajectory.lowered.plan.pieces.length).toBeGreaterThan(1);
  // steps differ; the document solves to a relative 1e-8
  through.value.forEach((value, i) => expect(Math.abs(state[i] / value - 1)).toBeLessThan(1e-6));
});
