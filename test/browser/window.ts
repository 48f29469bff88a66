/** The real window in Chromium, served on loopback by the command line, for the browser tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../build/chromium.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const executablePath = findChromium();
/** Without these, Chromium calls home, and as root it does not start at all. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface OpenWindow {
  readonly page: Page;
  /** a copy of the scenarios, which the test may write to */
  readonly folder: string;
  readonly url: string;
  /** what the page complained about */
  readonly complaints: string[];
  close(): Promise<void>;
}

function served(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (data: Buffer): void => {
      said += data.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.on('exit', () => { reject(new Error(`the server ended: ${said}`)); });
  });
}

/** @param scenario name of a folder of scenarios/; absent: no document */
export async function openWindow(scenario?: string, size = { width: 1280, height: 800 }, colorScheme: 'light' | 'dark' = 'light'): Promise<OpenWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'doflow-browser-'));
  cpSync(join(root, 'scenarios'), folder, { recursive: true });
  const file = scenario === undefined ? [] : [join(folder, scenario, `${scenario}.doflow`)];
  const child = spawn(process.execPath, [join(root, 'build/doflow.mjs'), 'serve', ...file], { cwd: folder });
  const url = await served(child);
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const page = await browser.newPage({ viewport: size, colorScheme, acceptDownloads: true, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => { complaints.push(error.message); });
  await page.goto(url);
  return {
    page, folder, url, complaints,
    async close() {
      await browser.close();
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
