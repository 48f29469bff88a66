import { describe, expect, it } from 'vitest';
import { detectMapping } from '../../core/exchange/table/detect';
import { mapColumns } from '../../core/exchange/table/map-columns';
import { layoutOf } from '../../core/exchange/table/mapping';
import type { Layout, Mapping } from '../../core/exchange/table/mapping';
import { readTable } from '../../core/exchange/table/read-table';
import { cellPath, columnLetters } from '../../core/exchange/table/table';
import { formatProblem } from '../../core/model/problem';
import { names, scenario } from './names';

const one = { ...scenario, conditions: names.conditions.slice(0, 1) };
const guess = (text: string, layout?: Layout): Mapping => detectMapping(readTable(text), scenario, layout);
const rolesOf = (mapping: Mapping): string[] => mapping.columns.map(({ role }) => role);
function read(text: string, { of = scenario, change = (mapping: Mapping): Mapping => mapping } = {}) {
  const table = readTable(text);
  const reading = mapColumns(table, change(detectMapping(table, of)), of);
  return { ...reading, messages: reading.faults.map(formatProblem) };
}

describe('cells', () => {
  it('have the address that a spreadsheet gives them', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
    expect(cellPath(6, 3, 'value')).toBe('row 7, column D "value"');
    expect(cellPath(null, 3, '')).toBe('column D');
  });
});

describe('guessing what a table is', () => {
  it.each([
    [
      'long by its names',
      'condition,observable,time,value,replicate\ncontrol,virus,1,2,a\n',
      'long',
      'condition observable time value replicate',
    ],
    [
      'long as PEtab has it',
      'observableId\tsimulationConditionId\tmeasurement\ttime\tnoiseParameters\nvirus\tcontrol\t1\t2\t0.1\n',
      'long',
      'observable condition value time sigma',
    ],
    [
      'long by its contents alone',
      'a,b,c,d\nvirus,control,0,1.5\ncells,treated,1,2\n',
      'long',
      'observable condition time value',
    ],
    ['wide with σ beside each value', 'day;Viral load;sd;Cells;sd\n0;1;2;3;4\n', 'wide', 'time value sigma value sigma'],
    [
      'wide with new observables and text that is no data',
      'Time (h)|IL-6|comment|mouse\n1|2|good|m1\n2|<3|bad|m2\n',
      'wide',
      'time value ignore replicate',
    ],
  ])('%s', (_what, text, layout, expected) => {
    const mapping = guess(text);
    expect(layoutOf(mapping)).toBe(layout);
    expect(rolesOf(mapping).join(' ')).toBe(expected);
  });
  it('takes a table for the layout that is asked for', () => {
    const text = 'time,treatment,kind,amount\n1,control,IL6,3\n2,control,IL8,4\n';
    expect(rolesOf(guess(text))).toEqual(['time', 'condition', 'ignore', 'value']);
    expect(rolesOf(guess(text, 'long'))).toEqual(['time', 'condition', 'observable', 'value']);
  });
  it('does not take the time t for an observable T', () => {
    const of = { ...one, observables: [{ ...names.observables[0], id: 'T', name: 'T cells' }] };
    expect(rolesOf(detectMapping(readTable('t,T\n0,1\n'), of))).toEqual(['time', 'value']);
  });
  it('finds the names of columns below a title, comments and empty rows, and does without names where there are none', () => {
    expect(guess('Plate 3,,\n\n# made by hand,now,x\ntime,virus,condition\n0,1,control\n').header).toBe(3);
    const bare = guess('0,1.5\n1,2.5\n');
    expect([bare.header, ...rolesOf(bare)]).toEqual([-1, 'time', 'value']);
  });
  it('tells decimal commas from points, and from separators of thousands', () => {
    expect(guess('time;virus\n0,5;1,25\n1;<0,5\n').decimal).toBe(',');
    expect(guess('time;virus\n0.5;1.25\n1;2,5\n').decimal).toBe('.');
    expect(guess('time;virus\n1;1,234\n2;12,345\n').decimal).toBe('.');
  });
});

describe('reading by a mapping', () => {
  it('reads tabs, decimal commas, exponents and typographic minus signs', () => {
    const { measurements, messages } = read('time\tvirus\tcells\n0,5\t1,5e-3\t−2\n1\t,5\t3\n', { of: one });
    expect(messages).toEqual([]);
    expect(measurements.map(({ time, observable, value }) => [time, observable, value])).toEqual([
      [0.5, 'virus', 0.0015],
      [0.5, 'cells', -2],
      [1, 'virus', 0.5],
      [1, 'cells', 3],
    ]);
  });
  it('reads values beyond a limit however they are written', () => {
    const text = 'time,virus,cens,LOD\n0,<0.5,,\n1,> 100,,\n2,≤ 0.5,,\n3,BLQ,,0.2\n4,7,1,\n5,,left,0.3\n6,9,-1,\n7,8,0,0.3\n';
    const { measurements, messages } = read(text, { of: one });
    expect(messages).toEqual([]);
    expect(measurements.map(({ value, censored }) => [value, censored])).toEqual([
      [0.5, 'left'],
      [100, 'right'],
      [0.5, 'left'],
      [0.2, 'left'],
      [7, 'left'],
      [0.3, 'left'],
      [9, 'right'],
      [8, undefined],
    ]);
  });
  it('counts what is missing and asks nothing more of such a row', () => {
    const { measurements, missing, rows, messages } = read('time,virus,cells\n0,NA,.\n,,\n,n/a,\n1,-,2\n', { of: one });
    expect([measurements.length, missing, rows, messages]).toEqual([1, 5, 3, []]);
  });
  it('gives σ to the value on its left', () => {
    const { measurements } = read('time,virus,virus sd,cells,cells sd\n0,1,0.1,2,0.2\n', { of: one });
    expect(measurements.map(({ observable, sigma }) => [observable, sigma])).toEqual([
      ['virus', 0.1],
      ['cells', 0.2],
    ]);
  });
  it('names row and column of every bad cell with the way out, and keeps the good ones', () => {
    const text =
      'condition,time,virus,cells,sd\ncontrol,0,1,2,0.1\ncontrol,day 1,1,2,0.1\nplacebo,2,"1,234.5",2,0\nplacebo,3,4,50%,1\ncontrol,2020-01-05,1,BLQ,1\n';
    const { measurements, messages } = read(text);
    expect(measurements).toHaveLength(2);
    expect(messages).toEqual([
      'row 3, column B "time": "day 1" is not a number; enter a plain number such as 3.5 or 1e-4',
      'row 4, column A "condition": no condition "placebo" (2 times); add it to the scenario or use one of: control, treated',
      'row 4, column C "virus": "1,234.5" is not a number; write it without separators of thousands',
      'row 4, column E "sd": a standard deviation must be above 0; correct it, or leave the cell empty to use the observable\'s noise',
      'row 5, column D "cells": "50%" is not a number; write the number without the sign, in the unit of the observable',
      'row 6, column B "time": "2020-01-05" is not a number; give times as numbers in the scenario\'s unit, counted from its start',
      'row 6, column D "cells": "BLQ" does not say which limit the value lies below; write <0.5, or give the limit in a column of its own',
    ]);
  });
  it('says which part of a mapping is absent or there twice, and reads nothing by it', () => {
    const change = (mapping: Mapping): Mapping => ({
      ...mapping,
      columns: [{ role: 'time' }, { role: 'time' }, { role: 'ignore' }],
    });
    const { measurements, messages } = read('time,hours,virus\n0,1,2\n', { change });
    expect(measurements).toEqual([]);
    expect(messages.slice(0, 3)).toEqual([
      'row 1: no column gives the value; say which column it is',
      'row 1: no column gives the condition; say which column it is, or name one condition for all rows',
      'row 1, column B "hours": the time is in "time" already; give one of the two columns another role, or ignore it',
    ]);
  });
  it('notes units that differ, and converts only by the factor that is asked for', () => {
    const text = 'Time (h),Viral load [pg/ml],Cells (1e6)\n24,5,1\n';
    const plain = read(text, { of: one });
    expect(plain.messages).toEqual([
      'row 1, column A "Time (h)": the table has h and the scenario day; nothing is converted; give the column the factor 0.041666666666666664 to convert it',
      'row 1, column B "Viral load [pg/ml]": the table has pg/ml and the scenario ng/ml; nothing is converted; give the column a factor to convert it',
    ]);
    expect(plain.measurements.map(({ time, value }) => [time, value])).toEqual([
      [24, 5],
      [24, 1],
    ]);
    const change = (mapping: Mapping): Mapping => ({
      ...mapping,
      columns: mapping.columns.map((column, i) => (i === 2 ? column : { ...column, factor: i === 0 ? 1 / 24 : 1e-3 })),
    });
    const converted = read(text, { of: one, change });
    expect(converted.messages).toEqual([]);
    expect(converted.measurements.map(({ time, value }) => [time, value])).toEqual([
      [1, 0.005],
      [1, 1],
    ]);
  });
  it('reads what a word is said to stand for, and leaves out what it is told to', () => {
    const change = (mapping: Mapping): Mapping => ({
      ...mapping,
      conditions: new Map([['placebo', { kind: 'use', id: 'control' }]]),
      observables: new Map([['IL6', { kind: 'leave-out' }]]),
    });
    const { measurements, leftOut, messages } = read('condition,time,virus,IL6\nplacebo,0,1,lots\nplacebo,1,NA,3\n', { change });
    expect(messages).toEqual([]);
    expect(leftOut).toBe(2);
    expect(measurements).toEqual([{ condition: 'control', observable: 'virus', time: 0, value: 1 }]);
  });
  it('tells of an unclosed quotation mark', () => {
    expect(readTable('time,virus\n0,"1\n').problems.map(({ advice }) => advice)).toEqual([
      'close every quotation mark and double those inside a cell',
    ]);
  });
});
