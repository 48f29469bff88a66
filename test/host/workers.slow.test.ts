import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensure } from '../../build/ensure.mjs';
import { createPool } from '../../core/host/pool';
import { workerEntry } from '../../core/host/platform';
import { loadTensorFlow } from '../../core/host/tensor';
import { adamSettings } from '../../core/model/schema/fit';
import { createCancelSource, createPauseSource } from '../../core/service/jobs';
import { loadScenario } from '../scenarios/load';

const still = createCancelSource().signal;

describe('fits on real workers', () => {
  beforeAll(() => ensure('node'));
  const document = loadScenario('influenza');
  const task = { document, fit: document.fits[0].id, starts: 4, seed: 3 };

  it('give the same bits with one worker as with three', async () => {
    const results = [];
    for (const size of [1, 3]) {
      const pool = createPool({ worker: workerEntry(), size });
      results.push(await pool.runStarts(task, still, () => {}));
      await pool.close();
    }
    expect(results[0]).toHaveLength(4);
    expect(results[1]).toEqual(results[0]);
  });

  it('give the same bits with barriers too, where starts go on from worker to worker', async () => {
    const fits = [{ ...document.fits[0], elimination: { iterations: 5, keep: 0.5, least: 2 } }],
      halving = { ...task, document: { ...document, fits }, starts: 6 };
    const results = [];
    for (const size of [1, 3]) {
      const pool = createPool({ worker: workerEntry(), size });
      results.push(await pool.runStarts(halving, still, () => {}));
      await pool.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[0].some(({ reason }) => reason.startsWith('eliminated after 5 iterations'))).toBe(true);
  });

  it('stop when they are told to, keeping what they have', async () => {
    const pool = createPool({ worker: workerEntry(), size: 2 });
    const { signal, cancel } = createCancelSource();
    const results = await pool.runStarts({ ...task, starts: 400 }, signal, ({ kind }) => {
      if (kind === 'iteration') cancel();
    });
    await pool.close();
    expect(results.length).toBeGreaterThan(0);
    expect(results.length).toBeLessThan(400);
    expect(results.some(({ nllh }) => nllh !== null)).toBe(true);
  });

  it('give the same bits where they were paused on the way, and sleep meanwhile', async () => {
    const pool = createPool({ worker: workerEntry(), size: 2 });
    const plain = await pool.runStarts(task, still, () => {});
    const pause = createPauseSource();
    let heard = 0;
    const running = pool.runStarts(
      task,
      still,
      ({ kind }) => {
        heard++;
        if (kind === 'iteration' && heard < 5) pause.set(true);
      },
      pause.signal,
    );
    await expect.poll(() => pause.signal.paused, { timeout: 20_000 }).toBe(true);
    // long beside an iteration: whatever was on its way when the pause was raised has come
    await sleep(300);
    const before = heard;
    await sleep(300);
    expect(heard).toBe(before);
    heard = 5;
    pause.set(false);
    expect(await running).toEqual(plain);
    await pool.close();
  });

  it('keep the best and a reason where a start was stopped while paused', async () => {
    const pool = createPool({ worker: workerEntry(), size: 2 });
    const pause = createPauseSource(),
      { signal, cancel } = createCancelSource();
    // starts that do not end by themselves
    const fits = [
      { ...document.fits[0], method: 'adam' as const, adam: adamSettings.parse({ steps: 1_000_000 }), tolerance: 1e-300 },
    ];
    const running = pool.runStarts(
      { ...task, document: { ...document, fits } },
      signal,
      ({ kind }) => kind === 'iteration' && pause.set(true),
      pause.signal,
    );
    await expect.poll(() => pause.signal.paused, { timeout: 20_000 }).toBe(true);
    cancel();
    const results = await running;
    await pool.close();
    expect(results.some(({ nllh }) => nllh !== null)).toBe(true);
    expect(results.filter(({ nllh }) => nllh !== null).some(({ reason }) => reason.startsWith('cancelled'))).toBe(true);
  });

  it('go round a point that has no cost, and say so', async () => {
    const pool = createPool({ worker: workerEntry(), size: 2 });
    // the document's own point, where the first start begins, has delta = 10: infinite, and NaN in what follows from it
    const observables = document.observables.map((one) => ({ ...one, expression: `${one.expression} + 1e-9/(10 - delta)` }));
    const fits = [{ ...document.fits[0], maxIterations: 20 }];
    const results = await pool.runStarts({ ...task, document: { ...document, observables, fits }, starts: 2 }, still, () => {});
    await pool.close();
    expect(results.every(({ nllh }) => nllh !== null && Number.isFinite(nllh))).toBe(true);
    expect(results[0].reason).toMatch(/after 1 start point that could not be evaluated/);
  });
});

describe('the tensor backend', () => {
  it('is one that computes here, told in one line', async () => {
    const { tf, name, line } = await loadTensorFlow();
    expect(['tensorflow', 'wasm', 'cpu']).toContain(name);
    expect(tf.getBackend()).toBe(name);
    expect(line).toMatch(/^tensors: [^\n]+$/);
  });
});
