/** The comparison in the plane of two states: opened there, read by pointer and keys, moved in time, turned round, and saved. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { details, side, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the plane of the missing physics', () => {
  let opened: OpenWindow, page: Page;
  const figure = (): Locator => page.getByRole('figure', { name: /^Plane of/ }),
    point = (): Locator => figure().getByRole('slider', { name: /: point$/ });
  beforeAll(async () => {
    opened = await openWindow('missing-physics', {
      change: (document) => ({ ...document, about: { ...document.about, opens: 'plane' } }),
    });
    page = opened.page;
  });
  afterAll(() => opened?.close());

  it('opens there where the document asks for it, with an arrow for each point of a grid', async () => {
    const shapes = figure().locator('svg path, svg polyline');
    // an arrow for each point of the grid, and what else there is
    await expect.poll(() => shapes.count(), { timeout: 20_000 }).toBeGreaterThan(225 + 40);
    expect(await page.getByRole('tab', { name: 'Plane' }).getAttribute('aria-selected')).toBe('true');
    expect(await figure().getAttribute('aria-label')).toBe('Plane of Prey and Predators in The course that the data see');
  });

  it('tells the arrow at the pointer, and by arrow keys', async () => {
    const box = (await point().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
    await figure()
      .getByText(/^As it is: at Prey .*Prey changes by .*\/year, Predators by .*\/year$/)
      .waitFor();
    await page.mouse.move(5, 5);
    await point().focus();
    await page.keyboard.press('ArrowRight');
    const first = await point().getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    const second = await point().getAttribute('aria-valuetext');
    expect([first, second].every((text) => text!.startsWith('As it is: at Prey'))).toBe(true);
    expect(second).not.toBe(first);
    await page.keyboard.press('Escape');
    expect(await point().getAttribute('aria-valuetext')).toMatch(/^no point chosen/);
  });

  it('goes to another time by the slider', async () => {
    const time = page.getByRole('slider', { name: 'Time of the plane' });
    expect(await time.getAttribute('aria-valuetext')).toBe('t = 5 year');
    await time.focus();
    await page.keyboard.press('Home');
    await figure().getByText('diamond: t = 0 year').waitFor();
  });

  it('exchanges the axes', async () => {
    await page.getByRole('button', { name: 'Exchange the axes' }).click();
    await page.getByRole('figure', { name: /^Plane of Predators and Prey/ }).waitFor();
    await figure().getByText('As it is: Prey (thousand)').waitFor();
  });

  it('saves the picture with all its arrows, and their numbers', async () => {
    await figure().hover();
    await figure().getByRole('button', { name: 'Save this picture' }).click();
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save numbers as CSV' }).click(),
    ]);
    const rows = readFileSync(await csv.path(), 'utf8').split('\n');
    expect(rows.filter((row) => row.includes(',up,'))).toHaveLength(225);
    await figure().hover();
    await figure().getByRole('button', { name: 'Save this picture' }).click();
    const [svg] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Save as SVG' }).click()]);
    expect(readFileSync(await svg.path(), 'utf8').match(/<polyline/g)).toHaveLength(225);
  });

  it('follows a slider of the model', async () => {
    const text = async (): Promise<string> => (await figure().locator('svg').first().innerHTML()).replace(/\s+/g, ' ');
    const before = await text();
    await side(page, 'Sliders');
    await details(page)
      .getByRole('slider', { name: /Prey growth rate/ })
      .focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(text).not.toBe(before);
  });

  it('is left for the curves', async () => {
    await workspace(page, 'Compare');
    await page.getByRole('tab', { name: 'Curves' }).click();
    await page.getByRole('figure', { name: /^Curves of/ }).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
