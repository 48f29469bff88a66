/** Solves a batch by an explicit Runge–Kutta method with fixed steps, in operations that TensorFlow.js can go back through. */
import type { ExplicitTableau } from '../../solve/tableau';
import type { Grid } from './grid';
import type { TensorModel } from './lower';
import type { BoundProgram, ParameterTensors } from './program';
import type { Tensor, TensorFlow } from './tensorflow';

/**
 * @param initial [n, members]
 * @returns the states [n, members] at the end of each leg of the grid. They belong to the caller's tidy
 */
export function rollout(
  tf: TensorFlow,
  { pieces }: TensorModel,
  tableau: ExplicitTableau,
  { legs, members }: Grid,
  parameters: ParameterTensors,
  initial: Tensor,
): Tensor[] {
  let states = initial;
  const rates = new Map<number, BoundProgram>(),
    none = tf.scalar(0);
  return legs.map(({ piece, opens, start, length, steps }) => {
    const { jump, rates: program } = pieces[piece];
    if (opens && jump !== undefined) states = jump.bind(parameters, members)(tf.scalar(pieces[piece].from), states);
    if (steps === 0) return states;
    let bound = rates.get(piece);
    if (bound === undefined) rates.set(piece, (bound = program.bind(parameters, members)));
    const h = tf.tensor1d(Float32Array.from(length, (whole) => whole / steps));
    for (let step = 0; step < steps; step++) {
      const timeAt = (c: number): Tensor =>
        program.timed ? tf.tensor1d(Float32Array.from(start, (time, b) => time + ((step + c) / steps) * length[b])) : none;
      states = take(tf, tableau, bound, timeAt, h, states);
    }
    return states;
  });
}

function take(
  tf: TensorFlow,
  { a, b, c, stages }: ExplicitTableau,
  rates: BoundProgram,
  timeAt: (c: number) => Tensor,
  h: Tensor,
  states: Tensor,
): Tensor {
  const slopes: Tensor[] = [];
  const moved = (weights: readonly number[]): Tensor => {
    const used = slopes.flatMap((slope, i) => (weights[i] === 0 ? [] : [weights[i] === 1 ? slope : tf.mul(slope, weights[i])]));
    return used.length === 0 ? states : tf.add(states, tf.mul(h, used.length === 1 ? used[0] : tf.addN(used)));
  };
  // a last stage without weight is there for an error estimate or the next step
  const needed = b[stages - 1] === 0 ? stages - 1 : stages;
  for (let i = 0; i < needed; i++) slopes.push(rates(timeAt(c[i]), moved(a[i])));
  return moved(b);
}
