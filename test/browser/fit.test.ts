/** Fitting in the window: run, watch, pause, cancel and keep the best, adopt; residuals, profiles, fits side by side. */
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
    await settings(true);
    await enter(panel.getByRole('textbox', { name: 'Starts', exact: true }), String(count));
    await settings(false);
  }
  async function settings(open: boolean): Promise<void> {
    const button = panel.getByRole('button', { name: 'Settings' });
    if ((await button.getAttribute('aria-expanded')) !== String(open)) await button.click();
  }
  const section = (name: string): Promise<void> => panel.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  const rows = (): Locator => panel.getByRole('region', { name: 'Starts', exact: true }).getByRole('row');
  const done = async (): Promise<number> =>
    Number(await panel.getByRole('progressbar', { name: 'Starts done' }).getAttribute('aria-valuenow'));

  it('shows the fit that the scenario carries, adopted, with model and data', async () => {
    await panel.getByRole('figure', { name: 'Model against data' }).waitFor();
    await panel.getByRole('status', { name: 'State of the fit' }).getByText('Adopted').waitFor();
    expect(await panel.getByRole('button', { name: 'Adopt values' }).isDisabled()).toBe(true);
    expect(await panel.getByText(/\d+ effective draws/).count()).toBe(1);
  });

  it('says what the residuals say, by observable and condition', async () => {
    await section('Residuals');
    await panel.getByRole('figure', { name: 'Quantiles of residuals' }).waitFor();
    await panel.getByRole('region', { name: 'Findings' }).getByText('What the residuals say').waitFor();
    const table = panel.getByRole('region', { name: 'Tests of residuals' }).getByRole('row');
    // a head; three observables, under two conditions and together
    expect(await table.count()).toBe(1 + 3 * 3);
    expect(await table.filter({ hasText: 'Clinical score' }).first().innerText()).toMatch(/all together\s+48\s/);
    await section('Curves');
  });

  it('watches a fit, has it wait, and cancels it with the best that it had found', async () => {
    await setStarts(60);
    await panel.getByRole('button', { name: 'Run' }).click();
    await panel.getByRole('figure', { name: 'Cost of each start by iteration' }).waitFor();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(0);
    await panel.getByText(/best cost/).waitFor();
    await panel.getByText(/ left$/).waitFor();
    await panel.getByRole('button', { name: 'Pause' }).click();
    await panel.getByText('paused', { exact: true }).waitFor();
    // whatever was on its way has come after a moment
    await page.waitForTimeout(400);
    const before = await done();
    await page.waitForTimeout(900);
    expect(await done()).toBe(before);
    await panel.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
    await panel.getByRole('button', { name: 'Pause' }).click();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await notice(page, 'Fit stopped; the best values so far are kept').waitFor();
    await panel.getByText('stopped early').waitFor();
    await section('Starts');
    const kept = (await rows().count()) - 1;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(60);
    expect(await rows().filter({ hasText: 'cancelled' }).count()).toBeGreaterThan(0);
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
    await section('Parameters');
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

  it('profiles a parameter, whose interval agrees with that of the draws', async () => {
    await section('Profiles');
    await panel.getByRole('button', { name: 'Profile k_infiltration' }).click();
    const profile = panel.getByRole('region', { name: 'Profile of k_infiltration' });
    await profile.getByText('Determined by these data').waitFor({ timeout: 60_000 });
    const [low, high] = (await profile.locator('strong').innerText()).split('…').map(Number);
    await section('Parameters');
    const [, range] = await panel
      .getByRole('region', { name: 'Values' })
      .getByRole('row')
      .filter({ hasText: 'k_infiltration' })
      .getByRole('cell')
      .allInnerTexts();
    const drawn = range.split('…').map(Number);
    // quantiles of 60 draws are off by a good part of the interval's width
    expect(Math.abs(low - drawn[0])).toBeLessThan(0.3 * (high - low));
    expect(Math.abs(high - drawn[1])).toBeLessThan(0.3 * (high - low));
  });

  it('has every setting of a fit, each a step to undo', async () => {
    await settings(true);
    await panel.getByText('Advanced').click();
    await enter(panel.getByRole('textbox', { name: 'Candidates for each start' }), '5');
    expect(await undoable(page)).toBe('Change the candidates');
    await panel.getByRole('switch', { name: /better starts go on/ }).click();
    expect(await undoable(page)).toBe('Eliminate starts');
    await enter(panel.getByRole('textbox', { name: 'Part that goes on' }), '0.25');
    await panel.getByLabel('Where starts lie').click();
    await page.getByRole('option', { name: /^Latin hypercube/ }).click();
    expect(await undoable(page)).toBe('Choose where starts lie');
    await panel.getByRole('switch', { name: /better starts go on/ }).click();
    expect(await undoable(page)).toBe('Keep every start');
    await settings(false);
  });

  it('sets a second fit beside the first, with criteria that are compared on the same data', async () => {
    await panel.getByRole('button', { name: 'New fit' }).click();
    await setStarts(1);
    await panel.getByRole('button', { name: 'Run' }).click();
    await panel.getByText(/\d+ effective draws/).waitFor({ timeout: 60_000 });
    await section('Compare');
    await panel.getByText('All see the same measurements').waitFor();
    const costs = panel.getByRole('table', { name: 'Costs' }).getByRole('row');
    expect(await costs.count()).toBe(3);
    expect(await costs.filter({ hasText: 'All animals' }).innerText()).toMatch(/\b104\b/);
    expect(await panel.getByRole('figure', { name: 'Fits over the data' }).count()).toBe(1);
    await panel.getByRole('group', { name: 'Fits to compare' }).getByRole('checkbox').first().uncheck();
    await panel.getByText('Choose another fit to compare with').waitFor();
    await panel.getByRole('group', { name: 'Fits to compare' }).getByRole('checkbox').first().check();
  });

  it('predicts measurements that are held out, draws them apart and gives their cost', async () => {
    await settings(true);
    await enter(panel.getByRole('textbox', { name: 'After time' }), '30');
    expect(await undoable(page)).toBe('Choose what is held out');
    await settings(false);
    await section('Curves');
    await panel.getByText('Wild type, held out').first().waitFor();
    await panel.getByRole('button', { name: 'Run' }).click();
    await panel.getByText('drawing parameter sets for the intervals').waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Run' }).waitFor({ timeout: 60_000 });
    await panel.getByText(/^held out −?\d/).waitFor();
    await panel.getByRole('figure', { name: 'Cost of the best so far' }).waitFor();
    await section('Compare');
    await panel.getByText('These fits see different measurements').waitFor();
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});

describe.skipIf(chromiumPath === undefined)('a fit that did not come to its minimum', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege', {
      change: (document) => ({
        ...document,
        fits: document.fits.map((fit) => {
          const { result } = fit;
          if (result === undefined) return fit;
          const { best } = result,
            parameters = { ...best.parameters, k_infiltration: 1.1 * best.parameters.k_infiltration };
          return { ...fit, starts: 1, result: { ...result, best: { ...best, parameters } } };
        }),
      }),
    });
    page = opened.page;
    panel = page.getByRole('main', { name: 'Fit' });
    await workspace(page, 'Fit');
  });
  afterAll(() => opened?.close());

  it('is told so by a profile, which offers to go on from what it found', async () => {
    await panel.getByRole('tab', { name: 'Profiles' }).click();
    await panel.getByRole('button', { name: 'Profile k_damage' }).click();
    const offer = panel.getByRole('alert').filter({ hasText: 'A lower cost than the fit’s was found on the way' });
    await offer.waitFor({ timeout: 60_000 });
    await offer.getByRole('button', { name: 'Adopt and fit again' }).click();
    await notice(page, 'Fit finished').waitFor({ timeout: 60_000 });
    // the new result has no profiles yet
    expect(await offer.count()).toBe(0);
    await panel.getByRole('button', { name: 'Profile all' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
