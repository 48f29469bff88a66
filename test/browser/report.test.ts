/** The report in the window: preview, download, open again; and saving the scenario itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { countIn, curvesDrawn, diagram, notice, outline, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the report of the eye scenario', () => {
  let opened: OpenWindow, page: Page, report: string;
  const file = (): string => join(opened.folder, 'eye-privilege', 'eye-privilege.doflow');
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    await curvesDrawn(page);
  });
  afterAll(() => opened?.close());

  it('saves an edit into the file', async () => {
    await diagram(page).focus();
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Pigment');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'not saved' }).waitFor();
    await page.keyboard.press('Control+s');
    await notice(page, 'Saved').waitFor();
    expect(await page.getByRole('img', { name: 'not saved' }).count()).toBe(0);
    const names = JSON.parse(readFileSync(file(), 'utf8')).variables.map(({ name }: { name: string }) => name);
    expect(names).toContain('Pigment');
  });

  it('previews the report with its own style', async () => {
    await workspace(page, 'Report');
    await page.getByRole('button', { name: 'Preview' }).first().click();
    const frame = page.frameLocator('iframe[title="Preview of the report"]');
    await frame
      .getByRole('heading', { name: /Immune privilege/ })
      .first()
      .waitFor();
    await expect
      .poll(() =>
        frame
          .locator('table')
          .first()
          .evaluate((table) => getComputedStyle(table).borderCollapse),
      )
      .toBe('collapse');
    expect(await frame.locator('svg').count()).toBeGreaterThan(0);
    expect(await frame.locator('script:not([type^="application/"])').count()).toBe(0);
  });

  it('exports it as one file without scripts or links to load', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export report…' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.html$/);
    report = join(opened.folder, 'report.html');
    await download.saveAs(report);
    const html = readFileSync(report, 'utf8');
    expect(html).toContain('<style>');
    expect(html).not.toMatch(/<script(?! type="application\/)|<link|src="http/);
    expect(html).toContain('Pigment');
  });

  it('opens the downloaded report again, with the scenario inside', async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open a report…' }).click(),
    ]);
    await chooser.setFiles(report);
    await page.getByRole('img', { name: 'not saved' }).waitFor();
    await workspace(page, 'Model');
    await outline(page).getByRole('button', { name: 'Pigment' }).waitFor();
    expect(await countIn(page, 'Variables')).toBe(8);
    await curvesDrawn(page);
  });

  it('does not overwrite the report when that is saved', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
    expect(download.suggestedFilename()).toMatch(/\.doflow$/);
    expect(readFileSync(report, 'utf8')).toContain('<style>');
  });

  it('opens a report that is dropped on the window, after asking about unsaved changes', async () => {
    await diagram(page).focus();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    expect(await countIn(page, 'Variables')).toBe(9);
    const dropped = await page.evaluateHandle(
      (text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], 'report.html', { type: 'text/html' }));
        return data;
      },
      readFileSync(report, 'utf8'),
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await expect.poll(() => countIn(page, 'Variables')).toBe(8);
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
