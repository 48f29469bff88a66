import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { proofPage } from '../../core/host/cli/proof-page';
import { run } from '../../core/host/cli/program';
import { createPlatform } from '../../core/host/platform';
import { drawPicture, prove } from '../../core/host/proofs';
import { call } from '../../core/service/call';
import { createHandlers } from '../../core/service/handlers';
import { isProven, type ProofPicture } from '../../core/service/proof';
import { loadScenario } from '../scenarios/load';

const folder = mkdtempSync(join(tmpdir(), 'doflow-prove-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function doflow(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '',
    err = '';
  const code = await run(args, {
    terminal: { out: (text) => (out += text), err: (text) => (err += text), interactive: false, onInterrupt: () => () => {} },
    startService(host, access) {
      const platform = createPlatform({ host, access, workers: 1 });
      return { platform, handlers: createHandlers(platform) };
    },
  });
  return { code, out, err };
}

describe('doflow prove', () => {
  it('prints claim, figure, bound and verdict, and writes the page of the scenario', async () => {
    const { out } = await doflow('prove', 'decay-stability', '--pages', folder);
    expect(out).toMatch(
      /Euler explodes past hλ = −2 while the truth decays +\|z\| before the last step, at hλ = −2\.1 +88\.2 +≥ 50 +held/,
    );
    const page = readFileSync(join(folder, 'decay-stability.md'), 'utf8');
    expect(page).toContain('| Euler decays on this side of hλ = −2 | \\|z\\| at the end, at hλ = −1.9 |');
    expect(page).not.toContain('opens and simulates');
  });

  it('says which proofs there are where a scenario has none, and exits 2', async () => {
    const { code, err } = await doflow('prove', 'perpetual-motion');
    expect(code).toBe(2);
    expect(err).toMatch(/no proof of perpetual-motion; there are: .*decay-stability/);
  });

  it('keeps what was found where a proof ends early, and counts it as unproven', async () => {
    const refusing = () => Promise.reject(new Error('the service is away'));
    const proven = await prove(
      'decay-stability',
      (method) => (method === 'gallery' ? Promise.resolve([] as never) : refusing()),
      { seconds: () => 0 },
    );
    expect(proven).toMatchObject({ findings: [], failure: 'the service is away' });
    expect(isProven(proven)).toBe(false);
    expect(proofPage(proven)).toContain('The run ended early: the service is away');
  });

  it('draws a comparison over time, or in the plane of two states at a time', async () => {
    const platform = createPlatform({ host: 'test', access: 'any', workers: 1 }),
      handlers = createHandlers(platform),
      { signal } = new AbortController(),
      document = loadScenario('spiral');
    const drawn = (picture: ProofPicture): Promise<{ picture: string; thumbnail: string }> =>
      drawPicture(document, picture, (method, input) => call(handlers, method, input, { signal }));
    try {
      const [course, start, end] = await Promise.all([
        drawn({ comparison: 'seen', curve: 'x' }),
        drawn({ comparison: 'seen', plane: ['x', 'y'], at: 0 }),
        drawn({ comparison: 'seen', plane: ['x', 'y'] }),
      ]);
      expect(course.picture).toContain('Time (s)');
      expect(start.picture).toContain('to the dot at t = 0 s');
      expect(end.picture).toContain('to the dot at t = 2.5 s');
      // two courses without arrows
      expect(end.thumbnail.match(/<polyline/g)).toHaveLength(2);
    } finally {
      await platform.close();
    }
  });
});
