import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { populationTerms } from '../../core/fit/population';
import { createStartRunner } from '../../core/fit/run-start';
import { buildTrajectories } from '../../core/fit/trajectories';
import { curvesObjective, informedCurves } from '../../core/fit/warm-start/informed-curves';
import { DocumentError } from '../../core/model/problem';
import { scenario, type Scenario } from '../../core/model/schema';
import { predatorPrey, truth } from './predator-prey';

const quiet = { onProgress: () => undefined, cancelled: () => false };
const settings = { pieces: 24, rounds: 6, iterations: 20 };

/** The prey alone is seen, its initial value and its noise are estimated too, and a second condition begins elsewhere. */
function wider(): Scenario {
  const document = predatorPrey();
  return scenario.parse({
    ...document,
    variables: document.variables.map((one) => (one.id === 'prey' ? { ...one, initial: 'begin' } : one)),
    parameters: [
      ...document.parameters,
      { id: 'begin', value: 1.1, bounds: [0.2, 5], estimate: true, prior: { kind: 'normal', mean: 1, sd: 0.1 } },
      { id: 'sigma', value: 0.2, scale: 'log10', bounds: [0.01, 1], estimate: true },
    ],
    observables: document.observables.map((one) => ({ ...one, noise: { sigma: 'sigma' } })),
    conditions: [...document.conditions, { id: 'd', name: 'd', overrides: { predator: 1.5 } }],
    data: {
      measurements: [
        ...document.data.measurements,
        ...document.data.measurements.slice(0, 12).map((one) => ({ ...one, condition: 'd' })),
      ],
    },
  });
}

const jointOf = (document: Scenario, pieces: number) => {
  const cost = createObjective(document, document.fits[0]),
    { estimated } = cost,
    x0 = Float64Array.from(estimated, ({ nominal }) => nominal);
  const trajectories = buildTrajectories(document, document.fits[0]);
  return curvesObjective(document, trajectories, estimated, populationTerms(document, estimated), cost, x0, pieces);
};

describe('physics-informed curves', () => {
  it('have the exact gradient of their cost by coefficients and parameters', () => {
    const joint = jointOf(wider(), 5),
      objective = joint.objective(7),
      z = joint.start.map((value, i) => value + 0.02 * Math.sin(3 * i)),
      h = 1e-6;
    const at = objective.information(z);
    if (!at.ok) throw new Error(at.failure.message);
    z.forEach((_, i) => {
      const [up, down] = [h, -h].map((by) => {
        const cost = objective.evaluate(z.map((value, k) => (k === i ? value + by : value)));
        return cost.ok ? cost.value.value : NaN;
      });
      const difference = (up - down) / (2 * h);
      // the cost is of about 1e3, so that its rounding over 2h is about 1e-7
      expect(Math.abs(at.value.gradient[i] - difference)).toBeLessThan(2e-6 * (1 + Math.abs(difference)));
    });
  });

  it('have for their matrix the Hessian of what the equations leave over, where nothing is left', () => {
    // with data of no weight and at a solution the Gauss–Newton matrix of the residuals is the Hessian
    const document = predatorPrey(),
      blind = scenario.parse({
        ...document,
        observables: document.observables.map((one) => ({ ...one, noise: { sigma: 1e6 } })),
      });
    const joint = jointOf(blind, 60),
      objective = joint.objective(1),
      h = 1e-4;
    expect(joint.residual(joint.start)).toBeLessThan(1e-3);
    const [at, size] = [objective.information(joint.start), joint.start.length];
    if (!at.ok) throw new Error(at.failure.message);
    for (const i of [0, 17, size - 2, size - 1]) {
      const [up, down] = [h, -h].map((by) => {
        const moved = objective.evaluate(joint.start.map((value, k) => (k === i ? value + by : value)));
        if (!moved.ok) throw new Error(moved.failure.message);
        return moved.value.gradient;
      });
      const largest = Math.sqrt(at.value.information[i * size + i]);
      for (let k = 0; k < size; k++) {
        const scale = largest * Math.sqrt(at.value.information[k * size + k]);
        expect(Math.abs((up[k] - down[k]) / (2 * h) - at.value.information[i * size + k])).toBeLessThan(2e-3 * scale);
      }
    }
  });

  it('find the rates of predator and prey without a solve between, though the predator is not seen', () => {
    const document = predatorPrey(),
      cost = createObjective(document, document.fits[0]),
      x0 = Float64Array.from(cost.estimated, ({ nominal }) => nominal);
    const told: number[] = [];
    const found = informedCurves(
      document,
      document.fits[0],
      cost,
      settings,
    )(
      x0,
      () => false,
      ({ iteration }) => told.push(iteration),
    );
    if (!found.ok) throw new Error(found.failure.message);
    const [growth, death] = found.value.x.map((value) => 10 ** value);
    // the noise alone moves them by about 1 %
    expect(Math.abs(growth / truth.growth - 1)).toBeLessThan(0.03);
    expect(Math.abs(death / truth.death - 1)).toBeLessThan(0.03);
    expect(found.value.did).toMatch(/^curves of 24 pieces for one trajectory that leave \S+ of the equations over, 6 rounds/);
    expect(told).toEqual([-5, -4, -3, -2, -1, 0]);
  });

  it('begin a start of a fit, which says so', () => {
    const document = predatorPrey(),
      begun = scenario.parse({ ...document, fits: [{ id: 'all', name: 'all', warmStart: { kind: 'informed-curves' } }] });
    const result = createStartRunner({ document: begun, fit: 'all', starts: 1, seed: 1 })(0, quiet);
    expect(result.warm).toMatch(/^cost \S+ → \S+ by physics-informed curves: curves of 24 pieces/);
    expect(Math.abs(result.parameters.growth / truth.growth - 1)).toBeLessThan(0.03);
  });

  it('end at once when cancelled, with what they have', () => {
    const document = predatorPrey(),
      cost = createObjective(document, document.fits[0]),
      x0 = Float64Array.from(cost.estimated, ({ nominal }) => nominal);
    const found = informedCurves(
      document,
      document.fits[0],
      cost,
      settings,
    )(
      x0,
      () => true,
      () => undefined,
    );
    expect(found.ok && found.value.did).toMatch(/1 round, 0 iterations$/);
  });

  it('refuse trajectories that jump, and say what to do', () => {
    const document = predatorPrey();
    const dosed = scenario.parse({
      ...document,
      interventions: [{ id: 'more', name: 'more', actions: [{ action: 'dose', variable: 'prey', amount: 1, start: 3 }] }],
      conditions: document.conditions.map((one) => ({ ...one, interventions: ['more'] })),
    });
    expect(() => informedCurves(dosed, dosed.fits[0], createObjective(dosed, dosed.fits[0]), settings)).toThrow(DocumentError);
    expect(() => informedCurves(dosed, dosed.fits[0], createObjective(dosed, dosed.fits[0]), settings)).toThrow(
      /physics-informed curves are smooth, and in c doses/,
    );
  });
});
