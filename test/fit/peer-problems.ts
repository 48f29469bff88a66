/**
 * Two hybrid models that other engines have computed as well (the peers' data): a universal differential equation of predator and prey, and
 * the eye with a network for infiltration in ten subjects. As scenarios, with the tight losses and gradients of those engines.
 */
import { z } from 'zod';
import type { Scenario } from '../../core/model/schema';
import { peerData } from '../bench/sundials';
import { makeDocument } from '../documents';

const layer = z.object({ W: z.array(z.array(z.number())), b: z.array(z.number()) });
type Layer = z.infer<typeof layer>;
const udeData = z.object({
  u0: z.tuple([z.number(), z.number()]),
  t: z.array(z.number()),
  y: z.array(z.tuple([z.number(), z.number()])),
  alpha: z.number(),
  delta: z.number(),
  layers: z.array(layer),
});
const udeReference = z.object({ loss: z.number(), grad: z.object({ alpha: z.number(), delta: z.number(), nn: z.array(layer) }) });
const eyeData = z.object({
  sigma: z.number(),
  subjects: z.array(z.object({ u0: z.array(z.number()).length(6), t: z.array(z.number()), y: z.array(z.array(z.number())) })),
  layers: z.array(layer),
});
const eyeReference = z.object({ loss: z.number(), grad: z.array(layer) });

/** layer by layer: kernel [out][in], then bias, as a scenario holds a network's weights */
export const flatWeights = (layers: readonly Layer[]): number[] => layers.flatMap(({ W, b }) => [...W.flat(), ...b]);

export interface PeerProblem {
  readonly document: Scenario;
  /** what a negative log-likelihood has on top of the peers' loss */
  readonly constant: number;
  readonly loss: number;
  /** by name of the parameter slot */
  readonly gradient: ReadonlyMap<string, number>;
}

const solver = { rtol: 1e-6, atol: 1e-8 };
const normalConstant = (count: number, sigma: number): number => count * (0.5 * Math.log(2 * Math.PI) + Math.log(sigma));

/** @returns undefined where the peers' data are absent */
export function udeProblem(settings: Record<string, unknown> = solver): PeerProblem | undefined {
  const data = udeData.safeParse(peerData('ude.json')),
    reference = udeReference.safeParse(peerData('ude_ref.json'));
  if (!data.success || !reference.success) return undefined;
  const { u0, t, y, alpha, delta, layers } = data.data;
  const inputs = [{ variable: 'u1' }, { variable: 'u2' }];
  // with this σ the negative log-likelihood is the sum of squared residuals and a constant
  const sigma = Math.SQRT1_2;
  const neural = (output: number) => ({
    law: { kind: 'neural', network: 'N', output },
    inputs,
    effects: [{ variable: `u${output + 1}` }],
  });
  const document = makeDocument({
    variables: u0.map((initial, i) => ({ id: `u${i + 1}`, name: `u${i + 1}`, kind: 'state', initial })),
    parameters: [
      { id: 'alpha', value: alpha, estimate: true },
      { id: 'delta', value: delta, estimate: true },
    ],
    networks: [
      { id: 'N', inputs, hidden: layers.slice(0, -1).map(({ b }) => b.length), outputs: 2, weights: flatWeights(layers) },
    ],
    mechanisms: [
      {
        id: 'growth',
        name: 'growth',
        law: { kind: 'custom', expression: 'alpha*u1' },
        inputs: [inputs[0]],
        effects: [{ variable: 'u1' }],
      },
      {
        id: 'death',
        name: 'death',
        law: { kind: 'custom', expression: 'delta*u2' },
        inputs: [inputs[1]],
        effects: [{ variable: 'u2', coefficient: -1 }],
      },
      { id: 'n1', name: 'n1', ...neural(0) },
      { id: 'n2', name: 'n2', ...neural(1) },
    ],
    observables: ['u1', 'u2'].map((id) => ({ id: `${id}_o`, name: id, expression: id, noise: { sigma } })),
    conditions: [{ id: 'c', name: 'c' }],
    data: {
      measurements: t.flatMap((time, k) => y[k].map((value, i) => ({ condition: 'c', observable: `u${i + 1}_o`, time, value }))),
    },
    fits: [{ id: 'all', name: 'all' }],
    solver: settings,
  });
  const { loss, grad } = reference.data;
  return {
    document,
    constant: normalConstant(2 * t.length, sigma),
    loss,
    gradient: new Map([
      ['alpha', grad.alpha],
      ['delta', grad.delta],
      ...flatWeights(grad.nn).map((value, i) => [`N.${i}`, value] as const),
    ]),
  };
}

const EYE = ['A', 'B', 'T', 'E', 'R', 'D'];
const eyeRates: Readonly<Record<string, string>> = {
  A: '0.1 - 0.3*A - 0.4*E*A/(0.2 + A)',
  B: '0.5*(1 - B) - 0.8*E*B',
  T: '0.4 + 0.3*R - 0.6*T',
  E: '-0.35*E - 0.5*R*E',
  R: '0.2*T*A - 0.25*R',
  D: '0.6*E - 0.1*D',
};

/** @returns undefined where the peers' data are absent */
export function eyeProblem(settings: Record<string, unknown> = solver): PeerProblem | undefined {
  const data = eyeData.safeParse(peerData('eye_hybrid.json')),
    reference = eyeReference.safeParse(peerData('eye_hybrid_ref.json'));
  if (!data.success || !reference.success) return undefined;
  const { subjects, layers, sigma } = data.data;
  const inputs = ['A', 'B', 'T'].map((variable) => ({ variable }));
  const document = makeDocument({
    variables: EYE.map((id, i) => ({ id, name: id, kind: 'state', initial: subjects[0].u0[i] })),
    networks: [
      {
        id: 'N',
        inputs,
        hidden: layers.slice(0, -1).map(({ b }) => b.length),
        constraint: { kind: 'positive' },
        weights: flatWeights(layers),
      },
    ],
    mechanisms: [
      ...Object.entries(eyeRates).map(([id, expression]) => ({
        id: `rate_${id}`,
        name: id,
        law: { kind: 'custom', expression },
        inputs: EYE.filter((name) => new RegExp(`\\b${name}\\b`).test(expression)).map((variable) => ({ variable })),
        effects: [{ variable: id }],
      })),
      { id: 'infiltration', name: 'infiltration', law: { kind: 'neural', network: 'N' }, inputs, effects: [{ variable: 'E' }] },
    ],
    observables: ['E', 'D'].map((id) => ({ id: `${id}_o`, name: id, expression: id, noise: { sigma } })),
    conditions: subjects.map(({ u0 }, s) => ({
      id: `s${s}`,
      name: `subject ${s}`,
      overrides: Object.fromEntries(EYE.map((id, i) => [id, u0[i]])),
    })),
    data: {
      measurements: subjects.flatMap(({ t, y }, s) =>
        t.flatMap((time, k) => ['E_o', 'D_o'].map((observable, i) => ({ condition: `s${s}`, observable, time, value: y[k][i] }))),
      ),
    },
    fits: [{ id: 'all', name: 'all' }],
    solver: settings,
  });
  const { loss, grad } = reference.data;
  return {
    document,
    constant: normalConstant(document.data.measurements.length, sigma),
    loss,
    gradient: new Map(flatWeights(grad).map((value, i) => [`N.${i}`, value] as const)),
  };
}
