/** Dense networks out of a LayersModel: a chain of dense layers with tanh, softplus, sigmoid or no activation. */
import { DocumentError, formatPath, type Problem } from '../../model/problem';
import type { Network } from '../../model/schema';
import { layerConfig, lengthOf, modelJson, unpackFloats, type LayerConfig, type LayersModelJson } from './layers-model';

export interface NetworkImport {
  readonly network: Network;
  /** what of the file, or of the network in whose place it comes, is not kept */
  readonly losses: readonly Problem[];
}
interface Dense {
  readonly name: string;
  readonly activation: string;
  /** [out][in] */
  readonly kernel: number[][];
  readonly bias: number[];
}

const activationOf: Readonly<Record<string, Network['activation'] | undefined>> = {
  tanh: 'tanh',
  softplus: 'softplus',
  sigmoid: 'logistic',
};

function fail(path: string, message: string, advice: string): never {
  throw new DocumentError([{ severity: 'error', path, message, advice }]);
}

/**
 * @param raw model.json, parsed
 * @param files contents of the files that the manifest names
 * @param inPlaceOf the network whose id, inputs and seed are kept
 * @throws DocumentError for anything that is not a chain of dense layers over as many inputs
 */
export function readLayersModel(raw: unknown, files: ReadonlyMap<string, Uint8Array>, inPlaceOf: Network): NetworkImport {
  const parsed = modelJson.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    fail(
      formatPath(issue.path),
      `this is not a LayersModel: ${issue.message}`,
      'give the model.json of a TensorFlow.js LayersModel',
    );
  }
  const arrays = readArrays(parsed.data, files),
    layers = foldLinear(chainOf(parsed.data).map((layer) => readDense(layer, arrays)));
  const width = layers[0].kernel[0].length;
  if (width !== inPlaceOf.inputs.length)
    fail(
      'modelTopology',
      `the model takes ${width} inputs, and the network "${inPlaceOf.id}" reads ${inPlaceOf.inputs.length}: ${inPlaceOf.inputs.map(({ variable }) => variable).join(', ')}`,
      'let the network read as many causes, in the order of the columns',
    );
  return { network: build(layers, inPlaceOf), losses: lossesOf(inPlaceOf) };
}

function readArrays({ weightsManifest }: LayersModelJson, files: ReadonlyMap<string, Uint8Array>): Map<string, number[]> {
  const arrays = new Map<string, number[]>();
  weightsManifest.forEach(({ paths, weights }, i) => {
    const at = `weightsManifest[${i}]`;
    const parts = paths.map(
      (path) => files.get(path) ?? fail(at, `the weights file ${path} is missing`, 'keep it beside model.json'),
    );
    const floats = parts.flatMap(unpackFloats);
    let from = 0;
    weights.forEach((entry, k) => {
      if (entry.dtype !== 'float32' || entry.quantization !== undefined)
        fail(
          `${at}.weights[${k}]`,
          `${entry.name} is ${entry.quantization === undefined ? entry.dtype : 'quantized'}`,
          'save it as float32',
        );
      const length = lengthOf(entry);
      if (from + length > floats.length)
        fail(`${at}.weights[${k}]`, `the weights file ends before ${entry.name}`, 'copy the whole file');
      arrays.set(entry.name, floats.slice(from, from + length));
      from += length;
    });
  });
  return arrays;
}

/** @returns the layers in order, which must be a chain */
function chainOf({ modelTopology }: LayersModelJson): LayerConfig[] {
  const model = (modelTopology.model_config ?? modelTopology) as { class_name?: unknown; config?: unknown };
  const listed = Array.isArray(model.config) ? model.config : (model.config as { layers?: unknown } | undefined)?.layers;
  const parsed = layerConfig.array().safeParse(listed);
  if (!parsed.success) fail('modelTopology.config.layers', 'the model has no list of layers', 'save it as a LayersModel');
  const names = parsed.data.map(nameOf);
  parsed.data.forEach((layer, i) => {
    const at = `modelTopology.config.layers[${i}]`;
    if (layer.class_name !== 'Dense' && layer.class_name !== 'InputLayer')
      fail(at, `"${names[i]}" is a ${layer.class_name} layer`, 'only dense layers can be read, one after the other');
    // [[[source, node, tensor, …], …], …] in a functional model, absent in a sequential one
    const sources = (JSON.stringify(layer.inbound_nodes ?? []).match(/\["([^"]*)",\d+,\d+/g) ?? []).map(
      (text) => text.split('"')[1],
    );
    if (sources.length > 1 || (sources.length === 1 && sources[0] !== names[i - 1]))
      fail(at, `"${names[i]}" does not follow the layer before it`, 'only a chain of layers can be read');
  });
  const dense = parsed.data.filter(({ class_name: kind }) => kind === 'Dense');
  return dense.length > 0 ? dense : fail('modelTopology', 'the model has no dense layer', 'save one that has');
}

const nameOf = ({ name, config }: LayerConfig): string => name ?? (typeof config.name === 'string' ? config.name : '');

function readDense(layer: LayerConfig, arrays: ReadonlyMap<string, number[]>): Dense {
  const name = nameOf(layer),
    { units, activation } = layer.config;
  const find = (part: string): number[] | undefined =>
    [...arrays].find(([key]) => key === `${name}/${part}` || key.endsWith(`/${name}/${part}`))?.[1];
  const kernel = find('kernel');
  if (typeof units !== 'number' || kernel === undefined || kernel.length % units !== 0)
    fail('weightsManifest', `the kernel of "${name}" is missing or has another shape`, 'save the model with its weights');
  const fanIn = kernel.length / units;
  return {
    name,
    activation: typeof activation === 'string' ? activation : 'linear',
    kernel: Array.from({ length: units }, (_, out) => Array.from({ length: fanIn }, (_unused, i) => kernel[i * units + out])),
    bias: find('bias') ?? Array<number>(units).fill(0),
  };
}

/** A layer without activation before another is one layer with it. */
function foldLinear(layers: readonly Dense[]): Dense[] {
  return layers.reduce<Dense[]>((done, layer) => {
    const before = done.at(-1);
    if (before === undefined || before.activation !== 'linear') return [...done, layer];
    const kernel = layer.kernel.map((row) =>
      before.kernel[0].map((_, i) => row.reduce((sum, w, k) => sum + w * before.kernel[k][i], 0)),
    );
    const bias = layer.bias.map((value, out) => layer.kernel[out].reduce((sum, w, k) => sum + w * before.bias[k], value));
    return [...done.slice(0, -1), { ...layer, kernel, bias }];
  }, []);
}

function build(layers: readonly Dense[], { id, name, inputs, seed, estimate }: Network): Network {
  const hidden = layers.slice(0, -1),
    last = layers[layers.length - 1];
  const names = [...new Set(hidden.map(({ activation }) => activation))];
  const activation = hidden.length === 0 ? 'tanh' : activationOf[names[0]];
  if (names.length > 1 || activation === undefined)
    fail(
      'modelTopology.config.layers',
      `the hidden layers have the activation ${names.join(', ')}`,
      'a network has one for all of them: tanh, softplus or sigmoid',
    );
  // tanh(u) = −1 + 2·logistic(2u)
  const output = last.activation === 'tanh' ? 2 : 1;
  const constraint = (
    {
      linear: { kind: 'free' },
      softplus: { kind: 'positive' },
      sigmoid: { kind: 'bounded', low: 0, high: 1 },
      tanh: { kind: 'bounded', low: -1, high: 1 },
    } as Readonly<Record<string, Network['constraint'] | undefined>>
  )[last.activation];
  if (constraint === undefined)
    fail(
      'modelTopology.config.layers',
      `the last layer has the activation ${last.activation}`,
      'use linear, softplus, sigmoid or tanh',
    );
  return {
    id,
    ...(name === undefined ? {} : { name }),
    inputs: inputs.map(({ variable }) => ({ variable, center: 0, scale: 1 })),
    hidden: hidden.map(({ bias }) => bias.length),
    outputs: last.bias.length,
    activation,
    constraint,
    outputScale: 1,
    seed,
    estimate,
    weights: layers.flatMap(({ kernel, bias }, i) => {
      const by = i === layers.length - 1 ? output : 1;
      return [...kernel.flat(), ...bias].map((weight) => weight * by);
    }),
  };
}

function lossesOf({ id, inputs, vanishesWith, exchange }: Network): Problem[] {
  const dropped = [
    ...inputs.flatMap(({ variable, monotone, symmetry }) => [
      ...(monotone === undefined ? [] : [`${monotone} in ${variable}`]),
      ...(symmetry === undefined ? [] : [`${symmetry} in ${variable}`]),
    ]),
    ...(vanishesWith === undefined ? [] : [`vanishes with ${vanishesWith}`]),
    ...(exchange === undefined ? [] : ['exchange of inputs']),
  ];
  if (dropped.length === 0) return [];
  const message = `the model says nothing of these, and they are gone: ${dropped.join(', ')}`;
  return [{ severity: 'warning', path: 'networks', about: id, message }];
}
