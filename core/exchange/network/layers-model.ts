/**
 * The files of a TensorFlow.js LayersModel: a topology in Keras' terms, and a manifest of float32 weights in little-endian binary
 * (TensorFlow.js, "Save and load models": model.json and its weights file).
 */
import { z } from '../../model/schema/zod';

/** One entry of the manifest. Kernels are [in, out], as Keras has them. */
export const weightEntry = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: z.unknown().optional(),
});
export const layerConfig = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.unknown().optional(),
});
export const modelJson = z.object({
  format: z.string().optional(),
  generatedBy: z.string().nullish(),
  convertedBy: z.string().nullish(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightEntry) })),
  userDefinedMetadata: z.record(z.string(), z.unknown()).optional(),
});
export type LayersModelJson = z.infer<typeof modelJson>;
export type WeightEntry = z.infer<typeof weightEntry>;
export type LayerConfig = z.infer<typeof layerConfig>;

export const lengthOf = ({ shape }: Pick<WeightEntry, 'shape'>): number => shape.reduce((a, b) => a * b, 1);

/** @returns float32, little-endian */
export function packFloats(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * values.length),
    view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return bytes;
}

export function unpackFloats(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getFloat32(4 * i, true));
}
