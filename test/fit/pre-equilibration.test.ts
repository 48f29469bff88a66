import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { lowerCondition } from '../../core/fit/lower-condition';
import { createObjective } from '../../core/fit/objective';
import { changeId, remove } from '../../core/model/edit';
import { checkReferences } from '../../core/model/references';
import type { Scenario } from '../../core/model/schema';
import { LoweringCache } from '../../core/service/lowering-cache';
import { simulateSeries } from '../../core/service/pipeline';
import { solve } from '../../core/solve/integrate';
import type { Failure } from '../../core/util/result';
import { document, exchange, production, rate, seen, state } from './pre-equilibration';

/** Values of the document's variables at the start of a condition, and at a time after it. */
function run(
  scenario: Scenario,
  condition: string,
  time = 1,
  overrides = {},
  interventions: string[] = [],
): { start: number[]; later: number[] } {
  const answer = simulateSeries(scenario, new LoweringCache(), {
    interventions,
    condition,
    overrides,
    from: 0,
    times: Float64Array.of(0, time),
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  const at = (k: number): number[] => scenario.variables.map(({ id }) => answer.value.values[id][k]!);
  return { start: at(0), later: at(1) };
}

function failureOf(scenario: Scenario, condition: string): Failure {
  const { plan, nominal } = lowerCondition(scenario, { condition, from: 0, until: 5 }),
    solved = solve(plan, nominal, { from: 0, until: 5, settings: scenario.solver });
  if (solved.ok) throw new Error('it came to rest');
  return solved.failure;
}

/** Gradient by the adjoint, after a check that sensitivities and differences of the cost give the same. */
function checkedGradient(scenario: Scenario): { x: Float64Array; gradient: Float64Array } {
  const objective = createObjective(scenario, scenario.fits[0]),
    x = Float64Array.from(objective.estimated, ({ nominal }) => nominal),
    adjoint = objective.evaluate(x),
    forward = objective.information(x);
  if (!adjoint.ok) throw new Error(adjoint.failure.message);
  if (!forward.ok) throw new Error(forward.failure.message);
  const { gradient } = adjoint.value;
  x.forEach((value, i) => {
    const cost = (by: number): number => {
      const result = objective.cost(x.map((other, j) => (j === i ? value + by : other)));
      if (!result.ok) throw new Error(result.failure.message);
      return result.value;
    };
    const h = 1e-3,
      slope = (8 * (cost(h) - cost(-h)) - (cost(2 * h) - cost(-2 * h))) / (12 * h);
    // fourth order in h, and the solver's rtol of 1e-9 over h
    expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
    // both differentiate the same steps
    expect(Math.abs(forward.value.gradient[i] - gradient[i])).toBeLessThan(1e-8 * (1 + Math.abs(slope)));
  });
  return { x, gradient };
}

describe('a condition that is pre-equilibrated', () => {
  it('starts where production and loss balance under the other condition', () => {
    const { start, later } = run(production(), 'boosted');
    // to the solver's tolerance
    expect(start[0]).toBeCloseTo(3 / 0.6, 9);
    expect(later[0]).toBeCloseTo(10 - 5 * Math.exp(-0.6), 7);
    expect(run(production(), 'boosted', 1, { s: 6 }).start[0]).toBeCloseTo(10, 9);
    // a single instant
    expect(run(production(), 'boosted', 0).later[0]).toBeCloseTo(5, 9);
  });

  it('has the cost and gradient of the closed form', () => {
    const scenario = production(),
      { gradient } = checkedGradient(scenario);
    const cost = (s: number, d: number): number =>
      scenario.data.measurements.reduce((sum, { time, value }) => {
        const x = (2 * s) / d - (s / d) * Math.exp(-d * time);
        return sum + 0.5 * Math.log(2 * Math.PI) + Math.log(0.5) + 0.5 * ((value - x) / 0.5) ** 2;
      }, 0);
    expect(fitCurves(scenario, scenario.fits[0]).nllh).toBeCloseTo(cost(3, 0.6), 6);
    const h = 1e-4;
    expect(gradient[0]).toBeCloseTo((cost(3 + h, 0.6) - cost(3 - h, 0.6)) / (2 * h), 5);
    expect(gradient[1]).toBeCloseTo((Math.LN10 * 0.6 * (cost(3, 0.6 + h) - cost(3, 0.6 - h))) / (2 * h), 4);
  });

  it('keeps what is conserved, whose total the initial values give and whose Jacobian is singular', () => {
    const total = 2 * 5 + 0.5 * 1,
      // kf·A = kr·B with V·A + W·B = total
      ratio = (10 * 0.4) / 0.7,
      A = total / (2 + 0.5 * ratio);
    const { start } = run(exchange(), 'after');
    expect(start[0]).toBeCloseTo(A, 8);
    expect(start[1]).toBeCloseTo(A * ratio, 8);
    // V and W are in the conservation law itself: differences are the second way
    checkedGradient(exchange());
  });

  it('starts where a long explicit simulation of a nonlinear feedback ends', () => {
    const scenario = document({
      variables: [state('u', 0.2), state('v', 3), state('w', 0)],
      parameters: [
        { id: 'k', value: 2, estimate: true },
        { id: 'K', value: 0.8, scale: 'log10', estimate: true },
        { id: 'slow', value: 0.05, scale: 'log10', estimate: true },
      ],
      mechanisms: [
        rate('make_u', 'k/(1 + (w/K)^2)', { u: 1 }, ['w']),
        rate('lose_u', 'u', { u: -1 }),
        rate('pass', 'u*u/(1 + u)', { v: 1 }, ['u']),
        rate('lose_v', '0.5*v', { v: -1 }),
        rate('follow', 'slow*(v - w)', { w: 1 }, ['v']),
      ],
      observables: [seen('u'), seen('w')],
      conditions: [
        { id: 'weak', name: 'Weak', overrides: { k: '0.5*k' } },
        { id: 'strong', name: 'Strong', preEquilibration: { condition: 'weak' } },
      ],
      data: {
        measurements: [1, 10].flatMap((time) => [
          { condition: 'strong', observable: 'seen_u', time, value: 1 },
          { condition: 'strong', observable: 'seen_w', time, value: 0.7 },
        ]),
      },
    });
    const weak = lowerCondition(scenario, { condition: 'weak', from: 0, until: 2000 }),
      long = solve(weak.plan, weak.nominal, {
        from: 0,
        until: 2000,
        settings: { ...scenario.solver, method: 'tsit5', rtol: 1e-11, atol: 1e-13 },
      });
    const { start } = run(scenario, 'strong');
    // hundred times the slowest time scale; what is left is the tolerance of the run
    if (long.ok) start.forEach((value, j) => expect(value).toBeCloseTo(long.value.final[j], 8));
    expect(long.ok).toBe(true);
    checkedGradient(scenario);
  });

  it('may be so under its own circumstances, or under those of the model as it is', () => {
    const scenario = production();
    scenario.conditions[1].preEquilibration = { condition: 'boosted' };
    expect(checkReferences(scenario, new Set())).toEqual([]);
    expect(run(scenario, 'boosted').start[0]).toBeCloseTo(10, 9);
    scenario.conditions[1].preEquilibration = {};
    expect(run(scenario, 'boosted').start[0]).toBeCloseTo(5, 9);
  });

  it('starts from its own value where it overrides a state', () => {
    const scenario = exchange();
    scenario.conditions[1].overrides = { B: 2 };
    const { start } = run(scenario, 'after');
    expect(start[0]).toBeCloseTo(10.5 / (2 + (0.5 * 4) / 0.7), 8);
    expect(start[1]).toBe(2);
    checkedGradient(scenario);
  });

  it('rests under the interventions that are in force at the start, with time standing still', () => {
    const scenario = production({
      variables: [state('x', 7), { id: 'season', name: 'Season', kind: 'input', expression: '1 + t' }, state('y', 0)],
      mechanisms: [
        rate('make', 's*boost*season', { x: 1 }, ['season']),
        rate('lose', 'd*x', { x: -1 }),
        rate('follow', 'x - y', { y: 1 }, ['x']),
      ],
      interventions: [
        { id: 'held', name: 'Held', actions: [{ action: 'clamp', variable: 'x', value: 2, until: 3 }] },
        { id: 'dosed', name: 'Dosed', actions: [{ action: 'dose', variable: 'y', amount: 50, start: 2 }] },
      ],
      conditions: [
        { id: 'control', name: 'Control', interventions: ['held', 'dosed'] },
        { id: 'boosted', name: 'Boosted', preEquilibration: { condition: 'control' } },
        { id: 'free', name: 'Free', interventions: ['held'], preEquilibration: {} },
      ],
    });
    expect(run(scenario, 'boosted').start.map((value) => Number(value.toFixed(8)))).toEqual([2, 1, 2]);
    // x is clamped from the start on, y has rested with x at s/d
    expect(run(scenario, 'free').start.map((value) => Number(value.toFixed(8)))).toEqual([2, 1, 5]);
    checkedGradient(scenario);
  });

  it("rests with the subject's own values of what varies", () => {
    const scenario = production();
    scenario.parameters[1].varies = { spread: 0.2 };
    scenario.conditions[0].overrides = { d: 0.1 };
    scenario.conditions[1].overrides = { boost: 2, d: 1.5 };
    expect(run(scenario, 'boosted').start[0]).toBeCloseTo(2, 9);
    expect(createObjective(scenario, scenario.fits[0]).estimated.map(({ name }) => name)).toEqual(['s', 'd', 'd@boosted']);
    checkedGradient(scenario);
  });

  it('starts the arms that are held alongside from the same steady state', () => {
    const scenario = production({
      variables: [state('x', 7), state('y', 0)],
      mechanisms: [rate('make', 's*boost', { x: 1 }), rate('lose', 'd*x', { x: -1 }), rate('follow', 'x - y', { y: 1 }, ['x'])],
      interventions: [
        {
          id: 'natural',
          name: 'Natural',
          actions: [
            { action: 'scale', mechanism: 'make', factor: 0 },
            { action: 'hold', variable: 'x', of: [], mechanism: 'follow' },
          ],
        },
      ],
      conditions: [{ id: 'boosted', name: 'Boosted', preEquilibration: {} }],
    });
    const { start, later } = run(scenario, 'boosted', 1, {}, ['natural']);
    expect(start.map((value) => Number(value.toFixed(8)))).toEqual([5, 5]);
    // x is no longer made, and y follows the x of the arm in which it is
    expect(later[0]).toBeCloseTo(5 * Math.exp(-0.6), 7);
    expect(later[1]).toBeCloseTo(5, 8);
  });
});

describe('a model that does not come to rest', () => {
  const twoStates = (mechanisms: unknown[], initial = [1, 1]): Scenario =>
    document({
      variables: [state('x', initial[0]), state('y', initial[1])],
      mechanisms,
      conditions: [{ id: 'only', name: 'Only', preEquilibration: {} }],
    });

  it('is a failure where it oscillates, grows or drifts, however slowly, and names what still moves', () => {
    const oscillates = twoStates(
      [rate('eat', 'x*y', { x: -1, y: 1 }), rate('grow', 'x', { x: 1 }), rate('die', 'y', { y: -1 })],
      [2, 1],
    );
    expect(failureOf(oscillates, 'only')).toMatchObject({ reason: 'no-convergence' });
    expect(failureOf(oscillates, 'only').message).toMatch(/does not come to rest/);
    const drifts = twoStates([rate('grow', '1e-6', { y: 1 }), rate('lose', 'x', { x: -1 })]);
    expect(failureOf(drifts, 'only')).toMatchObject({ reason: 'no-convergence', blame: ['y'] });
    const slows = twoStates([rate('grow', '1/(1 + y)^3', { y: 1 })]);
    expect(failureOf(slows, 'only')).toMatchObject({ reason: 'no-convergence', blame: ['y'] });
    // far from its root at 5, at a rate that no window of time shows
    const creeps = twoStates([rate('creep', '1e-15*(5 - x)', { x: 1 }), rate('lose', 'y', { y: -1 })]);
    expect(failureOf(creeps, 'only')).toMatchObject({ reason: 'no-convergence' });
    const explodes = twoStates([rate('grow', 'x*x', { x: 1 })]);
    expect(failureOf(explodes, 'only').message).toMatch(/^The run to the steady state before the start stopped/);
  });

  it('is found at rest where it is: at an unstable point, at zero, and after a decay to nothing', () => {
    const logistic = twoStates([rate('grow', 'x*(1 - x)', { x: 1 }), rate('lose', 'y', { y: -1 })], [0, 3]);
    const { start } = run(logistic, 'only');
    expect(start[0]).toBe(0);
    expect(Math.abs(start[1])).toBeLessThan(1e-11);
  });

  it('leaves a fit a failure, not a number', () => {
    const scenario = production();
    scenario.mechanisms = scenario.mechanisms.slice(0, 1);
    const objective = createObjective(scenario, scenario.fits[0]),
      x = Float64Array.from(objective.estimated, ({ nominal }) => nominal);
    for (const answer of [objective.cost(x), objective.evaluate(x), objective.information(x)])
      expect(!answer.ok && answer.failure.reason).toBe('no-convergence');
    expect(fitCurves(scenario, scenario.fits[0])).toMatchObject({ nllh: null, failure: { reason: 'no-convergence' } });
  });
});

describe('pre-equilibration in the document', () => {
  const faultsOf = (change: (scenario: Scenario) => void): string[] => {
    const scenario = production();
    change(scenario);
    return checkReferences(scenario, new Set()).map(({ path, message }) => `${path}: ${message}`);
  };

  it('names a condition that exists, and that is not pre-equilibrated itself', () => {
    expect(faultsOf(({ conditions }) => (conditions[1].preEquilibration = { condition: 'contol' }))).toEqual([
      'conditions[1].preEquilibration.condition: no condition "contol"',
    ]);
    expect(faultsOf(({ conditions }) => (conditions[0].preEquilibration = { condition: 'boosted' }))).toEqual([
      expect.stringMatching(/^conditions\[0\]\.preEquilibration\.condition: "boosted" is pre-equilibrated itself/),
      expect.stringMatching(/^conditions\[1\]\.preEquilibration\.condition: "control" is pre-equilibrated itself/),
    ]);
    expect(
      faultsOf(({ events }) =>
        events.push({
          id: 'e',
          name: 'E',
          trigger: 'x > 3',
          persistent: true,
          initialValue: true,
          useTriggerValues: true,
          assignments: [{ variable: 'x', value: 0 }],
        }),
      ),
    ).toEqual([expect.stringMatching(/^conditions\[1\]\.preEquilibration: a model with events/)]);
    expect(faultsOf(({ parameters }) => (parameters[1].varies = { spread: 1, conditions: ['control'] }))).toEqual([
      expect.stringMatching(/"d" varies between conditions, and "control" has a value of its own but "boosted" has not/),
    ]);
  });

  it('follows renamed ids, and goes with the condition that it names', () => {
    expect(changeId(production(), 'control', 'fasting').conditions[1].preEquilibration).toEqual({ condition: 'fasting' });
    expect(remove(production(), ['control']).document.conditions[0].preEquilibration).toBeUndefined();
  });
});
