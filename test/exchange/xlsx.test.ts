import { describe, expect, it } from 'vitest';
import { detectMapping } from '../../core/exchange/table/detect';
import { mapColumns } from '../../core/exchange/table/map-columns';
import { decodeBase64 } from '../../core/exchange/xlsx/base64';
import { readWorkbook } from '../../core/exchange/xlsx/read-workbook';
import { names } from './names';
import { makeWorkbook } from './workbook';

describe('reading workbooks', () => {
  it('gives every sheet with numbers as numbers, text as text, and rows where the workbook has them', async () => {
    const workbook = makeWorkbook({
      'Titres & more': [
        ['time', 'virus'],
        [0, 0.1 + 0.2],
        [null, null],
        [1e-9, ' <0.5 '],
        [3, true],
      ],
      Empty: [],
    });
    expect(await readWorkbook(workbook)).toEqual([
      {
        name: 'Titres & more',
        table: {
          rows: [
            ['time', 'virus'],
            [0, 0.30000000000000004],
            ['', ''],
            [1e-9, '<0.5'],
            [3, 'TRUE'],
          ],
          problems: [],
        },
      },
      { name: 'Empty', table: { rows: [], problems: [] } },
    ]);
  });
  it('keeps the numbers of rows and columns where the first ones are empty', async () => {
    const [{ table }] = await readWorkbook(makeWorkbook({ Data: [[null], [null, 'time', 'virus'], [null, 1, 'lots']] }));
    const one = { ...names, conditions: names.conditions.slice(0, 1) };
    const { faults } = mapColumns(table, detectMapping(table, one), one);
    expect(faults.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual(['row 3, column C "virus"']);
  });
  it('reads text cells with a decimal comma beside true numbers', async () => {
    const [{ table }] = await readWorkbook(
      makeWorkbook({
        Data: [
          ['condition', 'time', 'virus'],
          ['control', 0.5, '1,5'],
          ['control', 1.5, 2.25],
        ],
      }),
    );
    const { measurements } = mapColumns(table, detectMapping(table, names), names);
    expect(measurements.map(({ time, value }) => [time, value])).toEqual([
      [0.5, 1.5],
      [1.5, 2.25],
    ]);
  });
  it.each([
    ['text', new TextEncoder().encode('time,virus\n0,1\n')],
    ['nothing', new Uint8Array()],
    ['a cut workbook', makeWorkbook({ Data: [['time']] }).slice(0, 300)],
  ])('says what to do about a file that is %s', async (_what, bytes) => {
    await expect(readWorkbook(bytes)).rejects.toThrow(/no Excel workbook.*save it as \.xlsx/s);
  });
});

describe('base64', () => {
  it('is decoded to the bytes that were encoded, of every length modulo three', () => {
    for (const length of [0, 1, 2, 3, 255, 256, 257]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + length) & 255);
      expect([...decodeBase64(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes]);
    }
  });
  it('refuses other letters', () => {
    expect(() => decodeBase64('ab*d')).toThrow(/character 3/);
  });
});
