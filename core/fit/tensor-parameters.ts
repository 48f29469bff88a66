/** Estimated parameters on their scales as a tensor, put among the fixed ones in natural units: one vector, or one a copy of the model. */
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import type { Estimated } from './estimated';
import type { ScaleName } from './scale';

/** x [k] or [copies, k] on the fit scale → values of all slots [m] or [copies, m] in natural units */
export type ParameterMap = (x: Tensor) => Tensor;

/**
 * @param slots names of the parameter slots
 * @param nominal float64[m], natural values of what is not estimated
 */
export function parameterMap(
  tf: TensorFlow,
  estimated: readonly Estimated[],
  slots: readonly string[],
  nominal: Float64Array,
): ParameterMap {
  const index = new Map(estimated.map(({ name }, i) => [name, i]));
  // runs of slots that are all fixed, or estimated by neighbours in x: a network's weights are one
  const runs: { readonly slot: number; readonly from: number | null; length: number }[] = [];
  slots.forEach((name, slot) => {
    const at = index.get(name) ?? null,
      last = runs.at(-1);
    const continues = last !== undefined && (last.from === null ? at === null : at === last.from + last.length);
    if (continues) last.length++;
    else runs.push({ slot, from: at, length: 1 });
  });
  const others = (['log10', 'logit'] as const).filter((scale) => estimated.some((one) => one.scale === scale));
  const marks = (scale: ScaleName): boolean[] => estimated.map((one) => one.scale === scale);
  const inverse = { log10: (s: Tensor) => tf.exp(tf.mul(s, Math.LN10)), logit: (s: Tensor) => tf.sigmoid(s) };
  return (x) => {
    const copies = x.rank === 2 ? x.shape[0] : null;
    const natural = others.reduce<Tensor>((values, scale) => {
      const marked = tf.tensor1d(marks(scale), 'bool');
      return tf.where(marked, inverse[scale](tf.where(marked, x, 0)), values);
    }, x);
    const parts = runs.map(({ slot, from, length }): Tensor => {
      if (from !== null)
        return copies === null ? tf.slice(natural, [from], [length]) : tf.slice(natural, [0, from], [copies, length]);
      const fixed = tf.tensor1d(Float32Array.from(nominal.subarray(slot, slot + length)));
      return copies === null ? fixed : tf.broadcastTo(fixed, [copies, length]);
    });
    return parts.length === 1 ? parts[0] : tf.concat(parts, x.rank - 1);
  };
}
