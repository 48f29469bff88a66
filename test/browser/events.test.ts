/** Events and the actions hold and policy in the window: add, edit, see what they do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { countIn, curvesDrawn, details, outline, side, undoable } from './steps';
import { openWindow, type OpenWindow } from './window';

/** A field that offers suggestions is a combobox, and one of several lines is left to be committed. */
async function write(page: Page, name: string | RegExp, text: string): Promise<void> {
  const field = details(page).getByRole('textbox', { name }).or(details(page).getByRole('combobox', { name }));
  await field.fill(text);
  await field.blur();
}
async function choose(page: Page, list: string, option: RegExp): Promise<void> {
  const picker = { name: list };
  await details(page).getByRole('button', picker).or(details(page).getByRole('combobox', picker)).click();
  await page.getByRole('option', { name: option }).first().click();
}

describe.skipIf(chromiumPath === undefined)('events in the eye scenario', () => {
  let opened: OpenWindow, page: Page;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    await curvesDrawn(page);
  });
  afterAll(() => opened?.close());

  it('are added from the outline, and described as they will be understood', async () => {
    await outline(page).getByRole('button', { name: 'Add an event' }).click();
    expect(await countIn(page, 'Events')).toBe(1);
    expect(await undoable(page)).toBe('Add an event');
    await write(page, 'Trigger', 'tgfb < 4 and t >= 2');
    await write(page, /^Delay/, '0.5');
    await details(page).locator('.formula[title*="after 0.5"]').waitFor();
    expect(await details(page).locator('.formula').first().getAttribute('title')).toMatch(
      /^when tgfb < 4 and t >= 2, after 0.5: /,
    );
  });

  it('say what is wrong with a trigger that is no question', async () => {
    await write(page, 'Trigger', 'tgfb');
    await details(page).getByText('a trigger is true or false').first().waitFor();
    await write(page, 'Trigger', 'tgfb < 4');
    await details(page).getByText('a trigger is true or false').first().waitFor({ state: 'detached' });
  });

  it('are listed in the outline, and can be deleted', async () => {
    const item = outline(page).getByRole('button', { name: /when tgfb < 4/ });
    if (!(await item.isVisible()))
      await outline(page)
        .getByRole('button', { name: /^Events/ })
        .click();
    await item.click();
    await details(page)
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
    await expect.poll(() => countIn(page, 'Events')).toBe(0);
    expect(await undoable(page)).toMatch(/^Delete Event/);
  });

  it('leave room for a hold and a policy among the actions of an intervention', async () => {
    await side(page, 'Do');
    const panel = details(page);
    await panel.getByRole('button', { name: 'New intervention' }).click();
    for (const action of ['Hold: keep', 'Policy: let']) {
      await panel.getByRole('button', { name: 'Add an action' }).click();
      await page.getByRole('menuitem', { name: new RegExp(`^${action}`) }).click();
    }
    await panel.getByRole('paragraph').filter({ hasText: 'held at its course with no intervention' }).waitFor();
    await choose(page, 'Seen by', /^only/);
    await panel
      .getByRole('paragraph')
      .filter({ hasText: /sees .* at its course with no intervention/ })
      .waitFor();
    await choose(page, 'On its course in', /^Arm/);
    await panel
      .getByRole('paragraph')
      .filter({ hasText: /at its course under “/ })
      .waitFor();
    await write(page, /^Kept at/, '0.3*tgfb');
    await panel.getByRole('paragraph').filter({ hasText: 'kept at 0.3*tgfb' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
