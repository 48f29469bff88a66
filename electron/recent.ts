/** The scenarios that were open lately, newest first, kept in a small file among the user's settings. */
import { readText, writeText } from '../core/host/files';
import { z } from '../core/model/schema/zod';

const LIMIT = 10;
const list = z.array(z.string()).max(LIMIT);

export interface Recent {
  readonly paths: readonly string[];
  add(path: string): Promise<void>;
  clear(): Promise<void>;
}

/** @param file where the list is kept; a missing or damaged one is an empty list */
export async function loadRecent(file: string): Promise<Recent> {
  let paths: readonly string[] = [];
  try {
    paths = list.parse(JSON.parse(await readText(file)));
  } catch {
    /* the first start, or a damaged list: nothing is lost */
  }
  const keep = async (next: readonly string[]): Promise<void> => {
    paths = next;
    await writeText(file, `${JSON.stringify(paths)}\n`);
  };
  return {
    get paths() {
      return paths;
    },
    add: (path) => keep([path, ...paths.filter((other) => other !== path)].slice(0, LIMIT)),
    clear: () => keep([]),
  };
}
