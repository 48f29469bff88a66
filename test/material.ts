/** Where the independent material lies, beside the checkout; tests that need it are skipped where it is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root';

export const material = process.env.DOFLOW_MATERIAL ?? join(root, '..', 'shared', 'material');

/** @returns the rows of a table with named columns, empty cells as empty strings */
export function readTable(separator: string, ...path: readonly string[]): Record<string, string>[] {
  const [head, ...rows] = readFileSync(join(material, ...path), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = head.split(separator);
  return rows.map((row) => Object.fromEntries(row.split(separator).map((cell, i) => [names[i], cell])));
}

export const hasMaterial = (...path: readonly string[]): boolean => existsSync(join(material, ...path));
