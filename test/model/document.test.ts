import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../core/model/canonical';
import { emptyDocument, parseDocument, serializeDocument } from '../../core/model/document';
import type { DocumentError } from '../../core/model/problem';
import { checkReferences } from '../../core/model/references';
import { FORMAT, VERSION } from '../../core/model/schema';
import { reservedNames } from '../../core/equations/parse';
import { makeDocument, sampler } from '../documents';

const problemsOf = (text: string): string[] => {
  try {
    parseDocument(text);
    return [];
  } catch (error) {
    return (error as DocumentError).problems.map(({ path, message, advice }) => `${path}: ${message}; ${advice ?? ''}`);
  }
};
const withParts = (parts: object): string =>
  JSON.stringify({ format: FORMAT, version: VERSION, about: { title: 'x' }, ...parts });

describe('a scenario file', () => {
  it('reads back to the same text: keys in order, one trailing newline', () => {
    const text = serializeDocument(sampler());
    expect(serializeDocument(parseDocument(text).document)).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
    const shuffled = Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse());
    expect(serializeDocument(parseDocument(JSON.stringify(shuffled)).document)).toBe(text);
  });

  it('starts empty and sound', () => {
    const document = emptyDocument();
    expect(parseDocument(serializeDocument(document)).document).toEqual(document);
    expect(checkReferences(document, reservedNames)).toEqual([]);
  });

  it('refuses an unknown key and names its path', () => {
    expect(problemsOf(withParts({ variables: [{ id: 'A', name: 'A', kind: 'state', initail: 3 }] }))[0]).toMatch(
      /^variables\[0\]\.initail: there is no field "initail"/,
    );
    expect(problemsOf(withParts({ colour: 'red' }))[0]).toMatch(/^colour: there is no field/);
  });

  it('names the path of a faulty value', () => {
    expect(problemsOf(withParts({ parameters: [{ id: '2k', value: 'x' }] })).join('\n')).toMatch(
      /parameters\[0\]\.id[^]*parameters\[0\]\.value/,
    );
    expect(problemsOf(withParts({ parameters: [{ id: 'k', value: 1, bounds: [2, 1] }] }))[0]).toMatch(
      /parameters\[0\]\.bounds: the lower bound is above/,
    );
    expect(
      problemsOf(withParts({ mechanisms: [{ id: 'm', name: 'm', law: { kind: 'first-oder', parameters: {} } }] }))[0],
    ).toMatch(/^mechanisms\[0\]\.law\.kind: no kind "first-oder"; did you mean "first-order"\?/);
  });

  it('refuses what is not a scenario, and a newer version with both versions named', () => {
    expect(problemsOf('hello')[0]).toMatch(/not a scenario file/);
    expect(problemsOf('{"format":"other"}')[0]).toMatch(/its format is "other"/);
    const newer = problemsOf(JSON.stringify({ format: FORMAT, version: VERSION + 1 }))[0];
    expect(newer).toContain(`version ${VERSION + 1}`);
    expect(newer).toContain(`up to version ${VERSION}`);
  });

  it('migrates a version 1 file, saved when that version was current', () => {
    const { document, migrated } = parseDocument(readFileSync(new URL('./old/version-1.doflow', import.meta.url), 'utf8'));
    expect(migrated).toBe(true);
    expect(document.about.time).toEqual({ unit: 'hour', start: 0 });
    expect(document.mechanisms[0].effects).toEqual([
      { variable: 'A', coefficient: -1 },
      { variable: 'B', coefficient: 2 },
    ]);
    expect(checkReferences(document, reservedNames)).toEqual([]);
  });
});

describe('references', () => {
  const faults = (parts: Record<string, unknown>): string[] =>
    checkReferences(makeDocument(parts), reservedNames).map(
      ({ path, message, advice }) => `${path}: ${message}; ${advice ?? ''}`,
    );
  const variables = [
    { id: 'tgfb', name: 'TGF-β', kind: 'state' },
    { id: 'sum', name: 'sum', kind: 'assigned', expression: 'tgfb' },
  ];

  it('meet a misspelt id with the nearest that exists', () => {
    const mechanisms = [{ id: 'm', name: 'm', law: { kind: 'constant', parameters: { k: 1 } }, inputs: [{ variable: 'tgfB' }] }];
    expect(faults({ variables, mechanisms })).toEqual([
      'mechanisms[0].inputs[0].variable: no variable "tgfB"; did you mean "tgfb"?',
    ]);
  });

  it('find a doubled id, a reserved one, and an effect on what is not a state', () => {
    expect(faults({ variables, parameters: [{ id: 'tgfb', value: 1 }] })[0]).toMatch(
      /parameters\[0\]\.id: the id "tgfb" is already taken by variables\[0\]\.id/,
    );
    expect(faults({ parameters: [{ id: 'exp', value: 1 }] })[0]).toMatch(/"exp" is a word of the expression language/);
    expect(
      faults({
        variables,
        mechanisms: [{ id: 'm', name: 'm', law: { kind: 'constant', parameters: { k: 1 } }, effects: [{ variable: 'sum' }] }],
      })[0],
    ).toMatch(/effects\[0\]\.variable: "sum" is not a state/);
  });

  it('are checked in every section', () => {
    const all = faults({
      variables,
      networks: [{ id: 'net', inputs: [{ variable: 'x1' }] }],
      conditions: [{ id: 'c', name: 'c', overrides: { nope: 1 }, interventions: ['i9'] }],
      data: { measurements: [{ condition: 'c9', observable: 'o9', time: 0, value: 1 }] },
      interventions: [{ id: 'i', name: 'i', actions: [{ action: 'set', parameter: 'p9', value: 1 }] }],
      comparisons: [
        {
          id: 'cmp',
          name: 'cmp',
          condition: 'c8',
          baseline: { id: 'b', name: 'b' },
          arms: [{ id: 'b', name: 'b', interventions: ['i8'] }],
          horizon: { until: 1 },
          shown: ['v9'],
        },
      ],
      fits: [{ id: 'f', name: 'f', conditions: ['c7'], parameters: ['p7'] }],
    }).join('\n');
    for (const id of ['x1', 'nope', 'i9', 'c9', 'o9', 'p9', 'c8', 'i8', 'v9', 'c7', 'p7']) expect(all).toContain(`"${id}"`);
    expect(all).toContain('two arms are called "b"');
  });
});

describe('canonical JSON', () => {
  it('keeps what fits on a line on one line and breaks the rest', () => {
    const value = { a: [1, 2, 3], b: { c: 'd' }, long: Array.from({ length: 60 }, (_u, i) => i / 7) };
    const text = canonicalJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.split('\n')[1]).toBe('  "a": [1, 2, 3],');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(121);
  });
});
