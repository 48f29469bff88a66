/**
 * The rate-law library as data: which roles a law's inputs play, which parameters it takes, and its formula as people
 * write it. core/equations/rate-law.ts turns a law into an expression; the window builds its forms from this table.
 */
import type { Law, LawKind } from './schema';

export interface LawSlot {
  readonly name: string;
  /** what it means, with its dimension in words */
  readonly text: string;
  readonly default: number;
}
export interface LawEntry {
  readonly name: string;
  /** roles of the inputs, in order; `…` after the last means any number of it */
  readonly roles: readonly string[];
  readonly repeats: boolean;
  readonly slots: readonly LawSlot[];
  readonly formula: string;
  readonly text: string;
}

const rate = (text: string): LawSlot => ({ name: 'k', text, default: 0.1 });
const half = (text: string): LawSlot => ({ name: 'K', text, default: 1 });
const steepness: LawSlot = { name: 'h', text: 'Hill coefficient, dimensionless', default: 2 };
const vmax: LawSlot = { name: 'Vmax', text: 'largest rate, amount per time', default: 1 };

export const laws: Readonly<Record<LawKind, LawEntry>> = {
  constant: {
    name: 'Constant source',
    roles: [],
    repeats: false,
    slots: [rate('rate, amount per time')],
    formula: 'k',
    text: 'A source that nothing drives.',
  },
  'first-order': {
    name: 'First order',
    roles: ['substrate'],
    repeats: false,
    slots: [rate('rate constant, per time')],
    formula: 'k·S',
    text: 'Proportional to its substrate: decay, conversion, secretion.',
  },
  'mass-action': {
    name: 'Mass action',
    roles: ['reactant'],
    repeats: true,
    slots: [rate('rate constant')],
    formula: 'k·A·B…',
    text: 'Proportional to the product of its reactants, each to its order.',
  },
  'michaelis-menten': {
    name: 'Michaelis–Menten',
    roles: ['substrate'],
    repeats: false,
    slots: [vmax, { name: 'Km', text: 'substrate at half the largest rate', default: 1 }],
    formula: 'Vmax·S/(Km + S)',
    text: 'Saturates in its substrate.',
  },
  'hill-activation': {
    name: 'Hill activation',
    roles: ['driver'],
    repeats: false,
    slots: [vmax, half('driver at half the largest rate'), steepness],
    formula: 'Vmax·(X/K)ʰ/(1 + (X/K)ʰ)',
    text: 'Rises with its driver, sigmoid for h above 1.',
  },
  'hill-inhibition': {
    name: 'Hill inhibition',
    roles: ['inhibitor'],
    repeats: false,
    slots: [vmax, half('inhibitor at half the largest rate'), steepness],
    formula: 'Vmax/(1 + (X/K)ʰ)',
    text: 'Falls with its inhibitor.',
  },
  logistic: {
    name: 'Logistic growth',
    roles: ['population'],
    repeats: false,
    slots: [{ name: 'r', text: 'growth rate, per time', default: 0.5 }, half('carrying capacity')],
    formula: 'r·N·(1 − N/K)',
    text: 'Growth that stops at a carrying capacity.',
  },
  'holling-ii': {
    name: 'Saturating removal (Holling II)',
    roles: ['prey', 'predator'],
    repeats: false,
    slots: [
      { name: 'a', text: 'attack rate', default: 0.1 },
      { name: 'handling', text: 'handling time per prey', default: 0.1 },
    ],
    formula: 'a·N·P/(1 + a·τ·N)',
    text: 'A predator or killer that saturates in its prey.',
  },
  exchange: {
    name: 'Exchange across a barrier',
    roles: ['inside', 'outside'],
    repeats: false,
    slots: [rate('permeability, per time')],
    formula: 'k·(A − B)',
    text: 'Flows from the higher to the lower side; its rate may be negative.',
  },
  'delay-chain': {
    name: 'Delay (linear chain)',
    roles: ['source'],
    repeats: false,
    slots: [
      rate('rate constant at the entrance, per time'),
      { name: 'delay', text: 'mean delay, time', default: 1 },
      { name: 'stages', text: 'number of hidden stages, a whole number', default: 3 },
    ],
    formula: 'k·S after a delay',
    text: 'What enters leaves its source at once and arrives after a gamma-distributed delay (the linear-chain trick).',
  },
  custom: {
    name: 'Custom expression',
    roles: ['input'],
    repeats: true,
    slots: [],
    formula: 'f(inputs, parameters, t)',
    text: 'Any expression of the inputs.',
  },
  potential: {
    name: 'Potential gradient',
    roles: ['input'],
    repeats: true,
    slots: [],
    formula: '−∂V/∂x',
    text: 'Downhill in a potential.',
  },
  neural: {
    name: 'Neural term',
    roles: ['input'],
    repeats: true,
    slots: [],
    formula: 'network(inputs)',
    text: 'A small constrained network where the law is unknown.',
  },
};

/** @returns a law of the kind with the library's default numbers in its slots */
export function defaultLaw(kind: Exclude<LawKind, 'neural'>): Law {
  if (kind === 'custom') return { kind, expression: '0' };
  if (kind === 'potential') return { kind, potential: '0', of: 'x' };
  return { kind, parameters: Object.fromEntries(laws[kind].slots.map((slot) => [slot.name, slot.default])) };
}
