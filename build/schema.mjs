// Writes the published JSON Schema of a scenario, generated from the declarations that validate it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const schemaPath = join(root, 'scenarios', 'doflow-scenario.schema.json');

/**
 * @param {{ toJSONSchema: Function }} z the zod of the declarations
 * @param {unknown} scenario the declaration
 * @returns {string} the schema as text: of what a file may hold, so that fields with a default may be left out
 */
export function publishedSchema(z, scenario) {
  const schema = z.toJSONSchema(scenario, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify({ ...schema, title: 'Doflow scenario' }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { runnerImport } = await import('vite');
  const load = async (path) => (await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' })).module;
  const { z } = await load('core/model/schema/zod.ts');
  const { scenario } = await load('core/model/schema/index.ts');
  writeFileSync(schemaPath, publishedSchema(z, scenario));
  console.log(`wrote ${schemaPath}`);
}
