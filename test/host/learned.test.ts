import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../core/host/cli/program';
import { createFiles } from '../../core/host/files';
import type { NodePlatform } from '../../core/host/platform';
import { serializeDocument } from '../../core/model/document';
import type { Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import { fittedPredation } from '../fit/learned-predation';
import { runClinic } from './doubles';

const folder = mkdtempSync(join(tmpdir(), 'doflow-learned-')),
  file = join(folder, 'predation.doflow'),
  edited = join(folder, 'edited.doflow');
const { document } = fittedPredation();
writeFileSync(file, serializeDocument(document));
writeFileSync(edited, serializeDocument({ ...document, data: { measurements: document.data.measurements.slice(1) } }));
afterAll(() => rmSync(folder, { recursive: true }));

async function learned(...args: string[]) {
  let out = '',
    err = '';
  const platform = {
    files: createFiles({ gallery: folder, access: 'any' }),
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
    runClinic,
    close: async () => {},
  } as NodePlatform;
  const code = await run(['learned', ...args], {
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      interactive: false,
      onInterrupt: () => () => {},
    },
    startService: () => ({ platform, handlers: createHandlers(platform) }),
  });
  return { code, out, err };
}

describe('doflow learned', () => {
  it('prints the signs of the edges and the laws that say the same, the proposed one marked', async () => {
    const { code, out, err } = await learned(file, 'net');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^predation, at 201 points along the trajectories$/m);
    expect(out).toMatch(/^prey +decreasing over 100 % /m);
    expect(out).toMatch(/^→ +-0\.\d+\*x\*y +1 +(1\.000000|0\.9999\d+) +0\.\d+ %$/m);
  });
  it('gives the range over the accepted starts of a fit, and scripts the numbers', async () => {
    const { out } = await learned(file, 'net', '--fit', 'all', '--json');
    const { starts, terms } = JSON.parse(out) as Response<'learned'>;
    expect(starts).toBe(2);
    expect(terms[0].curves[0].range!.low).toHaveLength(101);
  });
  it('says that a fit is of other data', async () => {
    expect((await learned(edited, 'net', '--fit', 'all')).err).toContain('fit again');
  });
  it('exits 1 for a network that is none', async () => {
    const { code, err } = await learned(file, 'none');
    expect(code).toBe(1);
    expect(err).toContain('no network "none"');
  });
});
