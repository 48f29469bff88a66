/** `doflow prove [SCENARIO …]`: proves what the scenarios of the gallery claim, from a clean state with their recorded seeds. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { call } from '../../service/call';
import type { Client } from '../../service/contract';
import { createCancelSource } from '../../service/jobs';
import { boundText, figureText, holds, isProven, type Proven } from '../../service/proof';
import { prove as proveOne, provenScenarios } from '../proofs';
import { EXIT, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { proofPage } from './proof-page';
import { table } from './table';

export interface ProveOptions {
  /** folder to write a page per scenario into */
  readonly pages?: string;
  /** the folder of the scenarios, to write a thumbnail beside each */
  readonly thumbnails?: string;
}

function printed(proven: Proven): string {
  const { scenario, findings, seconds, failure } = proven;
  const rows = findings.map((finding) => [
    finding.claim,
    finding.measure,
    figureText(finding),
    boundText(finding.bound),
    holds(finding) ? 'held' : 'NOT HELD',
  ]);
  const end = failure === undefined ? '' : `ended early: ${failure}\n`;
  return `${scenario} (${seconds.toFixed(1)} s)\n${table(['claim', 'measured', 'figure', 'bound', ''], rows)}${end}`;
}

export async function prove(
  context: CommandContext,
  scenarios: readonly string[],
  { pages, thumbnails }: ProveOptions,
): Promise<ExitCode> {
  const known = provenScenarios(),
    unknown = scenarios.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    context.terminal.err(`there is no proof of ${unknown.join(', ')}; there are: ${known.join(', ')}\n`);
    return EXIT.usage;
  }
  const { terminal } = context,
    { handlers, platform } = context.service(),
    { signal, cancel } = createCancelSource(),
    release = terminal.onInterrupt(cancel);
  const request: Client['request'] = (method, input, options) =>
    call(handlers, method, input, { signal, progress: options?.onProgress });
  const all: Proven[] = [];
  for (const scenario of scenarios.length > 0 ? scenarios : known) {
    if (signal.aborted) break;
    const show = (text: string): void => {
      if (terminal.interactive) terminal.err(`\r\x1b[2K${text}`);
    };
    show(`${scenario} …`);
    const proven = await proveOne(scenario, request, {
      seconds: () => platform.seconds(),
      cancelled: () => signal.aborted,
      onFinding: ({ claim }) => show(`${scenario}: ${claim} …`),
    });
    show('');
    all.push(proven);
    if (!context.json) terminal.out(`${printed(proven)}\n`);
    if (pages !== undefined) {
      await mkdir(pages, { recursive: true });
      await writeFileAtomic(join(pages, `${scenario}.md`), proofPage(proven));
      if (proven.picture !== undefined) await writeFileAtomic(join(pages, `${scenario}.svg`), proven.picture);
    }
    if (thumbnails !== undefined && proven.thumbnail !== undefined)
      await writeFileAtomic(join(thumbnails, scenario, 'thumbnail.svg'), proven.thumbnail);
  }
  release();
  const ok = !signal.aborted && all.every(isProven);
  if (context.json)
    printJson(context, { ok, scenarios: all.map(({ picture: _picture, thumbnail: _thumbnail, ...proven }) => proven) });
  else {
    const claims = all.flatMap(({ findings }) => findings),
      held = claims.filter(holds).length;
    terminal.out(`${held} of ${claims.length} claims held\n`);
  }
  return ok ? EXIT.ok : EXIT.fault;
}
