/** Every text about warm starts that a user may read. */
import type { WarmStart } from '../../model/schema';
import type { Failure } from '../../util/result';

export const names: Readonly<Record<WarmStart['kind'], string>> = {
  collocation: 'collocation',
  'growing-horizon': 'growing horizon',
  'multiple-shooting': 'multiple shooting',
  'physics-informed': 'physics-informed networks',
  'informed-curves': 'physics-informed curves',
};
const short = (cost: number): string => String(Number(cost.toPrecision(5)));
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** What a warm start did. */
export const deeds = {
  collocation: (states: number, iterations: number): string =>
    `the equations of ${count(states, 'state')} held along smoothed measurements, ${count(iterations, 'iteration')}`,
  stages: (ends: readonly number[], iterations: number): string =>
    `measurements up to t = ${ends.map((end) => Number(end.toPrecision(4))).join(', ')}, ${count(iterations, 'iteration')}`,
  segments: (segments: number, rounds: number, iterations: number, gap: number): string =>
    `${segments} segments ${Number.isFinite(gap) ? `joined to ${Number((100 * gap).toPrecision(2))} % of each state's range` : 'not joined'} ` +
    `in ${count(rounds, 'round')}, ${count(iterations, 'iteration')}`,
  networks: (networks: number, points: number, steps: number): string =>
    `${count(networks, 'network')} held to the equations at ${count(points, 'point')} each, ${count(steps, 'step')}`,
  curves: (trajectories: number, pieces: number, rounds: number, iterations: number, left: number): string =>
    `curves of ${count(pieces, 'piece')} for ${trajectories === 1 ? 'one trajectory' : `${trajectories} trajectories`} that leave ` +
    `${Number(left.toPrecision(2))} of the equations over, ${count(rounds, 'round')}, ${count(iterations, 'iteration')}`,
};

/** What a warm start brought. */
export const outcomes = {
  lower: (kind: WarmStart['kind'], did: string, before: number | null, after: number): string =>
    `cost ${before === null ? 'none' : short(before)} → ${short(after)} by ${names[kind]}: ${did}`,
  raced: (kind: WarmStart['kind'], did: string, warm: number, own: number, iterations: number, taken: 'warm' | 'own'): string =>
    `cost ${short(own)} → ${short(warm)} by ${names[kind]}, and after ${count(iterations, 'iteration')} from both ` +
    `${taken === 'warm' ? 'its point was the better' : "the start's own point was still the better"}: ${did}`,
  unusable: (kind: WarmStart['kind'], did: string, why: string): string =>
    `${names[kind]} ended where the model cannot be evaluated, and the start went on from its own point: ${did}; ${why}`,
  failed: (kind: WarmStart['kind'], why: string): string =>
    `${names[kind]} failed, and the start went on from its own point: ${why}`,
};

export const failures = {
  equations: (blame: readonly string[]): Failure => ({
    reason: 'non-finite',
    blame,
    message: `The rates along the smoothed measurements are not finite${blame.length === 0 ? '' : `; ${blame.join(', ')} is to blame`}`,
    advice: 'Look for a division or logarithm of what the measurements let reach 0',
  }),
  curves: (): Failure => ({
    reason: 'non-finite',
    message: 'The rates or the predictions along the curves are not finite',
    advice: 'Look for a division, a logarithm or a power of what a curve may take below 0, or choose multiple-shooting',
  }),
  shooting: (from: number, { message, advice }: Failure): Failure => ({
    reason: 'bad-start',
    message: `No state to begin the segment at t = ${Number(from.toPrecision(4))} from could be evaluated: ${message}`,
    advice,
  }),
};

/** What is wrong with a document that is to be warm-started, and the way out. */
export const faults = {
  unseen: (states: readonly string[], condition: string) => ({
    message: `collocation needs measurements of every state, and in ${condition} ${states.join(', ')} ${states.length === 1 ? 'is' : 'are'} not seen`,
    advice:
      'a state is seen where an observable is the state itself, or a number times it plus another, with measurements at four times at least; ' +
      'else choose multiple-shooting or growing-horizon',
  }),
  nothingSeen: (condition: string) => ({
    message: `collocation needs measurements of states, and in ${condition} none is seen`,
    advice: 'give observables that are states themselves, or choose multiple-shooting or growing-horizon',
  }),
  jumps: (condition: string) => ({
    message: `collocation smooths trajectories, and in ${condition} doses, clamps or events make them jump`,
    advice: 'name other conditions in the fit, or choose growing-horizon',
  }),
  curvesJump: (condition: string) => ({
    message: `physics-informed curves are smooth, and in ${condition} doses, clamps, windows or events break the trajectory`,
    advice: 'name other conditions in the fit, or choose growing-horizon',
  }),
  events: {
    message: 'multiple shooting begins its segments from states alone, and what an event has pending is not in them',
    advice: 'choose growing-horizon, or take the events out',
  },
  emptyStage: (time: number) => ({
    message: `no measurement lies between the stage's end at ${time} and the one before`,
    advice: 'choose times that each add measurements',
  }),
  lateStage: (time: number, last: number) => ({
    message: `the stage's end at ${time} leaves no measurement for the last stage; they end at ${last}`,
    advice: 'choose times before the last measurement; all of them together are the last stage anyway',
  }),
};
