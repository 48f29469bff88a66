import { beforeAll, describe, expect, it } from 'vitest';
import { ensure } from '../../build/ensure.mjs';
import { createPlatform } from '../../core/host/platform';
import type { FitStart, PosteriorDraws } from '../../core/model/schema';
import { loadScenario } from '../scenarios/load';

const document = loadScenario('influenza');
const signal = new AbortController().signal;

async function fitWith(workers: number): Promise<{ starts: FitStart[]; draws: PosteriorDraws | null }> {
  const platform = createPlatform({ host: 'test', access: 'any', workers });
  try {
    const starts = await platform.runStarts({ document, fit: 'pooled', starts: 5, seed: 12 }, signal, () => {});
    const draws = await platform.samplePosterior({ document, fit: 'pooled', best: starts[0].parameters, seed: 12 }, signal);
    return { starts, draws };
  } finally {
    await platform.close();
  }
}

describe('a fit in real worker threads', () => {
  beforeAll(() => ensure('node'), 60_000);
  it('gives the same bits with one worker, two and three', async () => {
    const [one, two, three] = [await fitWith(1), await fitWith(2), await fitWith(3)];
    expect(one.starts).toHaveLength(5);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one.draws!.values).toHaveLength(60);
  });
});
