import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { eyeProblem, udeProblem, type PeerProblem } from './peer-problems';

const tight = { rtol: 1e-10, atol: 1e-12 };
const problems: readonly (readonly [string, PeerProblem | undefined])[] = [
  ['the universal differential equation', udeProblem(tight)],
  ['the eye with a network, ten subjects', eyeProblem(tight)],
];

describe.each(problems)('%s (skipped where the peers are absent)', (_name, problem) => {
  it.skipIf(problem === undefined)('has the loss and gradient of other engines, to 1e-6 of the largest entry', () => {
    const { document, constant, loss, gradient } = problem!;
    const objective = createObjective(document, document.fits[0]);
    expect(objective.estimated).toHaveLength(gradient.size);
    const weights = document.networks[0].weights!;
    const x = Float64Array.from(objective.estimated, ({ name }) =>
      name.startsWith('N.') ? weights[Number(name.slice(2))] : document.parameters.find(({ id }) => id === name)!.value,
    );
    const found = objective.evaluate(x);
    if (!found.ok) throw new Error(found.failure.message);
    expect(Math.abs((found.value.value - constant) / loss - 1)).toBeLessThan(1e-6);
    const largest = Math.max(...[...gradient.values()].map(Math.abs));
    objective.estimated.forEach(({ name }, i) => {
      expect(Math.abs(found.value.gradient[i] - gradient.get(name)!), name).toBeLessThan(1e-6 * largest);
    });
  });
});
