/** Regularisers in the window: added with what they assume, changed, refused, taken back, and part of what a fit costs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { enter, notice, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the regularisers of a fit', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    panel = page.getByRole('main', { name: 'Fit' });
    await workspace(page, 'Fit');
    await panel.getByRole('button', { name: 'Settings' }).click();
  });
  afterAll(() => opened?.close());

  const picker = (within: Locator, name: string): Locator =>
    within.getByRole('button', { name }).or(within.getByRole('combobox', { name })).first();
  const card = (name: string): Locator => panel.getByRole('region', { name, exact: true });
  async function add(name: string): Promise<void> {
    await picker(panel, 'Add a regulariser').click();
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  }

  it('are added with what they assume and when that is wrong, and those that lack their subject are not offered', async () => {
    await picker(panel, 'Add a regulariser').click();
    const lipschitz = page.getByRole('option', { name: /^Lipschitz bound/ });
    expect(await lipschitz.getAttribute('data-disabled')).not.toBeNull();
    expect(await lipschitz.innerText()).toContain('needs a network that is estimated');
    await page.keyboard.press('Escape');
    await add('Rate bound');
    const text = await card('Rate bound').innerText();
    expect(text).toMatch(/Physics sets a limit that the rate cannot exceed/);
    expect(text).toMatch(/Wrong where the limit is a guess/);
    expect(await undoable(page)).toBe('Add a regulariser');
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Stale').waitFor();
  });

  it('are changed by name and number, tell what they cost, and can be undone', async () => {
    const bound = card('Rate bound');
    await picker(bound, 'Rate of').click();
    await page.getByRole('option', { name: 'infiltration', exact: false }).first().click();
    await enter(bound.getByRole('textbox', { name: 'At most' }), '0.05');
    await bound.getByText(/costs \d/).waitFor();
    expect(await undoable(page)).toBe('Change a regulariser');
    await page.keyboard.press('Control+z');
    await expect.poll(() => bound.getByRole('textbox', { name: 'At most' }).inputValue()).toBe('1');
    await page.keyboard.press('Control+y');
    await expect.poll(() => bound.getByRole('textbox', { name: 'At most' }).inputValue()).toBe('0.05');
  });

  it('are refused where what they assume is false, with the reason, unless forced', async () => {
    await add('Detailed balance');
    const balance = card('Detailed balance');
    await balance
      .getByRole('alert')
      .getByText(/closed systems at equilibrium only.*makes matter/)
      .waitFor();
    await balance.getByRole('switch', { name: 'Also where it is wrong, to see what it does' }).click();
    await expect.poll(() => balance.getByRole('alert').count()).toBe(0);
    await balance.getByRole('button', { name: 'Remove this regulariser' }).click();
    await expect.poll(() => balance.count()).toBe(0);
    expect(await card('Rate bound').count()).toBe(1);
  });

  it('are part of what a fit costs, and its result says how much', async () => {
    await enter(panel.getByRole('textbox', { name: 'Starts' }), '1');
    await panel.getByRole('button', { name: 'Run' }).click();
    await notice(page, 'Fit finished').waitFor({ timeout: 60_000 });
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Fitted, not adopted').waitFor();
    await card('Rate bound')
      .getByText(/costs \d/)
      .waitFor();
    await panel.getByText(/of it regularisers \d/).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
