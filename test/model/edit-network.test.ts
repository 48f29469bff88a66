import { describe, expect, it } from 'vitest';
import { scenario, type Mechanism, type Scenario } from '../../core/model/schema';
import {
  changeId,
  changeMechanism,
  changeNetwork,
  chooseNetwork,
  droppedWeights,
  duplicate,
  networkCauses,
  networkUses,
  remove,
  removeRegulator,
  setConstraint,
  setControl,
  setForce,
  setInputShape,
  setLaw,
  setReads,
  setRegulatorLaw,
} from '../../core/model/edit';
import { buildSystem } from '../../core/equations/system';
import { initialWeights, weightCount } from '../../core/equations/network';

const base: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Killing' },
  variables: ['prey', 'killer', 'drug'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
  parameters: [
    { id: 'k', value: 0.2 },
    { id: 'K', value: 2 },
  ],
  mechanisms: [
    {
      id: 'killing',
      name: 'Killing',
      law: { kind: 'mass-action', parameters: { k: 'k' } },
      inputs: [
        { variable: 'prey', role: 'reactant' },
        { variable: 'killer', role: 'reactant' },
      ],
      effects: [{ variable: 'prey', coefficient: -1 }],
      regulators: [{ variable: 'drug', kind: 'inhibition', law: { kind: 'hill', K: 'K', h: 1 } }],
    },
    { id: 'supply', name: 'Supply', law: { kind: 'constant', parameters: { k: 1 } }, effects: [{ variable: 'prey' }] },
  ],
  fits: [{ id: 'fit1', name: 'Fit', parameters: ['k'] }],
});
const valid = (document: Scenario): Scenario => scenario.parse(JSON.parse(JSON.stringify(document)));
const killing = ({ mechanisms }: Scenario): Mechanism => mechanisms.find(({ id }) => id === 'killing')!;
const neural = setLaw(base, 'killing', 'neural');
const trained = changeNetwork(neural, 'net_killing', {
  weights: Array.from({ length: weightCount(neural.networks[0]) }, (_, i) => i / 10),
});
const reads = ({ networks }: Scenario, at = 0): string[] => networks[at].inputs.map(({ variable }) => variable);

describe('A neural law', () => {
  it('reads the causes of its mechanism, and the rate of a removal vanishes with what it removes', () => {
    expect(reads(neural)).toEqual(['prey', 'killer']);
    expect(neural.networks[0].vanishesWith).toBe('prey');
    expect(() => buildSystem(valid(neural))).not.toThrow();
  });
  it('reads what the mechanism changes where nothing causes it', () => {
    const supply = valid(setLaw(base, 'supply', 'neural'));
    expect(reads(supply)).toEqual(['prey']);
    expect(() => buildSystem(supply)).not.toThrow();
  });
  it('is offered a new cause, and loses one that goes', () => {
    const drug = changeMechanism(trained, 'killing', (one) => ({
      ...one,
      inputs: [...one.inputs, { variable: 'drug', role: 'input' }],
    }));
    expect(networkCauses(drug, 'net_killing')).toEqual(['prey', 'killer', 'drug']);
    expect(drug.networks).toEqual(trained.networks);
    const reading = setReads(drug, 'net_killing', 'drug', true);
    expect(reads(reading)).toEqual(['prey', 'killer', 'drug']);
    const without = changeMechanism(reading, 'killing', (one) => ({
      ...one,
      inputs: one.inputs.filter(({ variable }) => variable !== 'prey'),
    }));
    expect(reads(without)).toEqual(['killer', 'drug']);
    expect(without.networks[0].vanishesWith).toBeUndefined();
    expect(() => buildSystem(valid(without))).not.toThrow();
  });
  it('never reads nothing', () => {
    const one = setReads(neural, 'net_killing', 'prey', false);
    expect(setReads(one, 'net_killing', 'killer', false)).toBe(one);
    const swapped = changeMechanism(one, 'killing', (mechanism) => ({
      ...mechanism,
      inputs: [{ variable: 'drug', role: 'input' }],
    }));
    expect(reads(swapped)).toEqual(['drug']);
  });
});

describe('Stored weights', () => {
  it('go when the architecture changes, and that is told', () => {
    const changes: Parameters<typeof changeNetwork>[2][] = [{ hidden: [4] }, { activation: 'softplus' }, { outputs: 2 }];
    for (const fields of changes) {
      const changed = changeNetwork(trained, 'net_killing', fields);
      expect(changed.networks[0].weights).toBeUndefined();
      expect(droppedWeights(trained, changed)).toEqual(['net_killing']);
    }
    expect(droppedWeights(trained, remove(trained, ['killer']).document)).toEqual(['net_killing']);
    expect(() => buildSystem(valid(remove(trained, ['killer']).document))).not.toThrow();
  });
  it('stay when only scales, constraint or seed change', () => {
    const changed = changeNetwork(trained, 'net_killing', {
      outputScale: 2,
      constraint: { kind: 'free' },
      seed: 5,
      estimate: false,
      vanishesWith: undefined,
      inputs: trained.networks[0].inputs.map((input) => ({ ...input, center: 1, scale: 3 })),
    });
    expect(changed.networks[0].weights).toEqual(trained.networks[0].weights);
    expect(droppedWeights(trained, changed)).toEqual([]);
  });
});

describe('A neural regulator', () => {
  const regulated = setRegulatorLaw(base, 'killing', 0, 'neural');
  it('starts close to a factor of one, without the parameters it had', () => {
    expect(killing(regulated).regulators[0].law).toEqual({ kind: 'neural', network: 'net_drug_killing', output: 0 });
    expect(regulated.networks[0]).toMatchObject({
      inputs: [{ variable: 'drug' }],
      constraint: { kind: 'bounded', low: 0, high: 2 },
    });
    expect(regulated.parameters.map(({ id }) => id)).toEqual(['k']);
    expect(() => buildSystem(valid(regulated))).not.toThrow();
  });
  it('may read the regulator and the causes of the mechanism', () => {
    expect(networkCauses(regulated, 'net_drug_killing')).toEqual(['drug', 'prey', 'killer']);
  });
  it('gets named parameters when it becomes a Hill factor again, and its network goes', () => {
    const hill = valid(setRegulatorLaw(regulated, 'killing', 0, 'hill'));
    expect(killing(hill).regulators[0].law).toEqual({ kind: 'hill', K: 'K_drug_killing', h: 'h_drug_killing' });
    expect(hill.networks).toEqual([]);
    expect(killing(setRegulatorLaw(regulated, 'killing', 0, 'custom')).regulators[0].law).toEqual({
      kind: 'custom',
      expression: '1',
    });
  });
});

describe('A network in use', () => {
  const shared = chooseNetwork(setRegulatorLaw(neural, 'killing', 0, 'neural'), 'killing', 0, 'net_killing');
  it('may drive several terms, and reads only what all of them have as cause', () => {
    expect(networkUses(shared, 'net_killing').map(({ regulator }) => regulator)).toEqual([null, 0]);
    expect(shared.networks.map(({ id }) => id)).toEqual(['net_killing']);
    expect(networkCauses(shared, 'net_killing')).toEqual(['prey', 'killer']);
    expect(() => buildSystem(valid(shared))).not.toThrow();
  });
  it('goes with its last user, and out of the fits', () => {
    const fitted = { ...shared, fits: [{ ...shared.fits[0], parameters: ['k', 'net_killing'] }] };
    const once = removeRegulator(fitted, 'killing', 0);
    expect(once.networks).toHaveLength(1);
    const gone = valid(remove(once, ['killing']).document);
    expect(gone.networks).toEqual([]);
    expect(gone.fits[0].parameters).toEqual(['k']);
    expect(setLaw(once, 'killing', 'mass-action').networks).toEqual([]);
  });
  it('is copied with its mechanism and reads the copied variables', () => {
    const copy = valid(duplicate(trained, ['prey', 'killing']).document);
    expect(copy.networks[1]).toMatchObject({
      id: 'net_Killing_copy',
      inputs: [{ variable: 'prey_copy' }, { variable: 'killer' }],
      vanishesWith: 'prey_copy',
    });
    expect(copy.networks[1].weights).toEqual(trained.networks[0].weights);
    expect(() => buildSystem(copy)).not.toThrow();
  });
});

describe('Constraints of a network', () => {
  const both = valid(
    setInputShape(setInputShape(neural, 'net_killing', 'prey', 'increasing'), 'net_killing', 'killer', 'decreasing'),
  );
  const net = ({ networks }: Scenario): Scenario['networks'][number] => networks[0];
  it('have signs and symmetries in an input, one of them at a time', () => {
    expect(net(both).inputs.map(({ monotone }) => monotone)).toEqual(['increasing', 'decreasing']);
    expect(() => buildSystem(both)).not.toThrow();
    const even = valid(setInputShape(both, 'net_killing', 'killer', 'even'));
    expect(net(even).inputs[1]).toEqual({ variable: 'killer', center: 0, scale: 1, symmetry: 'even' });
    expect(net(valid(setInputShape(even, 'net_killing', 'killer', 'any'))).inputs[1]).not.toHaveProperty('symmetry');
  });
  it('that give weights another meaning take stored ones away', () => {
    const kept = changeNetwork(both, 'net_killing', { weights: [...initialWeights(net(both))] });
    expect(net(kept).weights).toBeDefined();
    expect(net(changeNetwork(kept, 'net_killing', { outputScale: 2 })).weights).toBeDefined();
    expect(net(setInputShape(kept, 'net_killing', 'killer', 'any')).weights).toBeUndefined();
    expect(net(changeNetwork(kept, 'net_killing', { vanishesWith: undefined })).weights).toBeUndefined();
  });
  it('change without leaving a contradiction', () => {
    for (const kind of ['dissipative', 'potential', 'bounded', 'free'] as const) {
      const next = valid(setConstraint(both, 'net_killing', kind));
      expect(net(next).constraint.kind).toBe(kind);
      // only the sign of the effect is the user's to turn: a damping is added, and the killing is taken away
      if (kind === 'dissipative') expect(() => buildSystem(next)).toThrow(/use a positive coefficient/);
      else expect(() => buildSystem(next)).not.toThrow();
    }
    const damping = valid(setConstraint(both, 'net_killing', 'dissipative'));
    expect(net(damping)).toMatchObject({ constraint: { kind: 'dissipative', velocity: 'prey' } });
    expect(net(damping)).not.toHaveProperty('vanishesWith');
    const potential = valid(setForce(setConstraint(both, 'net_killing', 'potential'), 'net_killing', 'killer', true));
    expect(net(potential)).toMatchObject({ constraint: { kind: 'potential', of: ['prey', 'killer'] }, outputs: 2 });
    expect(() => buildSystem(potential)).not.toThrow();
    const one = setForce(setForce(potential, 'net_killing', 'prey', false), 'net_killing', 'killer', false);
    expect(net(one).constraint).toEqual({ kind: 'potential', of: ['killer'] });
  });
  it('put a potential into the Landau form and out of it, without leaving a contradiction', () => {
    const potential = setConstraint(both, 'net_killing', 'potential');
    const landau = valid(setControl(potential, 'net_killing', 'killer'));
    expect(net(landau)).toMatchObject({
      constraint: { kind: 'potential', of: ['prey'], degree: 4, control: 'killer' },
      inputs: [{ variable: 'prey', symmetry: 'even' }, { variable: 'killer' }],
    });
    expect(() => buildSystem(landau)).not.toThrow();
    expect(net(changeId(landau, 'killer', 'field')).constraint).toMatchObject({ control: 'field' });
    const trained = changeNetwork(landau, 'net_killing', { weights: [...initialWeights(net(landau))] });
    const out = valid(setControl(trained, 'net_killing', undefined));
    expect(net(out).constraint).toEqual({ kind: 'potential', of: ['prey'], degree: 4 });
    expect(net(out)).not.toHaveProperty('weights');
    expect(net(valid(setReads(landau, 'net_killing', 'killer', false))).constraint).toEqual({ kind: 'free' });
  });
  it('go with the input that they need', () => {
    const exchanged = changeNetwork(setConstraint(neural, 'net_killing', 'potential'), 'net_killing', {
      exchange: [['prey', 'killer']],
    });
    const without = (document: Scenario, variable: string): Scenario =>
      valid(
        changeMechanism(document, 'killing', (one) => ({
          ...one,
          inputs: one.inputs.filter((input) => input.variable !== variable),
        })),
      );
    expect(net(without(exchanged, 'killer'))).not.toHaveProperty('exchange');
    expect(net(without(exchanged, 'killer')).constraint).toEqual({ kind: 'potential', of: ['prey'] });
    expect(net(without(exchanged, 'prey')).constraint).toEqual({ kind: 'free' });
    const radial = setInputShape(setInputShape(neural, 'net_killing', 'prey', 'radial'), 'net_killing', 'killer', 'radial');
    expect(net(without(radial, 'killer')).inputs).toMatchObject([{ variable: 'prey', symmetry: 'even' }]);
    expect(net(valid(setReads(exchanged, 'net_killing', 'killer', false)))).not.toHaveProperty('exchange');
  });
  it('follow a variable that is renamed', () => {
    const potential = setConstraint(neural, 'net_killing', 'potential');
    const damping = setConstraint(neural, 'net_killing', 'dissipative');
    expect(net(changeId(potential, 'prey', 'cells')).constraint).toEqual({ kind: 'potential', of: ['cells'] });
    expect(net(changeId(damping, 'prey', 'cells')).constraint).toEqual({ kind: 'dissipative', velocity: 'cells' });
  });
});
