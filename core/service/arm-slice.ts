/**
 * How two variables of an arm change, as a function of the two: all else has the value that it has on the arm's trajectory at one time,
 * and the equations are those of that time, after the arm's surgery.
 */
import type { Lowered } from '../lower/lowered';
import type { DenseSolution } from '../solve/dense';

export interface ArmSlice {
  /** the two on the trajectory at that time */
  readonly here: readonly [x: number, y: number];
  /** whether something else than its own state gives the variable its value: a clamp, a policy, or a hold */
  readonly given: readonly [x: boolean, y: boolean];
  /** the other states of the document, by id */
  readonly others: Readonly<Record<string, number>>;
  /** @param out float64[4], overwritten: the two as they are there (a given one as it is given), then their derivatives */
  at(x: number, y: number, out: Float64Array): void;
}

/**
 * @param p float64[lowered.plan.m]  @param plane ids of two states of the document  @param others ids of the others
 * @param time within the solution's span
 */
export function armSlice(
  lowered: Lowered,
  p: Float64Array,
  dense: DenseSolution,
  plane: readonly [string, string],
  others: readonly string[],
  time: number,
): ArmSlice {
  const { n, m, pieces } = lowered.plan,
    state = new Float64Array(n),
    piece = dense.evaluate(time, state),
    { rhs } = pieces[piece];
  const places = plane.map((id) => lowered.states.indexOf(id)),
    readings = plane.map((id) => lowered.readOne(piece, lowered.outputs.indexOf(id)));
  const slope = new Float64Array(n),
    still = new Float64Array(m),
    one = new Float64Array(1);
  const here = readings.map((reading) => {
    reading.value(time, state, p, one);
    return one[0];
  });
  const given = readings.map((reading, k) => {
    slope.fill(0);
    slope[places[k]] = 1;
    reading.jvp(time, state, p, slope, still, one);
    return one[0] === 0;
  });
  const all = new Float64Array(lowered.outputs.length);
  lowered.read[piece].value(time, state, p, all);
  return {
    here: [here[0], here[1]],
    given: [given[0], given[1]],
    others: Object.fromEntries(others.map((id) => [id, all[lowered.outputs.indexOf(id)]])),
    at(x, y, out) {
      state[places[0]] = x;
      state[places[1]] = y;
      rhs.value(time, state, p, slope);
      readings.forEach((reading, k) => {
        reading.value(time, state, p, one);
        out[k] = one[0];
        // along a solution: by the states, and by time where a clamp is a function of it
        reading.jvp(time, state, p, slope, still, one);
        out[2 + k] = one[0];
        reading.timeDerivative(time, state, p, one);
        out[2 + k] += one[0];
      });
    },
  };
}
