/**
 * Fits side by side: their costs with Akaike's and Bayes' information criteria (Akaike, IEEE Trans Autom Control 19:716, 1974; Schwarz,
 * Ann Stat 6:461, 1978), their values, and their curves over the same data.
 */
import { departures } from '../../core/model/fit-subject';
import { nameOf } from '../../core/model/edit';
import type { Fit, FitResult, Scenario } from '../../core/model/schema';
import type { FitCurves } from '../../core/service/contract';
import type { Line, Multiples } from '../plots/multiples';
import { boundsRows, type BoundsRow } from './bounds';
import { dataPicture } from './pictures';
import { strokeOf } from './strokes';

/** A fit with its result, and its curves under the document as it is; null while they are not known. */
export interface ComparedFit {
  readonly fit: Fit;
  readonly result: FitResult;
  readonly curves: FitCurves | null;
}

export interface FitFigures {
  readonly id: string;
  readonly name: string;
  /** what was minimised */
  readonly cost: number;
  /** −log likelihood of the fitted measurements alone; null where it is not known */
  readonly likelihood: number | null;
  /** estimated values k, weights of networks among them */
  readonly parameters: number;
  /** fitted measurements n; null where they are not known */
  readonly measurements: number | null;
  /** 2k + 2·likelihood, and k·ln n + 2·likelihood */
  readonly aic: number | null;
  readonly bic: number | null;
  readonly holdout: FitResult['holdout'];
  /** whether the result is of another model or other data than the document has now */
  readonly isStale: boolean;
  readonly isAdopted: boolean;
  /** whether priors or regularisers are part of the cost, so that the likelihood is not at its maximum */
  readonly isPenalised: boolean;
}

/** What a penalty may come to by rounding. */
const ROUNDING = 1e-6;

/** @param subject hash of the document as it is; null while it is not known */
export function figuresOf(document: Scenario, { fit, result, curves }: ComparedFit, subject: string | null): FitFigures {
  const isStale = subject !== null && result.provenance.document !== subject;
  const k = Object.keys(result.best.parameters).length;
  // the likelihood of another model's fit would be that of its values in this model
  const likelihood = isStale ? null : (curves?.likelihood ?? null),
    n = isStale || curves === null ? null : fittedKeys(curves).length;
  return {
    id: fit.id,
    name: fit.name,
    cost: result.best.nllh,
    likelihood,
    parameters: k,
    measurements: n,
    aic: likelihood === null ? null : 2 * k + 2 * likelihood,
    bic: likelihood === null || n === null ? null : k * Math.log(n) + 2 * likelihood,
    holdout: result.holdout,
    isStale,
    isAdopted: departures(document, result.best.parameters).length === 0,
    isPenalised: likelihood !== null && Math.abs(result.best.nllh - likelihood) > ROUNDING * (1 + Math.abs(likelihood)),
  };
}

const keysOf = (curves: FitCurves, wanted: (heldOut: boolean) => boolean): string[] =>
  curves.observables
    .flatMap(({ id, points }) =>
      points
        .filter(({ heldOut }) => wanted(heldOut === true))
        .map(({ condition, time, value, replicate, censored }) =>
          JSON.stringify([id, condition, time, value, replicate, censored]),
        ),
    )
    .sort();

const fittedKeys = (curves: FitCurves): string[] => keysOf(curves, (heldOut) => !heldOut);

/** @returns whether all are fitted to the same measurements, without which their costs say nothing of each other; null: not known */
export function isSameData(fits: readonly ComparedFit[], part: 'fitted' | 'held-out' = 'fitted'): boolean | null {
  const keys: string[] = [];
  for (const { curves } of fits) {
    if (curves === null) return null;
    keys.push(keysOf(curves, (heldOut) => heldOut === (part === 'held-out')).join());
  }
  return keys.every((key) => key === keys[0]);
}

export interface ComparedRow extends Pick<BoundsRow, 'id' | 'name' | 'unit'> {
  /** in the order of the fits; null where a fit does not estimate it */
  readonly values: readonly (BoundsRow | null)[];
}

/** @returns a row for each value that any of the fits estimates, weights left out, in the document's order */
export function comparedRows(document: Scenario, fits: readonly ComparedFit[]): ComparedRow[] {
  const each = fits.map(
    ({ result }) => new Map(boundsRows(document, result.best.parameters, result.draws).map((row) => [row.id, row])),
  );
  const all = boundsRows(
    document,
    Object.assign({}, ...fits.map(({ result }) => result.best.parameters)) as Record<string, number>,
  );
  return all.map(({ id, name, unit }) => ({ id, name, unit, values: each.map((rows) => rows.get(id) ?? null) }));
}

/** Data of one condition with the curves of every fit, each in a stroke of its own. */
export function comparedPicture(document: Scenario, fits: readonly ComparedFit[], condition: string): Multiples {
  const drawn = fits.flatMap(({ fit, curves }, index) =>
    curves === null ? [] : [{ fit, curves: ofCondition(curves, condition), index }],
  );
  if (drawn.length === 0) return { x: { name: '', from: 0, until: 1 }, scale: 'linear', panels: [] };
  const widest = drawn.reduce((most, one) =>
    one.curves.observables.flatMap(({ points }) => points).length > most.curves.observables.flatMap(({ points }) => points).length
      ? one
      : most,
  );
  const base = dataPicture(document, widest.curves);
  return {
    ...base,
    panels: base.panels.map((panel) => ({
      ...panel,
      lines: drawn.flatMap(({ fit, curves, index }): Line[] => {
        const line = curves.observables.find(({ id }) => id === panel.id)?.curves[0];
        return line === undefined
          ? []
          : [{ id: fit.id, name: fit.name, stroke: strokeOf(index), weight: 'strong', x: line.times, y: line.values }];
      }),
      // a ring is what one fit does not see; another may
      points: panel.points?.map((set) => ({
        ...set,
        name: nameOf(document, condition),
        stroke: 0,
        shape: set.shape === 'ring' ? 'circle' : set.shape,
      })),
    })),
  };
}

const ofCondition = (curves: FitCurves, condition: string): FitCurves => ({
  ...curves,
  observables: curves.observables.map((one) => ({
    ...one,
    curves: one.curves.filter(({ conditions }) => conditions.includes(condition)),
    points: one.points.filter((point) => point.condition === condition),
  })),
});
