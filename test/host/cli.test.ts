import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { samplePosterior } from '../../core/fit/posterior';
import { createStartRunner } from '../../core/fit/run-start';
import { run } from '../../core/host/cli/program';
import { createFiles } from '../../core/host/files';
import type { NodePlatform } from '../../core/host/platform';
import { serializeDocument } from '../../core/model/document';
import { createHandlers } from '../../core/service/handlers';
import { makeDocument } from '../documents';

const folder = mkdtempSync(join(tmpdir(), 'doflow-cli-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** x' = −k x from 2, with an arm that stops the decay, and data on the curve: all of it can be checked by hand. */
const decay = makeDocument({
  variables: [{ id: 'x', name: 'X', kind: 'state', initial: 2 }],
  parameters: [{ id: 'k', value: 0.5, scale: 'log10', bounds: [0.01, 10], estimate: true }],
  mechanisms: [
    {
      id: 'loss',
      name: 'loss',
      law: { kind: 'first-order', parameters: { k: 'k' } },
      inputs: [{ variable: 'x', role: 'substrate' }],
      effects: [{ variable: 'x', coefficient: -1 }],
    },
  ],
  observables: [{ id: 'y', name: 'y', expression: 'x', noise: { model: 'normal', sigma: 0.1 } }],
  conditions: [{ id: 'c', name: 'c' }],
  data: { measurements: [1, 2, 4].map((time) => ({ condition: 'c', observable: 'y', time, value: 2 * Math.exp(-0.7 * time) })) },
  interventions: [{ id: 'stop', name: 'stop', actions: [{ action: 'scale', mechanism: 'loss', factor: 0 }] }],
  comparisons: [
    {
      id: 'cmp',
      name: 'cmp',
      baseline: { id: 'base', name: 'Base' },
      arms: [{ id: 'held', name: 'Held', interventions: ['stop'] }],
      horizon: { from: 0, until: 4 },
      outcomes: [{ id: 'end', name: 'End', expression: 'x', functional: { kind: 'value', at: 4 } }],
    },
  ],
  fits: [{ id: 'f', name: 'f', starts: 3 }],
});
writeFileSync(file('decay.doflow'), serializeDocument(decay));
writeFileSync(file('broken.doflow'), serializeDocument(decay).replace('"k": "k"', '"k": "kk"'));
writeFileSync(file('more.csv'), 'condition,observable,time,value\nc,y,1,1.0\nc,y,3,0.3\n');

/** Runs a command in this process, its starts in this thread. */
async function doflow(...args: string[]) {
  let out = '',
    err = '';
  let interrupt = (): void => {};
  const platform: NodePlatform = {
    host: 'test',
    files: createFiles({ gallery: folder, access: 'any' }),
    versions: {},
    now: () => '2026-01-02T03:04:05Z',
    seconds: () => 0,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    tensor: async () => 'none',
    close: async () => {},
    samplePosterior: async (task) => samplePosterior(task),
    runStarts: async (task, signal, onProgress) => {
      const start = createStartRunner(task);
      return Array.from({ length: task.starts }, (_unused, index) => {
        if (index === 1 && args.includes('--seed=99')) interrupt();
        onProgress({ kind: 'start', index, iteration: 0, nllh: null, best: null, done: index, starts: task.starts });
        return start(index, { onProgress: () => {}, cancelled: () => signal.aborted });
      });
    },
  };
  const code = await run(args, {
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      interactive: false,
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => {};
      },
    },
    startService: () => ({ platform, handlers: createHandlers(platform) }),
  });
  return { code, out, err, json: args.includes('--json') ? (JSON.parse(out) as Record<string, never>) : undefined };
}

describe('doflow check', () => {
  it('passes a sound scenario', async () => {
    expect(await doflow('check', file('decay.doflow'))).toMatchObject({ code: 0, out: expect.stringContaining('no problems') });
    expect((await doflow('check', file('decay.doflow'), '--json')).json).toMatchObject({ ok: true, problems: [] });
  });

  it('names the field at fault and exits 1', async () => {
    const { code, json } = await doflow('check', file('broken.doflow'), '--json');
    expect(code).toBe(1);
    expect(json!.ok).toBe(false);
    expect((json!.problems as object[])[0]).toMatchObject({ severity: 'error', path: 'mechanisms[0].law.parameters.k' });
    expect((await doflow('check', file('broken.doflow'))).out).toMatch(/^error: mechanisms\[0\]\.law\.parameters\.k: /);
  });
});

describe('doflow simulate', () => {
  it('gives the trajectory in the shape that scripts rely on', async () => {
    const { code, json } = await doflow('simulate', file('decay.doflow'), '--times', '0:1:4', '--json');
    expect(code).toBe(0);
    expect(Object.keys(json!).sort()).toEqual(['solver', 'times', 'values']);
    expect(Object.keys(json!.solver).sort()).toEqual(['evaluations', 'method', 'rejected', 'steps']);
    expect(json!.times).toEqual([0, 1, 2, 3, 4]);
    // rtol 1e-6 on a decaying exponential leaves errors well below 1e-5
    (json!.values as { x: number[] }).x.forEach((value, t) => expect(value).toBeCloseTo(2 * Math.exp(-0.5 * t), 5));
  });

  it('puts interventions in force and changes numbers', async () => {
    const held = await doflow('simulate', file('decay.doflow'), '--do', 'stop', '--times', '0:4:4', '--json');
    expect((held.json!.values as { x: number[] }).x).toEqual([2, 2]);
    const faster = await doflow('simulate', file('decay.doflow'), '--set', 'k=1', '--set', 'x=3', '--times', '0:1:1', '--json');
    expect((faster.json!.values as { x: number[] }).x[1]).toBeCloseTo(3 * Math.exp(-1), 5);
  });

  it('writes CSV with a column a variable', async () => {
    expect(
      (await doflow('simulate', file('decay.doflow'), '--do', 'stop', '--times', '0:2:4', '--csv', file('out.csv'))).code,
    ).toBe(0);
    expect(readFileSync(file('out.csv'), 'utf8')).toBe('time,x,y\r\n0,2,2\r\n2,2,2\r\n4,2,2\r\n');
  });
});

describe('doflow compare', () => {
  it('gives values and effects of each arm', async () => {
    const { code, json } = await doflow('compare', file('decay.doflow'), '--json');
    expect(code).toBe(0);
    expect(Object.keys(json!).sort()).toEqual(['arms', 'comparison']);
    const [base, held] = json!.arms as { id: string; outcomes: { end: { value: number; effect: number } } }[];
    expect([base.id, held.id]).toEqual(['base', 'held']);
    expect(base.outcomes.end.value).toBeCloseTo(2 * Math.exp(-2), 5);
    expect(held.outcomes.end.effect).toBeCloseTo(2 - 2 * Math.exp(-2), 5);
  });

  it('sets a table for people', async () => {
    const { out } = await doflow('compare', file('decay.doflow'));
    expect(out).toMatch(/^End\narm {2,}value {2,}difference/);
    expect(out).toContain('Held');
  });

  it('says which comparisons there are', async () => {
    expect(await doflow('compare', file('decay.doflow'), '--comparison', 'other')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cmp'),
    });
  });
});

describe('doflow fit', () => {
  it('finds the rate that made the data, in the shape that scripts rely on', async () => {
    const { code, json } = await doflow('fit', file('decay.doflow'), '--json');
    expect(code).toBe(0);
    expect(Object.keys(json!).sort()).toEqual(['best', 'fit', 'seconds', 'starts']);
    expect((json!.best as { parameters: { k: number } }).parameters.k).toBeCloseTo(0.7, 4);
    expect(json!.starts).toHaveLength(3);
    expect(Object.keys((json!.starts as object[])[0]).sort()).toEqual(['nllh', 'reason', 'seed']);
  });

  it('writes a scenario that holds the result and the settings that made it', async () => {
    const { code } = await doflow('fit', file('decay.doflow'), '--starts', '2', '--seed', '5', '--out', file('fitted.doflow'));
    expect(code).toBe(0);
    const [fit] = (JSON.parse(readFileSync(file('fitted.doflow'), 'utf8')) as typeof decay).fits;
    expect([fit.starts, fit.seed, fit.result?.starts.length]).toEqual([2, 5, 2]);
    expect((await doflow('check', file('fitted.doflow'))).code).toBe(0);
  });

  it('adopts the best values when told to, which needs a file to write to', async () => {
    expect((await doflow('fit', file('decay.doflow'), '--adopt')).code).toBe(2);
    expect((await doflow('fit', file('decay.doflow'), '--adopt', '--out', file('adopted.doflow'))).code).toBe(0);
    const {
      parameters: [k],
    } = JSON.parse(readFileSync(file('adopted.doflow'), 'utf8')) as typeof decay;
    expect(k.value).toBeCloseTo(0.7, 4);
    expect(k.source?.kind).toBe('fitted');
  });

  it('keeps what was found when it is interrupted', async () => {
    const { code, err, json } = await doflow('fit', file('decay.doflow'), '--seed=99', '--json');
    expect(code).toBe(0);
    expect(err).toContain('stopped early');
    expect((json!.best as { parameters: { k: number } }).parameters.k).toBeCloseTo(0.7, 4);
  });
});

describe('doflow report, import and export', () => {
  it('writes a report that can be opened as a scenario', async () => {
    expect((await doflow('report', file('decay.doflow'), '-o', file('r.html'))).code).toBe(0);
    expect(readFileSync(file('r.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect((await doflow('check', file('r.html'))).code).toBe(0);
  });

  it('puts measurements into a scenario', async () => {
    expect((await doflow('import', file('decay.doflow'), file('more.csv'), '--out', file('more.doflow'))).code).toBe(0);
    const { data } = JSON.parse(readFileSync(file('more.doflow'), 'utf8')) as typeof decay;
    expect(data.measurements.some(({ time, value }) => time === 3 && value === 0.3)).toBe(true);
  });

  it('writes measurements that import reads back as they were', async () => {
    expect((await doflow('export', file('decay.doflow'), '-o', file('out-data.csv'))).code).toBe(0);
    expect((await doflow('import', file('decay.doflow'), file('out-data.csv'), '-o', file('again.doflow'))).code).toBe(0);
    const { data } = JSON.parse(readFileSync(file('again.doflow'), 'utf8')) as typeof decay;
    expect(data.measurements).toEqual(decay.data.measurements);
  });
});

describe('faults of the command', () => {
  it.each([
    [['simulate']],
    [['paint']],
    [['simulate', 'x.doflow', '--times', '1:0:2']],
    [['fit', 'x.doflow', '--starts', '0']],
    [['report', 'x.doflow']],
    [['serve', '--port', 'x']],
    [['check', 'a', 'b']],
    [['check', '/nowhere/x.doflow']],
  ])('exits 2 for doflow %s', async (args) => {
    const { code, out, err } = await doflow(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('exits 1 with the field for a scenario at fault, and keeps JSON on standard output', async () => {
    const { code, err, json } = await doflow('simulate', file('broken.doflow'), '--json');
    expect(code).toBe(1);
    expect(err).toContain('mechanisms[0].law.parameters.k');
    expect(json).toMatchObject({ error: { problems: [{ path: 'mechanisms[0].law.parameters.k' }] } });
  });

  it('exits 0 for help', async () => {
    expect(await doflow('--help')).toMatchObject({ code: 0, out: expect.stringContaining('simulate') });
  });
});
