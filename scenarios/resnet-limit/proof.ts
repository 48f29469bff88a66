/** Residual layers are Euler's steps: the limit of many small ones, its order, and the depth that an adaptive solver finds for each input. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { lowerScenario } from '../../core/lower/lower';
import { applyFit, untrained } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import type { Proof } from '../../core/service/proof';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import { changeOfVelocity, rankCorrelation } from './intricacy';
import { residual } from './residual';
import { halfMoons, SEED } from './synthetic-data';

const TIGHT = { method: 'dop853', rtol: 1e-11, atol: 1e-13, maxSteps: 100_000 } as const;
const euler = (layers: number): Settings => ({ ...TIGHT, method: 'euler', step: 1 / layers });
/** initial values of the map, along x and along y */
const POINTS = 21;

/** @returns the scenario with its network trained anew by its fit  @throws Error where no start has a cost */
function trained(document: Scenario): Scenario {
  const clean = untrained(document);
  return applyFit(clean, rankedStarts(clean)[0].parameters);
}

/** @returns where the flow, or a method's steps, carry an input */
function carrier(document: Scenario): (x: number, y: number, settings?: Settings) => Float64Array {
  const { plan, nominal } = lowerScenario(document, { from: 0, until: 1 });
  return (x, y, settings = TIGHT) => {
    const run = solve(plan, nominal, { from: 0, until: 1, settings, initialState: Float64Array.of(x, y) });
    return run.ok ? run.value.final : Float64Array.of(NaN, NaN);
  };
}

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'depth', curve: 'x' },
  async *findings({ document, request }) {
    const inputs = halfMoons(40);
    yield {
      claim: 'the recorded seed makes the inputs again',
      measure: 'inputs that differ',
      figure: inputs.filter(({ x, y, label }, k) => {
        const { overrides } = document.conditions[k];
        return overrides.x !== x || overrides.y !== y || document.data.measurements[k].value !== label;
      }).length,
      bound: { atMost: 0 },
    };
    const learned = trained(document),
      carry = carrier(learned);
    const right = (all: typeof inputs, settings?: Settings): number =>
      all.filter(({ x, y, label }) => carry(x, y, settings)[0] * label > 0).length;
    yield {
      claim: 'from untrained weights, the flow learns to carry both half-moons to their labels',
      measure: 'of 40 inputs, those on the side of their label',
      figure: right(inputs),
      bound: { atLeast: 40 },
    };
    yield {
      claim: 'from untrained weights, the flow learns to carry both half-moons to their labels',
      measure: 'of 200 inputs that it has not seen, those on the side of their label',
      figure: right(halfMoons(200, SEED + 1)),
      bound: { atLeast: 180 },
    };

    const byLayers = residual(learned);
    yield {
      claim: 'a residual network with these weights takes the steps of Euler’s method',
      measure: 'largest distance of 32 layers, written out, from 32 steps of the solver, over the inputs',
      figure: Math.max(
        ...inputs.map(({ x, y }) => {
          const [a, b] = byLayers(x, y, 32),
            end = carry(x, y, euler(32));
          return Math.hypot(a - end[0], b - end[1]);
        }),
      ),
      bound: { atMost: 1e-10 },
    };
    const medianError = (layers: number): number => {
      const errors = inputs.map(({ x, y }) => {
        const [a, b] = byLayers(x, y, layers),
          end = carry(x, y);
        return Math.hypot(a - end[0], b - end[1]);
      });
      return errors.sort((a, b) => a - b)[inputs.length >> 1];
    };
    for (const layers of [64, 256, 1024])
      yield {
        claim: 'with more and smaller layers it approaches the flow at order 1',
        measure: `log₂ of the median error of ${layers} layers over that of ${2 * layers}`,
        figure: Math.log2(medianError(layers) / medianError(2 * layers)),
        bound: { atLeast: 0.9, atMost: 1.1 },
      };
    yield {
      claim: 'the weights are the flow’s: a few large layers of them are another function',
      measure: 'of 40 inputs, those that 4 layers put on the side of their label',
      figure: right(inputs, euler(4)),
      bound: { atMost: 35 },
    };

    const map = await request('depthMap', {
      document: learned,
      axes: ['x', 'y'].map((variable) => ({ variable, from: -1.6, until: 1.6 })),
      points: POINTS,
    });
    const [across, upward] = map.axes.map(({ values }) => values),
      evaluations = map.evaluations.map((value) => value ?? NaN);
    yield {
      claim: 'an adaptive solver finds another depth for each input',
      measure: `evaluations of ${map.solver.title} over ${POINTS}² inputs, most over least`,
      figure: Math.max(...evaluations) / Math.min(...evaluations),
      bound: { atLeast: 3 },
    };
    const change = changeOfVelocity(learned);
    yield {
      claim: 'it spends its evaluations where the flow is intricate',
      measure: 'rank correlation of the evaluations with the change of velocity along the way, ∫|dv/dt| dt',
      figure: rankCorrelation(
        evaluations,
        evaluations.map((_, k) => change(across[k % POINTS], upward[Math.floor(k / POINTS)])),
      ),
      bound: { atLeast: 0.6 },
    };
    const [errors] = map.layers.slice(-1).map((layer) => layer.errors.map((error) => error ?? NaN).sort((a, b) => a - b));
    yield {
      claim: 'equal layers for all inputs are far too many for some and too few for others',
      measure: 'error of 256 layers, that of the input at the ninth decile over that at the first',
      figure: errors[Math.floor(0.9 * errors.length)] / errors[Math.floor(0.1 * errors.length)],
      bound: { atLeast: 5 },
    };
  },
};
export default proof;
