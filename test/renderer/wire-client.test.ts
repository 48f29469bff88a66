import { describe, expect, it } from 'vitest';
import type { Envelope, FitProgress } from '../../core/service/contract';
import { emptyDocument } from '../../core/model/document';
import { ServiceError } from '../../renderer/client/errors';
import { createPauseSource } from '../../core/service/jobs';
import { WireClient } from '../../renderer/client/wire-client';

const document = emptyDocument('Empty');
const described = { problems: [], equations: [] };

function wired(): { client: WireClient; sent: Envelope[]; job: (at?: number) => string } {
  const sent: Envelope[] = [];
  const client = new WireClient((envelope) => {
    sent.push(envelope);
  });
  return { client, sent, job: (at = 0) => sent[at]!.job };
}
const step: FitProgress = { kind: 'iteration', index: 0, iteration: 3, nllh: 1.5, best: 1.5, done: 0, starts: 4 };

describe('The client on a wire', () => {
  it('joins each answer to its request, in whatever order they come', async () => {
    const { client, sent, job } = wired();
    const first = client.request('describe', { document }),
      second = client.request('about', {});
    expect(sent.map((envelope) => envelope.kind === 'request' && envelope.method)).toEqual(['describe', 'about']);
    expect(job(0)).not.toBe(job(1));
    const about = { versions: { doflow: '1' }, tensor: 'none', host: 'test' };
    client.receive({ kind: 'response', job: job(1), response: about });
    client.receive({ kind: 'response', job: job(0), response: described });
    expect(await second).toEqual(about);
    expect(await first).toEqual(described);
  });

  it('passes progress on until the answer, and nothing afterwards', async () => {
    const { client, job } = wired();
    const heard: FitProgress[] = [];
    const asked = client.request('fit', { document }, { onProgress: (progress) => heard.push(progress) });
    client.receive({ kind: 'progress', job: job(), progress: step });
    client.receive({ kind: 'progress', job: job(), progress: { ...step, kind: 'no such kind' } });
    client.receive({ kind: 'error', job: job(), code: 'model', message: 'no data', problems: [] });
    client.receive({ kind: 'progress', job: job(), progress: step });
    await expect(asked).rejects.toThrow('no data');
    expect(heard).toEqual([step]);
  });

  it('sends a cancel and still takes the answer, since a fit that is stopped answers with its best', async () => {
    const { client, sent, job } = wired();
    const stop = new AbortController();
    const asked = client.request('describe', { document }, { signal: stop.signal });
    stop.abort();
    expect(sent[1]).toEqual({ kind: 'cancel', job: job() });
    client.receive({ kind: 'response', job: job(), response: described });
    expect(await asked).toEqual(described);
  });

  it('sends pauses while the job runs, and none when it is over', async () => {
    const { client, sent, job } = wired();
    const pause = createPauseSource();
    const asked = client.request('describe', { document }, { pause: pause.signal });
    pause.set(true);
    pause.set(false);
    expect(sent.slice(1)).toEqual([
      { kind: 'pause', job: job(), on: true },
      { kind: 'pause', job: job(), on: false },
    ]);
    client.receive({ kind: 'response', job: job(), response: described });
    await asked;
    pause.set(true);
    expect(sent).toHaveLength(3);
  });

  it('does not send what is cancelled beforehand, nor cancel what is over', async () => {
    const { client, sent, job } = wired();
    await expect(client.request('about', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(sent).toEqual([]);
    const stop = new AbortController();
    const asked = client.request('describe', { document }, { signal: stop.signal });
    client.receive({ kind: 'response', job: job(), response: described });
    await asked;
    stop.abort();
    expect(sent).toHaveLength(1);
  });

  it("fails with the service's problems", async () => {
    const { client, job } = wired();
    const asked = client.request('describe', { document });
    const problems = [{ severity: 'error' as const, path: 'mechanisms[0].law', message: 'no network "n"', about: 'm' }];
    client.receive({ kind: 'error', job: job(), code: 'model', message: 'the model is at fault', problems });
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ code: 'model', message: 'the model is at fault', problems });
  });

  it('refuses what is no envelope, and an answer that breaks the contract', async () => {
    const { client, job } = wired();
    const asked = client.request('describe', { document });
    for (const message of [null, 'text', {}, { kind: 'response' }, { kind: 'shout', job: job() }]) {
      expect(() => client.receive(message)).toThrow(/no envelope/);
    }
    client.receive({ kind: 'response', job: job(), response: { problems: 'none', equations: [] } });
    await expect(asked).rejects.toThrow(/answered describe with problems/);
  });

  it('fails every open request when the wire is cut, and takes new ones when it is back', async () => {
    let cut = false;
    const sent: Envelope[] = [];
    const client = new WireClient((envelope) => {
      if (cut) throw new ServiceError('disconnected', 'down');
      sent.push(envelope);
    });
    const open = [client.request('describe', { document }), client.request('about', {})];
    cut = true;
    client.fail('The connection was lost');
    for (const asked of open)
      await expect(asked).rejects.toMatchObject({ code: 'disconnected', message: 'The connection was lost' });
    await expect(client.request('about', {})).rejects.toMatchObject({ code: 'disconnected' });
    cut = false;
    const again = client.request('describe', { document });
    client.receive({ kind: 'response', job: sent[0]!.job, response: described });
    client.receive({ kind: 'response', job: sent.at(-1)!.job, response: described });
    expect(await again).toEqual(described);
  });
});
