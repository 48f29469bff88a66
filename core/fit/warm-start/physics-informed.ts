/** A warm start by a physics-informed fit: no solver lies between the parameters and the data, so that a far start finds its way. */
import type { TensorFlow } from '../../lower/tensor/tensorflow';
import type { Fit, Scenario, WarmStart } from '../../model/schema';
import { success } from '../../util/result';
import { fitPhysicsInformed, physicsInformedDefaults, smoothBatch } from '../physics-informed';
import { deeds } from './messages';
import type { Warming } from './warming';

/** So many times a run is told of, and looked at by the kernel's likelihood. */
const LOOKS = 20;

/**
 * @param tf absent: such a fit cannot be begun on this host
 * @throws DocumentError where trajectories are not smooth, or the model or data have what tensors cannot do
 * @throws RangeError without tensors
 */
export function physicsInformed(
  document: Scenario,
  fit: Fit,
  { points, hidden, steps, learningRate, adaptive }: Extract<WarmStart, { kind: 'physics-informed' }>,
  tf: TensorFlow | undefined,
): Warming {
  if (tf === undefined) throw new RangeError('a physics-informed start needs tensors: hand in TensorFlow.js');
  const networks = smoothBatch(tf, document, fit).trajectories.length,
    every = Math.min(physicsInformedDefaults.every, Math.ceil(steps / LOOKS));
  return (x0, cancelled, told) => {
    const settings = { collocation: points, hidden, steps, learningRate, adaptive, every, seed: fit.seed };
    const found = fitPhysicsInformed(
      tf,
      document,
      fit,
      settings,
      {
        cancelled,
        onProgress: ({ step, nllh, parameters }) => {
          if (nllh !== null) told({ iteration: step - steps, nllh, parameters });
        },
      },
      x0,
    );
    if (!found.ok) return found;
    return success({ x: found.value.x, did: deeds.networks(networks, points, found.value.steps) });
  };
}
