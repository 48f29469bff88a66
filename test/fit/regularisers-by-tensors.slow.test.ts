import { expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { createTensorObjective } from '../../core/fit/tensor-objective';
import type { Regulariser } from '../../core/model/schema';
import { describeOnBackends } from '../lower/tensor-backends';
import { each, hybrid } from './regularised';

describeOnBackends('regularisers of a cost by tensors', (tf) => {
  const x = (one: { estimated: readonly { nominal: number }[] }): Float64Array =>
    Float64Array.from(one.estimated, ({ nominal }) => nominal);

  it('are those of the kernel where they read the weights of networks alone, for each copy of the model', () => {
    const document = hybrid([each['weight-decay'], each.lipschitz]),
      kernel = createObjective(document, document.fits[0]),
      tensor = createTensorObjective(tf, document, document.fits[0], { steps: 80, copies: 2 });
    const other = x(kernel).map((value, i) => value + 0.05 * Math.sin(i)),
      both = Float64Array.from([...x(kernel), ...other]),
      found = tensor.evaluateEach(both),
      size = kernel.size;
    [x(kernel), other].forEach((at, copy) => {
      const expected = kernel.evaluate(at);
      if (!expected.ok) throw new Error(expected.failure.message);
      // float32 through a hundred steps
      expect(found.values[copy] / expected.value.value).toBeCloseTo(1, 4);
      const scale = Math.max(...expected.value.gradient.map(Math.abs));
      expected.value.gradient.forEach((slope, i) => {
        expect(Math.abs(found.gradient[copy * size + i] - slope) / scale).toBeLessThan(1e-3);
      });
    });
  });

  it('are refused by name where they read trajectories', () => {
    const trajectories: Regulariser[] = [each['weight-decay'], each['rate-bound']],
      document = hybrid(trajectories);
    expect(() => createTensorObjective(tf, document, document.fits[0])).toThrow(
      /fits\[0\]\.regularisers\[1\]: the regulariser rate-bound reads the trajectories/,
    );
  });
});
