import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FitTask } from '../../core/fit/run-start';
import { createPool } from '../../core/host/pool';
import type { Pool } from '../../core/host/pool';
import { emptyDocument } from '../../core/model/document';
import { fit } from '../../core/model/schema/fit';
import type { FitProgress } from '../../core/service/contract';
import { createCancelSource, createPauseSource } from '../../core/service/jobs';

const worker = new URL('./acting-worker.mjs', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'doflow-pool-'));
const pools: Pool[] = [];
let marks = 0;

const pool = (size: number): Pool => {
  const made = createPool({ worker, size, graceMs: 100 });
  pools.push(made);
  return made;
};
const task = (act: string, starts = 3): FitTask => {
  const title = JSON.stringify({ act, mark: join(folder, `mark-${marks++}`) });
  return { document: emptyDocument(title), fit: 'f', starts, seed: 1 };
};
const withElimination = (given: FitTask): FitTask => ({
  ...given,
  document: {
    ...given.document,
    fits: [fit.parse({ id: 'f', name: 'F', elimination: { iterations: 10, keep: 0.5, least: 2 } })],
  },
});
const heard = (): { progress: FitProgress[]; hear: (progress: FitProgress) => void } => {
  const progress: FitProgress[] = [];
  return {
    progress,
    hear: (one) => {
      progress.push(one);
    },
  };
};
const still = createCancelSource().signal;

afterEach(async () => {
  await Promise.all(pools.splice(0).map((one) => one.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the pool of workers', () => {
  it('gives results in the order of their index, whichever ends first', async () => {
    const results = await pool(3).runStarts(task('last first'), still, () => {});
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('gives the same results with one worker as with many', async () => {
    const one = await pool(1).runStarts(task('', 7), still, () => {});
    const many = await pool(4).runStarts(task('', 7), still, () => {});
    expect(many).toEqual(one);
  });

  it('tells of each start, of iterations, and of the parameters where a new best is found', async () => {
    const { progress, hear } = heard();
    await pool(1).runStarts(task('', 2), still, hear);
    expect(progress.map(({ kind, index, best, done }) => [kind, index, best, done])).toEqual([
      ['start', 0, null, 0],
      ['iteration', 0, 20, 0],
      ['end', 0, 10, 1],
      ['start', 1, 10, 1],
      ['iteration', 1, 10, 1],
      ['end', 1, 10, 2],
    ]);
    const [, first, second, ...others] = progress.map(({ parameters }) => parameters);
    expect([first, second, others]).toEqual([{ k: 100 }, { k: 0 }, [undefined, undefined, undefined]]);
  });

  it('runs a start anew when its worker dies, and loses nothing', async () => {
    const results = await pool(2).runStarts(task('die once'), still, () => {});
    expect(results.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'done'],
      [1, 'done'],
      [2, 'done'],
    ]);
  });

  it('reports a start whose worker dies again, with the best it had told of', async () => {
    const results = await pool(2).runStarts(task('die'), still, () => {});
    expect(results).toHaveLength(3);
    expect(results[1]).toMatchObject({ index: 1, nllh: 19, parameters: { k: 101 } });
    expect(results[1].reason).toMatch(/worker stopped 2 times/);
  });

  it('reports a start that throws, and goes on with the others', async () => {
    const results = await pool(1).runStarts(task('throw'), still, () => {});
    expect(results.map(({ reason }) => reason)).toEqual(['done', 'a slip', 'done']);
  });

  it('fails as a whole where the document cannot be fitted, and takes the next run all the same', async () => {
    const one = pool(2);
    await expect(one.runStarts(task('refuse', 5), still, () => {})).rejects.toThrow('fits: no fit');
    expect(await one.runStarts(task(''), still, () => {})).toHaveLength(3);
  });

  it('stops running starts by their flag, and keeps what had begun', async () => {
    const { signal, cancel } = createCancelSource();
    const { progress, hear } = heard();
    const running = pool(2).runStarts(task('wait', 6), signal, hear);
    await expect.poll(() => progress.filter(({ kind }) => kind === 'iteration').length).toBe(2);
    cancel();
    expect((await running).map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'cancelled'],
      [1, 'cancelled'],
    ]);
  });

  it('stops a start that does not listen by force, and keeps the best it had told of', async () => {
    const { signal, cancel } = createCancelSource();
    const { progress, hear } = heard();
    const running = pool(1).runStarts(task('deaf', 2), signal, hear);
    await expect.poll(() => progress.some(({ kind }) => kind === 'iteration')).toBe(true);
    cancel();
    expect(await running).toMatchObject([{ index: 0, reason: 'cancelled', nllh: 20, parameters: { k: 100 } }]);
  });

  it('runs nothing where it was cancelled before it began', async () => {
    const { signal, cancel } = createCancelSource();
    cancel();
    expect(await pool(1).runStarts(task(''), signal, () => {})).toEqual([]);
  });

  it('holds barriers, at which the lower half by cost goes on, whatever the number of workers', async () => {
    const halving = withElimination(task('barriers', 9));
    const { progress, hear } = heard();
    const many = await pool(3).runStarts(halving, still, hear);
    expect(many.map(({ index, iterations, reason }) => [index, iterations, reason.replace(/:.*/, '')])).toEqual([
      [0, 3, 'done after 2 barriers'],
      [1, 3, 'done after 2 barriers'],
      [2, 3, 'done after 2 barriers'],
      [3, 20, 'eliminated after 20 iterations'],
      [4, 20, 'eliminated after 20 iterations'],
      ...[5, 6, 7, 8].map((index) => [index, 10, 'eliminated after 10 iterations']),
    ]);
    expect(many[3].reason).toMatch(/3 of 5 starts had a lower cost/);
    expect(progress.filter(({ kind }) => kind === 'start')).toHaveLength(9);
    expect(progress.filter(({ kind }) => kind === 'end')).toHaveLength(9);
    expect(await pool(1).runStarts(halving, still, () => {})).toEqual(many);
  });

  it('keeps where every start stands when it is cancelled between barriers', async () => {
    const { signal, cancel } = createCancelSource();
    let ends = 0;
    const results = await pool(1).runStarts(withElimination(task('barriers', 9)), signal, ({ kind }) => {
      // the first elimination tells that the barrier was passed
      if (kind === 'end' && ends++ === 0) cancel();
    });
    expect(results).toHaveLength(9);
    expect(results.every(({ nllh, parameters }) => nllh !== null && parameters.k !== undefined)).toBe(true);
    expect(results.filter(({ reason }) => reason.startsWith('cancelled')).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  it('begins nothing while it is paused, and has the same results once it goes on', async () => {
    const pause = createPauseSource(),
      one = pool(2);
    const { progress, hear } = heard();
    pause.set(true);
    const running = one.runStarts(task('', 5), still, hear, pause.signal);
    // another run is served meanwhile, so that the paused one had every chance to begin
    expect(await one.runStarts(task('', 4), still, () => {})).toHaveLength(4);
    expect(progress).toEqual([]);
    pause.set(false);
    expect(await running).toEqual(await pool(1).runStarts(task('', 5), still, () => {}));
  });

  it('lends the places of a paused run to others, though its starts have begun', async () => {
    const pause = createPauseSource(),
      { signal, cancel } = createCancelSource(),
      one = pool(2);
    const { progress, hear } = heard();
    const running = one.runStarts(task('wait', 4), signal, hear, pause.signal);
    await expect.poll(() => progress.filter(({ kind }) => kind === 'iteration').length, { timeout: 10_000 }).toBe(2);
    pause.set(true);
    expect(await one.runStarts(task('', 3), still, () => {})).toHaveLength(3);
    cancel();
    expect((await running).map(({ index, nllh, reason }) => [index, nllh, reason])).toEqual([
      [0, 10, 'cancelled'],
      [1, 11, 'cancelled'],
    ]);
  });

  it('serves two runs at once', async () => {
    const one = pool(2);
    const [a, b] = await Promise.all([one.runStarts(task('', 5), still, () => {}), one.runStarts(task('', 4), still, () => {})]);
    expect([a.length, b.length]).toEqual([5, 4]);
  });
});
