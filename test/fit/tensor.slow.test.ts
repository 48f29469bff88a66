import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../core/fit/adam';
import { createObjective } from '../../core/fit/objective';
import { minimise } from '../../core/fit/optimiser';
import { createTensorObjective } from '../../core/fit/tensor-objective';
import { trainBatch } from '../../core/fit/tensor-training';
import { DocumentError } from '../../core/model/problem';
import type { Scenario } from '../../core/model/schema';
import { backends, describeOnBackends } from '../lower/tensor-backends';
import { eyeProblem, udeProblem } from './peer-problems';
import { mixed } from './tensor-problem';

const tight = { rtol: 1e-10, atol: 1e-12 };
/** what float32 leaves of a cost and its gradient after a hundred steps and a few hundred squares, relative to the largest */
const FLOAT32 = 1e-4;

const nominal = (objective: { estimated: readonly { nominal: number }[] }): Float64Array =>
  Float64Array.from(objective.estimated, (one) => one.nominal);

const problems: readonly (readonly [string, Scenario | undefined])[] = [
  ['conditions with overrides, doses, clamps and every noise', mixed()],
  ['the universal differential equation of the peers', udeProblem(tight)?.document],
  ['the eye with a network in ten subjects', eyeProblem(tight)?.document],
];

describeOnBackends('a cost by tensors', (tf) => {
  it.for(problems)(
    'has the value and gradient of the float64 kernel, and leaves no tensor behind: %s',
    ([, document], { skip }) => {
      if (document === undefined) return skip('the peers are absent');
      const [fit] = document.fits,
        kernel = createObjective(document, fit),
        tensor = createTensorObjective(tf, document, fit, { method: 'tsit5', steps: 60 });
      const x = nominal(kernel);
      const expected = kernel.evaluate(x),
        before = tf.memory().numTensors,
        found = tensor.evaluate(x);
      expect(tf.memory().numTensors).toBe(before);
      if (!expected.ok || !found.ok) throw new Error('a cost failed');
      expect(Math.abs(found.value.value / expected.value.value - 1)).toBeLessThan(FLOAT32);
      const largest = Math.max(...expected.value.gradient.map(Math.abs));
      kernel.estimated.forEach(({ name: slot }, i) =>
        expect(Math.abs(found.value.gradient[i] - expected.value.gradient[i]), slot).toBeLessThan(FLOAT32 * largest),
      );
    },
  );

  it('has the gradient of three meanings: backpropagation, the adjoint of as many fixed steps, and differences of the cost there', () => {
    const document = mixed(),
      [fit] = document.fits;
    document.solver = { ...document.solver, method: 'rk4', step: 0.05 };
    const kernel = createObjective(document, fit),
      tensor = createTensorObjective(tf, document, fit, { method: 'rk4', steps: 62 }),
      x = nominal(kernel);
    const adjoint = kernel.evaluate(x),
      found = tensor.evaluate(x);
    if (!adjoint.ok || !found.ok) throw new Error('a cost failed');
    const costAt = (i: number, by: number): number => {
      const cost = kernel.cost(x.map((value, j) => (j === i ? value + by : value)));
      if (!cost.ok) throw new Error(cost.failure.message);
      return cost.value;
    };
    const largest = Math.max(...adjoint.value.gradient.map(Math.abs)),
      h = 1e-5;
    x.forEach((_, i) => {
      const difference = (costAt(i, h) - costAt(i, -h)) / (2 * h);
      // central differences in float64: h² and rounding over h
      expect(Math.abs(adjoint.value.gradient[i] - difference)).toBeLessThan(1e-7 * largest);
      expect(Math.abs(found.value.gradient[i] - difference)).toBeLessThan(FLOAT32 * largest);
    });
  });

  it.for(problems.slice(0, 2))('of several copies is what each has by itself: %s', ([, document], { skip }) => {
    if (document === undefined) return skip('the peers are absent');
    const [fit] = document.fits,
      one = createTensorObjective(tf, document, fit, { steps: 40 }),
      three = createTensorObjective(tf, document, fit, { steps: 40, copies: 3 });
    const x = nominal(one),
      starts = [0, 0.1, -0.2].map((by) => x.map((value, i) => value + (i % 3 === 0 ? by : 0)));
    const together = three.evaluateEach(Float64Array.from(starts.flatMap((start) => [...start])));
    starts.forEach((start, copy) => {
      const alone = one.evaluateEach(start),
        largest = Math.max(...alone.gradient.map(Math.abs));
      expect(Math.abs(together.values[copy] / alone.values[0] - 1)).toBeLessThan(FLOAT32);
      alone.gradient.forEach((slope, i) =>
        expect(Math.abs(together.gradient[copy * x.length + i] - slope)).toBeLessThan(FLOAT32 * largest),
      );
    });
  });
});

describe('training by tensors', () => {
  const [[name, { tf }]] = backends;
  beforeAll(async () => {
    await tf.setBackend(name);
  });
  const settings = { steps: 5, tolerance: 1e-9, learningRate: 0.05, schedule: 'constant', warmUp: 0, weightDecay: 0 } as const;

  it('lowers the cost step by step as the kernel does, each copy by itself', () => {
    const document = mixed(),
      [fit] = document.fits,
      kernel = createObjective(document, fit),
      x = nominal(kernel),
      other = x.map((value) => value + 0.1);
    const trained = trainBatch(tf, document, fit, [x, other], settings, { method: 'tsit5', steps: 60 });
    if (!trained.ok) throw new Error(trained.failure.message);
    [x, other].forEach((start, copy) => {
      const expected = minimise(adam({ ...settings, decays: kernel.estimated.map(() => false) }), kernel, start),
        first = kernel.cost(start);
      if (!expected.ok || !first.ok) throw new Error('the kernel failed');
      expect(trained.value.copies[copy].nllh).toBeLessThan(first.value);
      expect(trained.value.copies[copy].nllh).toBeCloseTo(expected.value.value, 3);
      trained.value.copies[copy].x.forEach((value, i) => expect(value).toBeCloseTo(expected.value.x[i], 3));
    });
  });

  it('keeps the best so far when it is cancelled, and goes on without a copy that has no cost', () => {
    const document = mixed(),
      x = nominal(createObjective(document, document.fits[0]));
    const hopeless = Float64Array.from(x);
    hopeless[2] = NaN;
    let steps = 0;
    const trained = trainBatch(
      tf,
      document,
      document.fits[0],
      [hopeless, x],
      settings,
      { steps: 20 },
      { onStep: () => steps++, cancelled: () => steps > 2 },
    );
    if (!trained.ok) throw new Error(trained.failure.message);
    expect(trained.value.steps).toBe(2);
    expect(trained.value.copies[0].nllh).toBe(Infinity);
    expect(Number.isFinite(trained.value.copies[1].nllh)).toBe(true);
    expect(trainBatch(tf, document, document.fits[0], [hopeless], settings)).toMatchObject({
      ok: false,
      failure: { reason: 'non-finite' },
    });
  });

  it('refuses censored values and events, and says what to do', () => {
    const document = mixed();
    document.data.measurements[3].censored = 'left';
    const attempt = (): unknown => createTensorObjective(tf, document, document.fits[0]);
    expect(attempt).toThrow(DocumentError);
    expect(attempt).toThrow(/float32/);
  });
});
