/** A table put into a scenario: the conditions and observables it brings, its measurements added or in place of others, its source. */
import { makeId, takenIds } from '../../model/edit/ids';
import type { Condition, Data, Measurement, Observable, Scenario } from '../../model/schema';
import { mapColumns } from './map-columns';
import type { Reading } from './map-columns';
import { findNamed } from './mapping';
import type { Mapping } from './mapping';
import type { Table } from './table';

export interface ImportOptions {
  /** name of the file, for the source of the data */
  readonly file: string;
  /** SHA-256 of the file's bytes */
  readonly sha256: string;
  /** `replace`: what was there goes; `add`: it stays */
  readonly mode: 'add' | 'replace';
}
export interface Imported {
  /** the scenario itself where nothing was read */
  readonly document: Scenario;
  readonly reading: Reading;
  readonly created: { readonly conditions: readonly Condition[]; readonly observables: readonly Observable[] };
  /** measurements that the scenario has already, word for word, and has twice after an `add` */
  readonly repeated: number;
}

export function importMeasurements(document: Scenario, table: Table, mapping: Mapping, options: ImportOptions): Imported {
  const prepared = createParts(document, mapping);
  const reading = mapColumns(table, mapping, prepared.document);
  const { measurements } = reading;
  if (measurements.length === 0) {
    return { document, reading, created: { conditions: [], observables: [] }, repeated: 0 };
  }
  const isUsed = new Set(measurements.flatMap(({ condition, observable }) => [condition, observable]));
  const conditions = prepared.conditions.filter(({ id }) => isUsed.has(id));
  const observables = prepared.observables.filter(({ id }) => isUsed.has(id)).map((one) => withNoise(one, measurements));
  const kept = options.mode === 'add' ? document.data.measurements : [];
  const filled: Scenario = {
    ...document,
    conditions: [...document.conditions, ...conditions],
    observables: [...document.observables, ...observables],
    data: { source: sourceOf(document.data, options), measurements: [...kept, ...measurements] },
  };
  return { document: filled, reading, created: { conditions, observables }, repeated: countRepeated(kept, measurements) };
}

/** Adds what the mapping's choices ask for; the new parts carry the table's words as names, so that these are found. */
function createParts(document: Scenario, { conditions: forConditions, observables: forObservables }: Mapping) {
  const conditions: Condition[] = [],
    observables: Observable[] = [];
  const taken = takenIds(document);
  const idFor = (name: string): string => {
    const id = makeId(name, taken);
    taken.add(id);
    return id;
  };
  for (const [name, choice] of forConditions) {
    if (choice.kind !== 'create' || findNamed(document.conditions, name) !== undefined) continue;
    conditions.push({ id: idFor(name), name, overrides: {}, interventions: [] });
  }
  for (const [name, choice] of forObservables) {
    if (choice.kind !== 'measure' || findNamed(document.observables, name) !== undefined) continue;
    const seen = document.variables.find(({ id }) => id === choice.variable);
    if (seen === undefined) continue;
    observables.push({
      id: idFor(`${name} measured`),
      name,
      expression: seen.id,
      ...(seen.unit === undefined ? {} : { unit: seen.unit }),
      noise: { model: 'normal', sigma: 1 },
    });
  }
  const next: Scenario = {
    ...document,
    conditions: [...document.conditions, ...conditions],
    observables: [...document.observables, ...observables],
  };
  return { document: next, conditions, observables };
}

/** A new observable's noise is taken for a tenth of the largest value, to one digit: a first guess for the user to correct. */
function withNoise(observable: Observable, measurements: readonly Measurement[]): Observable {
  const largest = measurements.reduce(
    (most, { observable: id, value }) => (id === observable.id ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const sigma = largest > 0 ? Number((largest / 10).toPrecision(1)) : 1;
  return { ...observable, noise: { model: 'normal', sigma } };
}

/** Added to others, a table is no longer the one file that the data are from; they stay synthetic if they partly are. */
function sourceOf({ source, measurements }: Data, { file, sha256, mode }: ImportOptions): Data['source'] {
  if (mode === 'replace' || measurements.length === 0) return { kind: 'real', text: `imported from ${file}`, file, sha256 };
  const { file: _file, sha256: _sha256, ...rest } = source ?? { kind: 'real' as const, text: 'measurements without a source' };
  return { ...rest, text: `${rest.text}; added from ${file} (SHA-256 ${sha256})` };
}

const keyOf = (one: Measurement): string =>
  JSON.stringify([one.condition, one.observable, one.time, one.value, one.replicate, one.censored, one.sigma]);
function countRepeated(before: readonly Measurement[], after: readonly Measurement[]): number {
  const known = new Set(before.map(keyOf));
  return after.filter((one) => known.has(keyOf(one))).length;
}
