/** The solver clinic in the window: measure, choose a setting and take it back, step sizes, the step that is dragged, the audit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { details, drag, enter, middle, notice, side, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

const panelOf = (page: Page): Locator => page.getByRole('main', { name: 'Clinic' });
const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tablist', { name: 'Clinic' }).getByRole('tab', { name }).click();
/** a step is answered within a frame or two, on a busy machine within seconds */
const SOON = { timeout: 10_000 };
const number = (text: string): number => Number(text.replace(/−/g, '-').replace(/[^\d.e+-]/g, ''));

describe.skipIf(chromiumPath === undefined)('the clinic on the decay scenario', () => {
  let opened: OpenWindow, page: Page, panel: Locator;
  const product = async (): Promise<number> => number(await panel.locator('[data-product]').innerText());
  const cells = async (method: string): Promise<string[]> =>
    panel
      .getByRole('region', { name: 'Methods at this step' })
      .getByRole('row')
      .filter({ has: page.getByRole('cell', { name: method, exact: true }) })
      .getByRole('cell')
      .allInnerTexts();
  beforeAll(async () => {
    opened = await openWindow('decay-stability');
    page = opened.page;
    panel = panelOf(page);
  });
  afterAll(() => opened?.close());

  it('opens in the stability view, where Euler grows by 1.1 a step and the implicit methods do not', async () => {
    await panel.getByRole('figure', { name: 'Curves at a fixed step' }).waitFor();
    expect(await product()).toBeCloseTo(-2.1, 3);
    const [, steps, stable, growth, verdict] = await cells('Euler');
    expect([steps, stable, growth, verdict]).toEqual(['48', 'hλ > −2', '1.1', 'grows']);
    for (const method of ['Backward Euler', 'Trapezoidal rule', 'Runge–Kutta 4'])
      expect((await cells(method))[4]).toBe('dies out');
    await panel.getByRole('img', { name: /^hλ = −2.1 on the negative real axis/ }).waitFor();
  });

  it('shows the gradient back through these steps, which explodes for Euler and dies out for backward Euler', async () => {
    await panel.getByRole('figure', { name: 'Gradient back through the steps' }).waitFor();
    const through = async (method: string): Promise<number> => Number((await cells(method))[6].replace('−', '-'));
    // 47 steps of 1.1, and one of 0.3
    expect(await through('Euler')).toBeCloseTo(1.1 ** 47 * 0.3, 0);
    expect(await through('Backward Euler')).toBeLessThan(1e-20);
  });

  it('follows the step as it is dragged, from beyond the boundary to within it', async () => {
    const slider = panel.getByRole('slider', { name: 'Step h', exact: true });
    const from = await middle(slider),
      box = (await slider.boundingBox())!;
    await drag(page, { x: box.x + box.width * 0.491, y: from.y }, { x: box.x + box.width * 0.3, y: from.y });
    await expect.poll(product, SOON).toBeGreaterThan(-1);
    await expect.poll(async () => (await cells('Euler'))[4], SOON).toBe('dies out');
    const euler = await cells('Euler');
    expect(number(euler[3])).toBeCloseTo(Math.abs(1 + (await product())), 3);
  });

  it('takes an exact step, and follows λ under the sliders', async () => {
    await enter(panel.getByRole('textbox', { name: 'Step h, exact value' }), '0.14');
    await expect.poll(product, SOON).toBeCloseTo(-2.8, 6);
    await expect.poll(async () => (await cells('Runge–Kutta 4'))[4], SOON).toBe('grows');
    await side(page, 'Sliders');
    await enter(details(page).getByRole('textbox', { name: 'λ, exact value' }), '-10');
    await expect.poll(product, SOON).toBeCloseTo(-1.4, 6);
    await expect.poll(async () => (await cells('Euler'))[4], SOON).toBe('dies out');
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(product, SOON).toBeCloseTo(-2.8, 6);
  });

  it('measures every method, stops on request and keeps what it has', async () => {
    await tab(page, 'Work–precision');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    const progress = panel.getByRole('progressbar', { name: 'Progress' });
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 60_000 }).toBeGreaterThan(10);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('stopped early').waitFor();
    const legend = panel.getByRole('list', { name: 'Methods in the diagram' }).getByRole('button');
    const kept = await legend.count();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(10);
    await panel.getByRole('figure', { name: 'Work against precision' }).waitFor();
  });

  it('draws a line a method, and hides one on request', async () => {
    await panel.getByRole('button', { name: 'Run again' }).click();
    await panel.getByRole('region', { name: 'Advice' }).waitFor({ timeout: 120_000 });
    const legend = panel.getByRole('list', { name: 'Methods in the diagram' });
    const drawn = (): Promise<number> =>
      panel
        .getByRole('figure', { name: 'Work against precision' })
        .locator('svg path[fill="none"]')
        .evaluateAll((all) => all.filter((path) => (path.getAttribute('d')?.match(/L/g)?.length ?? 0) > 3).length);
    const names = await legend.getByRole('button').allInnerTexts();
    expect(names.length).toBeGreaterThanOrEqual(12);
    const before = await drawn();
    // a method that is exact on this model, or fails, may have no line
    expect(before).toBeGreaterThanOrEqual(names.length - 2);
    await legend.getByRole('button', { name: 'Euler', exact: true }).click();
    await expect.poll(drawn, SOON).toBe(before - 1);
    await legend.getByRole('button', { name: 'Euler', exact: true }).click();
  });

  it('says which setting is cheapest, takes it into the document, and back', async () => {
    const advice = panel.getByRole('region', { name: 'Advice' }).getByRole('listitem');
    expect(await advice.allInnerTexts()).toEqual(
      ['1e−4', '1e−6', '1e−8'].map((e) => expect.stringContaining(`error of ${e}`) as string),
    );
    const use = panel.getByRole('region', { name: 'Advice' }).getByRole('button', { name: /^Use / }).first();
    const name = /^Use (.*) with/.exec((await use.getAttribute('aria-label')) ?? '')![1];
    await use.click();
    expect(await undoable(page)).toBe(`Use ${name}`);
    await panel.getByText('in use').first().waitFor();
    // the solver is not the model: what was measured still holds
    expect(await panel.getByText('Out of date: run again').count()).toBe(0);
    await notice(page, 'is solved with').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => undoable(page), SOON).not.toBe(`Use ${name}`);
  });

  it('goes through the dots by the keyboard and chooses one', async () => {
    const dots = panel.getByRole('slider', { name: 'Runs in the diagram' });
    await dots.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await dots.getAttribute('aria-valuetext')).toMatch(/error .*e−\d+, .* evaluations$/);
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Use this setting' }).waitFor();
  });

  it('says that it is out of date once the model has changed', async () => {
    await side(page, 'Sliders');
    await enter(details(page).getByRole('textbox', { name: 'λ, exact value' }), '-30');
    await panel.getByText('Out of date: run again').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(() => panel.getByText('Out of date: run again').count(), SOON).toBe(0);
  });

  it('follows the step sizes and shades where the model is stiff', async () => {
    await tab(page, 'Step sizes');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByRole('figure', { name: 'Step sizes along the trajectory' }).waitFor({ timeout: 60_000 });
    await panel.getByText(/^Stiff \(shaded\) at t = /).waitFor();
    expect(await panel.getByRole('region', { name: 'Methods', exact: true }).getByRole('row').count()).toBe(4);
  });

  it('audits the gradient', async () => {
    await tab(page, 'Gradients');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByText('reference', { exact: true }).first().waitFor({ timeout: 60_000 });
    const verdicts = await panel.locator('td .tag').allInnerTexts();
    expect(verdicts).not.toContain('deviates');
    expect(verdicts.filter((text) => text === 'agrees').length).toBeGreaterThan(2);
    const evaluations = async (way: string): Promise<string> =>
      (
        await panel
          .getByRole('row', { name: new RegExp(`^${way}`) })
          .getByRole('cell')
          .allInnerTexts()
      )[5];
    expect(number(await evaluations('Continuous adjoint, explicit'))).toBeGreaterThan(0);
    expect(number(await evaluations('Continuous adjoint, implicit'))).toBeGreaterThan(0);
    expect(await evaluations('Forward sensitivities')).toBe('–');
  });

  it('is reached by the keyboard and by the palette', async () => {
    await workspace(page, 'Model');
    await page.keyboard.press('Control+5');
    await panel.waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
    await page.keyboard.type('fixed steps');
    await page.getByRole('option', { name: /^Try fixed steps/ }).waitFor();
    await page.keyboard.press('Enter');
    await panel.getByRole('region', { name: 'Step', exact: true }).waitFor();
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
