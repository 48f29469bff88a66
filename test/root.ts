/** Where the project lies, for tests and benchmarks that read or run its files. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project: the nearest one above this file, built or not, that has the command. */
export const root = ((): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'build', 'doflow.mjs'))) {
    if (folder === dirname(folder)) throw new Error('the command build/doflow.mjs is not above this file');
    folder = dirname(folder);
  }
  return folder;
})();
