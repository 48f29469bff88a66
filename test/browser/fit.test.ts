/** Fitting in the window: run, watch, cancel and keep the best, adopt. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { details, enter, notice, side, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('fitting the eye scenario', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    panel = page.getByRole('main', { name: 'Fit' });
    await workspace(page, 'Fit');
  });
  afterAll(() => opened?.close());

  async function setStarts(count: number): Promise<void> {
    const starts = panel.getByRole('textbox', { name: 'Starts' });
    if ((await starts.count()) === 0) await panel.getByRole('button', { name: 'Settings' }).click();
    await enter(starts, String(count));
  }
  const rows = (): Locator => panel.getByRole('region', { name: 'Starts', exact: true }).getByRole('row');

  it('shows the fit that the scenario carries, adopted, with model and data', async () => {
    await panel.getByRole('figure', { name: 'Model against data' }).waitFor();
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Adopted').waitFor();
    expect(await panel.getByRole('button', { name: 'Adopt values' }).isDisabled()).toBe(true);
    expect(await panel.getByText(/\d+ effective draws/).count()).toBe(1);
  });

  it('cancels a fit and keeps the best that it had found', async () => {
    await setStarts(40);
    await panel.getByRole('button', { name: 'Run' }).click();
    const progress = panel.getByRole('progressbar', { name: 'Starts done' });
    await progress.waitFor();
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(await progress.getAttribute('aria-valuemax')).toBe('40');
    await panel.getByText(/best cost/).waitFor();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await notice(page, 'Fit stopped; the best values so far are kept').waitFor();
    await panel.getByText('stopped early').waitFor();
    const kept = (await rows().count()) - 1;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(40);
    expect(await undoable(page)).toBe('Fit All animals');
  });

  it('runs a fit of two starts to its end, with progress and draws for the intervals', async () => {
    await setStarts(2);
    await panel.getByRole('button', { name: 'Run' }).click();
    await panel.getByText(/of 2 starts/).waitFor();
    await panel.getByText('drawing parameter sets for the intervals').waitFor({ timeout: 60_000 });
    await notice(page, 'Fit finished').waitFor({ timeout: 60_000 });
    expect(await rows().count()).toBe(3);
    expect(await panel.getByRole('figure', { name: 'Starts sorted by cost' }).count()).toBe(1);
    expect(await panel.getByText(/\d+ effective draws/).count()).toBe(1);
  });

  it('tells values that the model does not run with, and adopts them as one step', async () => {
    await workspace(page, 'Model');
    await side(page, 'Sliders');
    await enter(details(page).getByRole('textbox', { name: 'k_infiltration, exact value' }), '3');
    await workspace(page, 'Compare');
    await page.getByText(/No intervals: k_infiltration differ.*adopt the fit/).waitFor();
    await workspace(page, 'Fit');
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Fitted, not adopted').waitFor();
    const values = panel
      .getByRole('region', { name: 'Values' })
      .getByRole('row')
      .filter({ hasText: 'k_infiltration' })
      .getByRole('cell');
    const [fitted, range, now] = await values.allInnerTexts();
    expect(now).toBe('3');
    const [low, high] = range.split('…').map(Number);
    expect(low).toBeLessThan(Number(fitted));
    expect(high).toBeGreaterThan(Number(fitted));
    await panel.getByRole('button', { name: 'Adopt values' }).click();
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Adopted', { exact: true }).waitFor();
    expect((await values.allInnerTexts())[2]).toBe(fitted);
    expect(await undoable(page)).toBe('Use fitted values');
  });

  it('predicts measurements that are held out, draws them apart and gives their cost', async () => {
    await setStarts(1);
    await enter(panel.getByRole('textbox', { name: 'After time' }), '30');
    expect(await undoable(page)).toBe('Choose what is held out');
    await panel.getByText('Wild type, held out').first().waitFor();
    await panel.getByRole('button', { name: 'Run' }).click();
    await panel.getByText(/^held out −?\d/).waitFor({ timeout: 60_000 });
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
