/** Editing fits: pure functions of the document, for the workbench to record as undoable steps. */
import { compact, makeId, takenIds, type Edited } from '../../core/model/edit';
import type { Fit, Scenario } from '../../core/model/schema';

export type FitFields = { readonly [K in keyof Omit<Fit, 'id' | 'result'>]?: Fit[K] | undefined };

export function addFit(document: Scenario, name = 'Fit'): Edited {
  const id = makeId(name, takenIds(document));
  const fit: Fit = { id, name, starts: 8, seed: 1, maxIterations: 200, tolerance: 1e-6 };
  return { document: { ...document, fits: [...document.fits, fit] }, id };
}

/** Fields set to undefined go back to their default. */
export const changeFit = (document: Scenario, id: string, fields: FitFields): Scenario => ({
  ...document,
  fits: document.fits.map((fit) => (fit.id === id ? compact({ ...fit, ...fields } as Fit) : fit)),
});

export const removeFit = (document: Scenario, id: string): Scenario => ({
  ...document,
  fits: document.fits.filter((fit) => fit.id !== id),
});

/** @returns ids of the conditions that have measurements, in the document's order */
export function measuredConditions(document: Scenario): string[] {
  const measured = new Set(document.data.measurements.map(({ condition }) => condition));
  return document.conditions.map(({ id }) => id).filter((id) => measured.has(id));
}

/** @returns what a fit estimates by the document's own marks */
export const markedParameters = (document: Scenario): string[] => [
  ...document.parameters.filter(({ estimate }) => estimate).map(({ id }) => id),
  ...document.networks.filter(({ estimate }) => estimate).map(({ id }) => id),
];

/** @returns the list with one id put in or taken out, in the order of `all` */
export const withId = (all: readonly string[], list: readonly string[], id: string, on: boolean): string[] =>
  all.filter((other) => (other === id ? on : list.includes(other)));
