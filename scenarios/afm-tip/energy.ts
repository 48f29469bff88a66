/**
 * The energy of the tip over a held base, E = mv²/2 + U(s), where −dU/ds is the force that the model has at rest. Any force of position alone
 * has such a U in one dimension, so that this is defined for every model, and dE/dt is what velocity adds to the force, times velocity.
 */
import { lowerScenario } from '../../core/lower/lower';
import type { Scenario } from '../../core/model/schema';
import type { Random } from '../../core/util/random';
import { undriven } from './tip';

/** States that are drawn, in nm and nm/µs: further than any approach goes, and as fast as any tip jumps. */
const RANGE = { low: -5, high: 25, speed: 10 };
/** 2⁻⁵² times the operations that a sum of three forces takes */
const ROUNDING = 16 * 2 ** -52;
/** Weights drawn at random are this large: far beyond those of a fit. */
const WEIGHT = 3;

interface Power {
  /** dE/dt in nN·nm/µs */
  readonly value: number;
  /** what rounding may make of it */
  readonly rounding: number;
}
interface Tip {
  /** the weights of all networks, to be changed in place, and their slots */
  readonly p: Float64Array;
  readonly weights: readonly number[];
  power(s: number, v: number): Power;
}

function tipOf(document: Scenario): Tip {
  const { plan, nominal, parameters } = lowerScenario(document, { from: 0, until: 1 }),
    p = Float64Array.from(nominal),
    mass = nominal[parameters.indexOf('mass')],
    { value } = plan.pieces[0].rhs,
    [moving, resting, y] = Array.from({ length: 3 }, () => new Float64Array(2));
  return {
    p,
    weights: parameters.flatMap((name, i) => (name.includes('.') && !name.endsWith('.initial') ? [i] : [])),
    power: (s, v) => {
      y[0] = s;
      y[1] = v;
      value(0, y, p, moving);
      y[1] = 0;
      value(0, y, p, resting);
      return {
        value: mass * v * (moving[1] - resting[1]),
        rounding: ROUNDING * mass * Math.abs(v) * (Math.abs(moving[1]) + Math.abs(resting[1])),
      };
    },
  };
}

/**
 * @param draws times that all weights are drawn anew along the way; 0: the document's own throughout
 * @returns at how many of so many random states the energy rises by more than rounding, a value that is not finite among them
 */
export function rises(document: Scenario, states: number, random: Random, draws = 0): number {
  const tip = tipOf(document),
    every = draws === 0 ? Infinity : Math.ceil(states / draws);
  let count = 0;
  for (let k = 0; k < states; k++) {
    if (k % every === 0 && draws > 0) for (const i of tip.weights) tip.p[i] = WEIGHT * random.normal();
    const s = RANGE.low + (RANGE.high - RANGE.low) * random.uniform(),
      { value, rounding } = tip.power(s, RANGE.speed * (2 * random.uniform() - 1));
    if (!(value <= rounding)) count++;
  }
  return count;
}

/** @returns the largest |dE/dt + γv²| at random states, in units of what rounding may make of it, γv the force of the damping alone */
export function imbalance(document: Scenario, states: number, random: Random): number {
  const tip = tipOf(document),
    damping = tipOf({ ...document, mechanisms: document.mechanisms.filter(({ id }) => id === 'damping') });
  let most = 0;
  for (let k = 0; k < states; k++) {
    const s = RANGE.low + (RANGE.high - RANGE.low) * random.uniform(),
      v = RANGE.speed * (2 * random.uniform() - 1),
      { value, rounding } = tip.power(s, v);
    most = Math.max(most, Math.abs(value - damping.power(s, v).value) / rounding);
  }
  return most;
}

/** @returns of so many runs over a held base, from random states, those in which the energy rises at some time, and those that end at rest */
export function runs(document: Scenario, count: number, random: Random): { driven: number; resting: number } {
  const tip = tipOf(document);
  let driven = 0,
    resting = 0;
  for (let k = 0; k < count; k++) {
    const base = -4 + 24 * random.uniform(),
      from = { s: 25 * random.uniform(), v: 5 * (2 * random.uniform() - 1) },
      motion = undriven(document, base, from, 300);
    if (motion === null) continue;
    const { position, velocity } = motion;
    const isDriven = position.some((s, i) => {
      const { value, rounding } = tip.power(s, velocity[i]);
      return value > Math.max(rounding, 1e-9);
    });
    if (isDriven) driven++;
    if (velocity.subarray(-30).every((v) => Math.abs(v) < 0.01)) resting++;
  }
  return { driven, resting };
}

/** @returns force of the surface in nN and damping in ng/µs at a height in nm, by the model's own rates */
export function surface(document: Scenario, s: number): { force: number; damping: number } {
  const at = (id: string, v: number): number => {
    const only = { ...document, mechanisms: document.mechanisms.filter((one) => one.id === id) },
      { plan, nominal, parameters } = lowerScenario(only, { from: 0, until: 1 }),
      out = new Float64Array(2);
    plan.pieces[0].rhs.value(0, Float64Array.of(s, v), nominal, out);
    return nominal[parameters.indexOf('mass')] * out[1];
  };
  return { force: at('force', 0), damping: -at('damping', 1) };
}
