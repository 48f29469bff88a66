/** A hundred starts of Boehm's fit on two workers, all to their end or halved at barriers: the time, and the share at the best known cost. */
import { createPool, type Pool } from '../../core/host/pool';
import { workerEntry } from '../../core/host/platform';
import type { Elimination, Scenario } from '../../core/model/schema';
import { createCancelSource } from '../../core/service/jobs';
import { boehm, hasBoehm } from '../fit/boehm';
import { command, scenarioFile, type Measured } from './command';

const STARTS = 100,
  SEEDS = [1, 2, 3],
  WORKERS = 2;
/** the published optimum, and what counts as having reached it */
const BEST = 138.2219978,
  SAME = 0.1;
/** A solve at this tolerance gives the cost to 1e-5. */
const solver = { rtol: 1e-6, atol: 1e-8 };
const halving: Elimination = { iterations: 20, keep: 0.5, least: 10 };

export async function run(): Promise<Measured[]> {
  if (!hasBoehm) return [];
  // builds the workers where they are missing or old
  await command('check', scenarioFile('influenza'));
  const pool = createPool({ worker: workerEntry(), size: WORKERS });
  const measured = [
    ...(await measure(pool, undefined, `${STARTS} starts`)),
    ...(await measure(pool, halving, `${STARTS} starts, halved at barriers`)),
  ];
  await pool.close();
  return measured;
}

async function measure(pool: Pool, elimination: Elimination | undefined, title: string): Promise<Measured[]> {
  const given = boehm(STARTS, solver),
    document: Scenario = { ...given, fits: [{ ...given.fits[0], elimination }] };
  const seconds: number[] = [],
    reached: number[] = [];
  for (const seed of SEEDS) {
    const began = performance.now();
    const task = { document, fit: 'all', starts: STARTS, seed };
    const results = await pool.runStarts(task, createCancelSource().signal, () => {});
    seconds.push((performance.now() - began) / 1000);
    reached.push(results.filter(({ nllh }) => nllh !== null && nllh - BEST <= SAME).length);
  }
  const middle = [...seconds].sort((a, b) => a - b)[seconds.length >> 1];
  return [
    { what: `${title} on ${WORKERS} workers, median of ${SEEDS.length} seeds`, value: middle, unit: 's', target: 10 },
    {
      what: `${title}: share not within ${SAME} of ${BEST}, worst seed`,
      value: 1 - Math.min(...reached) / STARTS,
      unit: 'share',
      target: 0.8,
    },
  ];
}
