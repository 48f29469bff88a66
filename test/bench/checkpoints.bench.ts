/**
 * Memory against time of the gradient under recursive checkpoints: forward steps counted against the published minimum, and the time
 * of solve and reverse sweep over that with every step stored.
 */
import { fewestForwardSteps, repetitions } from '../../core/gradient/checkpoints';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import type { Storage } from '../../core/gradient/storage';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { lotkaVolterraDocument } from '../systems';
import type { Measured } from './command';
import { drawDiagram } from './diagram';
import { microseconds } from './timing';

const STEP = 0.01;

/** @returns microseconds of solve and gradient, and the forward steps that the sweep took again */
function measure(steps: number, storage: Storage, repeats: number): { time: number; forwardSteps: number } {
  const until = steps * STEP,
    { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until });
  const times = Float64Array.of(until),
    cotangents = Float64Array.of(1, -1),
    gp = new Float64Array(plan.m);
  const recorder = new StepRecording(plan, { storage });
  const settings = { method: 'tsit5' as const, rtol: 1e-6, atol: 1e-8, step: STEP, maxSteps: 2 * steps };
  let forwardSteps = 0;
  const time = microseconds(() => {
    const solved = solve(plan, nominal, { from: 0, until, times, recorder, settings });
    if (!solved.ok) throw new Error(solved.failure.message);
    const gradient = discreteAdjoint(plan, nominal, recorder, times, cotangents, gp);
    if (!gradient.ok) throw new Error(gradient.failure.message);
    forwardSteps = gradient.value.forwardSteps;
  }, repeats);
  return { time, forwardSteps };
}

export function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { steps, most, repeats } of [
    { steps: 1e3, most: 2.1, repeats: 9 },
    { steps: 1e6, most: 2.7, repeats: 7 },
  ]) {
    const states = 4 * Math.ceil(Math.log2(steps));
    const full = measure(steps, 'full', repeats),
      recursive = measure(steps, { states }, repeats);
    const name = `${steps} steps, ${states} stored states`;
    measured.push(
      {
        what: `${name}, forward steps over the minimum`,
        value: recursive.forwardSteps - fewestForwardSteps(steps, states),
        unit: 'steps',
        target: 0,
      },
      { what: `${name}, time over full storage`, value: recursive.time / full.time, unit: 'times', target: most },
    );
  }
  const steps = 20_000,
    full = measure(steps, 'full', 7).time;
  const budgets = [4, 8, 16, 32, 64, 128, 256, 1024, 4096];
  const points = budgets.map((states) => ({ states, time: measure(steps, { states }, 7).time / full }));
  // in units of a stored step's solve and reverse: r forward steps for every step, at the price of one step of the two
  const forwardShare = forwardPrice(steps) / full;
  drawDiagram(
    'checkpoints',
    'stored states',
    'time over full storage',
    [
      {
        title: `${steps.toLocaleString('en')} steps of Lotka–Volterra`,
        lines: [
          { name: 'measured', points: points.map(({ states, time }): [number, number] => [states, time]) },
          {
            name: '1 + steps taken again × their price',
            dashed: true,
            points: budgets.map((states): [number, number] => [
              states,
              1 + forwardShare * (1 + fewestForwardSteps(steps, states) / steps),
            ]),
          },
        ],
      },
    ],
    true,
  );
  for (const { states, time } of points)
    measured.push({
      what: `${steps} steps, ${states} stored states (repetitions ${repetitions(steps, states)}), time over full storage`,
      value: time,
      unit: 'times',
    });
  return Promise.resolve(measured);
}

/** @returns microseconds of the solve alone */
function forwardPrice(steps: number): number {
  const until = steps * STEP,
    { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until });
  const settings = { method: 'tsit5' as const, rtol: 1e-6, atol: 1e-8, step: STEP, maxSteps: 2 * steps };
  return microseconds(() => {
    solve(plan, nominal, { from: 0, until, settings });
  });
}
