import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { initialWeights, weightCount } from '../../core/equations/network';
import { samplePosterior } from '../../core/fit/posterior';
import { createStartRunner } from '../../core/fit/run-start';
import { run } from '../../core/host/cli/program';
import { createFiles } from '../../core/host/files';
import type { NodePlatform } from '../../core/host/platform';
import { serializeDocument } from '../../core/model/document';
import { createHandlers } from '../../core/service/handlers';
import { makeDocument } from '../documents';
import { makeWorkbook } from '../exchange/workbook';
import { runClinic } from './doubles';

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
writeFileSync(
  file('refill.doflow'),
  serializeDocument({
    ...decay,
    events: [
      {
        id: 'refill',
        name: 'Refill',
        trigger: 'x <= 1',
        delay: 0.25,
        persistent: true,
        initialValue: true,
        useTriggerValues: true,
        assignments: [{ variable: 'x', value: 2 }],
      },
    ],
  }),
);
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
    tensorBackend: () => Promise.resolve('cpu'),
    trainStarts: () => Promise.reject(new Error('no fit of these asks for tensors')),
    runClinic,
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

describe('doflow check --gradients', () => {
  it('prints one table for each fit, every way to the gradient a line', async () => {
    const { code, out } = await doflow('check', file('decay.doflow'), '--gradients');
    expect(code).toBe(0);
    expect(out).toMatch(/^f: 1 parameter\ngradient by +deviation +at most/);
    expect(out).toMatch(/^Discrete adjoint +.* the reference; /m);
    expect(out).toMatch(/^Forward sensitivities +\S+ +1\.0e-9 /m);
  });

  it('gives scripts the numbers', async () => {
    const { code, json } = await doflow('check', file('decay.doflow'), '--gradients', '--json');
    expect([code, json!.ok]).toEqual([0, true]);
    const [{ fit, rows }] = json!.losses as { fit: string; rows: { method: string; verdict: string }[] }[];
    expect(fit).toBe('f');
    expect(rows.map(({ verdict }) => verdict)).not.toContain('beyond');
    expect(rows.map(({ method }) => method)).toContain('replayed-differences');
  });

  it('lists the faults of a broken scenario instead', async () => {
    const { code, out } = await doflow('check', file('broken.doflow'), '--gradients');
    expect(code).toBe(1);
    expect(out).toMatch(/^error: mechanisms\[0\]/);
  });
});

describe('doflow simulate', () => {
  it('gives the trajectory in the shape that scripts rely on', async () => {
    const { code, json } = await doflow('simulate', file('decay.doflow'), '--times', '0:1:4', '--json');
    expect(code).toBe(0);
    expect(Object.keys(json!).sort()).toEqual(['fired', 'solver', 'times', 'values']);
    expect(Object.keys(json!.solver).sort()).toEqual(['evaluations', 'method', 'rejected', 'steps']);
    expect(json!.times).toEqual([0, 1, 2, 3, 4]);
    // rtol 1e-6 on a decaying exponential leaves errors well below 1e-5
    (json!.values as { x: number[] }).x.forEach((value, t) => expect(value).toBeCloseTo(2 * Math.exp(-0.5 * t), 5));
  });

  it('lists the events that happened', async () => {
    const { out } = await doflow('simulate', file('refill.doflow'), '--times', '0:1:3');
    // x falls to 1 at ln 4, and is refilled a quarter of a day later
    expect(out).toMatch(/^event +triggered +time \(day\)\n.*\nRefill +1\.3863 +1\.6363$/m);
    const { json } = await doflow('simulate', file('refill.doflow'), '--times', '0:3:3', '--json');
    expect(json!.fired).toEqual([expect.objectContaining({ event: 'refill' })]);
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
    expect(Object.keys(json!).sort()).toEqual(['best', 'engine', 'fit', 'method', 'seconds', 'starts', 'why']);
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

  it('profiles a parameter from the best fit, and refuses one that the fit does not estimate', async () => {
    const { code, out, err } = await doflow('fit', file('decay.doflow'), '--profile', 'k');
    expect(code).toBe(0);
    expect(err).toContain('by levenberg-marquardt: 1 parameter, smooth noise');
    const [, lower, upper] = /^k = 0\.7, ≥ ([\d.]+), ≤ ([\d.]+) \(−log L rises by 1\.92\)$/m.exec(out)!;
    // the cost itself where it has risen by 1.92, for data made without error: half the squares over 0.1²
    const rise = (k: number): number =>
      [1, 2, 4].reduce((sum, t) => sum + (2 * Math.exp(-k * t) - 2 * Math.exp(-0.7 * t)) ** 2 / 0.02, 0);
    expect(Math.abs(rise(Number(lower)) - 1.92)).toBeLessThan(0.015);
    expect(Math.abs(rise(Number(upper)) - 1.92)).toBeLessThan(0.015);
    expect(await doflow('fit', file('decay.doflow'), '--profile', 'q')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing named "q" is estimated'),
    });
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

  it('reads a sheet of a workbook with columns mapped by hand, and adds it to what is there', async () => {
    const path = file('plate.xlsx');
    writeFileSync(
      path,
      makeWorkbook({
        Notes: [['made by hand']],
        Plate: [
          ['hour', 'group', 'y', 'spread'],
          [4, 'new', 0.5, 0.1],
        ],
      }),
    );
    const { code, json } = await doflow(
      'import',
      file('decay.doflow'),
      path,
      '--sheet',
      'Plate',
      '--create',
      '--add',
      '--map',
      'spread=sigma',
      '-o',
      file('plate.doflow'),
      '--json',
    );
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { measurements: 1, layout: 'wide', created: { conditions: ['new'], observables: [] } },
    });
    const { data } = JSON.parse(readFileSync(file('plate.doflow'), 'utf8')) as typeof decay;
    expect(data.measurements).toEqual([
      ...decay.data.measurements,
      { condition: 'new', observable: 'y', time: 4, value: 0.5, sigma: 0.1 },
    ]);
    expect(await doflow('import', file('decay.doflow'), path, '--sheet', 'Plat')).toMatchObject({
      code: 2,
      err: expect.stringContaining('it has "Notes", "Plate"'),
    });
  });

  it('writes nothing where a cell is bad and tells which, and what can be read when asked', async () => {
    writeFileSync(file('bad.csv'), 'time;y\n1,5;2,5\n2,5;lots\n');
    const args = ['import', file('decay.doflow'), file('bad.csv'), '-o', file('bad.doflow')];
    const refused = await doflow(...args);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('error: row 3, column B "y": "lots" is not a number; enter a plain number such as 3,5 or 1e-4');
    expect(existsSync(file('bad.doflow'))).toBe(false);
    expect((await doflow(...args, '--skip-bad')).code).toBe(0);
    const { data } = JSON.parse(readFileSync(file('bad.doflow'), 'utf8')) as typeof decay;
    expect(data.measurements).toEqual([{ condition: 'c', observable: 'y', time: 1.5, value: 2.5 }]);
  });

  it('writes measurements that import reads back as they were', async () => {
    expect((await doflow('export', file('decay.doflow'), '-o', file('out-data.csv'))).code).toBe(0);
    expect((await doflow('import', file('decay.doflow'), file('out-data.csv'), '-o', file('again.doflow'))).code).toBe(0);
    const { data } = JSON.parse(readFileSync(file('again.doflow'), 'utf8')) as typeof decay;
    expect(data.measurements).toEqual(decay.data.measurements);
  });
});

describe('doflow export and import with --network', () => {
  const [loss] = decay.mechanisms;
  const neural = makeDocument({
    ...decay,
    mechanisms: [{ ...loss, law: { kind: 'neural', network: 'net' } }],
    networks: [{ id: 'net', inputs: [{ variable: 'x', scale: 2 }], hidden: [3], outputScale: 2, start: 'random', seed: 7 }],
  });
  const weightsIn = (name: string): number[] =>
    (JSON.parse(readFileSync(file(name), 'utf8')) as typeof neural).networks[0].weights!;
  writeFileSync(file('neural.doflow'), serializeDocument(neural));

  it('writes a network as plain JSON that import puts in its place, bit for bit', async () => {
    expect(await doflow('export', file('neural.doflow'), '--network', 'net', '-o', file('net.json'))).toMatchObject({ code: 0 });
    expect(
      await doflow('import', file('neural.doflow'), file('net.json'), '--network', 'net', '-o', file('a.doflow')),
    ).toMatchObject({ code: 0, err: '' });
    expect(weightsIn('a.doflow')).toEqual([...initialWeights(neural.networks[0])]);
  });

  it('writes a LayersModel with its weights beside it, says what is lost, and reads it back', async () => {
    const out = file('model.json');
    const { code, err, json } = await doflow(
      ...['export', file('neural.doflow'), '--network', 'net', '--format', 'layers-model', '-o', out, '--json'],
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^info: networks\[0\]\.weights: .*float32/);
    expect(json!.files).toEqual([out, file('model.weights.bin')]);
    expect(readFileSync(file('model.weights.bin'))).toHaveLength(4 * weightCount(neural.networks[0]));
    expect((await doflow('import', file('neural.doflow'), out, '--network', 'net', '-o', file('b.doflow'))).code).toBe(0);
    // x/2 is folded into the first layer and the scale of 2 into the last
    expect(weightsIn('b.doflow')[0]).toBeCloseTo(initialWeights(neural.networks[0])[0] / 2, 6);
    expect((await doflow('check', file('b.doflow'))).code).toBe(0);
  });

  it('meets an id that does not exist with those that do', async () => {
    expect(await doflow('export', file('neural.doflow'), '--network', 'nett', '-o', file('x'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean "net"?'),
    });
    expect((await doflow('export', file('neural.doflow'), '--format', 'json', '-o', file('x'))).code).toBe(2);
    expect((await doflow('export', file('neural.doflow'), '--network', 'net', '--format', 'onnx', '-o', file('x'))).code).toBe(2);
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
    [['import', 'x.doflow', 'x.csv', '--map', 'a=colour']],
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
