/**
 * Growing horizon: the first measurements alone are fitted, where a wrong frequency has not yet led out of step, then more and more of
 * them, each stage by the fit's own optimiser from where the last ended. Only the measurements change: priors and regularisers hold
 * throughout.
 */
import { DocumentError } from '../../model/problem';
import type { Fit, Scenario } from '../../model/schema';
import { success } from '../../util/result';
import type { Estimated } from '../estimated';
import { isIn } from '../holdout';
import { chooseMethod, createOptimiser } from '../method';
import { createObjective, type FitObjective } from '../objective';
import { advance, type InformedObjective } from '../optimiser';
import { deeds, faults } from './messages';
import type { Warming } from './warming';

export interface HorizonSettings {
  readonly stages?: number;
  readonly times?: readonly number[];
  readonly iterations: number;
}

const STAGES = 4;

/** @throws DocumentError where a stage adds no measurement */
export function growingHorizon(
  document: Scenario,
  fit: Fit,
  estimated: readonly Estimated[],
  settings: HorizonSettings,
): Warming {
  const ends = stageEnds(document, fit, settings),
    { iterations } = settings;
  const optimiser = createOptimiser(chooseMethod(document, fit, estimated).method, document, fit, estimated);
  const objectives = ends.map((end): FitObjective => {
    const after = Math.min(end, fit.holdout?.after ?? Infinity);
    return createObjective(document, { ...fit, holdout: { ...fit.holdout, after } });
  });
  return (x0, cancelled) => {
    let x = x0,
      done = 0;
    for (const own of objectives) {
      if (cancelled()) break;
      own.restart();
      const objective: InformedObjective = {
        size: own.size,
        lower: own.lower,
        upper: own.upper,
        evaluate: (at) => own.evaluate(at, cancelled),
        information: (at) => own.information(at, cancelled),
      };
      const begun = optimiser.init(objective, x);
      // what cannot be evaluated up to here may be so further on, but not the other way round
      if (!begun.ok) return cancelled() ? success({ x, did: deeds.stages(ends, done) }) : begun;
      const { state, termination } = advance(optimiser, objective, begun.value, iterations, { cancelled });
      const end = optimiser.postprocess(objective, state, termination ?? { converged: false, reason: '' });
      x = end.x;
      done += state.iteration;
    }
    return success({ x, did: deeds.stages(ends, done) });
  };
}

/** @returns ends of the stages before the last */
export function stageEnds(
  document: Scenario,
  fit: Fit,
  { stages = STAGES, times }: Omit<HorizonSettings, 'iterations'>,
): number[] {
  const all = document.data.measurements
    .filter((one) => (fit.conditions?.includes(one.condition) ?? true) && isIn('fitted', fit, one))
    .map(({ time }) => time)
    .sort((a, b) => a - b);
  const last = all[all.length - 1];
  if (times === undefined) {
    const quantiles = Array.from({ length: stages - 1 }, (_, k) => all[Math.ceil(((k + 1) * all.length) / stages) - 1]);
    return [...new Set(quantiles)].filter((time) => time < last);
  }
  times.forEach((time, k) => {
    const fault =
      time >= last
        ? faults.lateStage(time, last)
        : all.some((one) => one <= time && (k === 0 || one > times[k - 1]))
          ? null
          : faults.emptyStage(time);
    const path = `fits[${document.fits.indexOf(fit)}].warmStart.times[${k}]`;
    if (fault !== null) throw new DocumentError([{ severity: 'error', path, about: fit.id, ...fault }]);
  });
  return [...times];
}
