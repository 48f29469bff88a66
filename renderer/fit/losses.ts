/** The costs of a run as they come: a trace for each start, the best so far by all work done, and what it predicts of held out data. */
import type { FitProgress } from '../../core/service/contract';

export interface Trace {
  readonly iterations: readonly number[];
  readonly costs: readonly number[];
  readonly ended: boolean;
}
/** Costs by the iterations of all starts together. */
export interface Course {
  readonly work: readonly number[];
  readonly costs: readonly number[];
}
export interface Losses {
  /** by the index of the start */
  readonly starts: ReadonlyMap<number, Trace>;
  readonly best: number | null;
  readonly bestStart: number | null;
  /** iterations of all starts */
  readonly work: number;
  /** the best so far, where it changed */
  readonly training: Course;
  /** cost of the held out measurements at some of these bests; empty where nothing is held out */
  readonly holdout: Course;
}

/** More points than this are thinned to every other one: a trace is then drawn as finely as can be seen. */
const MOST_POINTS = 400;

class Thinning {
  readonly x: number[] = [];
  readonly y: number[] = [];
  /** A second value at the last place takes its place. */
  push(x: number, y: number): void {
    if (this.x.at(-1) === x) this.y[this.y.length - 1] = y;
    else {
      this.x.push(x);
      this.y.push(y);
    }
    if (this.x.length > MOST_POINTS) this.#halve();
  }
  #halve(): void {
    let kept = 0;
    const last = this.x.length - 1;
    for (let i = 0; i <= last; i++) {
      if (i % 2 === 1 && i !== last) continue;
      this.x[kept] = this.x[i];
      this.y[kept++] = this.y[i];
    }
    this.x.length = this.y.length = kept;
  }
}

export class LossRecord {
  readonly #starts = new Map<number, { trace: Thinning; reached: number; ended: boolean }>();
  readonly #training = new Thinning();
  readonly #holdout = new Thinning();
  #best: number | null = null;
  #bestStart: number | null = null;
  #work = 0;

  hear({ kind, index, iteration, nllh }: FitProgress): void {
    if (kind === 'sampling') return;
    const start = this.#starts.get(index) ?? { trace: new Thinning(), reached: 0, ended: false };
    this.#starts.set(index, start);
    this.#work += Math.max(0, iteration - start.reached);
    start.reached = Math.max(start.reached, iteration);
    start.ended ||= kind === 'end';
    if (nllh === null) return;
    start.trace.push(iteration, nllh);
    if (this.#best !== null && nllh >= this.#best) return;
    this.#best = nllh;
    this.#bestStart = index;
    this.#training.push(this.#work, nllh);
  }

  /** @param work at which the best was asked of  @param cost of the held out measurements there */
  hold(work: number, cost: number): void {
    this.#holdout.push(work, cost);
  }

  /** @returns where it stands; the lists are those that go on growing */
  view(): Losses {
    const course = ({ x, y }: Thinning): Course => ({ work: x, costs: y });
    return {
      starts: new Map(
        [...this.#starts].map(([index, { trace, ended }]) => [index, { iterations: trace.x, costs: trace.y, ended }]),
      ),
      best: this.#best,
      bestStart: this.#bestStart,
      work: this.#work,
      training: course(this.#training),
      holdout: course(this.#holdout),
    };
  }
}
