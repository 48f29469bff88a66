import { describe, expect, it } from 'vitest';
import { readMeasurements } from '../../core/exchange/csv/read-measurements';
import { writeMeasurements, writeSeries } from '../../core/exchange/csv/write';
import type { Measurement } from '../../core/model/schema';
import { formatProblem } from '../../core/model/problem';

const observable = (id: string, name: string) => ({ id, name, expression: id, noise: { model: 'normal' as const, sigma: 1 } });
const condition = (id: string, name: string) => ({ id, name, overrides: {}, interventions: [] });
const names = {
  conditions: [condition('control', 'Control'), condition('treated', 'Treated, high dose')],
  observables: [observable('virus', 'Viral load'), observable('cells', 'Cells')],
};
const one = { ...names, conditions: names.conditions.slice(0, 1) };
const messages = (text: string, of = names) => readMeasurements(text, of).problems.map(formatProblem);

describe('reading long tables', () => {
  it('reads every column', () => {
    const text =
      'condition,observable,time,value,replicate,censored,limit,sigma\ncontrol,virus,1,2.5,a,,,0.3\ntreated,cells,2e0,,b,left,0.5,\n';
    const { measurements, rows, problems } = readMeasurements(text, names);
    expect(problems).toEqual([]);
    expect(rows).toBe(2);
    expect(measurements).toEqual([
      { condition: 'control', observable: 'virus', time: 1, value: 2.5, replicate: 'a', sigma: 0.3 },
      { condition: 'treated', observable: 'cells', time: 2, value: 0.5, replicate: 'b', censored: 'left' },
    ]);
  });
  it('takes names for ids, semicolons for commas, a byte order mark, and quoted cells', () => {
    const text = '\uFEFFCondition;Observable;Time;Value\r\n"Treated, high dose";Viral load;1;>7\r\n\r\n';
    expect(readMeasurements(text, names)).toEqual({
      measurements: [{ condition: 'treated', observable: 'virus', time: 1, value: 7, censored: 'right' }],
      rows: 1,
      problems: [],
    });
  });
  it('needs no condition column where the scenario has one condition', () => {
    expect(readMeasurements('observable,time,value\nvirus,0,1\n', one).measurements).toEqual([
      { condition: 'control', observable: 'virus', time: 0, value: 1 },
    ]);
  });
  it('reports bad cells by row and column with the way out, and keeps the good rows', () => {
    const text =
      'condition,observable,time,value,sigma\ncontrol,virus,1,2\ncontrl,virus,1,2\ncontrol,virus,one,2\ncontrol,virus,1,"3,5"\ncontrol,virus,1,2.5,-1\n';
    const { measurements, problems } = readMeasurements(text, names);
    expect(measurements).toHaveLength(1);
    expect(problems.map(formatProblem)).toEqual([
      'row 3, column A "condition": no condition "contrl"; did you mean "control"?',
      'row 4, column C "time": "one" is not a number; enter a plain number such as 3.5 or 1e-4',
      'row 5, column D "value": "3,5" is not a number; write decimals with a point, as the table does elsewhere',
      'row 6, column E "sigma": a standard deviation must be above 0; correct it, or leave the cell empty to use the observable\'s noise',
    ]);
  });
  it('reports missing and doubled columns, wrong row lengths and empty tables', () => {
    expect(messages('condition,observable,tme,value\n')).toContain(
      'row 1: no column gives the time; rename "tme", or say that it is the column of the time',
    );
    expect(messages('time,virus,virus\n1,2,3\n', one)).toEqual([
      'row 1, column C "virus": two columns are called "virus"; both are read; ignore one of them unless they are replicates',
    ]);
    expect(messages('observable,time,value\nvirus,1,2,3\n', one)).toEqual([
      'row 2, column D: 4 cells under 3 columns; the row is left out; quote cells that contain the separator, or give every column a name',
    ]);
    expect(messages('  \n')).toEqual(['the table is empty; give a row of names and at least one row of data']);
    expect(messages('observable,time,value,censored\nvirus,1,2,maybe\n', one)[0]).toMatch(/no kind of censoring/);
  });
});

describe('reading wide tables', () => {
  it('reads one column an observable, skips empty cells and reads <limit as censored', () => {
    const { measurements, problems } = readMeasurements('time,virus,Cells\n0,1.5,NA\n1,<0.5,3\n', one);
    expect(problems).toEqual([]);
    expect(measurements).toEqual([
      { condition: 'control', observable: 'virus', time: 0, value: 1.5 },
      { condition: 'control', observable: 'virus', time: 1, value: 0.5, censored: 'left' },
      { condition: 'control', observable: 'cells', time: 1, value: 3 },
    ]);
  });
  it('reports a column that is no observable', () => {
    expect(messages('time,viruss\n0,1\n', one)).toEqual([
      'row 1, column B "viruss": no observable "viruss"; did you mean "virus"?',
    ]);
  });
});

describe('writing', () => {
  it('gives measurements back as they were, awkward text and numbers included', () => {
    const measurements: Measurement[] = [
      { condition: 'control', observable: 'virus', time: 0.1 + 0.2, value: 1e-300, replicate: 'mouse "A", left\neye' },
      { condition: 'treated', observable: 'cells', time: -1, value: 0.8, censored: 'left', sigma: 0.30000000000000004 },
    ];
    expect(readMeasurements(writeMeasurements(measurements), names)).toEqual({ measurements, rows: 2, problems: [] });
  });
  it('writes series as RFC 4180 with empty cells for what does not exist', () => {
    expect(writeSeries(Float64Array.of(0, 0.5), { V: [1, null], 'a,b': [Number.NaN, 2] })).toBe(
      'time,V,"a,b"\r\n0,1,\r\n0.5,,2\r\n',
    );
  });
});
