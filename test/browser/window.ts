/** The real window in Chromium, served on loopback by the command line; the bench and the pictures use it too. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { parseDocument, serializeDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';
import { root } from '../root';
import { launchChromium } from './chromium';

export interface OpenWindow {
  readonly page: Page;
  /** a copy of the scenarios, which the test may write to */
  readonly folder: string;
  /** the address that the command printed, with its one-time token */
  readonly url: string;
  /** what the page complained about */
  readonly complaints: string[];
  close(): Promise<void>;
}
export interface WindowOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly deviceScaleFactor?: number;
  /** another document in place of the scenario's own */
  readonly change?: (document: Scenario) => Scenario;
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
    child.on('exit', () => {
      reject(new Error(`the server ended: ${said}`));
    });
  });
}

/** @param scenario name of a folder of scenarios/; absent: no document */
export async function openWindow(scenario?: string, options: WindowOptions = {}): Promise<OpenWindow> {
  const { size = { width: 1280, height: 800 }, colorScheme = 'light', deviceScaleFactor = 1, change } = options;
  const folder = mkdtempSync(join(tmpdir(), 'doflow-browser-'));
  cpSync(join(root, 'scenarios'), folder, { recursive: true });
  const file = scenario === undefined ? [] : [join(folder, scenario, `${scenario}.doflow`)];
  if (change !== undefined)
    for (const path of file) writeFileSync(path, serializeDocument(change(parseDocument(readFileSync(path, 'utf8')).document)));
  const child = spawn(process.execPath, [join(root, 'build/doflow.mjs'), 'serve', ...file], { cwd: folder });
  const url = await served(child);
  const browser = await launchChromium();
  const page = await browser.newPage({
    viewport: size,
    colorScheme,
    deviceScaleFactor,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    complaints.push(error.message);
  });
  await page.goto(url);
  return {
    page,
    folder,
    url,
    complaints,
    async close() {
      await browser.close();
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
