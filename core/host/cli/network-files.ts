/** `doflow export FILE --network ID` and `doflow import FILE MODEL --network ID`: networks as LayersModel or plain JSON. */
import { basename, dirname, extname, join } from 'node:path';
import { buildSystem } from '../../equations/system';
import { readLayersModel } from '../../exchange/network/read-layers-model';
import { readPlainNetwork, writePlainNetwork } from '../../exchange/network/plain';
import { writeLayersModel } from '../../exchange/network/write-layers-model';
import { replaceNetwork } from '../../model/edit/network';
import { DocumentError, formatProblem, type Problem } from '../../model/problem';
import type { Network, Scenario } from '../../model/schema';
import { suggest } from '../../util/suggest';
import { readBytes, readText, writeBytes, writeText } from '../files';
import { HostError } from '../../service/host-error';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export const networkFormats = ['layers-model', 'json'] as const;
export type NetworkFormat = (typeof networkFormats)[number];

export interface NetworkExportOptions {
  readonly out: string;
  readonly network: string;
  readonly format?: NetworkFormat;
}
export interface NetworkImportOptions {
  readonly out?: string;
  readonly network: string;
}

function findNetwork(document: Scenario, id: string): { network: Network; path: string } {
  const index = document.networks.findIndex((one) => one.id === id);
  if (index >= 0) return { network: document.networks[index], path: `networks[${index}]` };
  const ids = document.networks.map((one) => one.id),
    near = suggest(id, ids);
  const advice = near === undefined ? `the networks are ${ids.join(', ') || 'none'}` : `did you mean "${near}"?`;
  throw new DocumentError([{ severity: 'error', path: 'networks', message: `no network "${id}"`, advice }]);
}

/** Tells of what a format does not hold. */
function tell({ terminal }: CommandContext, losses: readonly Problem[]): void {
  for (const loss of losses) terminal.err(`${loss.severity}: ${formatProblem(loss)}\n`);
}

/** Writes `out`, and for a LayersModel its weights beside it as `<name>.weights.bin`. */
export async function exportNetwork(
  context: CommandContext,
  file: string,
  { out, network: id, format = 'json' }: NetworkExportOptions,
): Promise<ExitCode> {
  const { network, path } = findNetwork((await open(context, file)).document, id);
  const files = [out];
  let losses: readonly Problem[] = [];
  if (format === 'json') await writeText(out, writePlainNetwork(network));
  else {
    const weightsFile = `${basename(out, extname(out))}.weights.bin`;
    const made = writeLayersModel(network, path, weightsFile);
    losses = made.losses;
    files.push(join(dirname(out), weightsFile));
    await writeBytes(files[1], made.weights);
    await writeText(out, `${JSON.stringify(made.model, null, 2)}\n`);
  }
  tell(context, losses);
  if (context.json) printJson(context, { network: id, format, files, losses });
  else context.terminal.out(`the network ${id} is in ${files.join(' and ')}\n`);
  return EXIT.ok;
}

/** Puts a network of either format, told apart by what the file says, in the place of one of the scenario's. */
export async function importNetwork(
  context: CommandContext,
  file: string,
  model: string,
  { out = file, network: id }: NetworkImportOptions,
): Promise<ExitCode> {
  const { document } = await open(context, file);
  const { network: old } = findNetwork(document, id);
  const { network, losses } = await readNetwork(model, old);
  const filled = replaceNetwork(document, id, network);
  buildSystem(filled);
  tell(context, losses);
  await ask(context, 'save', { path: out, document: filled }, { doing: `writing ${out}` });
  if (context.json) printJson(context, { network: id, out, losses });
  else context.terminal.out(`the network ${id} from ${model} is in ${out}\n`);
  return EXIT.ok;
}

async function readNetwork(path: string, old: Network): Promise<{ network: Network; losses: readonly Problem[] }> {
  const text = await readText(path);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new HostError(`${path} is not JSON: ${(error as Error).message}`);
  }
  if (raw === null || typeof raw !== 'object' || !('modelTopology' in raw))
    return { network: readPlainNetwork(text), losses: [] };
  const manifest = 'weightsManifest' in raw && Array.isArray(raw.weightsManifest) ? (raw.weightsManifest as unknown[]) : [];
  const names = manifest
    .flatMap((group) => (group as { paths?: unknown } | null)?.paths ?? [])
    .filter((name) => typeof name === 'string');
  const outside = names.find((name) => basename(name) !== name);
  if (outside !== undefined) throw new HostError(`${path} names the weights file ${outside}; it must lie beside the model`);
  const files = new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, Uint8Array]> => [name, await readBytes(join(dirname(path), name))]),
    ),
  );
  return readLayersModel(raw, files, old);
}
