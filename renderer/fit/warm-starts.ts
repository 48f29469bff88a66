/** Warm starts as people read them, and the fields of each as the window edits them. */
import type { WarmStart } from '../../core/model/schema';
import { warmStart } from '../../core/model/schema/warm-start';
import { parseNumber } from '../ui/format';

export type WarmKind = WarmStart['kind'] | 'none';

export const warmKinds: readonly { id: WarmKind; label: string; note: string }[] = [
  { id: 'none', label: 'None', note: 'the optimiser begins at the start point' },
  { id: 'collocation', label: 'Collocation', note: 'every state is measured' },
  { id: 'growing-horizon', label: 'Growing horizon', note: 'the first measurements first' },
  { id: 'multiple-shooting', label: 'Multiple shooting', note: 'oscillators, states that are not measured' },
  { id: 'informed-curves', label: 'Curves, physics-informed', note: 'starts that are far off, states that are not measured' },
  { id: 'physics-informed', label: 'Physics-informed networks', note: 'the same by networks, which takes longer' },
];

/** What each does and assumes, in a sentence or two. */
export const warmHints: Readonly<Record<WarmStart['kind'], string>> = {
  collocation:
    'Smooths the measurements and makes the equations hold along the curves, without a solve. Assumes that every state is measured, ' +
    'directly or scaled, often enough to draw its course.',
  'growing-horizon':
    'Fits the first measurements, then more and more of them, each stage from where the last ended. Assumes that the first stage spans no more than about a period.',
  'multiple-shooting':
    'Cuts trajectories into segments that begin where the data are, and closes the gaps over the rounds. Assumes measurements in each segment; not for models with events.',
  'informed-curves':
    'Splines follow the measurements and are held to the equations, ten times more from round to round, the parameters with them, without a ' +
    'solve. Assumes smooth trajectories, without doses, clamps or events.',
  'physics-informed':
    'Networks follow the measurements and are held to the equations at points between them, the parameters with them, without a solve. Assumes ' +
    'smooth trajectories, without doses, clamps or events; takes a while.',
};

/** @returns the settings of a kind at their defaults; undefined for none */
export const freshWarmStart = (kind: WarmKind): WarmStart | undefined =>
  kind === 'none' ? undefined : warmStart.parse({ kind });

/** @returns widths of layers from a list such as "32, 32", or what is wrong with it */
export function widthsOf(text: string): number[] | string {
  const widths = text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map(Number);
  if (widths.length < 1 || widths.length > 6) return 'One to six layers, such as 32, 32';
  return widths.every((width) => Number.isInteger(width) && width >= 1 && width <= 512)
    ? widths
    : 'Each width is a whole number from 1 to 512';
}

/** @returns the numbers of a list such as "2, 5 10", or what is wrong with it */
export function timesOf(text: string): number[] | string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== ''),
    times = words.map(parseNumber);
  const bad = times.indexOf(null);
  if (bad >= 0) return `"${words[bad]}" is not a number`;
  const numbers = times as number[];
  return numbers.every((time, i) => i === 0 || time > numbers[i - 1]) ? numbers : 'The times must rise';
}
