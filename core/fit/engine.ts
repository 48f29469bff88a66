/**
 * Which engine a fit is trained by: the float64 kernel, one trajectory at a time, or batched float32 tensors, all trajectories of all
 * starts at once, whose end the kernel polishes. The rule follows measured crossovers (docs/fit.md has the table; test/bench/tensor).
 */
import { DocumentError, type Problem } from '../model/problem';
import type { EngineName, Fit, Scenario } from '../model/schema';
import { areWeights, fittedParameters } from './estimated';
import { engineReasons } from './messages';
import { trainingObstacles } from './tensor-obstacles';
import { buildTrajectories } from './trajectories';

/** TensorFlow.js on libtensorflow, on WebAssembly, in plain JavaScript. */
export type TensorBackendName = 'tensorflow' | 'wasm' | 'cpu';

export interface ChosenEngine {
  readonly name: EngineName;
  readonly why: string;
}

/**
 * Trajectories × starts × weights of networks at which a gradient by tensors takes as long as the kernel's on one core; null: none was
 * found. Below it tensors spend their time on dispatch, some ten thousand operations a gradient whatever their width; a network of two layers
 * of 64 crosses at half of it, of 32 there.
 */
const CROSSOVER: Readonly<Record<TensorBackendName, number | null>> = { tensorflow: 1e6, wasm: 1e6, cpu: null };
/** The kernel runs starts on several cores, and what tensors have trained is still to be polished. */
const MARGIN = 4;

/**
 * @param backend asked only where the answer depends on it, since starting one takes a while
 * @throws DocumentError where the fit asks for tensors by name and they cannot do it
 */
export async function chooseEngine(
  document: Scenario,
  fit: Fit,
  starts: number,
  backend: () => Promise<TensorBackendName>,
): Promise<ChosenEngine> {
  const { engine = 'auto' } = fit;
  if (engine === 'kernel') return { name: 'kernel', why: engineReasons.asked };
  const obstacles = trainingObstacles(document, fit);
  if (engine === 'tensor') {
    if (obstacles.length > 0) throw new DocumentError(named(obstacles, document, fit));
    return { name: 'tensor', why: engineReasons.asked };
  }
  const weights = areWeights(document, fittedParameters(document, fit)).filter(Boolean).length;
  if (weights === 0) return { name: 'kernel', why: engineReasons.noWeights };
  if (obstacles.length > 0) return { name: 'kernel', why: engineReasons.obstacle(obstacles[0].message) };
  const least = MARGIN * Math.min(...Object.values(CROSSOVER).filter((one) => one !== null));
  // counting trajectories lowers the model, so the number of conditions comes first, which is no smaller
  if (document.conditions.length * starts * weights < least)
    return { name: 'kernel', why: engineReasons.narrow(document.conditions.length, starts, weights, least) };
  const members = buildTrajectories(document, fit).length,
    present = await backend(),
    crossover = CROSSOVER[present];
  if (crossover === null) return { name: 'kernel', why: engineReasons.slowBackend };
  const needed = MARGIN * crossover;
  return members * starts * weights < needed
    ? { name: 'kernel', why: engineReasons.narrow(members, starts, weights, needed) }
    : { name: 'tensor', why: engineReasons.wide(members, starts, weights, needed) };
}

/** The obstacles as faults of the field that asks for tensors. */
const named = (obstacles: readonly Problem[], { fits }: Scenario, fit: Fit): Problem[] =>
  obstacles.map(({ severity, path, message, advice }) => ({
    severity,
    path: `fits[${fits.indexOf(fit)}].engine`,
    about: fit.id,
    message: engineReasons.obstacle(`${message} (${path})`),
    advice,
  }));
