/**
 * A network as a LayersModel that TensorFlow.js and Keras evaluate: scaled inputs are folded into the first layer, the constraint of
 * the output becomes an activation, and a factor that vanishes becomes a product of two layers.
 */
import { denseLayers, type DenseLayer } from '../../equations/network-weights';
import { hasSaturation, isMonotone } from '../../equations/network-shape';
import { initialWeights } from '../../equations/network';
import { networkReads } from '../../model/network-variables';
import { DocumentError, type Problem } from '../../model/problem';
import type { Network } from '../../model/schema';
import { packFloats, type LayerConfig, type LayersModelJson, type WeightEntry } from './layers-model';

export interface LayersModelExport {
  readonly model: LayersModelJson;
  /** float32 little-endian, in the order of the manifest */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** what the model file does not hold */
  readonly losses: readonly Problem[];
}

const kerasActivation = { tanh: 'tanh', softplus: 'softplus', logistic: 'sigmoid' } as const;

/**
 * @param path of the network in its document, such as networks[0]
 * @param weightsFile name of the binary file, beside model.json
 * @throws DocumentError where a LayersModel cannot compute what the network does
 */
export function writeLayersModel(network: Network, path: string, weightsFile: string): LayersModelExport {
  const refused = refusals(network, path);
  if (refused.length > 0) throw new DocumentError(refused);
  const columns = networkReads(network),
    builder = new ModelBuilder(columns.length);
  const layers = foldScaling(network, denseLayers(network), columns);
  let at = ModelBuilder.INPUT;
  layers.slice(0, -1).forEach((layer, i) => {
    at = builder.dense(`hidden${i + 1}`, at, layer, kerasActivation[network.activation]);
  });
  at = addOutput(builder, network, layers[layers.length - 1], at, columns);
  const model: LayersModelJson = {
    format: 'layers-model',
    generatedBy: 'Doflow',
    convertedBy: null,
    modelTopology: builder.topology(network.id, at),
    weightsManifest: [{ paths: [weightsFile], weights: builder.entries }],
    userDefinedMetadata: { network: network.id, inputs: columns },
  };
  return { model, weights: packFloats(builder.values), losses: lossesOf(network, path) };
}

function refusals({ inputs, exchange, constraint, activation, ...network }: Network, path: string): Problem[] {
  const problems: Problem[] = [];
  const refuse = (field: string, what: string): void => {
    problems.push({
      severity: 'error',
      path: `${path}.${field}`,
      about: network.id,
      message: `a LayersModel of dense layers cannot hold ${what}`,
      advice: 'export the network as plain JSON, which keeps everything',
    });
  };
  inputs.forEach(({ symmetry }, i) => {
    if (symmetry !== undefined) refuse(`inputs[${i}].symmetry`, 'the square of an input');
  });
  if (exchange !== undefined) refuse('exchange', 'a mean over exchanged inputs');
  if (constraint.kind === 'potential' && constraint.degree !== undefined) refuse('constraint.degree', 'a polynomial');
  if (activation === 'softplus' && inputs.some(({ monotone }) => monotone !== undefined))
    refuse('activation', 'a layer whose units are convex, concave and saturating in turn');
  return problems;
}

function lossesOf(network: Network, path: string): Problem[] {
  const loss = (field: string, severity: Problem['severity'], message: string): Problem => ({
    severity,
    path: `${path}.${field}`,
    message,
    about: network.id,
  });
  return [
    loss('weights', 'info', 'weights are rounded to 24 bits (float32)'),
    ...(isMonotone(network)
      ? [
          loss(
            'inputs',
            'warning',
            'weights are written as they act; the model has the signs now, and trained on elsewhere it may lose them',
          ),
        ]
      : []),
    ...(network.constraint.kind === 'potential'
      ? [
          loss(
            'constraint',
            'warning',
            'the model is the potential V; the rate −∂V/∂x has to be taken from it by differentiation',
          ),
        ]
      : []),
  ];
}

/** Folds (x − center)/scale into the first layer, whose inputs become the columns. */
function foldScaling({ inputs }: Network, [first, ...others]: readonly DenseLayer[], columns: readonly string[]): DenseLayer[] {
  const slopes = inputs.map(({ scale, monotone }) => (monotone === 'decreasing' ? -1 : 1) / scale);
  const kernel = first.kernel.map((row) => columns.map((_, column) => (column < row.length ? row[column] * slopes[column] : 0)));
  const bias = first.bias.map((value, unit) =>
    inputs.reduce((sum, { center }, i) => sum - first.kernel[unit][i] * slopes[i] * center, value),
  );
  return [{ kernel, bias }, ...others];
}

/** The last layer with the constraint of the output, and its vanishing factor. */
function addOutput(builder: ModelBuilder, network: Network, last: DenseLayer, from: string, columns: readonly string[]): string {
  const { constraint, vanishesWith, inputs } = network,
    count = last.bias.length;
  const saturation = hasSaturation(network),
    own = inputs.find(({ variable }) => variable === vanishesWith);
  const factorScale = saturation ? (own?.scale ?? 1) : 1;
  const scale = constraint.kind === 'bounded' ? constraint.high - constraint.low : network.outputScale * factorScale;
  let at: string;
  if (constraint.kind === 'free' || constraint.kind === 'potential') {
    at = builder.dense('output', from, scaled(last, scale), 'linear');
  } else {
    at = builder.dense('raw', from, last, constraint.kind === 'bounded' ? 'sigmoid' : 'softplus');
    const [factor, offset] = constraint.kind === 'bounded' ? [scale * factorScale, constraint.low * factorScale] : [scale, 0];
    at = builder.dense('output', at, diagonal(count, factor, offset), 'linear');
  }
  const factor = constraint.kind === 'dissipative' ? constraint.velocity : vanishesWith;
  if (factor === undefined) return at;
  const stored = network.weights ?? initialWeights(network);
  const slope = saturation ? stored[stored.length - 1] ** 2 / factorScale : constraint.kind === 'dissipative' ? -1 : 1;
  const pick = Array.from({ length: count }, () => columns.map((name) => (name === factor ? slope : 0)));
  const by = builder.dense(
    'factor',
    ModelBuilder.INPUT,
    { kernel: pick, bias: Array<number>(count).fill(0) },
    saturation ? 'softsign' : 'linear',
  );
  return builder.multiply('rate', by, at);
}

const scaled = ({ kernel, bias }: DenseLayer, by: number): DenseLayer => ({
  kernel: kernel.map((row) => row.map((weight) => weight * by)),
  bias: bias.map((value) => value * by),
});
const diagonal = (count: number, factor: number, offset: number): DenseLayer => ({
  kernel: Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_unused, k) => (i === k ? factor : 0))),
  bias: Array<number>(count).fill(offset),
});

/** Collects layers in Keras' functional form, and their weights. */
class ModelBuilder {
  static readonly INPUT = 'inputs';
  readonly entries: WeightEntry[] = [];
  readonly values: number[] = [];
  readonly #layers: LayerConfig[];

  constructor(columns: number) {
    this.#layers = [
      {
        class_name: 'InputLayer',
        name: ModelBuilder.INPUT,
        config: { batch_input_shape: [null, columns], dtype: 'float32', sparse: false, name: ModelBuilder.INPUT },
        inbound_nodes: [],
      },
    ];
  }

  dense(name: string, from: string, { kernel, bias }: DenseLayer, activation: string): string {
    const fanOut = bias.length,
      fanIn = kernel[0].length;
    this.#add('Dense', name, [from], { units: fanOut, activation, use_bias: true });
    this.entries.push(
      { name: `${name}/kernel`, shape: [fanIn, fanOut], dtype: 'float32' },
      { name: `${name}/bias`, shape: [fanOut], dtype: 'float32' },
    );
    for (let i = 0; i < fanIn; i++) for (const row of kernel) this.values.push(row[i]);
    this.values.push(...bias);
    return name;
  }

  multiply(name: string, a: string, b: string): string {
    return this.#add('Multiply', name, [a, b], {});
  }

  #add(kind: string, name: string, from: readonly string[], config: Record<string, unknown>): string {
    const inbound = [from.map((source) => [source, 0, 0, {}])];
    this.#layers.push({ class_name: kind, name, config: { name, trainable: true, ...config }, inbound_nodes: inbound });
    return name;
  }

  topology(name: string, output: string): Record<string, unknown> {
    return {
      class_name: 'Model',
      config: { name, layers: this.#layers, input_layers: [[ModelBuilder.INPUT, 0, 0]], output_layers: [[output, 0, 0]] },
      keras_version: '2.15.0',
      backend: 'tensorflow',
    };
  }
}
