/** What a regulariser is when it is added in the window: the first parts that it may be about, and numbers of a sensible size. */
import { isUndoneBy } from '../../core/model/regulariser-check';
import { estimatedNetworks, measuredRange, regularisers } from '../../core/model/regularisers';
import type { Fit, Regulariser, RegulariserKind, RegulariserShare, Scenario } from '../../core/model/schema';
import { formatNumber } from '../ui/format';

type Pair = Extract<Regulariser, { kind: 'detailed-balance' }>['pairs'][number];

/** A tenth over the bound throughout costs half a unit of log likelihood, a fifth over it two. */
const BOUND_WEIGHT = 100;

const rounded = (x: number): number => Number(x.toPrecision(2));

/** What a regulariser is of a cost, in words. */
export const shareText = ({ kind, of, value }: RegulariserShare): string => {
  const name = kind in regularisers ? regularisers[kind as RegulariserKind].name : kind;
  return `${name} of ${of.join(', ')}: ${formatNumber(value, 3)}`;
};

/** @returns the variables and observables whose curves may be smooth, those that are measured first */
export function curvesOf(document: Scenario): { id: string; label: string; note?: string }[] {
  const all = [
    ...document.observables.map(({ id, name }) => ({ id, label: name, note: 'observable' })),
    ...document.variables.filter(({ kind }) => kind !== 'input').map(({ id, name }) => ({ id, label: name })),
  ];
  const isMeasured = ({ id }: { id: string }): boolean => measuredRange(document, id) !== undefined;
  return [...all.filter(isMeasured), ...all.filter((one) => !isMeasured(one))];
}

/** @returns the pairs of mechanisms that undo each other; none found: the first two mechanisms */
export function reversePairs({ mechanisms }: Scenario): Pair[] {
  const pairs: Pair[] = [];
  mechanisms.forEach((one, i) => {
    const used = pairs.some(({ backward }) => backward === one.id),
      back = mechanisms.slice(i + 1).find((other) => isUndoneBy(one.effects, other.effects));
    if (!used && back !== undefined) pairs.push({ forward: one.id, backward: back.id });
  });
  if (pairs.length > 0 || mechanisms.length < 2) return pairs;
  return [{ forward: mechanisms[0].id, backward: mechanisms[1].id }];
}

/** @returns a regulariser of that kind; null where the document has nothing that it could be about */
export function newRegulariser(document: Scenario, fit: Fit, kind: RegulariserKind): Regulariser | null {
  switch (kind) {
    case 'rate-bound': {
      const mechanism = document.mechanisms.at(0)?.id;
      return mechanism === undefined ? null : { kind, weight: BOUND_WEIGHT, mechanism, most: 1 };
    }
    case 'smoothness': {
      const of = curvesOf(document).at(0)?.id,
        { start } = document.about.time,
        span = document.data.measurements.reduce((last, { time }) => Math.max(last, time), start) - start;
      if (of === undefined) return null;
      const size = measuredRange(document, of) === undefined ? { size: 1 } : {};
      return { kind, weight: 10, of, timeScale: span > 0 ? rounded(span / 50) : 1, ...size };
    }
    case 'weight-decay':
      return estimatedNetworks(document, fit).length === 0 ? null : { kind, weight: 0.1 };
    case 'lipschitz': {
      const network = estimatedNetworks(document, fit).at(0);
      return network === undefined ? null : { kind, weight: BOUND_WEIGHT, network, most: 1 };
    }
    case 'detailed-balance': {
      const pairs = reversePairs(document);
      return pairs.length === 0 ? null : { kind, weight: BOUND_WEIGHT, pairs };
    }
  }
}

const missing: Readonly<Record<RegulariserKind, string>> = {
  'rate-bound': 'needs a mechanism',
  smoothness: 'needs a variable',
  'weight-decay': 'needs a network that is estimated',
  lipschitz: 'needs a network that is estimated',
  'detailed-balance': 'needs two mechanisms',
};

/** @returns the kinds for a picker, with what each assumes, or what it lacks here */
export const choices = (
  document: Scenario,
  fit: Fit,
): { id: RegulariserKind; label: string; note: string; disabled: boolean }[] =>
  (Object.keys(regularisers) as RegulariserKind[]).map((id) => {
    const disabled = newRegulariser(document, fit, id) === null;
    return { id, label: regularisers[id].name, note: disabled ? missing[id] : regularisers[id].assumes, disabled };
  });
