import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../core/model/document';
import { DocumentError } from '../../core/model/problem';
import { CancelledError } from '../../core/service/call';
import type { Envelope } from '../../core/service/contract';
import { createDispatch } from '../../core/service/dispatch';
import type { Handlers } from '../../core/service/handler';
import { HostError } from '../../core/service/host-error';

const about = { versions: { doflow: '0' }, tensor: 'none', host: 'test' };
const result = (comparison: string) => ({ comparison, arms: [], warnings: [] });
const tick = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Handlers that throw unless replaced. */
function handlers(replaced: Partial<Handlers>): Handlers {
  return new Proxy(replaced, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`nobody expected "${String(name)}"`);
      }),
  }) as Handlers;
}

function desk(replaced: Partial<Handlers>, strict = true) {
  const sent: Envelope[] = [],
    faults: unknown[] = [];
  const dispatch = createDispatch({
    handlers: handlers(replaced),
    strict,
    defer: setImmediate,
    emit: (message) => {
      sent.push(message);
    },
    onFault: (error) => {
      faults.push(error);
    },
  });
  const ask = (job: string, method: string, request: unknown = {}): void =>
    dispatch.receive({ kind: 'request', job, method, request });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await tick();
  };
  return { sent, faults, dispatch, ask, settle };
}

describe('dispatch', () => {
  it('answers a request under the job that asked', async () => {
    const { ask, sent, settle } = desk({ about: async () => about });
    ask('a1', 'about');
    await settle();
    expect(sent).toEqual([{ kind: 'response', job: 'a1', response: about }]);
  });

  it('refuses a malformed message, naming the job where there is one', () => {
    const { dispatch, sent } = desk({});
    dispatch.receive(undefined);
    dispatch.receive({ kind: 'request', job: 'x', method: 'erase', request: {} });
    dispatch.receive({ kind: 'request', job: 'y', method: 'about', request: {}, extra: 1 });
    expect(sent.map((message) => [message.kind, message.job])).toEqual([
      ['error', ''],
      ['error', 'x'],
      ['error', 'y'],
    ]);
    expect(sent.every((message) => message.kind === 'error' && message.code === 'invalid' && message.problems.length > 0)).toBe(
      true,
    );
  });

  it("tells the path of a fault in a document from the document's root", async () => {
    const { ask, sent, settle } = desk({});
    ask('a', 'describe', { document: { ...emptyDocument('T'), parameters: [{ id: 'k', value: 'seven' }] } });
    await settle();
    expect(sent[0]).toMatchObject({ kind: 'error', code: 'invalid', problems: [{ path: 'parameters[0].value' }] });
  });

  it('tells the path of a fault in a request', async () => {
    const { ask, sent, settle } = desk({});
    ask('a', 'fit', { document: emptyDocument('T'), starts: 0 });
    await settle();
    expect(sent[0]).toMatchObject({ kind: 'error', code: 'invalid', problems: [{ path: 'starts' }] });
  });

  it('passes on the problems of a document as a fault of the model', async () => {
    const problems = [{ severity: 'error' as const, path: 'fits', message: 'no fit' }];
    const { ask, sent, settle } = desk({
      open: async () => {
        throw new DocumentError(problems);
      },
    });
    ask('a', 'open', { path: 'x' });
    await settle();
    expect(sent[0]).toMatchObject({ kind: 'error', code: 'model', problems });
  });

  it("tells what the host could not do, which is nobody's slip", async () => {
    const { ask, sent, faults, settle } = desk({
      open: async () => {
        throw new HostError('cannot read x: there is no such file');
      },
    });
    ask('a', 'open', { path: 'x' });
    await settle();
    expect(sent[0]).toMatchObject({ kind: 'error', code: 'invalid', message: 'cannot read x: there is no such file' });
    expect(faults).toEqual([]);
  });

  it('keeps the stack of its own faults from the window', async () => {
    const { ask, sent, faults, settle } = desk({
      open: async () => {
        throw new Error('a slip');
      },
    });
    ask('a', 'open', { path: 'x' });
    await settle();
    expect(sent).toEqual([{ kind: 'error', job: 'a', code: 'internal', message: 'a slip', problems: [] }]);
    expect(faults).toHaveLength(1);
  });

  it('streams progress before the answer', async () => {
    const step = { kind: 'start' as const, index: 0, iteration: 0, nllh: null, best: null, done: 0, starts: 1 };
    const fitted = {
      fit: 'f',
      seconds: 1,
      result: { best: { nllh: 1, parameters: {} }, starts: [], cancelled: false, provenance: { document: '', versions: {} } },
    };
    const { ask, sent, settle } = desk({
      fit: async (_request, { progress }) => {
        progress(step);
        return fitted;
      },
    });
    ask('a', 'fit', { document: emptyDocument('T') });
    await settle();
    expect(sent.map(({ kind }) => kind)).toEqual(['progress', 'response']);
  });

  it('holds a handler to the contract where it is strict', async () => {
    const wrong = { open: async () => ({ path: 7 }) as never };
    const strict = desk(wrong),
      lax = desk(wrong, false);
    strict.ask('a', 'open', { path: 'x' });
    lax.ask('a', 'open', { path: 'x' });
    await strict.settle();
    await lax.settle();
    expect(strict.sent[0]).toMatchObject({ kind: 'error', code: 'internal' });
    expect(lax.sent[0]).toMatchObject({ kind: 'response' });
  });

  it('cancels a running job by its signal', async () => {
    const { ask, dispatch, sent, settle } = desk({
      open: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new CancelledError()));
        }),
    });
    ask('a', 'open', { path: 'x' });
    dispatch.receive({ kind: 'cancel', job: 'a' });
    await settle();
    expect(sent).toEqual([{ kind: 'error', job: 'a', code: 'cancelled', message: 'cancelled', problems: [] }]);
  });

  it('holds a running job and lets it go on', async () => {
    const heard: boolean[] = [];
    const { ask, dispatch, sent, settle } = desk({
      about: (_request, { pause }) =>
        new Promise((resolve) => {
          pause?.addEventListener('change', () => {
            heard.push(pause.paused);
            if (!pause.paused) resolve(about);
          });
        }),
    });
    ask('a', 'about');
    for (const on of [true, true, false]) dispatch.receive({ kind: 'pause', job: 'a', on });
    dispatch.receive({ kind: 'pause', job: 'gone', on: true });
    await settle();
    expect(heard).toEqual([true, false]);
    expect(sent).toEqual([{ kind: 'response', job: 'a', response: about }]);
    dispatch.receive({ kind: 'pause', job: 'a', on: 'yes' });
    expect(sent.at(-1)).toMatchObject({ kind: 'error', job: 'a', code: 'invalid', problems: [{ path: 'on' }] });
  });

  it('delivers what a cancelled job has kept', async () => {
    const { ask, dispatch, sent, settle } = desk({
      about: (_request, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(about));
        }),
    });
    ask('a', 'about');
    dispatch.receive({ kind: 'cancel', job: 'a' });
    await settle();
    expect(sent).toEqual([{ kind: 'response', job: 'a', response: about }]);
  });

  it('computes the newest of the comparisons that wait under one key, and never the older ones', async () => {
    const started: string[] = [];
    let release = (): void => {};
    const { ask, sent, settle } = desk({
      compare: async ({ comparison = '' }) => {
        started.push(comparison);
        if (comparison === 'first')
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        return result(comparison);
      },
    });
    const compare = (name: string): void => ask(name, 'compare', { document: emptyDocument('T'), comparison: name, key: 'live' });
    compare('first');
    await settle();
    compare('second');
    compare('third');
    compare('fourth');
    release();
    await settle();
    expect(started).toEqual(['first', 'fourth']);
    expect(sent.map((message) => [message.job, message.kind === 'error' ? message.code : message.kind])).toEqual([
      ['second', 'superseded'],
      ['third', 'superseded'],
      ['first', 'response'],
      ['fourth', 'response'],
    ]);
  });

  it('runs comparisons without a key, or under different keys, all', async () => {
    const { ask, sent, settle } = desk({ compare: async ({ comparison = '' }) => result(comparison) });
    for (const [job, key] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', undefined],
      ['d', undefined],
    ]) {
      ask(String(job), 'compare', { document: emptyDocument('T'), key });
    }
    await settle();
    expect(sent.map(({ kind }) => kind)).toEqual(Array(4).fill('response'));
  });

  it('cancels a comparison that waits without computing it', async () => {
    const started: string[] = [];
    let release = (): void => {};
    const { ask, dispatch, sent, settle } = desk({
      compare: async ({ comparison = '' }) => {
        started.push(comparison);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return result(comparison);
      },
    });
    ask('a', 'compare', { document: emptyDocument('T'), comparison: 'a', key: 'k' });
    await settle();
    ask('b', 'compare', { document: emptyDocument('T'), comparison: 'b', key: 'k' });
    dispatch.receive({ kind: 'cancel', job: 'b' });
    release();
    await settle();
    expect(started).toEqual(['a']);
    expect(sent[0]).toMatchObject({ job: 'b', code: 'cancelled' });
  });

  it('refuses a job id that still runs, and cancels all when the other side goes', async () => {
    let aborted = 0;
    const { ask, dispatch, sent, settle } = desk({
      open: (_request, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted++;
          });
        }),
    });
    ask('a', 'open', { path: 'x' });
    ask('a', 'open', { path: 'y' });
    ask('b', 'open', { path: 'z' });
    await settle();
    expect(sent).toMatchObject([{ kind: 'error', job: 'a', code: 'invalid' }]);
    dispatch.close();
    expect(aborted).toBe(2);
  });
});
