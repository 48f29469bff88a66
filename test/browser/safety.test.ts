/** What the window refuses: code made from text, requests to elsewhere, a link used twice, a stranger's socket. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath, launchChromium } from './chromium';
import { curvesDrawn } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the window in a browser', () => {
  let opened: OpenWindow, page: Page;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    await curvesDrawn(page);
  });
  afterAll(() => opened?.close());

  it('comes up without a word on the console', () => {
    expect(opened.complaints).toEqual([]);
  });

  it('leaves no token in the address bar', () => {
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('makes no code from text', async () => {
    // in a timer of the page's own, since what a test evaluates is exempt from the policy
    const said = await page.evaluate(
      () =>
        new Promise<{ blocked: string[]; thrown: string; intruder: unknown }>((resolve) => {
          const blocked: string[] = [];
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
            blocked.push(`${effectiveDirective} ${blockedURI}`),
          );
          setTimeout(() => {
            const script = document.createElement('script');
            script.textContent = 'window.intruder = true';
            document.head.append(script);
            const button = document.createElement('button');
            button.setAttribute('onclick', 'window.intruder = true');
            button.click();
            let thrown = '';
            try {
              (0, eval)('window.intruder = true');
            } catch (error) {
              thrown = (error as Error).name;
            }
            setTimeout(() => resolve({ blocked, thrown, intruder: (window as unknown as { intruder?: unknown }).intruder }), 300);
          });
        }),
    );
    expect(said.intruder).toBeUndefined();
    expect(said.thrown).toBe('EvalError');
    expect(said.blocked).toEqual(expect.arrayContaining(['script-src eval', 'script-src-elem inline', 'script-src-attr inline']));
  });

  it('talks to no other address', async () => {
    const answer = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      ),
    );
    expect(answer).toBe('refused');
    expect(opened.complaints.some((text) => text.includes('Content Security Policy') && text.includes('connect-src'))).toBe(true);
  });

  it('opens its link once', async () => {
    const stranger = await launchChromium();
    const second = await stranger.newPage();
    const used = await second.goto(opened.url);
    expect(used?.status()).toBe(403);
    expect(await second.locator('body').innerText()).toMatch(/has been used/);
    const bare = await second.goto(new URL('/', opened.url).href);
    expect(bare?.status()).toBe(403);
    await stranger.close();
  });
});
