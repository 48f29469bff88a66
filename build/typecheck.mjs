// Type-checks every room by its own tsconfig, then the window's components; names the rooms that fail.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const svelteCheck = join(dirname(require.resolve('svelte-check/package.json')), 'bin', 'svelte-check');

const rooms = readdirSync(folder)
  .map((name) => /^tsconfig\.(\w+)\.json$/.exec(name)?.[1])
  .filter((room) => room !== undefined && room !== 'base');
const checks = [
  ...rooms.map((room) => ({ name: room, args: [tsc, '--pretty', 'false', '-p', join(folder, `tsconfig.${room}.json`)] })),
  {
    name: 'components',
    args: [
      svelteCheck,
      '--workspace',
      join(folder, '..'),
      '--tsconfig',
      join(folder, 'tsconfig.renderer.json'),
      '--output',
      'human',
      '--threshold',
      'warning',
      '--fail-on-warnings',
    ],
  },
];

/** @returns {Promise<{ name: string, failed: boolean, output: string }>} */
const run = ({ name, args }) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: join(folder, '..') });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) => resolve({ name, failed: code !== 0, output }));
  });

const failed = [];
const queue = [...checks];
await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), checks.length) }, async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const result = await run(check);
      if (!result.failed) continue;
      failed.push(result.name);
      process.stdout.write(`${result.name}:\n${result.output}\n`);
    }
  }),
);
console.log(
  failed.length === 0 ? `types: ${checks.map(({ name }) => name).join(', ')} are right` : `types: wrong in ${failed.join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
