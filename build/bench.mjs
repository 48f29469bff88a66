// `npm run bench [-- --json OUT] [-- --only NAME]`: runs test/bench/*.bench.ts as built code and prints what they measured.
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { ensure, root } from './ensure.mjs';
import config from './vite.node.config.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const folder = join(root, 'test', 'bench');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.slice(0, -'.bench.ts'.length))
  .filter((name) => values.only === undefined || name === values.only)
  .sort();
if (names.length === 0) {
  console.error(values.only === undefined ? 'there is nothing in test/bench' : `test/bench has no ${values.only}.bench.ts`);
  process.exit(2);
}

// Vite writes what it resolved into the object that it is given, so that a second build would go where the first one went.
const base = structuredClone(config);
await ensure('node');
await ensure('renderer');
const outDir = join(root, 'dist', 'bench');
await build({
  ...base,
  build: {
    ...base.build,
    outDir,
    rolldownOptions: {
      ...base.build.rolldownOptions,
      input: Object.fromEntries(names.map((name) => [name, join(folder, `${name}.bench.ts`)])),
    },
  },
});

/** @type {{ bench: string, what: string, value: number, unit: string, target?: number }[]} */
const results = [];
for (const name of names) {
  // each exports run(): Promise<{ what, value, unit, target? }[]>; a target is the most that the value may be
  const { run } = await import(pathToFileURL(join(outDir, `${name}.js`)).href);
  for (const { what, value, unit, target } of await run()) {
    results.push({ bench: name, what, value, unit, target });
    const verdict = target === undefined ? '' : `  (at most ${target}: ${value <= target ? 'met' : 'MISSED'})`;
    console.log(`${name}: ${what}: ${Number(value.toPrecision(4))} ${unit}${verdict}`);
  }
}
if (values.json !== undefined) {
  const [{ model }] = cpus();
  writeFileSync(
    values.json,
    `${JSON.stringify({ date: new Date().toISOString(), node: process.version, cpu: model, cores: cpus().length, results }, null, 2)}\n`,
  );
}
process.exit(results.some(({ value, target }) => target !== undefined && !(value <= target)) ? 1 : 0);
