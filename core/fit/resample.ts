/**
 * Starts that fit subjects drawn with replacement (Efron, Annals of Statistics 7:1, 1979; of subjects, not of single values: Davison &
 * Hinkley, Bootstrap Methods and their Application, 1997, §3.8), so that the range over accepted starts shows what noise leaves open too.
 */
import { DocumentError } from '../model/problem';
import type { Fit, Measurement, Scenario } from '../model/schema';
import { seededRandom } from '../util/random';
import { isHeldOut } from './holdout';
import { faults } from './messages';

/** Whether a start is one of those, the last ones, that fit a sample of the subjects. */
export const isResampled = ({ starts, resamples = 0 }: Pick<Fit, 'starts' | 'resamples'>, index: number): boolean =>
  resamples > 0 && index >= starts - resamples;

/** @throws DocumentError where no start is left that fits all subjects, or barriers would choose among samples */
export function checkResamples(document: Scenario, fit: Fit): void {
  const { resamples, starts, elimination, id } = fit;
  if (resamples === undefined) return;
  const texts =
    resamples >= starts
      ? faults.noWholeStart(resamples, starts)
      : elimination !== undefined
        ? faults.eliminatedSamples
        : undefined;
  if (texts === undefined) return;
  throw new DocumentError([{ severity: 'error', path: `fits[${document.fits.indexOf(fit)}].resamples`, about: id, ...texts }]);
}

/**
 * Of each condition as many subjects as it has, drawn with replacement, with all that was measured of them. A subject is a replicate of
 * a condition; a measurement without one is a subject of its own. What is held out stays as it is.
 * @param seed of the draws
 */
export function resampled(document: Scenario, fit: Pick<Fit, 'holdout'>, seed: number): Scenario {
  const random = seededRandom(seed),
    { measurements } = document.data,
    heldOut = measurements.filter((one) => isHeldOut(fit, one));
  const drawn = document.conditions.flatMap(({ id }) => {
    const subjects = new Map<string | number, Measurement[]>();
    measurements.forEach((one, i) => {
      if (one.condition !== id || isHeldOut(fit, one)) return;
      const subject = one.replicate ?? i,
        known = subjects.get(subject);
      if (known === undefined) subjects.set(subject, [one]);
      else known.push(one);
    });
    const all = [...subjects.values()];
    return all.flatMap(() => all[Math.floor(all.length * random.uniform())]);
  });
  return { ...document, data: { ...document.data, measurements: [...drawn, ...heldOut] } };
}
