/** Depth per input in the window: the map of what the solver spends, its readout, layers beside it, other states, and a cancel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { enter, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

const SOON = { timeout: 60_000 };
const choose = async (page: Page, trigger: Locator, option: string): Promise<void> => {
  await trigger.click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const tab = (page: Page): Promise<void> =>
  page.getByRole('tablist', { name: 'Clinic' }).getByRole('tab', { name: 'Depth per input' }).click();

describe.skipIf(chromiumPath === undefined)('depth per input on the limit of residual layers', () => {
  let opened: OpenWindow, page: Page, panel: Locator, map: Locator;
  beforeAll(async () => {
    opened = await openWindow('resnet-limit');
    page = opened.page;
    panel = page.getByRole('main', { name: 'Clinic' });
    map = panel.getByRole('slider', { name: 'Evaluations of each input: point' });
  });
  afterAll(() => opened?.close());

  it('opens there, and draws what the solver spends from each input', async () => {
    await choose(page, panel.getByLabel('Inputs of the grid'), '11 × 11');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await map.waitFor(SOON);
    const spread = await panel.getByRole('status', { name: 'Spread' }).innerText();
    const [, least, most] = /takes (\d+) evaluations from one input and (\d+) from another/.exec(spread)!;
    expect(Number(most)).toBeGreaterThan(2 * Number(least));
    expect(
      await panel.getByRole('figure', { name: 'Evaluations of each input' }).locator('svg path[fill="none"]').count(),
    ).toBeGreaterThan(4);
  });

  it('tells an input by the keyboard', async () => {
    await map.focus();
    await page.keyboard.press('ArrowUp');
    expect(await map.getAttribute('aria-valuetext')).toMatch(/^x 0, y 0: \d+ evaluations in \d+ steps; \d+ layers are off by /);
    await page.keyboard.press('ArrowRight');
    expect(await map.getAttribute('aria-valuetext')).toMatch(/^x 0\.32, y 0: /);
  });

  it('shows what so many layers make of each input, and the order', async () => {
    await choose(page, panel.getByLabel('Layers', { exact: true }), '256 layers');
    await panel.getByRole('slider', { name: 'Digits of 256 layers: point' }).waitFor();
    const text = await panel.getByText(/Measured between the last two counts: order/).innerText();
    expect(Number(/order ([\d.]+)/.exec(text)![1].replace(/\.$/, ''))).toBeCloseTo(1, 0);
    await panel.getByRole('figure', { name: 'Error of Euler’s method by layers' }).waitFor();
  });

  it('draws steps and leaves the ways out on request, without solving again', async () => {
    await choose(page, panel.getByLabel('What is drawn'), 'Steps');
    const figure = panel.getByRole('figure', { name: 'Steps of each input' });
    const lines = (): Promise<number> => figure.locator('svg path[fill="none"][stroke-width="1"]').count();
    const before = await figure.locator('svg path').count();
    await panel.getByRole('button', { name: 'ways' }).click();
    await expect.poll(() => figure.locator('svg path').count(), SOON).toBeLessThan(before);
    expect(await lines()).toBeLessThan(before);
    await choose(page, panel.getByLabel('What is drawn'), 'Evaluations');
  });

  it('says that another range is another map, refuses one without extent, and goes along one state alone', async () => {
    const until = panel.getByRole('textbox', { name: 'x to' });
    await enter(until, '-2');
    await panel.getByText('Each range must go from a lower').waitFor();
    expect(await panel.getByRole('button', { name: 'Run again' }).isDisabled()).toBe(true);
    await enter(until, '1');
    await panel.getByText('Out of date: run again').waitFor();
    await choose(page, panel.getByLabel('State upward'), 'none');
    await panel.getByRole('button', { name: 'Run again' }).click();
    await panel.getByRole('figure', { name: 'Work of each input' }).waitFor(SOON);
    expect(await panel.getByRole('figure', { name: 'Digits of 256 layers' }).count()).toBe(1);
  });

  it('stops on request and keeps the inputs that it has', async () => {
    await choose(page, panel.getByLabel('State upward'), 'y');
    await choose(page, panel.getByLabel('Inputs of the grid'), '41 × 41');
    await panel.getByRole('button', { name: 'Run again' }).click();
    const progress = panel.getByRole('progressbar', { name: 'Progress' });
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow')), SOON).toBeGreaterThan(0);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('stopped early').waitFor(SOON);
    await map.waitFor();
  });

  it('is reached by the palette', async () => {
    await workspace(page, 'Model');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
    await page.keyboard.type('depth');
    await page.getByRole('option', { name: /^Map the depth/ }).waitFor();
    await page.keyboard.press('Enter');
    await panel.getByRole('region', { name: 'Inputs' }).waitFor();
    await tab(page);
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
