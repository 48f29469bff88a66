/** Fitted values against their bounds, on the scale on which the fit moved them. */
import { quantile } from '../../core/effect/interval';
import type { Parameter, PosteriorDraws, Scenario } from '../../core/model/schema';
import { subjectName } from '../../core/model/subjects';

export interface BoundsRow {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly fitted: number;
  readonly current: number | null;
  readonly bounds: readonly [number, number] | null;
  /** shares 0…1 of the track between the bounds; null without bounds */
  readonly fittedAt: number | null;
  readonly currentAt: number | null;
  readonly atBound: 'lower' | 'upper' | null;
  /** central 95 % of the draws; null without draws */
  readonly range: readonly [number, number] | null;
  readonly rangeAt: readonly [number, number] | null;
}

/** Closer to its end than this share of the track, a value counts as at its bound. */
const NEAR = 0.005;

const moved = (value: number, scale: Parameter['scale']): number =>
  scale === 'log10' ? Math.log10(value) : scale === 'logit' ? Math.log(value / (1 - value)) : value;

/** @returns share 0…1, cut to the track; linear where the scale cannot take the bounds (log10 of 0) */
export function shareOf(value: number, [low, high]: readonly [number, number], scale: Parameter['scale']): number {
  const [a, b, x] = [low, high, value].map((one) => moved(one, scale));
  const share = [a, b, x].every(Number.isFinite) ? (x - a) / (b - a) : (value - low) / (high - low);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0.5;
}

/** @returns the central 95 % of a parameter's draws, or null where it has none */
export function drawnRange(draws: PosteriorDraws | undefined, name: string): [number, number] | null {
  const column = draws?.names.indexOf(name) ?? -1;
  if (draws === undefined || column < 0) return null;
  const sorted = draws.values.map((row) => row[column]).sort((a, b) => a - b);
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/**
 * @param values id of a parameter, `k@c` for a subject's own, or `X.initial`, → fitted value; weights of networks are left out
 * @param draws of the fit that gave the values
 * @returns rows in the document's order
 */
export function boundsRows(document: Scenario, values: Readonly<Record<string, number>>, draws?: PosteriorDraws): BoundsRow[] {
  const parameters = document.parameters
    .flatMap((parameter) => [
      { parameter, id: parameter.id, name: parameter.name ?? parameter.id, value: parameter.value },
      ...document.conditions.map(({ id, name, overrides }) => {
        const own = overrides[parameter.id];
        return {
          parameter,
          id: subjectName(parameter.id, id),
          name: `${parameter.name ?? parameter.id}, ${name}`,
          value: typeof own === 'number' ? own : parameter.value,
        };
      }),
    ])
    .filter(({ id }) => values[id] !== undefined)
    .map(({ parameter, id, name, value }): BoundsRow => {
      const { unit, bounds, scale } = parameter;
      const fitted = values[id];
      const range = drawnRange(draws, id);
      const fittedAt = bounds === undefined ? null : shareOf(fitted, bounds, scale);
      return {
        id,
        name,
        unit: unit ?? '',
        fitted,
        current: value,
        bounds: bounds ?? null,
        fittedAt,
        currentAt: bounds === undefined ? null : shareOf(value, bounds, scale),
        atBound: fittedAt === null ? null : fittedAt <= NEAR ? 'lower' : fittedAt >= 1 - NEAR ? 'upper' : null,
        range,
        rangeAt:
          bounds === undefined || range === null ? null : [shareOf(range[0], bounds, scale), shareOf(range[1], bounds, scale)],
      };
    });
  const initials = document.variables.flatMap((variable): BoundsRow[] => {
    const fitted = values[`${variable.id}.initial`];
    if (variable.kind !== 'state' || fitted === undefined) return [];
    const id = `${variable.id}.initial`;
    return [
      {
        id,
        name: `${variable.name} at the start`,
        unit: variable.unit ?? '',
        fitted,
        current: typeof variable.initial === 'number' ? variable.initial : null,
        bounds: null,
        fittedAt: null,
        currentAt: null,
        atBound: null,
        range: drawnRange(draws, id),
        rangeAt: null,
      },
    ];
  });
  return [...parameters, ...initials];
}

/** @returns how many fitted values are weights of networks, such as `net.3` */
export const weightCount = (document: Scenario, values: Readonly<Record<string, number>>): number => {
  const networks = new Set(document.networks.map(({ id }) => id));
  return Object.keys(values).filter((key) => networks.has(key.split('.')[0])).length;
};
