import { beforeAll, describe, expect, it } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { makeGrid } from '../../core/lower/tensor/grid';
import { lowerTensors } from '../../core/lower/tensor/lower';
import { rollout } from '../../core/lower/tensor/rollout';
import { solve } from '../../core/solve/integrate';
import { rk4 } from '../../core/solve/tableaux/rk4';
import { tsit5 } from '../../core/solve/tableaux/tsit5';
import { sampler } from '../documents';
import { allScenarios } from '../scenarios/load';
import { backends } from './tensor-backends';

describe('the grid of a batch', () => {
  it("has every member's times at ends of its steps, none longer than allowed and none over a boundary", () => {
    const times = [Float64Array.of(0, 0.4, 2), Float64Array.of(1), Float64Array.of(0.9, 1, 1.7, 3.2)],
      pieces = [
        { from: 0, until: 1 },
        { from: 1, until: Infinity },
      ];
    const { legs, stopOf } = makeGrid(pieces, 0, times, 0.25);
    const endOf = (leg: number, member: number): number => legs[leg].start[member] + legs[leg].length[member];
    times.forEach((own, member) =>
      own.forEach((time, i) => {
        const stop = stopOf[member][i];
        expect(endOf(stop, member)).toBeCloseTo(time, 14);
        // a time at the boundary is read after what happens there
        expect(legs[stop].piece).toBe(time < 1 ? 0 : 1);
      }),
    );
    expect(legs.filter(({ opens }) => opens).map(({ piece }) => piece)).toEqual([0, 1]);
    for (const { length, steps } of legs) length.forEach((whole) => expect(whole).toBeLessThanOrEqual(0.25 * steps * (1 + 1e-9)));
    times.forEach((_, member) => legs.slice(1).forEach(({ start }, i) => expect(start[member]).toBe(endOf(i, member))));
  });
});

describe('a rollout', () => {
  const [[name, { tf }]] = backends;
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  // antigen of immune-regulation decays, the enzyme of enzyme-spectra binds, spiral turns, and HBrO₂ of bz-oscillator reacts, too fast for the steps here; gene-knockouts, of forty states,
  // is slow as tensors
  const left = ['immune-regulation', 'enzyme-spectra', 'spiral', 'bz-oscillator', 'gene-knockouts'],
    scenarios = allScenarios().filter(([name]) => !left.includes(name));
  it.each([...scenarios, ['the sampler', sampler()] as const])(
    'has the trajectories of the kernel, at times of each member, under the first intervention: %s',
    (_title, document) => {
      const interventions = document.interventions.slice(0, 1).map(({ id }) => id),
        { start } = document.about.time,
        span = { from: start, until: start + 3 };
      const kernel = lowerScenario(document, { interventions, ...span }),
        tensor = lowerTensors(tf, document, { interventions, ...span });
      const times = [Float64Array.of(start + 0.5, start + 3), Float64Array.of(start + 1.1, start + 2.2)];
      const grid = makeGrid(tensor.pieces, start, times, 0.05),
        p = Array.from(kernel.nominal);
      const { n } = kernel.plan;
      for (const tableau of [rk4, tsit5]) {
        const states = tf.tidy(() => {
          const parameters = { values: tf.tensor1d(p) },
            initial = tensor.initial.bind(parameters, 2)(tf.scalar(0), tf.zeros([0, 2]));
          return rollout(tf, tensor, tableau, grid, parameters, initial).map((one) => one.arraySync() as number[][]);
        });
        times.forEach((own, member) => {
          const solved = solve(kernel.plan, kernel.nominal, {
            ...span,
            settings: { ...document.solver, method: 'dop853', rtol: 1e-10, atol: 1e-12 },
            times: own,
          });
          if (!solved.ok) throw new Error(solved.failure.message);
          own.forEach((_, i) => {
            const expected = solved.value.states.subarray(i * n, (i + 1) * n),
              largest = Math.max(...expected.map(Math.abs));
            // float32 over sixty steps, and what RK4 leaves with steps of 0.05
            expected.forEach((value, state) =>
              expect(Math.abs(states[grid.stopOf[member][i]][state][member] - value), kernel.states[state]).toBeLessThan(
                2e-5 * (largest + 1),
              ),
            );
          });
        });
      }
    },
  );
});
