import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { boehm, boehmPoints, hasBoehm } from './boehm';

describe.skipIf(!hasBoehm)('Boehm (skipped: no material, where it is absent)', () => {
  const document = boehm();
  const objective = createObjective(document, document.fits[0]);

  it('has the published negative log-likelihood at the nominal parameters, to 1e-6', () => {
    const x = Float64Array.from(objective.estimated, ({ name }) =>
      Math.log10(document.parameters.find(({ id }) => id === name)!.value),
    );
    const cost = objective.evaluate(x);
    if (!cost.ok) throw new Error(cost.failure.message);
    expect(cost.value.value).toBeCloseTo(138.2219977, 6);
  });

  it.each(boehmPoints().map((point, index) => ({ index, ...point })))(
    "has pyPESTO's cost and gradient at its point $index, to 1e-4 of the largest entry",
    ({ parameters, cost, gradient }) => {
      const x = Float64Array.from(objective.estimated, ({ name }) => parameters[name]);
      const found = objective.evaluate(x);
      if (!found.ok) throw new Error(found.failure.message);
      // pyPESTO solved at the tolerances of its default, so its own costs are good to six digits
      expect(Math.abs(found.value.value / cost - 1)).toBeLessThan(1e-6);
      const largest = Math.max(...Object.values(gradient).map(Math.abs));
      objective.estimated.forEach(({ name }, i) => {
        expect(Math.abs(found.value.gradient[i] - gradient[name])).toBeLessThan(1e-4 * largest);
      });
    },
  );
});
