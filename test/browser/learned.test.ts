/** What a network has learned, in the window: responses, a slice by the keyboard, signs, and a law that takes the network's place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { fittedPredation } from '../fit/learned-predation';
import { chromiumPath } from './chromium';
import { details, diagram, enter, notice, outline, side, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

/** the thread starts and computes for a second or two, on a busy machine for many more */
const COMPUTED = { timeout: 60_000 };
const { document } = fittedPredation();

describe.skipIf(chromiumPath === undefined)('the networks of a scenario', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  const law = (): Locator => panel.getByRole('region', { name: 'Suggested law' });
  beforeAll(async () => {
    opened = await openWindow('eye-privilege', { change: () => document });
    page = opened.page;
    panel = page.getByRole('main', { name: 'Networks' });
  });
  afterAll(() => opened?.close());

  it('are reached from the inspector of a neural term, and computed at once', async () => {
    await outline(page).getByText('predation', { exact: true }).first().click();
    await details(page).getByRole('button', { name: 'What it has learned' }).click();
    await panel.getByRole('button', { name: 'Cancel' }).or(law()).first().waitFor();
    await law().waitFor(COMPUTED);
    expect(await panel.getByLabel('Whose weights').innerText()).toBe('Best values of all');
  });

  it('show a response curve for each cause, with the range over the accepted starts', async () => {
    const curves = panel.getByRole('region', { name: 'Response curves' });
    for (const cause of ['prey', 'predator'])
      await curves.getByRole('figure', { name: `Rate of predation against ${cause}` }).waitFor();
    await curves.getByText('range over 2 accepted starts').waitFor();
    await curves.getByText(/no confidence interval/).waitFor();
    expect(await curves.locator('svg polygon, svg path[fill-opacity="0.34"]').count()).toBe(2);
  });

  it('tell a point of the slice under the arrow keys', async () => {
    const point = panel.getByRole('slider', { name: /predator against prey: point$/ });
    await point.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    expect(await point.getAttribute('aria-valuetext')).toMatch(/^prey [\d.]+, predator [\d.]+: −[\d.]+; no data here$/);
    await page.keyboard.press('Escape');
    expect(await point.getAttribute('aria-valuetext')).toBe('no point chosen');
  });

  it('tell the sign of each edge and over which part of the data', async () => {
    const rows = await panel.getByRole('region', { name: 'Signs' }).getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^prey .*falls 100 % /),
      expect.stringMatching(/^predator .*falls 100 % /),
    ]);
  });

  it('suggest the law that made them, with its quality and simpler and longer alternatives', async () => {
    await law()
      .getByText(/^R² > 0\.9999\d*, error 0\.\d+ %, 1 constant$/)
      .waitFor();
    expect(await law().locator('math').first().textContent()).toMatch(/^−0\.\d+·prey·predator$/);
    expect(await law().getByRole('list', { name: 'Alternatives' }).getByRole('listitem').count()).toBeGreaterThan(0);
  });

  it('say when the model has changed since, and compute again', async () => {
    await side(page, 'Sliders');
    await enter(details(page).getByRole('textbox', { name: 'prey, exact value' }), '0.5');
    await panel.getByText('Out of date: run again').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(() => panel.getByText('Out of date: run again').count()).toBe(0);
  });

  it('are replaced by the law in one step, with its constant as a parameter, and come back', async () => {
    await law().getByRole('button', { name: 'Use this law' }).click();
    await notice(page, 'predation has the suggested law now').waitFor();
    // the only network is gone, so the model is shown, with the mechanism in the inspector
    await diagram(page).waitFor();
    expect(await page.getByRole('tablist', { name: 'Workspace' }).getByRole('tab', { name: 'Networks' }).count()).toBe(0);
    expect(await details(page).locator('[aria-label="Rate law"]').innerText()).toContain('Mass action');
    await side(page, 'Sliders');
    await details(page).getByRole('textbox', { name: 'k_predation, exact value' }).waitFor();
    expect(await undoable(page)).toBe('Use the suggested law for predation');
    await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('tablist', { name: 'Workspace' }).getByRole('tab', { name: 'Networks' }).waitFor();
  });

  it('are reached from the results of a fit and by a key', async () => {
    await workspace(page, 'Fit');
    await page
      .getByRole('main', { name: 'Fit' })
      .getByRole('region', { name: 'Networks' })
      .getByRole('button', { name: 'net' })
      .click();
    await law().waitFor(COMPUTED);
    await workspace(page, 'Model');
    await page.keyboard.press('Control+6');
    await law().waitFor(COMPUTED);
  });

  it('say when they have learned nothing yet', async () => {
    await outline(page).waitFor({ state: 'hidden' });
    await workspace(page, 'Model');
    await outline(page).getByText('predation', { exact: true }).first().click();
    await side(page, 'Inspector');
    await details(page).getByRole('button', { name: 'Reset weights' }).click();
    await workspace(page, 'Networks');
    await panel.getByLabel('Whose weights').click();
    await page.getByRole('option', { name: 'Values of the model' }).click();
    await panel.getByText('net has learned nothing yet').waitFor();
    await panel.getByRole('button', { name: 'Go to Fit' }).waitFor();
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
