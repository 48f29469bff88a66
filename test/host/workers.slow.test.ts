import { beforeAll, describe, expect, it } from 'vitest';
import { ensure } from '../../build/ensure.mjs';
import { createPool } from '../../core/host/pool';
import { workerEntry } from '../../core/host/platform';
import { loadTensorFlow } from '../../core/host/tensor';
import { createCancelSource } from '../../core/service/jobs';
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
});

describe('the tensor backend', () => {
  it('is one that computes here, told in one line', async () => {
    const { tf, name, line } = await loadTensorFlow();
    expect(['tensorflow', 'wasm', 'cpu']).toContain(name);
    expect(tf.getBackend()).toBe(name);
    expect(line).toMatch(/^tensors: [^\n]+$/);
  });
});
