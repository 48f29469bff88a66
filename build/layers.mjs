// The layer check: lists every import that the table of layers forbids, and fails where there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { rows as table } from './layer-table.mjs';

const EXTENSION = /(\.svelte)?\.(ts|js|mjs)$|\.svelte$/;
const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

/** @returns {string[]} the specifiers that a source imports, types and dynamic imports included */
export function importsOf(path, text) {
  const source = path.endsWith('.svelte') ? [...text.matchAll(SCRIPT)].map((match) => match[1]).join('\n') : text;
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** @returns {string} the import in the table's terms: a path without its extension, `node:NAME` or `npm:NAME` */
export function resolveImport(from, specifier) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier).replace(EXTENSION, '');
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
  return builtinModules.includes(name) ? `node:${name}` : `npm:${name}`;
}

// `core/model/` stands for what is in the folder and for the folder itself, which resolves to its index
const matches = (target, pattern) =>
  pattern.endsWith('/') || pattern === 'node:'
    ? target.startsWith(pattern) || `${target}/` === pattern
    : target === pattern || (pattern.startsWith('npm:') && target.startsWith(`${pattern}/`));
const isAmong = (target, patterns = []) => patterns.some((pattern) => matches(target, pattern));

/** @returns {boolean} whether the row forbids `file` (without its extension) to import `target` */
function isForbidden(row, file, target) {
  if (!isAmong(file, row.from) || isAmong(file, row.except)) return false;
  if (row.only !== undefined) return !isAmong(target, row.only);
  return isAmong(target, row.not) && !isAmong(target, row.may);
}

/**
 * @param {Iterable<[path: string, text: string]>} files paths from the checkout's root, with forward slashes
 * @returns {{ file: string, specifier: string, row: string, because: string }[]}
 */
export function findForbidden(files, rows = table) {
  const found = [];
  for (const [path, text] of files) {
    const file = path.replace(EXTENSION, '');
    for (const specifier of importsOf(path, text)) {
      const target = resolveImport(path, specifier);
      for (const row of rows) {
        if (isForbidden(row, file, target)) found.push({ file: path, specifier, row: row.name, because: row.because });
      }
    }
  }
  return found;
}

/** @returns {[string, string][]} every source file of the rooms below `root` */
export function readSources(root) {
  return ['core', 'electron', 'renderer', 'scenarios'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && EXTENSION.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length).replaceAll('\\', '/').replace(/^\//, ''), readFileSync(path, 'utf8')]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
  const sources = readSources(root);
  const found = findForbidden(sources);
  for (const { file, specifier, row, because } of found) {
    console.error(`${file} must not import '${specifier}' (${row}: ${because})`);
  }
  if (found.length === 0) console.log(`layers: ${sources.length} files keep to the table`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
