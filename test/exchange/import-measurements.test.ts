import { describe, expect, it } from 'vitest';
import { readMeasurements } from '../../core/exchange/csv/read-measurements';
import { writeMeasurements } from '../../core/exchange/csv/write';
import { detectMapping } from '../../core/exchange/table/detect';
import { importMeasurements } from '../../core/exchange/table/import-measurements';
import { readTable } from '../../core/exchange/table/read-table';
import { assignRoles, createUnknown } from '../../core/exchange/table/requests';
import { parseDocument, serializeDocument } from '../../core/model/document';
import type { Measurement, Scenario } from '../../core/model/schema';
import { scenario } from './names';

const sha256 = 'a'.repeat(64);
function put(
  text: string,
  { into = scenario, mode = 'replace', create = false }: { into?: Scenario; mode?: 'add' | 'replace'; create?: boolean } = {},
) {
  const table = readTable(text);
  const guessed = detectMapping(table, into);
  return importMeasurements(into, table, create ? createUnknown(table, guessed, into) : guessed, {
    file: 'my.csv',
    sha256,
    mode,
  });
}
const first = 'condition,time,virus\ncontrol,0,1\n';

describe('importing measurements', () => {
  it('puts them in the place of others and says which file they are from', () => {
    const { document } = put('condition,time,virus\ntreated,0,2\n', { into: put(first).document });
    expect(document.data).toEqual({
      source: { kind: 'real', text: 'imported from my.csv', file: 'my.csv', sha256 },
      measurements: [{ condition: 'treated', observable: 'virus', time: 0, value: 2 }],
    });
  });
  it('adds them to others, keeps what was said of those, and counts what is there twice', () => {
    const source = { kind: 'synthetic' as const, text: 'made', seed: 3, file: 'old.csv', sha256: 'b'.repeat(64) };
    const before = put(first).document;
    const { document, repeated } = put('condition,time,virus\ncontrol,0,1\ncontrol,1,5\n', {
      into: { ...before, data: { ...before.data, source } },
      mode: 'add',
    });
    expect(repeated).toBe(1);
    expect(document.data.measurements.map(({ time, value }) => [time, value])).toEqual([
      [0, 1],
      [0, 1],
      [1, 5],
    ]);
    expect(document.data.source).toEqual({ kind: 'synthetic', text: `made; added from my.csv (SHA-256 ${sha256})`, seed: 3 });
  });
  it('makes conditions, and observables of the variables that columns are called after, when asked', () => {
    const text = 'group,time,IL-6,T cells,noise\nknock-out,0,40,<2,x\n';
    const unasked = put(text);
    expect(unasked.document).toBe(scenario);
    expect(unasked.reading.faults.filter(({ severity }) => severity === 'error')).toHaveLength(3);
    const { document, created, reading } = put(text, { create: true });
    expect(reading.faults.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(created.conditions).toEqual([{ id: 'knock_out', name: 'knock-out', overrides: {}, interventions: [] }]);
    expect(created.observables).toEqual([
      { id: 'IL_6_measured', name: 'IL-6', expression: 'cyt', noise: { model: 'normal', sigma: 4 } },
      { id: 'T_cells_measured', name: 'T cells', expression: 'T', unit: '1/ml', noise: { model: 'normal', sigma: 0.2 } },
    ]);
    expect(document.data.measurements).toEqual([
      { condition: 'knock_out', observable: 'IL_6_measured', time: 0, value: 40 },
      { condition: 'knock_out', observable: 'T_cells_measured', time: 0, value: 2, censored: 'left' },
    ]);
    expect(parseDocument(serializeDocument(document)).document).toEqual(document);
  });
  it('leaves the scenario as it is where nothing can be read', () => {
    const { document, created } = put('condition,time,virus\nnobody,0,oops\n', { create: true });
    expect(document).toBe(scenario);
    expect(created).toEqual({ conditions: [], observables: [] });
  });
  it('makes a condition for a scenario that has none', () => {
    const { document } = put('time,virus\n0,1\n', { into: { ...scenario, conditions: [] }, create: true });
    expect(document.conditions.map(({ name }) => name)).toEqual(['Experiment']);
  });
});

describe('what a user says of columns', () => {
  const table = readTable('a,b,hours,virus\n1,control,3,4\n');
  const guessed = detectMapping(table, scenario);
  it('takes names before letters, and a role of one column from the column that had it', () => {
    const mapping = assignRoles(
      table,
      guessed,
      [
        { column: 'b', role: 'replicate' },
        { column: 'A', role: 'time' },
        { column: 'C', role: 'sigma' },
      ],
      scenario,
    );
    expect(guessed.columns.map(({ role }) => role)).toEqual(['value', 'condition', 'time', 'value']);
    expect(mapping.columns.map(({ role }) => role)).toEqual(['time', 'replicate', 'sigma', 'value']);
  });
  it('tells of a column that is not there', () => {
    expect(() => assignRoles(table, guessed, [{ column: 'hour', role: 'time' }], scenario)).toThrow(
      /no column "hour"; did you mean "hours"/,
    );
  });
});

describe('from export to import', () => {
  it('gives 500 measurements of every kind back as they were', () => {
    const kinds = ['left', 'right', undefined] as const;
    const measurements = Array.from({ length: 500 }, (_, k): Measurement => ({
      condition: k % 2 === 0 ? 'control' : 'treated',
      observable: k % 3 === 0 ? 'virus' : 'cells',
      time: k / 7 - 3,
      value: Math.sin(k) * 10 ** ((k % 40) - 20),
      ...(k % 5 === 0 ? { replicate: `mouse ${k}, "left"` } : {}),
      ...(kinds[k % 3] === undefined ? {} : { censored: kinds[k % 3] }),
      ...(k % 4 === 0 ? { sigma: (k + 1) / 3 } : {}),
    }));
    expect(readMeasurements(writeMeasurements(measurements), scenario)).toEqual({ measurements, rows: 500, problems: [] });
  });
});
