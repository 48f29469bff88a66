import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coreOrder, rows } from '../../build/layer-table.mjs';
import { findForbidden, importsOf, readSources, resolveImport } from '../../build/layers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file bound by a row's `from`, and an import of the given target as that file would write it. */
const bound = (from: string): string => (from.endsWith('/') ? `${from}some-file.ts` : `${from}.ts`);
const specifier = (file: string, target: string): string => {
  if (target === 'node:') return 'node:fs';
  if (target.startsWith('npm:')) return target.slice('npm:'.length);
  return `${'../'.repeat(file.split('/').length - 1)}${target.endsWith('/') ? `${target}some-file` : target}`;
};

describe('the layers', () => {
  it('hold in the code as it is', () => {
    const sources = readSources(root);
    expect(sources.length).toBeGreaterThan(100);
    expect(findForbidden(sources)).toEqual([]);
  });

  const forbidden = rows.flatMap((row) =>
    row.from.flatMap((from) => (row.not ?? []).map((target) => [row.name, bound(from), target] as const)),
  );
  it.each(forbidden)('%s: a file %s that imports %s is found', (name, file, target) => {
    const found = findForbidden([[file, `import { a } from '${specifier(file, target)}';`]]);
    expect(found.map(({ row }) => row)).toContain(name);
  });

  const closed = rows.filter((row) => row.only !== undefined);
  it.each(closed.map((row) => [row.name, row] as const))(
    '%s: an import outside its list is found, and those on it pass',
    (name, row) => {
      const file = bound(row.from[0]);
      const imports = (target: string): string => `import { a } from '${specifier(file, target)}';`;
      for (const target of ['core/solve/', 'npm:lodash', 'node:', 'renderer/']) {
        expect(findForbidden([[file, imports(target)]]).map((found) => found.row)).toContain(name);
      }
      expect(findForbidden((row.only ?? []).map((target) => [file, imports(target)] as const))).toEqual([]);
    },
  );

  it.each(rows.filter(({ may }) => (may?.length ?? 0) > 0))('$name: what it may import beside passes', ({ from, may }) => {
    const file = bound(from[0]);
    expect(
      findForbidden((may ?? []).map((target) => [file, `import type { A } from '${specifier(file, target)}';`] as const)),
    ).toEqual([]);
  });

  it('know every core room', () => {
    const parts = readSources(root).map(([path]) => path.split('/'));
    const rooms = new Set(parts.filter(([top, , more]) => top === 'core' && more !== undefined).map(([, room]) => room));
    expect([...rooms].filter((room) => !coreOrder.includes(room))).toEqual([]);
  });

  it('see every way to import, in TypeScript and in Svelte', () => {
    const ways = [
      "import a from './1';",
      "import type { B } from './2';",
      "import './3';",
      "export * from './4';",
      "const e = await import('./5');",
    ];
    const seen = ['./1', './2', './3', './4', './5'];
    expect(importsOf('core/util/x.ts', ways.join('\n'))).toEqual(seen);
    expect(importsOf('renderer/x.svelte', `<p>import x from './no'</p><script lang="ts">${ways.join('\n')}</script>`)).toEqual(
      seen,
    );
    expect(importsOf('core/util/x.ts', "// import a from './no'\nconst s = \"import b from './no'\";")).toEqual([]);
  });

  it('resolve what an import names', () => {
    expect(resolveImport('core/fit/a.ts', '../solve/system')).toBe('core/solve/system');
    expect(resolveImport('renderer/state/a.svelte.ts', './b.svelte')).toBe('renderer/state/b');
    expect(resolveImport('core/fit/a.ts', 'fs/promises')).toBe('node:fs');
    expect(resolveImport('core/fit/a.ts', '@tensorflow/tfjs/dist/x')).toBe('npm:@tensorflow/tfjs');
  });
});
