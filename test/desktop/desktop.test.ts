import { mkdtempSync, readFileSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensure } from '../../build/ensure.mjs';
import type { Bridge } from '../../core/service/bridge';
import type { Envelope } from '../../core/service/contract';
import { canOpen, findElectron, openDesktop, root } from './driver';
import type { Desktop } from './driver';

const eye = join(root, 'scenarios', 'eye-privilege', 'eye-privilege.doflow');
const influenza = join(root, 'scenarios', 'influenza', 'influenza.doflow');
type Page = { doflow: Bridge };

describe.skipIf(!canOpen)(`the desktop app on ${findElectron() === undefined ? 'the stand-in' : 'Electron'}`, () => {
  let desktop: Desktop, folder: string;
  beforeAll(async () => {
    await ensure('node');
    await ensure('renderer');
    folder = mkdtempSync(join(tmpdir(), 'doflow-desktop-files-'));
    copyFileSync(eye, join(folder, 'eye.doflow'));
    desktop = await openDesktop(join(folder, 'eye.doflow'));
  });
  afterAll(async () => {
    await desktop?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks the service through the bridge, as the window does. */
  const ask = (job: string, method: string, request: unknown): Promise<Envelope> =>
    desktop.page.evaluate(
      ([id, name, body]) =>
        new Promise<Envelope>((resolve) => {
          const { doflow } = window as unknown as Page;
          const stop = doflow.onEnvelope((envelope) => {
            if (envelope.job !== id || envelope.kind === 'progress') return;
            stop();
            resolve(envelope);
          });
          doflow.send({ kind: 'request', job: id, method: name, request: body } as Envelope);
        }),
      [job, method, request] as const,
    );

  it('opens the window on the scenario that it was started with', async () => {
    await expect.poll(() => desktop.title(), { timeout: 30_000 }).toBe('Immune privilege of the eye – Doflow');
    await desktop.page.getByText('Immune privilege of the eye').first().waitFor();
  });

  it('computes in a process of its own, which says which host it is on', async () => {
    expect(await ask('about-1', 'about', {})).toMatchObject({
      kind: 'response',
      response: { host: 'desktop', versions: { doflow: expect.any(String) } },
    });
  });

  it('gives the page the bridge and nothing of Node or Electron', async () => {
    const found = await desktop.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>;
      return {
        node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', 'standInToMain'].filter(
          (name) => page[name] !== undefined,
        ),
        bridge: Object.keys(page.doflow as object).sort(),
        frozen: Object.isFrozen(page.doflow),
      };
    });
    expect(found).toEqual({
      node: [],
      frozen: true,
      bridge: ['initialPath', 'kind', 'onAction', 'onEnvelope', 'openFile', 'saveFile', 'send', 'setDocument'],
    });
  });

  it('forbids eval, inline scripts and foreign addresses by its content policy', async () => {
    // a timer, since what a debugger evaluates is let through
    const found = await desktop.page.evaluate(
      () =>
        new Promise<{ made: string; inline: boolean; fetched: string }>((resolve) => {
          setTimeout(async () => {
            let made = 'made';
            try {
              new Function('return 1')();
            } catch (error) {
              made = (error as Error).name;
            }
            const script = document.createElement('script');
            script.textContent = 'window.inlineRan = true';
            document.head.append(script);
            const fetched = await fetch('https://example.org/').then(
              () => 'fetched',
              (error: Error) => error.name,
            );
            resolve({ made, inline: 'inlineRan' in window, fetched });
          });
        }),
    );
    expect(found).toEqual({ made: 'EvalError', inline: false, fetched: 'TypeError' });
  });

  it('refuses a page from elsewhere', async () => {
    expect(await desktop.askFromElsewhere()).toMatch(/refused: this page is not Doflow's/);
  });

  it('does not leave its page, opens no windows, and hands web links to the browser', async () => {
    const before = desktop.page.url();
    await desktop.page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.org/paper', textContent: 'paper' });
      document.body.append(link);
      link.click();
      link.remove();
    });
    await expect.poll(() => desktop.links()).toContain('https://example.org/paper');
    await desktop.page.evaluate(() => {
      window.open('https://example.org/popup');
    });
    await expect.poll(() => desktop.links()).toContain('https://example.org/popup');
    expect(desktop.page.url()).toBe(before);
    expect(await desktop.page.getByText('Immune privilege of the eye').first().isVisible()).toBe(true);
  });

  it('opens and saves only what the user has chosen', async () => {
    expect(await ask('open-1', 'open', { path: join(root, 'package.json') })).toMatchObject({ kind: 'error' });
    expect(await ask('open-2', 'open', { path: join(folder, 'eye.doflow') })).toMatchObject({ kind: 'response' });
    const unasked = await desktop.page.evaluate(
      (path) =>
        (window as unknown as Page).doflow.saveFile({ path, suggestedName: 'x', text: 'overwritten', extension: 'doflow' }),
      join(folder, 'other.doflow'),
    );
    // the dialog that it got instead was cancelled
    expect(unasked).toBeNull();
  });

  it('saves from the menu where the user says', async () => {
    const target = join(folder, 'copy.doflow');
    await desktop.answer('save', { canceled: false, filePath: target });
    await desktop.menu('file.saveAs');
    await expect
      .poll(() => {
        try {
          return readFileSync(target, 'utf8');
        } catch {
          return '';
        }
      })
      .toBe(readFileSync(eye, 'utf8'));
  });

  it('answers what was under way when the compute process dies, and goes on with a new one', async () => {
    const { response } = (await ask('open-3', 'open', { path: influenza })) as { response: { document: unknown } };
    const lost = ask('fit-1', 'fit', { document: response.document, starts: 500 });
    await desktop.page.waitForTimeout(300);
    await desktop.killCompute();
    expect(await lost).toMatchObject({ kind: 'error', code: 'internal', message: expect.stringMatching(/started anew/) });
    expect(await ask('about-2', 'about', {})).toMatchObject({ kind: 'response' });
    // the grants outlive it
    expect(await ask('open-4', 'open', { path: join(folder, 'eye.doflow') })).toMatchObject({ kind: 'response' });
  });

  it('opens the file that a second start names', async () => {
    await desktop.startAgain(influenza);
    await expect.poll(() => desktop.title(), { timeout: 30_000 }).toMatch(/influenza/i);
  });

  it('asks before it closes with unsaved changes, and closes when they may go', async () => {
    await desktop.page.evaluate(() => (window as unknown as Page).doflow.setDocument({ title: 'Mine', path: null, dirty: true }));
    await expect.poll(() => desktop.title()).toBe('• Mine – Doflow');
    const CANCEL = 2,
      DISCARD = 1;
    await desktop.answer('message', { response: CANCEL });
    await desktop.close();
    expect(await desktop.title()).toBe('• Mine – Doflow');
    await desktop.answer('message', { response: DISCARD });
    await desktop.close();
    await desktop.ended;
  });
});
