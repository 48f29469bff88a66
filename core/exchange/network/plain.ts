/** A network as plain JSON, whole: what it reads and how it is scaled, its constraints, and its weights as matrices. */
import { initialWeights, risingWeight } from '../../equations/network';
import { hasSaturation, landauPowers, layersOf, monomialsOf, WEIGHTS_OF_COEFFICIENT } from '../../equations/network-shape';
import { canonicalJson } from '../../model/canonical';
import { DocumentError, formatPath } from '../../model/problem';
import { network as networkSchema } from '../../model/schema/network';
import type { Network } from '../../model/schema';
import { z } from '../../model/schema/zod';

const FORMAT = 'doflow-network';
const VERSION = 1;

const layer = z.strictObject({
  shape: z.tuple([z.int(), z.int()]).describe('[outputs, inputs]'),
  kernel: z.array(z.array(z.number())).describe('one row an output'),
  bias: z.array(z.number()).optional().describe('absent: none'),
  squared: z.array(z.int()).optional().describe('columns of the kernel that act as their squares, for the sign of an input'),
});
const plainNetwork = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  network: networkSchema.omit({ weights: true }),
  layers: z.array(layer),
  monomials: z
    .array(z.strictObject({ exponents: z.array(z.int()), coefficient: z.number() }))
    .optional()
    .describe('of a polynomial potential, in the scaled inputs'),
  coefficients: z
    .array(z.tuple([z.number(), z.number(), z.number()]))
    .optional()
    .describe(
      'of the Landau form, one row a power of the squared order parameter: of the first a at the centre of the control and the roots of its slopes at both ends, of the others three to be made positive by softplus',
    ),
  saturation: z.number().optional().describe("w of the substrate's factor s·q/(1 + |q|), q = w²x/s"),
});

/** @returns text that readPlainNetwork reads back as it was; an untrained network is written with the weights it starts from */
export function writePlainNetwork(network: Network): string {
  const { weights: stored, ...architecture } = network;
  const weights = Array.from(stored ?? initialWeights(network)),
    rising = risingWeight(network),
    monomials = monomialsOf(network),
    powers = landauPowers(network);
  const layers = layersOf(network).map(({ fanIn, fanOut, kernel, bias }, index) => {
    const squared = Array.from({ length: fanIn }, (_, i) => i).filter((i) => rising(index, i));
    return {
      shape: [fanOut, fanIn],
      kernel: Array.from({ length: fanOut }, (_, unit) => weights.slice(kernel + unit * fanIn, kernel + (unit + 1) * fanIn)),
      bias: bias === null ? undefined : weights.slice(bias, bias + fanOut),
      squared: squared.length === 0 ? undefined : squared,
    };
  });
  return canonicalJson({
    format: FORMAT,
    version: VERSION,
    network: architecture,
    layers,
    monomials: monomials.length === 0 ? undefined : monomials.map((exponents, i) => ({ exponents, coefficient: weights[i] })),
    coefficients:
      powers === 0
        ? undefined
        : Array.from({ length: powers }, (_, k) => weights.slice(k * WEIGHTS_OF_COEFFICIENT, (k + 1) * WEIGHTS_OF_COEFFICIENT)),
    saturation: hasSaturation(network) ? weights[weights.length - 1] : undefined,
  });
}

/** @throws DocumentError where the text is no such network, or its weights do not fit its layers */
export function readPlainNetwork(text: string): Network {
  const fail = (path: string, message: string, advice: string): never => {
    throw new DocumentError([{ severity: 'error', path, message, advice }]);
  };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return fail('', `this is not a network: ${(error as Error).message}`, `give a JSON file of the format ${FORMAT}`);
  }
  const parsed = plainNetwork.safeParse(raw);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return fail(formatPath(path), message, `give a JSON file of the format ${FORMAT}, version ${VERSION}`);
  }
  const { network, layers, monomials = [], coefficients = [], saturation } = parsed.data;
  const expected = layersOf(network),
    rows = monomialsOf(network),
    powers = landauPowers(network);
  if (layers.length !== expected.length)
    fail('layers', `the network has ${expected.length} layers, and ${layers.length} are given`, 'give one for each');
  expected.forEach(({ fanIn, fanOut, bias }, i) => {
    const { kernel, bias: given } = layers[i];
    const fits = kernel.length === fanOut && kernel.every((row) => row.length === fanIn);
    if (!fits)
      fail(`layers[${i}].kernel`, `the kernel must be ${fanOut} × ${fanIn}`, 'make hidden, inputs and outputs agree with it');
    if ((given?.length ?? 0) !== (bias === null ? 0 : fanOut))
      fail(`layers[${i}].bias`, bias === null ? 'this layer has no bias' : `the layer has ${fanOut} biases`, 'correct the list');
  });
  if (coefficients.length !== powers)
    fail(
      'coefficients',
      `the Landau form has ${powers} coefficients here, and ${coefficients.length} are given`,
      'correct the list',
    );
  const ofMonomials = rows.map((row) => {
    const found = monomials.find(({ exponents }) => exponents.join() === row.join());
    return found?.coefficient ?? fail('monomials', `the monomial ${row.join(', ')} is missing`, `give all ${rows.length}`);
  });
  if (hasSaturation(network) !== (saturation !== undefined))
    fail(
      'saturation',
      'it belongs to a network that rises with the substrate it vanishes with, and only there',
      'add it or take it out',
    );
  const weights = [
    ...layers.flatMap(({ kernel, bias = [] }) => [...kernel.flat(), ...bias]),
    ...ofMonomials,
    ...coefficients.flat(),
    ...(saturation === undefined ? [] : [saturation]),
  ];
  return { ...network, weights };
}
