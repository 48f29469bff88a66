/** Warm starts in the window: chosen with their fields under the settings of a fit, undone, and told of beside each start. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { enter, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the warm start of a fit', () => {
  let opened: OpenWindow, page: Page;
  const picker = (): Locator => page.getByLabel('Warm start', { exact: true });
  beforeAll(async () => {
    opened = await openWindow('missing-physics');
    page = opened.page;
    await workspace(page, 'Fit');
    await page.getByRole('button', { name: 'Settings' }).click();
  });
  afterAll(() => opened?.close());

  it('is chosen by kind, with what it assumes', async () => {
    expect(await picker().innerText()).toBe('Collocation');
    await page.getByText(/Assumes that every state is measured/).waitFor();
    await picker().click();
    await page.getByRole('option', { name: /^Growing horizon/ }).click();
    await page.getByText(/Assumes that the first stage spans/).waitFor();
    expect(await undoable(page)).toContain('warm start');
  });

  it('takes stages by number or by their ends, which must rise', async () => {
    const ends = page.getByLabel('Ends of stages, year');
    await enter(ends, '3, 1');
    await page.getByText('The times must rise').waitFor();
    await enter(ends, '1, 3');
    await expect.poll(() => page.getByLabel('Stages', { exact: true }).count()).toBe(0);
    expect(await ends.inputValue()).toBe('1, 3');
    await ends.fill('');
    await ends.press('Enter');
    await page.getByLabel('Stages', { exact: true }).waitFor();
  });

  it('comes back by undo, and each start tells what it brought', async () => {
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(() => picker().innerText()).toBe('Collocation');
    await page.getByRole('tab', { name: 'Starts' }).click();
    const told = page.getByRole('cell', { name: /^cost \S+ → \S+ by collocation: the equations of 2 states/ });
    await told.first().waitFor();
    expect(await told.count()).toBe(4);
    expect(opened.complaints).toEqual([]);
  });
});
