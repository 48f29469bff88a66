/** What a network has learned, as pictures: a response curve with its bands and the density of the data, and a slice over two causes. */
import { nameOf } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import type { LearnedCurve, LearnedPlace, LearnedSign, LearnedSlice } from '../../core/service/contract';
import { axisName, niceStep } from '../plots/format';
import type { Multiples } from '../plots/multiples';
import { formatNumber } from '../ui/format';

type Place = Pick<LearnedPlace, 'mechanism' | 'regulator'>;

/** @returns what a network's output is at a place, such as `Rate of removal` or `Factor of TGF-β on removal` */
export function placeTitle(document: Scenario, { mechanism, regulator }: Place): string {
  const name = nameOf(document, mechanism);
  if (regulator === null) return `Rate of ${name}`;
  const by = document.mechanisms.find(({ id }) => id === mechanism)?.regulators[regulator]?.variable;
  return `Factor of ${by === undefined ? 'a regulator' : nameOf(document, by)} on ${name}`;
}

const causeAxis = (document: Scenario, id: string): string =>
  axisName(nameOf(document, id), document.variables.find((variable) => variable.id === id)?.unit);

/** @returns round numbers around the ends, beyond them by a fiftieth of the span at most, or a little more */
function roundEnds(from: number, until: number): { from: number; until: number } {
  const step = niceStep(until - from, 50),
    round = (value: number): number => Number((value * step).toPrecision(9));
  return { from: round(Math.floor(from / step + 1e-9)), until: round(Math.ceil(until / step - 1e-9)) };
}

/** @param starts accepted starts that the range is over */
export function curvePicture(
  document: Scenario,
  place: Place & Pick<LearnedPlace, 'along'>,
  curve: LearnedCurve,
  starts: number,
): Multiples {
  const { cause, x, rate, density, range } = curve,
    { along } = place;
  return {
    x: { name: causeAxis(document, cause), ...roundEnds(x[0], x[x.length - 1]) },
    scale: 'linear',
    panels: [
      {
        id: cause,
        title: `${placeTitle(document, place)} against ${nameOf(document, cause)}`,
        bands: [
          ...(range === undefined
            ? []
            : [{ id: 'range', name: `range over ${starts} accepted starts`, stroke: 2, x, low: range.low, high: range.high }]),
        ],
        density: { name: 'where the trajectories pass', edges: density.edges, counts: density.counts },
        points: [{ id: 'along', name: 'along the trajectories', stroke: 1, shape: 'dot', x: along.causes[cause], y: along.rate }],
        lines: [{ id: 'rate', name: 'others at their medians', stroke: 0, weight: 'strong', x, y: rate }],
      },
    ],
  };
}

/** The grid's cells reach half a step beyond its points. */
const ends = (points: readonly number[]): { from: number; until: number } => {
  const half = (points[1] - points[0]) / 2;
  return { from: points[0] - half, until: points[points.length - 1] + half };
};

export function slicePicture(document: Scenario, place: Place, { causes: [a, b], x, y, rate, density }: LearnedSlice): Multiples {
  return {
    x: { name: causeAxis(document, a), ...ends(x) },
    scale: 'linear',
    panels: [
      {
        id: `${a} ${b}`,
        title: `${causeAxis(document, b)} against ${nameOf(document, a)}`,
        range: ends(y),
        lines: [],
        field: { name: placeTitle(document, place), x, y, yName: causeAxis(document, b), values: rate, density },
      },
    ],
  };
}

/** @returns one sentence on a point of a slice, and whether there are data */
export function pointText(
  document: Scenario,
  { causes: [a, b], x, y, rate, density }: LearnedSlice,
  i: number,
  j: number,
): string {
  const at = j * x.length + i,
    count = density[at];
  const here = count === 0 ? 'no data here' : `${count} point${count === 1 ? '' : 's'} of the trajectories here`;
  const place = `${nameOf(document, a)} ${formatNumber(x[i], 3)}, ${nameOf(document, b)} ${formatNumber(y[j], 3)}`;
  return `${place}: ${formatNumber(rate[at], 3)}; ${here}`;
}

const percent = (share: number): string => (share > 0.995 && share < 1 ? '> 99 %' : `${Math.round(100 * share)} %`);

/** How the rate goes with a cause, over which part of the data. */
export function signText({ sign, rising, falling }: LearnedSign): { arrow: string; text: string; share: string } {
  switch (sign) {
    case 'increasing':
      return { arrow: '↑', text: 'rises', share: percent(rising) };
    case 'decreasing':
      return { arrow: '↓', text: 'falls', share: percent(falling) };
    case 'mixed':
      return { arrow: '↕', text: 'both', share: `rises over ${percent(rising)}, falls over ${percent(falling)}` };
    case 'none':
      return { arrow: '–', text: 'no effect', share: percent(1 - rising - falling) };
  }
}

/** @returns a coefficient of determination, with as many nines as it has */
export const r2Text = (r2: number): string => {
  if (r2 > 0.999999) return '> 0.999999';
  const digits = Math.min(6, Math.max(2, Math.ceil(-Math.log10(1 - r2)) + 1));
  return r2.toFixed(digits).replace('-', '−');
};
/** @returns a relative error in per cent, two digits */
export const errorText = (error: number): string => `${Number((100 * error).toPrecision(2))} %`;
