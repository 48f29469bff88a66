import { describe, expect, it } from 'vitest';
import { parseCount, parseList, parsePort, parseSeed, parseSetting, parseTimes } from '../../core/host/cli/arguments';
import { formatNumber, table } from '../../core/host/cli/table';

describe('values on the command line', () => {
  it('reads times, the last one included where whole steps reach it', () => {
    expect(parseTimes('0:0.1:0.3')).toEqual([0, 0.1, 0.2, 0.3]);
    expect(parseTimes('0:2:5')).toEqual([0, 2, 4]);
    expect(parseTimes('3:1:3')).toEqual([3]);
    expect(parseTimes('-1:0.5:0')).toEqual([-1, -0.5, 0]);
  });

  it.each(['0:1', '0:0:1', '0:-1:5', '5:1:0', 'a:1:2', '0:1e-9:1', '::', '0:1:Infinity'])('refuses the times %s', (text) => {
    expect(() => parseTimes(text)).toThrow();
  });

  it('gathers settings and lists', () => {
    expect(parseSetting('k=1e-3', { a: 1 })).toEqual({ a: 1, k: 0.001 });
    expect(parseList('b', ['a'])).toEqual(['a', 'b']);
    for (const text of ['k', '=1', 'k=', 'k=x', 'k=NaN']) expect(() => parseSetting(text, {})).toThrow();
  });

  it('refuses counts, seeds and ports that are none', () => {
    expect([parseCount('16'), parseSeed('-3'), parsePort('0')]).toEqual([16, -3, 0]);
    for (const text of ['0', '1.5', '-1', '']) expect(() => parseCount(text)).toThrow();
    for (const text of ['1.5', '1e30']) expect(() => parseSeed(text)).toThrow();
    for (const text of ['65536', '-1', '80.5']) expect(() => parsePort(text)).toThrow();
  });
});

describe('tables for people', () => {
  it('aligns columns by what is seen, numbers to the right', () => {
    expect(
      table(
        ['arm', 'value'],
        [
          ['do(TGF-β = 0)', 1.23456789],
          ['–', -20],
          ['none', null],
        ],
      ),
    ).toBe(
      [
        'arm             value',
        '─────────────  ──────',
        'do(TGF-β = 0)  1.2346',
        '–                 -20',
        'none                –',
        '',
      ].join('\n'),
    );
  });

  it('writes numbers in five digits', () => {
    expect([0, 1 / 3, 1e-7, 123456.7, 1.5e9, null].map(formatNumber)).toEqual([
      '0',
      '0.33333',
      '1.0000e-7',
      '123460',
      '1.5000e+9',
      '–',
    ]);
  });
});
