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

const STEP = 0.01,
  WARM_MS = 500;

interface Work {
  /** one solve and gradient; the forward steps that the sweep took again */
  run(): number;
}

function work(steps: number, storage: Storage): Work {
  const until = steps * STEP,
    { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until });
  const times = Float64Array.of(until),
    cotangents = Float64Array.of(1, -1),
    gp = new Float64Array(plan.m);
  const recorder = new StepRecording(plan, { storage });
  const settings = { method: 'tsit5' as const, rtol: 1e-6, atol: 1e-8, step: STEP, maxSteps: 2 * steps };
  return {
    run() {
      const solved = solve(plan, nominal, { from: 0, until, times, recorder, settings });
      if (!solved.ok) throw new Error(solved.failure.message);
      const gradient = discreteAdjoint(plan, nominal, recorder, times, cotangents, gp);
      if (!gradient.ok) throw new Error(gradient.failure.message);
      return gradient.value.forwardSteps;
    },
  };
}

/** @returns time of one over that of the other: the median of rounds in which both are measured, so that other programs disturb both */
function ratio(one: Work, other: Work, rounds: number): number {
  const ratios = Array.from({ length: rounds }, (_, round) => {
    const [a, b] = [one, other].map((each) => microseconds(each.run, 3, round === 0 ? WARM_MS : 0));
    return a / b;
  });
  return ratios.sort((a, b) => a - b)[(rounds - 1) >> 1];
}

export function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { steps, most, rounds } of [
    { steps: 1e3, most: 2.1, rounds: 15 },
    { steps: 1e6, most: 2.7, rounds: 7 },
  ]) {
    const states = 4 * Math.ceil(Math.log2(steps));
    const full = work(steps, 'full'),
      recursive = work(steps, { states });
    const name = `${steps} steps, ${states} stored states`;
    measured.push(
      {
        what: `${name}, forward steps over the minimum`,
        value: recursive.run() - fewestForwardSteps(steps, states),
        unit: 'steps',
        target: 0,
      },
      { what: `${name}, time over full storage`, value: ratio(recursive, full, rounds), unit: 'times', target: most },
    );
  }
  const steps = 20_000,
    full = work(steps, 'full');
  const budgets = [4, 8, 16, 32, 64, 128, 256, 1024, 4096];
  const points = budgets.map((states) => ({ states, time: ratio(work(steps, { states }), full, 7) }));
  // in units of a stored step's solve and reverse: r forward steps for every step, at the price of one step of the two
  const forwardShare = ratio({ run: forward(steps) }, full, 7);
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

/** @returns the solve alone, which takes no step again */
function forward(steps: number): () => number {
  const until = steps * STEP,
    { plan, nominal } = lowerScenario(lotkaVolterraDocument(), { from: 0, until });
  const settings = { method: 'tsit5' as const, rtol: 1e-6, atol: 1e-8, step: STEP, maxSteps: 2 * steps };
  return () => {
    solve(plan, nominal, { from: 0, until, settings });
    return 0;
  };
}
