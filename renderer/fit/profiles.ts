/** Profile likelihoods as pictures and in words. */
import type { Fit, Scenario } from '../../core/model/schema';
import type { ParameterProfile } from '../../core/service/contract';
import type { Multiples } from '../plots/multiples';
import type { ProfilePoint } from '../state/profiles.svelte';
import { multipleOf, niceStep } from '../plots/format';
import { formatNumber } from '../ui/format';
import { estimatedScale, parameterName } from './names';

/** @returns names of what a fit estimated and a profile can be asked of, weights of networks left out */
export function profiledNames(document: Scenario, { result }: Pick<Fit, 'result'>): string[] {
  const networks = new Set(document.networks.map(({ id }) => id));
  return Object.keys(result?.best.parameters ?? {}).filter((name) => !networks.has(name.split('.')[0]));
}

/** Half of χ²₁ at 95 %, by which a profile's cost may rise: drawn before the first answer states it. */
const THRESHOLD = 1.92;
/** Narrower than by this factor, a logarithmic axis would have no power of ten to label. */
const WIDE = 30;

/**
 * The rise of the cost above the fit's by the parameter's value, with the threshold as a level and the interval as a window.
 * @param profile the answer, or the points of one under way
 */
export function profilePicture(
  document: Scenario,
  parameter: string,
  best: ProfilePoint,
  profile: ParameterProfile | readonly ProfilePoint[],
): Multiples {
  const done = 'points' in profile ? profile : null,
    points = done?.points ?? [...(profile as readonly ProfilePoint[]), best].sort((a, b) => a.value - b.value);
  const own = done?.best ?? best,
    threshold = done?.threshold ?? THRESHOLD;
  const x = points.map(({ value }) => value),
    rise = points.map(({ nllh }) => nllh - own.nllh);
  const isLog = estimatedScale(document, parameter) === 'log10' && x[0] > 0 && x[x.length - 1] > WIDE * x[0],
    [from, until] = spread(x[0], x[x.length - 1], isLog);
  // a cost below the fit's is in view too; an end beyond the threshold is cut off
  const ceiling = Math.ceil(2.6 * threshold) / 2,
    lowest = Math.min(0, ...rise),
    step = niceStep(ceiling - lowest, 5),
    floor = multipleOf(step, Math.floor(lowest / step));
  const unit = document.parameters.find(({ id }) => id === parameter.split('@')[0])?.unit;
  return {
    x: { name: unit === undefined || unit === '1' ? 'value' : unit, from, until, ...(isLog ? { log: true } : {}) },
    scale: 'linear',
    panels: [
      {
        id: 'profile',
        title: parameterName(document, parameter),
        level: threshold,
        zero: true,
        range: { from: floor, until: ceiling, step },
        lines: [{ id: 'profile', name: 'rise of −log L', stroke: 0, dots: true, x, y: rise }],
        points: [{ id: 'best', name: 'fit', stroke: 1, shape: 'diamond', x: [own.value], y: [0] }],
      },
    ],
    ...(done === null ? {} : { marks: { stroke: 2, at: { windows: [intervalOf(done)], instants: [] } } }),
  };
}

/** A side that is open goes on beyond what is drawn. */
const intervalOf = ({ lower, upper }: ParameterProfile): { from: number; until: number } => ({
  from: lower.kind === 'crossed' ? lower.value : -Infinity,
  until: upper.kind === 'crossed' ? upper.value : Infinity,
});

/** @returns ends at or a little beyond the points, round ones on a linear axis */
function spread(low: number, high: number, isLog: boolean): [number, number] {
  if (isLog) {
    const factor = Math.max((high / low) ** 0.04, 1.001);
    return [low / factor, high * factor];
  }
  const step = niceStep(high - low || Math.abs(high) || 1, 5);
  const from = multipleOf(step, Math.floor(low / step)),
    until = multipleOf(step, Math.ceil(high / step));
  return until > from ? [from, until] : [from - step, until + step];
}

export interface ProfileWords {
  readonly interval: string;
  /** determined: both sides cross; open: not determined on a side at least; unknown: stopped or failed on a side */
  readonly kind: 'determined' | 'open' | 'unknown';
  readonly text: string;
}

/** @returns the 95 % interval and what it means */
export function profileWords({ lower, upper }: ParameterProfile): ProfileWords {
  const interval = `${endText(lower, '≤ ')} … ${endText(upper, '≥ ')}`;
  const open = [lower, upper].map(({ kind }) => kind === 'open');
  if (open[0] || open[1]) {
    const sides = open[0] && open[1] ? 'either way' : open[0] ? 'downwards' : 'upwards';
    const bound = open[0] && !open[1] ? lower : upper;
    return {
      interval,
      kind: 'open',
      text: `Open ${sides}: not determined by these data ${open[0] && open[1] ? 'between its bounds' : `as far as its bound, ${formatNumber(bound.value, 3)}`}.`,
    };
  }
  if (lower.kind === 'unknown' || upper.kind === 'unknown')
    return {
      interval,
      kind: 'unknown',
      text: 'Not followed to its end: it was stopped, or the others could not be fitted beyond.',
    };
  return { interval, kind: 'determined', text: 'Determined by these data: the cost reaches the threshold on both sides.' };
}

const endText = ({ value, kind }: ParameterProfile['lower'], beyond: string): string =>
  `${kind === 'crossed' ? '' : beyond}${formatNumber(value, 3)}`;
