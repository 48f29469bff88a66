/** Mechanisms: what causes what. A rate law on its inputs, its effects by stoichiometric coefficient, and its regulators. */
import { z } from './zod';
import { expression, id, position, quantity, source } from './common';

/** Slots of the rate-law library (core/model/laws.ts says which law has which). */
const slots = z.record(id, quantity).default({});
const libraryLaw = z.strictObject({
  kind: z.enum([
    'constant',
    'first-order',
    'mass-action',
    'michaelis-menten',
    'hill-activation',
    'hill-inhibition',
    'logistic',
    'holling-ii',
    'exchange',
    'delay-chain',
  ]),
  parameters: slots,
});
export const law = z.discriminatedUnion('kind', [
  libraryLaw,
  z.strictObject({ kind: z.literal('custom'), expression }),
  z.strictObject({ kind: z.literal('potential'), potential: expression, of: id.describe('the variable x of −∂V/∂x') }),
  z.strictObject({ kind: z.literal('neural'), network: id, output: z.int().min(0).default(0) }),
]);
export const input = z.strictObject({ variable: id, role: z.string().default('input'), order: z.number().positive().optional() });
export const effect = z.strictObject({ variable: id, coefficient: quantity.default(1) });
export const regulatorLaw = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hill'), K: quantity, h: quantity.default(1) }),
  z.strictObject({ kind: z.literal('custom'), expression }),
  z.strictObject({ kind: z.literal('neural'), network: id, output: z.int().min(0).default(0) }),
]);
export const regulator = z.strictObject({ variable: id, kind: z.enum(['activation', 'inhibition']), law: regulatorLaw });
export const mechanism = z.strictObject({
  id,
  name: z.string(),
  law,
  inputs: z.array(input).default([]),
  effects: z.array(effect).default([]),
  regulators: z.array(regulator).default([]),
  position: position.optional(),
  note: z.string().optional(),
  source: source.optional(),
});
export type Law = z.infer<typeof law>;
export type LawKind = Law['kind'];
export type Input = z.infer<typeof input>;
export type Effect = z.infer<typeof effect>;
export type Regulator = z.infer<typeof regulator>;
export type Mechanism = z.infer<typeof mechanism>;
