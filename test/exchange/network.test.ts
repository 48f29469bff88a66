import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions } from '../../core/equations/expression';
import { networkExpression, potentialExpression, weightCount, weightName } from '../../core/equations/network';
import { packFloats, unpackFloats } from '../../core/exchange/network/layers-model';
import { readPlainNetwork, writePlainNetwork } from '../../core/exchange/network/plain';
import { readLayersModel } from '../../core/exchange/network/read-layers-model';
import { writeLayersModel } from '../../core/exchange/network/write-layers-model';
import { networkReads } from '../../core/model/network-variables';
import { DocumentError } from '../../core/model/problem';
import type { Network } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { networkDocument } from '../equations/network-probes';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const pool = new Expressions();
/** A network of the fields with random weights. */
function netOf(fields: Record<string, unknown>): Network {
  const [network] = networkDocument(fields).networks,
    random = seededRandom(21);
  return { ...network, weights: Array.from({ length: weightCount(network) }, () => 0.7 * random.normal()) };
}
type Point = Readonly<Record<string, number>>;
function valueOf(network: Network, point: Point, output = 0): number {
  const names = new Map(network.weights!.map((weight, i) => [weightName(network.id, i), weight]));
  const potential = network.constraint.kind === 'potential';
  const expr = potential ? potentialExpression(pool, network) : networkExpression(pool, network, output);
  return evaluate(expr, (symbol) => point[symbol] ?? names.get(symbol));
}
const points: Point[] = [
  { x: 0.3, y: -1.2, z: 2 },
  { x: 1.9, y: 0.4, z: -0.8 },
  { x: 0, y: 0, z: 0 },
];
const load = (model: unknown, bytes: Uint8Array<ArrayBuffer>): Promise<tf.LayersModel> => {
  const { modelTopology, weightsManifest } = model as tf.io.ModelJSON;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: bytes.buffer }));
};
const faultOf = (make: () => unknown): string => {
  try {
    make();
    return '';
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.message;
  }
};

const scaling = { inputs: [{ variable: 'x', center: 0.5, scale: 2 }, { variable: 'y', scale: 0.3 }, { variable: 'z' }] };
const landau = {
  constraint: { kind: 'potential', of: ['x'], degree: 4, control: 'y' },
  inputs: [{ variable: 'x', symmetry: 'even' }, { variable: 'y' }],
};
const rising = {
  inputs: [
    { variable: 'x', monotone: 'increasing', scale: 3 },
    { variable: 'y', monotone: 'decreasing', center: 1 },
  ],
};
const expressible: [string, Record<string, unknown>][] = [
  ['free, of two outputs, with scaled inputs', { ...scaling, outputs: 2, outputScale: 3 }],
  ['positive, of softplus units', { ...scaling, activation: 'softplus', constraint: { kind: 'positive' }, outputScale: 2 }],
  ['bounded, of logistic units', { activation: 'logistic', constraint: { kind: 'bounded', low: -1, high: 4 } }],
  ['vanishing with a substrate that it does not read', { inputs: [{ variable: 'y' }], vanishesWith: 'x' }],
  ['monotone', rising],
  ['monotone and vanishing', { ...rising, constraint: { kind: 'bounded', low: 0.5, high: 2 }, vanishesWith: 'x' }],
  ['dissipative', { constraint: { kind: 'dissipative', velocity: 'y' }, outputScale: 2 }],
  ['a potential', { constraint: { kind: 'potential', of: ['x'] }, outputScale: 2 }],
  ['linear', { hidden: [] }],
];

describe('a network written as a LayersModel', () => {
  it.each(expressible)('that is %s gives the same outputs in TensorFlow.js to single precision', async (_name, fields) => {
    const network = netOf(fields),
      { model, weights, losses } = writeLayersModel(network, 'networks[0]', 'net.weights.bin');
    const columns = networkReads(network),
      loaded = await load(JSON.parse(JSON.stringify(model)), weights);
    const outputs = (
      loaded.predict(tf.tensor2d(points.map((point) => columns.map((name) => point[name])))) as tf.Tensor
    ).arraySync();
    points.forEach((point, row) => {
      (outputs as number[][])[row].forEach((value, k) => {
        const expected = valueOf(network, point, k);
        // 24 bits through a dozen sums of terms of about this size
        expect(Math.abs(value - expected)).toBeLessThan(2e-6 * (3 + Math.abs(expected)));
      });
    });
    const told = losses.map(({ message }) => message).join();
    expect(told).toMatch(/float32/);
    if (network.inputs.some(({ monotone }) => monotone !== undefined)) expect(told).toMatch(/has the signs now/);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ inputs: [{ variable: 'x', symmetry: 'even' }] }, /networks\[0\]\.inputs\[0\]\.symmetry: .*plain JSON/],
    [{ exchange: [['x', 'y']] }, /exchange/],
    [{ constraint: { kind: 'potential', of: ['x'], degree: 3 } }, /constraint\.degree/],
    [landau, /constraint\.degree/],
    [{ ...rising, activation: 'softplus' }, /activation/],
  ])('is refused with the reason where it cannot be one: %o', (fields, reason) => {
    expect(faultOf(() => writeLayersModel(netOf(fields), 'networks[0]', 'w.bin'))).toMatch(reason);
  });
});

describe('a LayersModel read as a network', () => {
  it('comes back with the outputs it was written with', () => {
    const network = netOf({ ...scaling, outputs: 2, outputScale: 3 });
    const { model, weights } = writeLayersModel(network, 'networks[0]', 'w.bin');
    const { network: back, losses } = readLayersModel(JSON.parse(JSON.stringify(model)), new Map([['w.bin', weights]]), network);
    for (const point of points)
      for (const k of [0, 1]) expect(valueOf(back, point, k)).toBeCloseTo(valueOf(network, point, k), 5);
    expect(losses).toEqual([]);
    expect(back).toMatchObject({ hidden: [6, 5], activation: 'tanh', constraint: { kind: 'free' }, outputs: 2 });
  });

  it.each(['linear', 'softplus', 'sigmoid', 'tanh'] as const)(
    'made by TensorFlow.js itself, with a last layer that is %s',
    async (last) => {
      const made = tf.sequential({
        layers: [
          tf.layers.dense({ units: 4, activation: 'softplus', inputShape: [3], biasInitializer: 'randomNormal' }),
          tf.layers.dense({ units: 3 }),
          tf.layers.dense({ units: 1, activation: last, useBias: false }),
        ],
      });
      let saved: tf.io.ModelArtifacts | undefined;
      await made.save(
        tf.io.withSaveHandler((artifacts) => {
          saved = artifacts;
          return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
        }),
      );
      const { modelTopology, weightSpecs: weights, weightData } = saved!;
      const json = JSON.parse(
        JSON.stringify({ modelTopology, weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights }] }),
      ) as unknown;
      const bytes = new Uint8Array(weightData as ArrayBuffer);
      const files = new Map([
        ['a.bin', bytes.subarray(0, 20)],
        ['b.bin', bytes.subarray(20)],
      ]);
      const place = netOf({ vanishesWith: 'x' });
      if (last === 'linear') {
        expect(faultOf(() => readLayersModel(json, new Map(), place))).toMatch(/weights file a\.bin is missing/);
        expect(faultOf(() => readLayersModel(json, files, netOf({ inputs: [{ variable: 'x' }] })))).toMatch(/takes 3 inputs/);
      }
      const { network, losses } = readLayersModel(json, files, place);
      expect(network.hidden).toEqual([4]);
      expect(losses[0].message).toMatch(/vanishes with x/);
      const expected = (made.predict(tf.tensor2d(points.map(({ x, y, z }) => [x, y, z]))) as tf.Tensor).dataSync();
      points.forEach((point, i) => expect(valueOf(network, point)).toBeCloseTo(expected[i], 5));
    },
  );

  it('is refused where it is no chain of dense layers of one activation', () => {
    const { model, weights } = writeLayersModel(netOf({ vanishesWith: 'x' }), 'networks[0]', 'w.bin');
    const files = new Map([['w.bin', weights]]);
    expect(faultOf(() => readLayersModel(model, files, netOf({})))).toMatch(/does not follow|Multiply layer/);
    expect(faultOf(() => readLayersModel({ layers: 3 }, files, netOf({})))).toMatch(/not a LayersModel/);
    const positive = writeLayersModel(netOf({ constraint: { kind: 'positive' } }), 'networks[0]', 'w.bin');
    expect(faultOf(() => readLayersModel(positive.model, new Map([['w.bin', positive.weights]]), netOf({})))).toMatch(
      /activation tanh, softplus/,
    );
  });

  it('packs numbers as little-endian single precision', () => {
    expect([...packFloats([1, -2])]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
    expect(unpackFloats(packFloats([0.1, 3]))).toEqual([Math.fround(0.1), 3]);
  });
});

describe('a network as plain JSON', () => {
  it.each([
    ...expressible,
    ['a polynomial', { constraint: { kind: 'potential', of: ['x'], degree: 3 } }],
    ['a Landau form', landau],
    [
      'symmetric',
      { exchange: [['x', 'y']], inputs: [{ variable: 'x' }, { variable: 'y' }, { variable: 'z', symmetry: 'even' }] },
    ],
    ['rising with its substrate', { ...rising, constraint: { kind: 'positive' }, vanishesWith: 'x', activation: 'softplus' }],
  ] as [string, Record<string, unknown>][])('that is %s reads back as it was', (_name, fields) => {
    const network = netOf(fields);
    expect(readPlainNetwork(writePlainNetwork(network))).toEqual(network);
  });

  it('is refused where its weights do not fit its layers', () => {
    const text = writePlainNetwork(netOf({}));
    expect(faultOf(() => readPlainNetwork(text.replace('"hidden": [6, 5]', '"hidden": [6, 4]')))).toMatch(
      /layers\[1\]\.kernel: .*4 × 6/,
    );
    expect(faultOf(() => readPlainNetwork('{}'))).toMatch(/doflow-network/);
    expect(faultOf(() => readPlainNetwork('x'))).toMatch(/not a network/);
  });
});
