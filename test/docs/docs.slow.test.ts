/** Every command and scenario that the handbook and the README show is run as it stands. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../core/model/document';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'doflow-docs-'));
symlinkSync(join(root, 'scenarios'), join(folder, 'scenarios'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Block {
  language: string;
  name: string;
  text: string;
}
const blocks = (text: string): Block[] =>
  [...text.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```/gm)].map(([, language, name = '', body]) => ({
    language,
    name,
    text: body,
  }));
const pages = [
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'README.md',
];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8'),
    all = blocks(text);
  for (const { language, name, text: body } of all) if (language === 'csv') writeFileSync(join(folder, name), body);
  const scenarios = all.filter(({ language, text: body }) => language === 'json' && body.includes('"doflow-scenario"'));
  for (const scenario of scenarios) {
    const name = scenario.name === '' ? 'virus.doflow' : scenario.name;
    it(`shows a scenario that is valid: ${name}`, () => {
      expect(parseDocument(scenario.text).migrated).toBe(false);
      writeFileSync(join(folder, name), scenario.text);
    });
  }
  const commands = all
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text: body }) => body.split('\n'))
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line.startsWith('npx doflow ') && !line.startsWith('npx doflow serve'));
  it.each(commands.length === 0 ? ['(no command)'] : commands)('%s', (command) => {
    if (command === '(no command)') {
      expect(text.length).toBeGreaterThan(200);
      return;
    }
    const output = execFileSync(process.execPath, [join(root, 'build/doflow.mjs'), ...command.split(/\s+/).slice(2)], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (command.includes('--json')) expect(() => JSON.parse(output) as unknown).not.toThrow();
    const written = /(?:-o|--out|--csv) (\S+)/.exec(command)?.[1];
    if (written !== undefined) expect(existsSync(join(folder, written)), written).toBe(true);
  });
  it('links to files that are there', () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(join(root, page, '..', target)), target).toBe(true);
  });
});
