import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { samplePosterior } from '../../core/fit/posterior';
import { runClinic } from '../host/doubles';
import { createStartRunner } from '../../core/fit/run-start';
import { applyFit, setFitResult } from '../../core/model/edit/fitted';
import type { DocumentError } from '../../core/model/problem';
import type { Scenario } from '../../core/model/schema';
import { call } from '../../core/service/call';
import type { Method, Request, Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import type { Platform } from '../../core/service/platform';
import { makeDocument } from '../documents';
import { makeWorkbook } from '../exchange/workbook';
import { loadScenario, scenarioUrl } from '../scenarios/load';

const files = new Map<string, string>();
const platform: Platform = {
  files: {
    read: (path) => Promise.resolve(files.get(path)!),
    write: (path, text) => {
      files.set(path, text);
      return Promise.resolve();
    },
    gallery: () => Promise.resolve([{ path: 'eye.doflow', text: readFileSync(scenarioUrl('eye-privilege'), 'utf8') }]),
  },
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  versions: { doflow: 'test' },
  tensor: () => Promise.resolve('none'),
  host: 'test',
  now: () => '2026-01-02T03:04:05Z',
  seconds: () => 0,
  samplePosterior: (task) => Promise.resolve(samplePosterior(task)),
  tensorBackend: () => Promise.resolve('cpu'),
  trainStarts: () => Promise.reject(new Error('no fit of these asks for tensors')),
  runClinic,
  runStarts: (task, signal) => {
    const run = createStartRunner(task);
    return Promise.resolve(
      Array.from({ length: task.starts }, (_u, i) => run(i, { onProgress: () => {}, cancelled: () => signal.aborted })),
    );
  },
};
const handlers = createHandlers(platform),
  signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
/** Every answer is held to the contract. */
const ask = <M extends Method>(method: M, request: Request<M>): Promise<Response<M>> =>
  call(handlers, method, request, { signal, strict: true });
const faults = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => '',
    (error: unknown) => (error as DocumentError).message,
  );

/** Decay observed with known noise; the fit's two parameters are well determined. */
const decay = (): Scenario =>
  makeDocument({
    variables: [{ id: 'X', name: 'X', kind: 'state', initial: 'x0' }],
    parameters: [
      { id: 'k', value: 0.5, scale: 'log10', bounds: [0.01, 10], estimate: true },
      { id: 'x0', value: 2, scale: 'log10', bounds: [0.1, 100], estimate: true },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'X', role: 'substrate' }],
        effects: [{ variable: 'X', coefficient: -1 }],
      },
    ],
    observables: [{ id: 'y', name: 'y', expression: 'X', noise: { model: 'normal', sigma: 0.05 } }],
    conditions: [{ id: 'c', name: 'c' }],
    data: {
      measurements: [
        [0.3, 2.61],
        [1, 2.01],
        [2, 1.37],
        [3, 0.87],
        [5, 0.42],
      ].map(([time, value]) => ({ condition: 'c', observable: 'y', time, value })),
    },
    interventions: [{ id: 'stop', name: 'stop', actions: [{ action: 'scale', mechanism: 'loss', factor: 0, from: 1 }] }],
    comparisons: [
      {
        id: 'cmp',
        name: 'cmp',
        baseline: { id: 'base', name: 'base' },
        arms: [{ id: 'held', name: 'held', interventions: ['stop'] }],
        horizon: { from: 0, until: 5 },
        outcomes: [{ id: 'end', name: 'end', expression: 'X', functional: { kind: 'value', at: 5 } }],
      },
    ],
    fits: [{ id: 'f', name: 'f', starts: 3 }],
  });

describe('the service', () => {
  it('lists the gallery, opens, saves and describes', async () => {
    expect((await ask('gallery', {}))[0]).toMatchObject({
      title: 'Immune privilege of the eye',
      mechanisms: 15,
      measurements: 104,
    });
    const document = loadScenario('eye-privilege');
    const saved = await ask('save', { path: 'copy.doflow', document });
    expect(saved.sha256).toBe(platform.sha256(files.get('copy.doflow')!));
    expect(files.get('copy.doflow')).toBe(readFileSync(scenarioUrl('eye-privilege'), 'utf8'));
    expect(await ask('open', { path: 'copy.doflow' })).toMatchObject({ migrated: false, document });
    const { equations } = await ask('describe', { document });
    expect(equations.find(({ id, kind }) => id === 'damage' && kind === 'derivative')!.text).toBe(
      'ddamage/dt = k_damage*effector*(1 - damage) - k_repair*damage',
    );
  });

  it('names the field at fault and does not simulate what is broken', async () => {
    const document = decay();
    const broken: Scenario = {
      ...document,
      mechanisms: document.mechanisms.map((m) => ({ ...m, inputs: [{ variable: 'Y', role: 'substrate' }] })),
    };
    expect(await faults(ask('compare', { document: broken }))).toMatch(
      /mechanisms\[0\]\.inputs\[0\]\.variable: no variable "Y"; did you mean "X"\?/,
    );
    expect((await ask('describe', { document: broken })).problems.map(({ path }) => path)).toContain(
      'mechanisms[0].inputs[0].variable',
    );
    expect(await faults(ask('compare', { document, comparison: 'cmpp' }))).toMatch(
      /comparisons: no comparison "cmpp"; the document has cmp/,
    );
    expect(await faults(ask('simulate', { document, interventions: ['nope'] }))).toMatch(/no intervention "nope"/);
  });

  it('simulates to the closed form, with overrides of parameters and initial values', async () => {
    const { times, values } = await ask('simulate', { document: decay(), overrides: { k: 1 }, times: [0, 1, 2] });
    expect(times).toEqual([0, 1, 2]);
    values.X.forEach((v, i) => {
      expect(v).toBeCloseTo(2 * Math.exp(-i), 5);
    });
  });

  it('compares: effects are differences to the baseline', async () => {
    const { arms } = await ask('compare', { document: decay() });
    expect(arms[0].outcomes.end.effect).toBe(0);
    expect(arms[1].outcomes.end.value).toBeCloseTo(2 * Math.exp(-0.5), 5);
    expect(arms[1].outcomes.end.effect).toBeCloseTo(2 * (Math.exp(-0.5) - Math.exp(-2.5)), 5);
    expect(arms[1].surgery.cutEdges.length).toBeGreaterThan(0);
    expect(arms[1].mechanisms[0].mean! / arms[1].mechanisms[0].baseline!).toBeCloseTo(
      (1 - Math.exp(-0.5)) / (1 - Math.exp(-2.5)),
      4,
    );
  });

  it('gives an arm that cannot be solved as a failure beside the others', async () => {
    const document = decay();
    const explosive: Scenario = {
      ...document,
      interventions: [{ id: 'stop', name: 'boom', actions: [{ action: 'infuse', variable: 'X', rate: 'X^2*20' }] }],
    };
    expect(await faults(ask('compare', { document: explosive }))).toMatch(/nothing here is called "X"/);
    const laws: Scenario = {
      ...document,
      mechanisms: document.mechanisms.map((m) => ({
        ...m,
        law: { kind: 'custom' as const, expression: 'X > 1 ? 0.5*X : -20*X^2' },
      })),
    };
    const { arms } = await ask('compare', { document: laws });
    expect(arms[0].failure).toMatchObject({ advice: expect.any(String) as string });
    expect(arms[0].outcomes.end.value).toBeNull();
    expect(arms[1].series).toBeDefined();
  });

  it('fits, and gives intervals while the fit is current and adopted', async () => {
    const document = decay(),
      { result, seconds } = await ask('fit', { document });
    expect(seconds).toBe(0);
    expect(result.starts).toHaveLength(3);
    const withResult = setFitResult(document, 'f', result);
    expect((await ask('compare', { document: withResult })).warnings[0]).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('differ from the fitted values') as string,
    });
    const adopted = applyFit(withResult, result.best.parameters);
    const { arms, warnings } = await ask('compare', { document: adopted });
    expect(warnings).toEqual([]);
    const { interval, effect } = arms[1].outcomes.end;
    expect(interval).toMatchObject({ kind: 'posterior', members: 60 });
    expect(interval!.low!).toBeLessThan(effect!);
    expect(interval!.high!).toBeGreaterThan(effect!);
    const changed: Scenario = { ...adopted, data: { measurements: adopted.data.measurements.slice(1) } };
    expect((await ask('compare', { document: changed })).warnings[0].message).toMatch(/have changed since the fit/);
    expect((await ask('compare', { document: adopted, ranges: false })).arms[1].outcomes.end.interval).toBeUndefined();
  });

  it('keeps the cost of what a fit holds out beside its best', async () => {
    const document = decay();
    const [last] = document.data.measurements.map(({ time }) => time).sort((one, other) => other - one);
    const held: Scenario = { ...document, fits: [{ ...document.fits[0], starts: 1, holdout: { after: last - 1e-6 } }] };
    const { result } = await ask('fit', { document: held });
    const { holdout, nllh } = await ask('fitCurves', { document: held, parameters: result.best.parameters });
    expect(holdout?.measurements).toBeGreaterThan(0);
    expect(result.holdout).toEqual(holdout);
    // curves are solved to a later end than the fit's trajectories, so the two agree to the solver's tolerance
    expect(result.best.nllh).toBeCloseTo(nllh!, 4);
    const whole = await ask('fitCurves', { document, parameters: result.best.parameters });
    expect(nllh! + holdout!.nllh!).toBeCloseTo(whole.nllh!, 6);
  });

  it('reports, and opens the report again as the scenario it carries', async () => {
    const document = decay(),
      { html, name } = await ask('report', { document });
    expect(name).toBe('test – cmp.html');
    expect((await ask('parse', { text: html })).document).toEqual(document);
    expect(await ask('report', { document })).toEqual({ html, name });
  });

  it('reads a text as one table, and a workbook as a table a sheet, each with the hash of its file', async () => {
    const text = 'condition,observable,time,value\nc,y,1,2\n';
    expect(await ask('readTable', { file: 'my.csv', content: { text } })).toEqual({
      sheets: [
        {
          name: '',
          table: {
            rows: [
              ['condition', 'observable', 'time', 'value'],
              ['c', 'y', '1', '2'],
            ],
            problems: [],
          },
        },
      ],
      sha256: platform.sha256(text),
    });
    const bytes = makeWorkbook({
      Day: [
        ['time', 'y'],
        [1, 2],
      ],
      Night: [['time']],
    });
    const base64 = Buffer.from(bytes).toString('base64');
    expect(await ask('readTable', { file: 'my.xlsx', content: { base64 } })).toEqual({
      sheets: [
        {
          name: 'Day',
          table: {
            rows: [
              ['time', 'y'],
              [1, 2],
            ],
            problems: [],
          },
        },
        { name: 'Night', table: { rows: [['time']], problems: [] } },
      ],
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    await expect(ask('readTable', { file: 'my.ods', content: { base64 } })).rejects.toThrow(/my.ods cannot be read.*\.xlsx/);
  });
});
