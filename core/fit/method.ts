/** Which optimiser a fit uses: the one it names, or one chosen by the number of parameters, noise and priors, and what is learned, and why. */
import type { EngineName, Fit, OptimiserName, Scenario } from '../model/schema';
import { adamSettings } from '../model/schema/fit';
import { adam } from './adam';
import { bfgs } from './bfgs';
import { areWeights, estimatedParameters, type Estimated } from './estimated';
import { inTurn } from './in-turn';
import { lbfgs } from './lbfgs';
import { levenbergMarquardt } from './levenberg-marquardt';
import { methodReasons } from './messages';
import { movingParameters } from './moving';
import { noiseLaw } from './noise';
import { hasKink } from './prior';
import type { InformedObjective, Optimiser, OptimiserState } from './optimiser';

export interface ChosenMethod {
  readonly method: OptimiserName;
  readonly why: string;
}

/**
 * Above this a solve with forward sensitivities costs more than the iterations that Gauss–Newton steps save: each parameter adds
 * a copy of the states, where an adjoint costs about two solves for all of them.
 */
const MOST_SENSITIVITIES = 30;
/** Above this the n² entries of a dense Hessian, and the n³ of its factors, cost more than they save. */
const MOST_DENSE = 300;

export function chooseMethod(document: Scenario, fit: Fit, estimated: readonly Estimated[]): ChosenMethod {
  const n = estimated.length,
    { method = 'auto' } = fit;
  if (method !== 'auto') return { method, why: methodReasons.asked };
  const weights = areWeights(document, estimated).filter(Boolean).length;
  if (n > MOST_DENSE) {
    if (weights > 0) return { method: 'adam-then-l-bfgs', why: methodReasons.manyWeights(n) };
    return { method: 'l-bfgs', why: methodReasons.many(n, MOST_DENSE) };
  }
  if (weights > 0) return { method: 'bfgs', why: methodReasons.weights(weights) };
  const seen = new Set(document.data.measurements.map(({ observable }) => observable));
  const rough = document.observables.find(({ id, noise }) => seen.has(id) && noiseLaw(noise).distribution.name === 'laplace');
  if (rough !== undefined) return { method: 'bfgs', why: methodReasons.rough(rough.id) };
  const kinked = estimated.find(({ prior }) => prior !== undefined && hasKink(prior));
  if (kinked !== undefined) return { method: 'bfgs', why: methodReasons.kinkedPrior(kinked.name) };
  if (document.solver.method === 'strang') return { method: 'bfgs', why: methodReasons.noSensitivities };
  // a trajectory sees one subject's values, if any, and what no state depends on has no sensitivity to be solved for
  const isMoving = movingParameters(document),
    seenByOne = estimated.filter(({ name, subject }) => subject === undefined && isMoving(name)).length;
  if (seenByOne > MOST_SENSITIVITIES)
    return { method: 'bfgs', why: methodReasons.manyForSensitivities(seenByOne, MOST_SENSITIVITIES) };
  return { method: 'levenberg-marquardt', why: methodReasons.smooth(n) };
}

/** @returns the optimiser that finishes what Adam by tensors has begun */
export const polishing = (method: OptimiserName): OptimiserName =>
  method === 'adam' || method === 'adam-then-l-bfgs' ? 'l-bfgs' : method;

/** The optimiser of a fit's kernel on an engine, and why. */
export function methodOn({ name }: { readonly name: EngineName }, document: Scenario, fit: Fit): ChosenMethod {
  const { method, why } = chooseMethod(document, fit, estimatedParameters(document, fit));
  return { method: name === 'tensor' ? polishing(method) : method, why };
}

const MEMORY = 10;

/** @returns the optimiser with the fit's settings. Its states are plain data */
export function createOptimiser(
  method: OptimiserName,
  document: Scenario,
  { maxIterations, tolerance, memory = MEMORY, adam: options }: Fit,
  estimated: readonly Estimated[],
): Optimiser<OptimiserState, InformedObjective> {
  const decays = areWeights(document, estimated);
  const first = (): ReturnType<typeof adam> => adam({ ...(options ?? adamSettings.parse({})), tolerance, decays });
  const limits = { maxIterations, tolerance };
  switch (method) {
    case 'levenberg-marquardt':
      return levenbergMarquardt(limits);
    case 'bfgs':
      return bfgs(limits);
    case 'l-bfgs':
      return lbfgs({ ...limits, memory });
    case 'adam':
      return first();
    case 'adam-then-l-bfgs':
      return inTurn(first(), lbfgs({ ...limits, memory }));
  }
}
