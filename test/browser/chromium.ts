/** A Chromium for tests: the one on this machine, with flags that keep it quiet and work without a display or as root. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findChromium } from '../../build/chromium.mjs';

export const chromiumPath: string | undefined = findChromium();
if (chromiumPath === undefined) console.log('skipped: no Chromium on this machine (set CHROMIUM_PATH)');

export const chromiumFlags: readonly string[] = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** @throws where this machine has none; tests are skipped by `describe.skipIf(chromiumPath === undefined)` */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no Chromium on this machine; set CHROMIUM_PATH');
  return chromium.launch({ executablePath: chromiumPath, args: [...chromiumFlags] });
}
