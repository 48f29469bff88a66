/** The types of TensorFlow.js, which whoever loads it hands in: the core runs with any of its backends and imports none. */
export type TensorFlow = typeof import('@tensorflow/tfjs');
export type { Tensor } from '@tensorflow/tfjs';
