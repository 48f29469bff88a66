import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensure } from '../../build/ensure.mjs';
import { createPlatform, type NodePlatform } from '../../core/host/platform';
import { trainOnThread } from '../../core/host/training-thread';
import type { Scenario } from '../../core/model/schema';
import { call } from '../../core/service/call';
import type { FitProgress, Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import { createCancelSource } from '../../core/service/jobs';
import type { Platform } from '../../core/service/platform';
import { failed } from '../../core/util/result';
import { failures } from '../../core/fit/messages';
import { createObjective } from '../../core/fit/objective';
import { predatorPrey, truth } from '../fit/predator-prey';
import { mixed } from '../fit/tensor-problem';

const still = createCancelSource().signal;
const platforms: NodePlatform[] = [];
function serve(workers: number): NodePlatform {
  const platform = createPlatform({ host: 'test', access: 'any', workers });
  platforms.push(platform);
  return platform;
}
const fitBy = (
  platform: Platform,
  document: Scenario,
  signal = still,
  progress: (one: FitProgress) => void = () => {},
): Promise<Response<'fit'>> => call(createHandlers(platform), 'fit', { document }, { signal, progress, strict: true });

/** Four subjects under overrides and a dose, and normal noise of known size. */
function subjects(engine: 'kernel' | 'tensor' | 'auto', steps = 6): Scenario {
  const document = mixed();
  for (const observable of document.observables) observable.noise = { model: 'normal', sigma: 0.2 };
  document.parameters[0].value = 1.5;
  Object.assign(document.solver, { rtol: 1e-7, atol: 1e-9 });
  Object.assign(document.fits[0], {
    engine,
    starts: 2,
    adam: { steps, learningRate: 0.4, schedule: 'cosine', warmUp: 0, weightDecay: 0 },
  });
  return document;
}

describe('a fit on tensors, in threads', () => {
  beforeAll(() => ensure('node'));
  afterAll(() => Promise.all(platforms.map((platform) => platform.close())));

  it("comes to the kernel's cost, says what it ran on, and has the same bits with one worker as with three", async () => {
    const told: FitProgress[] = [];
    const byKernel = await fitBy(serve(2), subjects('kernel')),
      byTensor = await fitBy(serve(1), subjects('tensor'), still, (one) => told.push(one)),
      again = await fitBy(serve(3), subjects('tensor'));
    const { result } = byTensor;
    // both stop where the projected gradient is 1e-6 of 1 + |cost|
    expect(result.best.nllh).toBeCloseTo(byKernel.result.best.nllh, 4);
    expect(byKernel.result.engine).toEqual({ name: 'kernel', why: 'as the fit says' });
    expect(result.engine).toMatchObject({ name: 'tensor', backend: await serve(1).tensorBackend() });
    expect(result.engine!.why).toMatch(/6 steps of Adam .* polished by the float64 kernel/);
    expect(again.result.starts).toEqual(result.starts);
    const training = told.filter(({ iteration }) => iteration < 0);
    expect(training.some(({ parameters }) => parameters !== undefined)).toBe(true);
    expect(told.indexOf(training.at(-1)!)).toBeLessThan(told.findIndex(({ kind }) => kind === 'end'));
  });

  it('keeps the best of what was trained when it is cancelled midway, with the cost of the kernel', async () => {
    const { signal, cancel } = createCancelSource(),
      document = subjects('tensor', 100_000);
    const { result } = await fitBy(serve(2), document, signal, ({ iteration }) => {
      if (iteration < 0) cancel();
    });
    expect(result.cancelled).toBe(true);
    expect(result.starts).toHaveLength(2);
    const kernel = createObjective(document, document.fits[0]),
      at = kernel.cost(Float64Array.from(kernel.estimated, ({ nominal }) => nominal));
    expect(at.ok && result.best.nllh).toBeLessThanOrEqual(at.ok ? at.value : 0);
    expect(result.starts[0].reason).toContain('not polished');
  });

  it('goes by the kernel where that is as fast, and refuses by name what tensors cannot do', async () => {
    const platform = serve(2),
      { result } = await fitBy(platform, subjects('auto'));
    expect(result.engine).toMatchObject({ name: 'kernel' });
    const document = subjects('tensor');
    document.data.measurements[2].censored = 'left';
    await expect(fitBy(platform, document)).rejects.toThrow(
      /fits\[0\]\.engine.*beyond float32 \(data\.measurements\[2\]\.censored\)/,
    );
  });

  it('goes on by the kernel, and says why, where training comes to nothing', async () => {
    const platform = serve(2),
      lost: Platform = { ...platform, trainStarts: () => Promise.resolve(failed(failures.trainingLost('it was killed'))) };
    const document = subjects('tensor');
    document.fits[0].starts = 1;
    const { result } = await fitBy(lost, document);
    expect(result.engine!.name).toBe('kernel');
    expect(result.engine!.why).toContain('it was killed');
    expect(result.starts[0].nllh).not.toBeNull();
  });

  it('is a failure with a reason where the thread that trains dies', async () => {
    const dies = new URL(`data:text/javascript,${encodeURIComponent("throw new Error('no memory')")}`);
    const task = { document: subjects('tensor'), fit: 'all', starts: 1, seed: 1 };
    const lost = await trainOnThread(dies, task, still, () => {});
    expect(lost).toMatchObject({ ok: false, failure: { message: expect.stringContaining('no memory') as string } });
  });

  it('begins by physics-informed networks in a worker, tells of them, and finds the rates though the predator is not seen', async () => {
    const document = predatorPrey(),
      told: number[] = [];
    Object.assign(document.fits[0], {
      starts: 1,
      warmStart: { kind: 'physics-informed', points: 32, hidden: [16], steps: 300, learningRate: 5e-3, adaptive: true },
    });
    const { result } = await fitBy(serve(1), document, still, ({ iteration }) => told.push(iteration));
    expect(Math.min(...told)).toBe(-300);
    expect(result.starts[0].warm).toMatch(
      /by physics-informed networks: 1 network held to the equations at 32 points each, 300 steps$/,
    );
    // thirty values with 5 % noise leave about 1 % of a rate open
    expect(result.best.parameters.growth / truth.growth).toBeCloseTo(1, 1);
    expect(result.best.parameters.death / truth.death).toBeCloseTo(1, 1);
  });
});
