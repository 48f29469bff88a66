/** Checkpoint schedules in the window: a length is chosen, memory stands against time, and the gradients agree to the bit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { openWindow, type OpenWindow } from './window';

const SOON = { timeout: 60_000 };

describe.skipIf(chromiumPath === undefined)('checkpoints of the decay', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  beforeAll(async () => {
    opened = await openWindow('decay-stability');
    page = opened.page;
    panel = page.getByRole('main', { name: 'Clinic' });
    await page.getByRole('tablist', { name: 'Clinic' }).getByRole('tab', { name: 'Checkpoints' }).click();
  });
  afterAll(() => opened?.close());

  it('are measured over so many steps as the user says', async () => {
    const steps = panel.getByRole('textbox', { name: 'Steps' });
    await steps.fill('1000');
    await steps.press('Enter');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    const told = panel.getByRole('status', { name: 'Gradients' });
    await told.waitFor(SOON);
    expect(await told.innerText()).toMatch(/^All 9 gradients are the same, to the bit\.\s+1,000 steps of/);
    const rows = panel.getByRole('region', { name: 'Schedules' }).getByRole('row');
    expect(await rows.count()).toBe(10);
    expect(await rows.nth(1).getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['every step stored', '1,000', '0', '1', 'same bits']),
    );
    await panel.getByRole('figure', { name: 'Memory against time of the gradient' }).waitFor();
  });

  it('are out of date once another length is chosen', async () => {
    const steps = panel.getByRole('textbox', { name: 'Steps' });
    await steps.fill('2000');
    await steps.press('Enter');
    await panel.getByText('Out of date: run again').waitFor();
  });

  it('stand against forward passes too', async () => {
    await panel.getByLabel('What is drawn against memory').click();
    await page.getByRole('option', { name: 'Forward passes', exact: true }).click();
    await panel.getByText('Forward passes over the steps').first().waitFor();
  });
});
