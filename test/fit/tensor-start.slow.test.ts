import { beforeAll, describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { createStartRunner, type FitTask } from '../../core/fit/run-start';
import { trainStarts } from '../../core/fit/tensor-start';
import type { Scenario } from '../../core/model/schema';
import { backends, describeOnBackends } from '../lower/tensor-backends';
import { mixed } from './tensor-problem';

const still = { onProgress: () => {}, cancelled: () => false };

/** The model of every kind of condition, from values that are off, under normal noise of known size, which has one optimum. */
function problem(steps: number): Scenario {
  const document = mixed();
  for (const observable of document.observables) observable.noise = { model: 'normal', sigma: 0.2 };
  document.parameters[0].value = 1.5;
  document.parameters[3].value = 2;
  Object.assign(document.fits[0], { engine: 'tensor', adam: { ...settings, steps } });
  return document;
}
const settings = { learningRate: 0.4, schedule: 'cosine', warmUp: 0, weightDecay: 0 } as const;

const taskOf = (document: Scenario, starts: number): FitTask => ({ document, fit: document.fits[0].id, starts, seed: 3 });

describeOnBackends('starts trained by tensors', (tf) => {
  it('end near where the kernel does, are polished to its cost, have the same bits again, and leave no tensor behind', () => {
    const document = problem(15),
      task = taskOf(document, 2),
      before = tf.memory().numTensors;
    const trained = trainStarts(tf, task, { cancelled: () => false });
    if (!trained.ok) throw new Error(trained.failure.message);
    expect(tf.memory().numTensors).toBe(before);
    expect(trainStarts(tf, task, { cancelled: () => false })).toEqual(trained);
    const { starts } = trained.value,
      kernel = createObjective(document, document.fits[0]);
    const byKernel = createStartRunner(task),
      polished = createStartRunner({ ...task, trained: starts.map((one) => one!.x) });
    const least = Math.min(...starts.map((_, index) => byKernel(index, still).nllh!));
    starts.forEach((one, index) => {
      // what is told of is the float64 kernel's cost
      const cost = kernel.cost(one!.x);
      expect(cost.ok && cost.value).toBe(one!.nllh);
      // both stop where the gradient is 1e-6 of 1 + |cost|, within far less than this of the optimum
      expect(polished(index, still).nllh! - least).toBeLessThan(1e-4);
    });
    const first = kernel.cost(Float64Array.from(kernel.estimated, ({ nominal }) => nominal));
    if (!first.ok) throw new Error(first.failure.message);
    // a few steps of Adam go most of the way
    expect(starts[0]!.nllh - least).toBeLessThan(0.2 * (first.value - least));
  });
});

describe('training of starts', () => {
  const [[name, { tf }]] = backends;
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it('keeps what it has when it is cancelled, and tells of steps that count up to the first iteration', () => {
    const document = problem(20),
      told: number[] = [];
    const trained = trainStarts(tf, taskOf(document, 2), {
      onProgress: ({ index, iteration }) => index === 0 && told.push(iteration),
      cancelled: () => told.length > 4,
    });
    if (!trained.ok) throw new Error(trained.failure.message);
    expect(told).toEqual([-20, -19, -18, -17, -16]);
    expect(trained.value.steps).toBe(4);
    const kernel = createObjective(document, document.fits[0]),
      first = kernel.cost(Float64Array.from(kernel.estimated, ({ nominal }) => nominal));
    expect(first.ok && trained.value.starts[0]!.nllh).toBeLessThan(first.ok ? first.value : 0);
  });

  it('fails with a reason where steps of fixed length cannot follow', () => {
    const document = problem(5);
    document.parameters[0].bounds = [1e-3, 1e6];
    document.parameters[0].value = 3e4;
    expect(trainStarts(tf, taskOf(document, 1), { cancelled: () => false })).toMatchObject({
      ok: false,
      failure: { reason: 'stiff' },
    });
  });
});
