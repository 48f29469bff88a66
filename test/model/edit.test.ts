import { describe, expect, it } from 'vitest';
import { scenario, type Scenario } from '../../core/model/schema';
import {
  addMechanism,
  addRegulator,
  addVariable,
  applyFit,
  changeId,
  duplicate,
  forgetPositions,
  idFault,
  makeId,
  mentions,
  move,
  remove,
  removeRegulator,
  rename,
  renameIn,
  setLaw,
  setValues,
  setVariableKind,
  verdict,
  type Verdict,
} from '../../core/model/edit';

const none: ReadonlySet<string> = new Set();
const base: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Eye' },
  variables: [
    { id: 'antigen', name: 'Antigen', kind: 'state', initial: 1 },
    { id: 'effector', name: 'Effector cells', kind: 'state', initial: 'e0' },
    { id: 'tgfb', name: 'TGF-β', kind: 'state', initial: 4.5, source: { kind: 'literature' } },
    { id: 'load', name: 'Load', kind: 'assigned', expression: 'antigen + k_in*exp(effector)' },
  ],
  parameters: [
    { id: 'k_in', value: 0.2, source: { kind: 'literature' } },
    { id: 'K_s', value: 2 },
    { id: 'e0', value: 0.5 },
  ],
  mechanisms: [
    {
      id: 'infiltration',
      name: 'Infiltration',
      law: { kind: 'first-order', parameters: { k: 'k_in' } },
      inputs: [{ variable: 'antigen', role: 'substrate' }],
      effects: [{ variable: 'effector' }],
      regulators: [{ variable: 'tgfb', kind: 'inhibition', law: { kind: 'hill', K: 'K_s' } }],
    },
  ],
  observables: [{ id: 'seen', name: 'Seen', expression: 'log(effector)', noise: { sigma: 0.1 } }],
  conditions: [{ id: 'control', name: 'Control', overrides: { tgfb: 3, k_in: 'K_s/2' } }],
  data: { measurements: [{ condition: 'control', observable: 'seen', time: 1, value: 2 }] },
  interventions: [
    {
      id: 'block',
      name: 'Block',
      actions: [
        { action: 'clamp', variable: 'tgfb', value: 0 },
        { action: 'scale', mechanism: 'infiltration', factor: 0 },
        { action: 'set', parameter: 'k_in', value: 1 },
      ],
    },
  ],
  comparisons: [
    {
      id: 'main',
      name: 'Main',
      baseline: { id: 'base', name: 'Baseline' },
      arms: [{ id: 'blocked', name: 'Blocked', interventions: ['block'] }],
      horizon: { until: 10 },
      shown: ['tgfb', 'effector'],
      outcomes: [{ id: 'peak', name: 'Peak', expression: 'effector/tgfb', functional: { kind: 'peak' } }],
    },
  ],
  fits: [{ id: 'fit1', name: 'Fit', parameters: ['k_in', 'K_s'] }],
});
const valid = (document: Scenario): Scenario => scenario.parse(JSON.parse(JSON.stringify(document)));
const connections = (result: Verdict) => ('connections' in result ? result.connections : []);
const mechanism = (document: Scenario, id: string) => document.mechanisms.find((one) => one.id === id)!;

describe('Ids', () => {
  it('are made from names in plain letters', () => {
    expect(makeId('TGF-β', none)).toBe('TGF_beta');
    expect(makeId('α-Synuclein, µg', none)).toBe('alpha_Synuclein_mug');
    expect(makeId('Café 2', none)).toBe('Cafe_2');
    expect(makeId('2-DG', none)).toBe('_2_DG');
    expect(makeId('Ca²⁺', none)).toBe('Ca2_plus');
    expect(makeId('!?', none)).toBe('item');
  });
  it('avoid what is taken and what expressions reserve', () => {
    expect(makeId('X', new Set(['X', 'X_2']))).toBe('X_3');
    expect(makeId('t', none)).toBe('t_');
    expect(idFault(base, 'k_in')).toMatch(/already used/);
    expect(idFault(base, 'blocked')).toMatch(/already used/);
    expect(idFault(base, '9x')).toMatch(/digit/);
    expect(idFault(base, 'fresh')).toBeNull();
  });
});

describe('Identifiers within expressions', () => {
  it('are replaced token by token', () => {
    expect(renameIn('k*x + k_decay*2e5 - xk', 'k', 'r')).toBe('r*x + k_decay*2e5 - xk');
    expect(renameIn('1e5*e5', 'e5', 'f')).toBe('1e5*f');
    expect(renameIn('exp(exp2) + exp', 'exp', 'y')).toBe('exp(exp2) + y');
    expect(renameIn('log (log)', 'log', 'y')).toBe('log (y)');
  });
  it('are found only as whole names', () => {
    expect(mentions('k_in*2', 'k')).toBe(false);
    expect(mentions('2*k', 'k')).toBe(true);
    expect(mentions(3, 'k')).toBe(false);
  });
});

describe('Renaming', () => {
  it('changes an id with every reference to it', () => {
    const document = valid(changeId(base, 'effector', 'teff'));
    expect(JSON.stringify(document)).not.toMatch(/"effector"|\beffector\b/);
    expect(document.variables[3]).toMatchObject({ expression: 'antigen + k_in*exp(teff)' });
    expect(document.comparisons[0].outcomes[0].expression).toBe('teff/tgfb');
    expect(document.observables[0].expression).toBe('log(teff)');
    expect(changeId(document, 'teff', 'effector')).toEqual(base);
  });
  it('changes a parameter in slots, overrides, actions and fits', () => {
    const document = valid(changeId(base, 'k_in', 'rate'));
    expect(JSON.stringify(document)).not.toMatch(/\bk_in\b/);
    expect(document.conditions[0].overrides).toEqual({ tgfb: 3, rate: 'K_s/2' });
  });
  it('refuses an id that is taken', () => {
    expect(() => changeId(base, 'tgfb', 'k_in')).toThrow(/already used/);
  });
  it('lets an id follow its name only where it was made from the name', () => {
    expect(rename(base, 'tgfb', 'TGF-β2').id).toBe('tgfb');
    const { document, id } = addVariable(base, { name: 'IL-10' });
    const renamed = rename(document, id, 'IL-17');
    expect(renamed.id).toBe('IL_17');
    expect(renamed.document.variables.at(-1)).toMatchObject({ id: 'IL_17', name: 'IL-17' });
  });
});

describe('Connecting', () => {
  it('makes a mechanism with named parameters', () => {
    const produce = connections(verdict(base, 'antigen', 'tgfb'))[0];
    const { document, id } = produce.apply(base);
    const made = mechanism(valid(document), id);
    expect(made.law).toEqual({ kind: 'first-order', parameters: { k: `k_${id}` } });
    expect(made).toMatchObject({
      inputs: [{ variable: 'antigen', role: 'substrate' }],
      effects: [{ variable: 'tgfb', coefficient: 1 }],
    });
    expect(document.parameters.at(-1)).toMatchObject({ id: `k_${id}`, value: 0.1, scale: 'log10', bounds: [0.001, 10] });
  });
  it('offers a removal that vanishes with what it removes', () => {
    const removes = connections(verdict(base, 'effector', 'antigen')).find(({ label }) => label === 'Removes')!;
    const { document, id } = removes.apply(base);
    expect(mechanism(document, id).inputs.map(({ variable }) => variable)).toEqual(['antigen', 'effector']);
    expect(mechanism(document, id).effects).toEqual([{ variable: 'antigen', coefficient: -1 }]);
  });
  it('lets a variable regulate a mechanism, once', () => {
    const activates = connections(verdict(base, 'antigen', 'infiltration'))[0];
    const { document } = activates.apply(base);
    expect(mechanism(valid(document), 'infiltration').regulators[1]).toMatchObject({
      variable: 'antigen',
      kind: 'activation',
      law: { K: 'K_antigen_infiltration' },
    });
    expect(verdict(document, 'antigen', 'infiltration')).toEqual({ reason: 'It already regulates Infiltration' });
  });
  it('vetoes arrows that make no sense, with the reason', () => {
    expect(verdict(base, 'tgfb', 'load')).toHaveProperty('reason', expect.stringMatching(/expression/));
    expect(verdict(base, 'infiltration', 'effector')).toHaveProperty('reason', expect.stringMatching(/already changes/));
    expect(verdict(base, 'infiltration', 'infiltration')).toHaveProperty('reason');
    expect(verdict(base, 'tgfb', 'nothing')).toHaveProperty('reason');
  });
});

describe('Removing', () => {
  it('takes a variable out with its regulators, actions, overrides and outcomes, and says what went', () => {
    const { document, lines } = remove(base, ['tgfb']);
    valid(document);
    expect(lines).toEqual(['TGF-β']);
    expect(mechanism(document, 'infiltration').regulators).toEqual([]);
    expect(document.parameters.map(({ id }) => id)).toContain('K_s');
    expect(document.interventions[0].actions.map(({ action }) => action)).toEqual(['scale', 'set']);
    expect(document.comparisons[0]).toMatchObject({ outcomes: [], shown: ['effector'] });
    expect(document.conditions[0].overrides).toEqual({ k_in: 'K_s/2' });
  });
  it('takes mechanisms that lose their only cause or effect, and the parameters that only they used', () => {
    const grown = connections(verdict(base, 'antigen', 'tgfb'))[0].apply(base);
    const { document, lines } = remove(grown.document, ['antigen']);
    valid(document);
    expect(document.mechanisms).toEqual([]);
    expect(lines).toEqual(['Antigen', 'Infiltration', 'Antigen → TGF-β']);
    expect(document.parameters.map(({ id }) => id)).toEqual(['k_in', 'K_s', 'e0']);
    expect(document.interventions[0].actions.map(({ action }) => action)).toEqual(['clamp', 'set']);
  });
  it('puts the value of a removed parameter in its place', () => {
    const { document } = remove(base, ['k_in']);
    valid(document);
    expect(mechanism(document, 'infiltration').law).toEqual({ kind: 'first-order', parameters: { k: 0.2 } });
    expect(document.variables[3]).toMatchObject({ expression: 'antigen + 0.2*exp(effector)' });
    expect(document.fits[0].parameters).toEqual(['K_s']);
    expect(document.interventions[0].actions).toHaveLength(2);
  });
  it('takes an observable with its measurements', () => {
    const { document, lines } = remove(base, ['seen']);
    expect(document.data.measurements).toEqual([]);
    expect(lines).toEqual(['Seen', '1 of its measurements']);
  });
  it('takes an intervention out of arms', () => {
    expect(remove(base, ['block']).document.comparisons[0].arms[0].interventions).toEqual([]);
  });
  it('takes a regulator with the parameters that only it used', () => {
    const { document } = addRegulator(base, 'infiltration', 'antigen', 'activation');
    expect(removeRegulator(document, 'infiltration', 1)).toEqual(base);
  });
});

describe('Changing a law', () => {
  it('keeps the slots and inputs that fit and names the new ones', () => {
    const document = setLaw(base, 'infiltration', 'mass-action');
    expect(mechanism(document, 'infiltration').law).toEqual({ kind: 'mass-action', parameters: { k: 'k_in' } });
    expect(mechanism(document, 'infiltration').inputs).toEqual([{ variable: 'antigen', role: 'reactant' }]);
    const saturating = valid(setLaw(document, 'infiltration', 'michaelis-menten'));
    expect(mechanism(saturating, 'infiltration').law).toEqual({
      kind: 'michaelis-menten',
      parameters: { Vmax: 'Vmax_infiltration', Km: 'Km_infiltration' },
    });
    expect(mechanism(saturating, 'infiltration').inputs[0].role).toBe('substrate');
  });
  it('drops the parameters it made when the law goes again', () => {
    const made = addMechanism(base, {
      name: 'Source',
      kind: 'constant',
      inputs: [],
      effects: [{ variable: 'tgfb', coefficient: 1 }],
    });
    const document = setLaw(made.document, 'Source', 'custom');
    expect(mechanism(document, 'Source').law).toEqual({ kind: 'custom', expression: 'k_Source' });
    expect(document.parameters.map(({ id }) => id)).toContain('k_Source');
    expect(setLaw(document, 'Source', 'logistic').parameters.map(({ id }) => id)).toEqual([
      'k_in',
      'K_s',
      'e0',
      'k_Source',
      'r_Source',
      'K_Source',
    ]);
  });
  it('keeps counts as numbers and makes a network for a neural term', () => {
    expect(mechanism(setLaw(base, 'infiltration', 'delay-chain'), 'infiltration').law).toMatchObject({
      parameters: { k: 'k_in', delay: 'delay_infiltration', stages: 3 },
    });
    const neural = valid(setLaw(base, 'infiltration', 'neural'));
    expect(neural.networks).toMatchObject([
      { id: 'net_infiltration', inputs: [{ variable: 'antigen' }], constraint: { kind: 'positive' } },
    ]);
    expect(setLaw(neural, 'infiltration', 'first-order').networks).toEqual([]);
  });
});

describe('Values', () => {
  it('set by hand lose their source', () => {
    const document = setValues(base, { k_in: 0.4, tgfb: 0, unknown: 3 });
    expect(document.parameters[0]).toMatchObject({
      value: 0.4,
      source: { kind: 'assumed', text: 'set by hand; was 0.2 (literature)' },
    });
    expect(document.variables[2]).toMatchObject({ initial: 0, source: { kind: 'assumed' } });
    expect(document.parameters[1]).toBe(base.parameters[1]);
  });
  it('of a fit are marked as fitted', () => {
    const document = applyFit(setLaw(base, 'infiltration', 'neural'), {
      K_s: 7,
      'effector.initial': 0.3,
      'net_infiltration.0': 1,
      'net_infiltration.1': 2,
    });
    expect(document.parameters.find(({ id }) => id === 'K_s')).toMatchObject({ value: 7, source: { kind: 'fitted' } });
    expect(document.variables[1]).toMatchObject({ initial: 0.3, source: { kind: 'fitted' } });
    expect(document.networks[0].weights).toEqual([1, 2]);
  });
  it('survive a change of kind', () => {
    const assigned = valid(setVariableKind(base, 'tgfb', 'assigned'));
    expect(assigned.variables[2]).toMatchObject({ kind: 'assigned', expression: '4.5' });
    expect(setVariableKind(assigned, 'tgfb', 'state')).toEqual(base);
  });
});

describe('Duplicating and moving', () => {
  it('gives copies their own parameters and joins them to copied variables', () => {
    const copy = duplicate(base, ['effector', 'infiltration']);
    const document = valid(copy.document);
    expect(copy.ids).toEqual(['Effector_cells_copy', 'Infiltration_copy']);
    expect(mechanism(document, 'Infiltration_copy')).toMatchObject({
      inputs: [{ variable: 'antigen' }],
      effects: [{ variable: 'Effector_cells_copy' }],
      law: { parameters: { k: 'k_in_Infiltration_copy' } },
    });
    expect(document.parameters.find(({ id }) => id === 'k_in_Infiltration_copy')).toMatchObject({ value: 0.2 });
  });
  it('places nodes at whole pixels and forgets the places again', () => {
    const document = move(base, { tgfb: { x: 1.4, y: 2.6 }, infiltration: { x: 5, y: 6 } });
    expect(document.variables[2].position).toEqual({ x: 1, y: 3 });
    expect(mechanism(document, 'infiltration').position).toEqual({ x: 5, y: 6 });
    expect(forgetPositions(document)).toEqual(base);
  });
});
