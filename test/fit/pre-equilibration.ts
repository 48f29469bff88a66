/** Models that start from steady states, for tests. */
import { scenario, type Scenario } from '../../core/model/schema';

type Raw = Record<string, unknown>;

/** @param parts sections of the document; the fit takes all conditions that have measurements */
export function document(parts: Raw): Scenario {
  return scenario.parse({
    format: 'doflow-scenario',
    version: 2,
    about: { title: 'At rest' },
    fits: [{ id: 'all', name: 'All' }],
    solver: { rtol: 1e-9, atol: 1e-11 },
    ...parts,
  });
}

export const state = (id: string, initial: number | string): Raw => ({ id, name: id, kind: 'state', initial });

/** A mechanism of the given rate, with what it adds to each state, and what else it reads. */
export const rate = (id: string, expression: string, effects: Record<string, number | string>, reads: string[] = []): Raw => ({
  id,
  name: id,
  law: { kind: 'custom', expression },
  inputs: [...new Set([...Object.keys(effects), ...reads])].map((variable) => ({ variable, role: 'input' })),
  effects: Object.entries(effects).map(([variable, coefficient]) => ({ variable, coefficient })),
});

export const seen = (id: string, sigma = 0.5): Raw => ({
  id: `seen_${id}`,
  name: id,
  expression: id,
  noise: { model: 'normal', sigma },
});

/** dx/dt = s − d·x, made twice as fast after a rest without it. */
export const production = (parts: Raw = {}): Scenario =>
  document({
    variables: [state('x', 7)],
    parameters: [
      { id: 's', value: 3, estimate: true },
      { id: 'd', value: 0.6, scale: 'log10', estimate: true },
      { id: 'boost', value: 1 },
    ],
    mechanisms: [rate('make', 's*boost', { x: 1 }), rate('lose', 'd*x', { x: -1 })],
    observables: [seen('x')],
    conditions: [
      { id: 'control', name: 'Control' },
      { id: 'boosted', name: 'Boosted', overrides: { boost: 2 }, preEquilibration: { condition: 'control' } },
    ],
    data: {
      measurements: [0, 1, 2.5].map((time, i) => ({
        condition: 'boosted',
        observable: 'seen_x',
        time,
        value: [4.6, 7.4, 9.1][i],
      })),
    },
    ...parts,
  });

/** A ⇌ B in compartments of sizes V and W, of which V·A + W·B is conserved; forward at kf, or ten times that before the start. */
export const exchange = (): Scenario =>
  document({
    variables: [state('A', 'a0'), state('B', 1)],
    parameters: [
      { id: 'a0', value: 5, estimate: true },
      { id: 'kf', value: 0.4, scale: 'log10', estimate: true },
      { id: 'kr', value: 0.7, scale: 'log10', estimate: true },
      { id: 'V', value: 2, estimate: true },
      { id: 'W', value: 0.5, estimate: true },
      { id: 'faster', value: 1 },
    ],
    mechanisms: [rate('flow', 'kf*faster*A - kr*B', { A: '-1/V', B: '1/W' })],
    observables: [seen('A'), seen('B')],
    conditions: [
      { id: 'before', name: 'Before', overrides: { faster: 10 } },
      { id: 'after', name: 'After', preEquilibration: { condition: 'before' } },
    ],
    data: {
      measurements: [0, 0.5, 2].flatMap((time) => [
        { condition: 'after', observable: 'seen_A', time, value: 1.5 },
        { condition: 'after', observable: 'seen_B', time, value: 7 },
      ]),
    },
  });
