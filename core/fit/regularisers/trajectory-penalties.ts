/**
 * The regularisers that read a trajectory, at times that are output times of its one solve: their cotangents join those of the
 * measurements before the one adjoint, and their Gauss–Newton matrix is made of the same sensitivities.
 */
import type { Sensitivities } from '../../gradient/forward-sensitivities';
import type { Solution } from '../../solve/options';
import { failed, success, type Result } from '../../util/result';
import type { InformationSums, Slots } from '../information';
import { failures } from '../messages';
import type { Cotangents } from '../points-cost';
import type { Trajectory } from '../trajectories';
import type { AlongTrajectory } from './along';
import type { Built } from './build';
import { addGaussNewton, addSlopes, placed, residualsCost, type Residual } from './residual';

interface Part {
  readonly built: Built;
  readonly along: AlongTrajectory;
  readonly times: Float64Array;
  /** index among the trajectory's output times of each of its times */
  readonly timeIndices: readonly number[];
  /** index among all readings of each of its own, [times][reads] */
  readonly places: readonly number[];
}
type Read = Pick<Solution, 'states' | 'pieceOf'>;
interface Share {
  readonly built: Built;
  readonly value: number;
}

/** @returns the trajectory with the times of the regularisers among its output times */
export function withGrids(trajectory: Trajectory, regularisers: readonly Built[]): Trajectory {
  const grids = regularisers.flatMap(({ along }) =>
    along === undefined ? [] : [...along.times(trajectory.from, trajectory.until)],
  );
  if (grids.length === 0) return trajectory;
  const times = Float64Array.from(new Set([...trajectory.times, ...grids])).sort(),
    index = new Map(Array.from(times, (time, k) => [time, k]));
  const points = trajectory.points.map((point) => ({ ...point, timeIndex: index.get(trajectory.times[point.timeIndex])! }));
  return { ...trajectory, times, points };
}

export class TrajectoryPenalties {
  private readonly parts: readonly Part[];
  /** readings are one output at one time: indices of both */
  private readonly readings: { readonly time: number; readonly output: number }[] = [];

  /** @param trajectory as `withGrids` gives it */
  constructor(
    private readonly trajectory: Trajectory,
    regularisers: readonly Built[],
  ) {
    const { times, from, until, lowered } = trajectory,
      index = new Map(Array.from(times, (time, k) => [time, k])),
      known = new Map<string, number>();
    const placeOf = (time: number, output: number): number => {
      const key = `${time},${output}`;
      let place = known.get(key);
      if (place === undefined) known.set(key, (place = this.readings.push({ time, output }) - 1));
      return place;
    };
    this.parts = regularisers.flatMap((built): Part[] => {
      const { along } = built;
      if (along === undefined) return [];
      const own = along.times(from, until),
        timeIndices = Array.from(own, (time) => index.get(time)!),
        outputs = along.reads.map((name) => lowered.outputs.indexOf(name));
      const places = timeIndices.flatMap((time) => outputs.map((output) => placeOf(time, output)));
      return [{ built, along, times: own, timeIndices, places }];
    });
  }

  /** @returns each regulariser's cost in the order of those given, or which of them is no finite number */
  shares(solution: Read, p: Float64Array): Result<Share[]> {
    return this.costs(this.residuals(solution, p));
  }

  /** @param adjoint where the derivatives of the cost are added */
  cost(solution: Read, p: Float64Array, adjoint?: Cotangents): Result<number> {
    const residuals = this.residuals(solution, p),
      shares = this.costs(residuals);
    if (!shares.ok) return shares;
    if (adjoint !== undefined) {
      const slopes = new Float64Array(this.readings.length),
        one = new Float64Array(1);
      addSlopes(residuals.flat(), slopes);
      this.eachReading(solution, (reader, t, state, i, time) => {
        if (slopes[i] === 0) return;
        const n = state.length;
        one[0] = slopes[i];
        reader.vjp(t, state, p, one, adjoint.cotangents.subarray(time * n, (time + 1) * n), adjoint.gp);
      });
    }
    return success(shares.value.reduce((sum, { value }) => sum + value, 0));
  }

  private costs(residuals: readonly Residual[][]): Result<Share[]> {
    const shares = residuals.map((own, i): Share => ({ built: this.parts[i].built, value: residualsCost(own) })),
      lost = shares.find(({ value }) => !Number.isFinite(value));
    return lost === undefined ? success(shares) : failed(failures.regulariser(lost.built.kind, lost.built.of));
  }

  /** Adds gradient and Gauss–Newton matrix. @param sensitivities by the slots that move the states */
  inform({ solution, values }: Sensitivities, p: Float64Array, { slots, moving }: Slots, sums: InformationSums): void {
    if (this.parts.length === 0) return;
    const { n, m } = this.trajectory.lowered.plan,
      k = slots.length,
      q = moving.length,
      columns = slots.map((_, i) => moving.indexOf(i)),
      tangents = new Float64Array(this.readings.length * k),
      dy = new Float64Array(n),
      dp = new Float64Array(m),
      out = new Float64Array(1);
    this.eachReading(solution, (reader, t, state, i, time) => {
      for (let l = 0; l < k; l++) {
        if (slots[l] < 0) continue;
        for (let j = 0; j < n; j++) dy[j] = columns[l] < 0 ? 0 : values[(time * n + j) * q + columns[l]];
        dp[slots[l]] = 1;
        reader.jvp(t, state, p, dy, dp, out);
        dp[slots[l]] = 0;
        tangents[i * k + l] = out[0];
      }
    });
    addGaussNewton(this.residuals(solution, p).flat(), tangents, sums);
  }

  private residuals(solution: Read, p: Float64Array): Residual[][] {
    const values = new Float64Array(this.readings.length),
      out = new Float64Array(1);
    this.eachReading(solution, (reader, t, state, i) => {
      reader.value(t, state, p, out);
      values[i] = out[0];
    });
    return this.parts.map(({ along, times, timeIndices, places }) => {
      const own = Float64Array.from(places, (place) => values[place]),
        pieces = Int32Array.from(timeIndices, (time) => solution.pieceOf[time]);
      return placed(along.residuals(times, own, pieces), places);
    });
  }

  private eachReading(
    { states, pieceOf }: Read,
    visit: (
      reader: ReturnType<Trajectory['lowered']['readOne']>,
      t: number,
      state: Float64Array,
      reading: number,
      time: number,
    ) => void,
  ): void {
    const { lowered, times } = this.trajectory,
      { n } = lowered.plan;
    this.readings.forEach(({ time, output }, i) => {
      visit(lowered.readOne(pieceOf[time], output), times[time], states.subarray(time * n, (time + 1) * n), i, time);
    });
  }
}
