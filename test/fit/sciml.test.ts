/** The first case of the PEtab SciML test suite: Lotka–Volterra with a network in place of the predator's gain, written as a scenario. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { makeDocument } from '../documents';
import { hasMaterial, material, readTable } from '../material';

const FOLDER = ['petab_sciml', 'testsuite', 'sciml_problem_import', '001'] as const;
const LAYERS = ['layer1', 'layer2', 'layer3'];

/** @returns arrays of a network's file, layer by layer: kernel [out][in], then bias */
async function layerArrays(...path: readonly string[]): Promise<number[]> {
  const { default: h5wasm } = await import('h5wasm/node');
  await h5wasm.ready;
  const file = new h5wasm.File(join(material, ...FOLDER, ...path), 'r');
  const values = LAYERS.flatMap((layer) =>
    ['weight', 'bias'].flatMap((part) => {
      const data = file.get(`parameters/net1/${layer}/${part}`);
      if (!(data instanceof h5wasm.Dataset)) throw new Error(`no ${layer}/${part}`);
      return Array.from(data.value as Float64Array);
    }),
  );
  file.close();
  return values;
}

const mechanisms: readonly {
  id: string;
  law: Record<string, unknown>;
  inputs: readonly string[];
  effect: readonly [string, number];
}[] = [
  { id: 'growth', law: { kind: 'custom', expression: 'alpha*prey' }, inputs: ['prey'], effect: ['prey', 1] },
  {
    id: 'predation',
    law: { kind: 'custom', expression: 'beta*prey*predator' },
    inputs: ['prey', 'predator'],
    effect: ['prey', -1],
  },
  { id: 'gain', law: { kind: 'neural', network: 'net1' }, inputs: ['prey', 'predator'], effect: ['predator', 1] },
  { id: 'death', law: { kind: 'custom', expression: 'delta*predator' }, inputs: ['predator'], effect: ['predator', -1] },
];
const isPrey = (name: string): boolean => name === 'prey_o';

describe.skipIf(!hasMaterial(...FOLDER))('PEtab SciML case 001 (skipped: no material, where it is absent)', () => {
  const build = async (): Promise<ReturnType<typeof createObjective>> => {
    const parameters = { alpha: 1.3, delta: 1.8, beta: 0.9 };
    const document = makeDocument({
      variables: [
        { id: 'prey', name: 'prey', kind: 'state', initial: 0.44249296 },
        { id: 'predator', name: 'predator', kind: 'state', initial: 4.6280594 },
      ],
      parameters: Object.entries(parameters).map(([id, value]) => ({ id, value, estimate: true })),
      networks: [
        {
          id: 'net1',
          inputs: [{ variable: 'prey' }, { variable: 'predator' }],
          hidden: [5, 5],
          activation: 'tanh',
          weights: await layerArrays('petab', 'net1_ps.hdf5'),
        },
      ],
      mechanisms: mechanisms.map(({ id, law, inputs, effect: [variable, coefficient] }) => ({
        id,
        name: id,
        law,
        inputs: inputs.map((input) => ({ variable: input })),
        effects: [{ variable, coefficient }],
      })),
      observables: ['prey', 'predator'].map((id) => ({ id: `${id}_o`, name: id, expression: id, noise: { sigma: 0.05 } })),
      conditions: [{ id: 'e1', name: 'e1' }],
      data: {
        measurements: readTable('\t', ...FOLDER, 'petab', 'measurements.tsv').map((row) => ({
          condition: 'e1',
          observable: isPrey(row.observableId) ? 'prey_o' : 'predator_o',
          time: Number(row.time),
          value: Number(row.measurement),
        })),
      },
      fits: [{ id: 'all', name: 'all' }],
      solver: { rtol: 1e-10, atol: 1e-12 },
    });
    return createObjective(document, document.fits[0]);
  };

  it('has the published likelihood to 1e-5 and its gradients to 1e-3', async () => {
    const objective = await build();
    const weights = await layerArrays('petab', 'net1_ps.hdf5'),
      expectedWeights = await layerArrays('grad_net1.hdf5');
    const published = new Map(
      readTable('\t', ...FOLDER, 'grad_mech.tsv').map(({ parameterId, value }) => [parameterId, Number(value)]),
    );
    const start: Record<string, number> = { alpha: 1.3, delta: 1.8, beta: 0.9 };
    const weightIndex = (name: string): number => Number(name.slice('net1.'.length));
    const x = Float64Array.from(objective.estimated, ({ name }) => start[name] ?? weights[weightIndex(name)]);
    const found = objective.evaluate(x);
    if (!found.ok) throw new Error(found.failure.message);
    expect(-found.value.value).toBeCloseTo(33.029095, 5);
    const networkSize = Math.max(...expectedWeights.map(Math.abs));
    objective.estimated.forEach(({ name }, i) => {
      const truth = published.get(name) ?? expectedWeights[weightIndex(name)];
      // the file's gradients of the weights are rounded to single precision of the largest
      const tolerance = published.has(name) ? 1e-3 : 1e-5 * networkSize;
      expect(Math.abs(-found.value.gradient[i] - truth), name).toBeLessThan(tolerance);
    });
  });
});
