import { expect, it } from 'vitest';
import { initialNetwork, networkWithDerivative } from '../../core/fit/physics-informed-network';
import { fitPhysicsInformed } from '../../core/fit/physics-informed';
import { DocumentError } from '../../core/model/problem';
import { describeOnBackends } from '../lower/tensor-backends';
import { predatorPrey, started } from './predator-prey';
import { mixed } from './tensor-problem';

describeOnBackends('a physics-informed fit', (tf) => {
  it('carries the derivative by time through its network exactly, each trajectory by itself', () => {
    const shape = { trajectories: 2, hidden: [5, 4], outputs: 3 },
      weights = initialNetwork(shape, 3);
    const times = [
      [-1, -0.2, 0.7],
      [0.1, 0.4, 1],
    ];
    const at = (list: Float64Array, u: number[][]): { value: number[][][]; derivative: number[][][] } =>
      tf.tidy(() => {
        const { value, derivative } = networkWithDerivative(tf, shape, tf.tensor1d(Float32Array.from(list)), tf.tensor2d(u));
        return { value: value.arraySync() as number[][][], derivative: derivative.arraySync() as number[][][] };
      });
    // the same network in float64, and its derivative by central differences there
    const reference = (trajectory: number, u: number): number[] => {
      let values = [u],
        from = 0;
      for (const [layer, fanOut] of [5, 4, 3].entries()) {
        const fanIn = values.length,
          kernel = from + trajectory * fanIn * fanOut,
          bias = from + 2 * fanIn * fanOut + trajectory * fanOut,
          before = values;
        values = Array.from({ length: fanOut }, (_, unit) => {
          const sum = before.reduce(
            (total, value, i) => total + weights[kernel + unit * fanIn + i] * value,
            weights[bias + unit],
          );
          return layer < 2 ? Math.tanh(sum) : sum;
        });
        from += 2 * fanIn * fanOut + 2 * fanOut;
      }
      return values;
    };
    weights.forEach((_, i) => (weights[i] += 0.01 * (i % 7)));
    const { value, derivative } = at(weights, times),
      h = 1e-5;
    times.forEach((row, c) =>
      row.forEach((u, k) => {
        const [below, here, above] = [u - h, u, u + h].map((one) => reference(c, one));
        here.forEach((expected, o) => {
          expect(value[c][o][k]).toBeCloseTo(expected, 5);
          expect(derivative[c][o][k]).toBeCloseTo((above[o] - below[o]) / (2 * h), 5);
        });
      }),
    );
  });

  it('lowers its terms, leaves no tensor behind, has the same numbers from the same seed, and keeps the best when cancelled', () => {
    const document = predatorPrey(),
      settings = { steps: 30, hidden: [8], collocation: 10, every: 10, seed: 4 };
    const run = (hard: boolean, until = Infinity) => {
      const seen: Partial<Record<string, number>>[] = [];
      let asked = 0;
      const found = fitPhysicsInformed(
        tf,
        document,
        document.fits[0],
        { ...settings, hardInitial: hard },
        { onProgress: ({ terms }) => seen.push(terms), cancelled: () => ++asked > until },
      );
      if (!found.ok) throw new Error(found.failure.message);
      return { found: found.value, seen };
    };
    const before = tf.memory().numTensors,
      hard = run(true);
    expect(tf.memory().numTensors).toBe(before);
    expect(run(true).found).toEqual(hard.found);
    expect(hard.seen.at(-1)!.data!).toBeLessThan(hard.seen[0].data!);
    const soft = run(false);
    expect(soft.seen.at(-1)!.initial!).toBeLessThan(soft.seen[0].initial!);
    const cancelled = run(true, 5).found;
    expect(cancelled.steps).toBe(5);
    expect(cancelled.reason).toContain('cancelled');
    expect(Number.isFinite(cancelled.nllh)).toBe(true);
  });

  it('weighs data and equations alike where it is not to adapt', () => {
    const document = predatorPrey(),
      weights: object[] = [];
    const settings = { steps: 4, hidden: [4], collocation: 8, every: 2, emphasis: [1, 1] as const };
    for (const adaptive of [true, false])
      fitPhysicsInformed(
        tf,
        document,
        document.fits[0],
        { ...settings, adaptive },
        { onProgress: (progress) => weights.push(progress.weights) },
      );
    expect(weights[0]).not.toEqual({ data: 1, equations: 1 });
    expect(weights.slice(2)).toEqual([
      { data: 1, equations: 1 },
      { data: 1, equations: 1 },
    ]);
  });

  it('keeps the start and says why where the noise takes logarithms and the network goes below 0', () => {
    const document = predatorPrey(),
      [observable] = document.observables;
    observable.noise.model = 'log-normal';
    const found = fitPhysicsInformed(tf, document, document.fits[0], { steps: 10, hidden: [8], collocation: 10 });
    if (!found.ok) throw new Error(found.failure.message);
    expect(found.value.reason).toContain('not a finite number');
    expect(found.value.parameters.growth).toBeCloseTo(started.growth, 12);
  });

  it('refuses trajectories that interventions break', () => {
    const document = mixed();
    const attempt = (): unknown => fitPhysicsInformed(tf, document, document.fits[0]);
    expect(attempt).toThrow(DocumentError);
    expect(attempt).toThrow(/smooth/);
  });
});
