/**
 * CVODE and CVODES beside us: compiles the C programs that come with the peers' folder and reads the JSON lines that they print. An
 * optimised build is named by SUNDIALS_DIR; otherwise the distribution's is used, which is compiled without optimisation, so that
 * its times are divided by the ratio measured once for each problem (`ratios`, from the peers' README).
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root } from '../root';

const run = promisify(execFile);

export interface Sundials {
  /** in words, for the reader of the table */
  readonly build: string;
  readonly optimised: boolean;
  /** runs one of the programs and checks every line that it prints */
  read<T>(program: 'bench' | 'sens' | 'scaling', args: readonly string[], line: z.ZodType<T>): Promise<T[]>;
}

/** Time of the distribution's build over that of the same source at -O3. */
export const ratios: Readonly<Record<string, number>> = {
  lotka_volterra: 2.9,
  eye: 4.1,
  robertson: 3.3,
  oregonator: 3.1,
  hires: 5.6,
  vanderpol: 2.7,
  pollution: 5.3,
};
/** 428 µs over 153 µs for the 40-observation solve of Lotka–Volterra */
export const SENSITIVITY_RATIO = 428 / 153;
/** Debian over -O3 at 4,096 states, the least of the sizes measured */
export const CHAIN_RATIO = 71_524 / 27_379;

/** One of the lines that `bench` prints. */
export const benchLine = z.object({
  problem: z.string(),
  method: z.string(),
  rtol: z.number(),
  atol: z.union([z.number(), z.array(z.number())]),
  us: z.number(),
  err: z.number().nullable(),
  flag: z.number(),
});

/** Time of Lotka–Volterra by BDF at rtol 1e-6 in the hour in which the figures of the other peers were measured, µs. */
const THEN = { optimised: 160, distribution: 478 };

/** @returns by how much this machine is slower at present than the one on which the peers' figures were measured */
export function slowness(lines: readonly z.infer<typeof benchLine>[], { optimised }: Sundials): number | undefined {
  const now = lines.find(
    ({ problem, method, rtol, atol }) => problem === 'lotka_volterra' && method === 'BDF' && rtol === 1e-6 && atol === 1e-8,
  );
  return now === undefined ? undefined : now.us / (optimised ? THEN.optimised : THEN.distribution);
}

const peers = process.env.DOFLOW_PEERS ?? join(root, '..', 'shared', 'peers');
export const peerData = (name: string): unknown => {
  const file = join(peers, 'data', name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
};

let compiled: Promise<Sundials | string> | undefined;

/** @returns the compiled programs, or in words why there are none */
export function sundials(): Promise<Sundials | string> {
  return (compiled ??= compile());
}

async function compile(): Promise<Sundials | string> {
  const source = join(peers, 'cvode');
  if (!existsSync(source)) return `CVODE skipped: there is no ${source}`;
  const folder = mkdtempSync(join(tmpdir(), 'doflow-cvode-'));
  cpSync(source, folder, { recursive: true });
  const own = process.env.SUNDIALS_DIR;
  try {
    await run('make', ['-C', folder, '-B', ...(own === undefined ? [] : [`SUNDIALS_DIR=${own}`])]);
  } catch (error) {
    return `CVODE skipped: its programs do not compile (${String(error).split('\n')[0]}); libsundials-dev and libsuitesparse-dev are needed`;
  }
  return {
    build:
      own === undefined
        ? "the distribution's CVODE, built without optimisation: times divided by the known ratios"
        : `the CVODE of ${own}`,
    optimised: own !== undefined,
    async read(program, args, line) {
      const { stdout } = await run(join(folder, program), [...args], { maxBuffer: 1 << 26 });
      return stdout
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => line.parse(JSON.parse(text.replaceAll(/\b-?nan\b|\binf\b/g, 'null'))));
    },
  };
}
