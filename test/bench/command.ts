/** Runs the command line as a process of its own, from a cold start, and times it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root';

export interface Run {
  readonly seconds: number;
  readonly output: unknown;
}

/** @returns what the command printed as JSON, and the seconds from its start to its end. @throws where it fails */
export async function command(...args: readonly string[]): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'build', 'doflow.mjs'), ...args, '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`doflow ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, output: JSON.parse(text) as unknown };
}

export const scenarioFile = (name: string): string => join('scenarios', name, `${name}.doflow`);

/** One measured value; a target is the most that it may be. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
};
