/** Parameters that vary between conditions, and conditions that start from a steady state, in the window: set, fitted, adopted, undone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { decays } from '../fit/population';
import { chromiumPath } from './chromium';
import { details, enter, outline, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('subjects', () => {
  let opened: OpenWindow, page: Page;
  beforeAll(async () => {
    opened = await openWindow('influenza', {
      change: () => {
        const document = decays({ spread: 0.15, subjects: 3 });
        delete document.parameters[0].varies;
        return document;
      },
    });
    page = opened.page;
  });
  afterAll(() => opened?.close());

  async function inspect(group: string, name: string): Promise<void> {
    const item = outline(page).getByRole('button', { name, exact: false }).first();
    if ((await item.count()) === 0 || !(await item.isVisible()))
      await outline(page)
        .getByRole('button', { name: new RegExp(`^${group}`) })
        .first()
        .click();
    await item.click();
  }
  const toggle = (name: string): Locator => details(page).getByRole('switch', { name });

  it('makes a parameter vary, with a spread, among the conditions chosen, and takes each step back', async () => {
    await inspect('Parameters', 'inflow');
    await inspect('Parameters', 'k 0.4');
    await toggle('Varies between conditions').click();
    await expect.poll(() => undoable(page)).toBe('Change how it varies of k');
    await enter(details(page).getByRole('textbox', { name: 'Spread', exact: true }), '0.3');
    await toggle('Subject 3').click();
    expect(await toggle('Subject 1').isChecked()).toBe(true);
    expect(await toggle('Subject 3').isChecked()).toBe(false);
    await page.keyboard.press('Control+z');
    await expect.poll(() => toggle('Subject 3').isChecked()).toBe(true);
    expect(await details(page).getByRole('textbox', { name: 'Spread', exact: true }).inputValue()).toBe('0.3');
  });

  it('starts a condition from a steady state, and from its initial values again', async () => {
    await inspect('Conditions', 'Subject 2');
    await details(page).getByRole('combobox', { name: 'Where Subject 2 starts from' }).click();
    await page.getByRole('option', { name: 'Steady state under Subject 1' }).click();
    await expect.poll(() => undoable(page)).toBe('Change the start of Subject 2');
    await outline(page).getByText('from rest').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => outline(page).getByText('from rest').count()).toBe(0);
  });

  it('fits a value for each subject, and adopts them as one step', async () => {
    await workspace(page, 'Fit');
    const panel = page.getByRole('main', { name: 'Fit' });
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByRole('tab', { name: 'Parameters' }).click();
    await panel.getByText('k, Subject 2').first().waitFor({ timeout: 60_000 });
    const adopt = panel.getByRole('button', { name: 'Adopt values' });
    await expect.poll(() => adopt.isDisabled(), { timeout: 60_000 }).toBe(false);
    await adopt.click();
    await expect.poll(() => undoable(page)).toBe('Use fitted values');
    await workspace(page, 'Model');
    await inspect('Conditions', 'Subject 2');
    // a field that offers suggestions is a combobox
    const own = details(page).getByRole('combobox', { name: 'k under Subject 2' });
    await own.waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => own.count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});
