/** Editing the model in the window: draw, connect, undo, rename, delete, read the equation, move a slider. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { countIn, curvesDrawn, details, diagram, drag, middle, notice, outline, paths, placeOf, side, undoable } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('editing the eye scenario', () => {
  let opened: OpenWindow, page: Page;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege');
    page = opened.page;
    await curvesDrawn(page);
  });
  afterAll(() => opened?.close());

  it('shows the scenario that the command was given', async () => {
    expect(await page.getByRole('button', { name: /Immune privilege/i }).count()).toBe(1);
    expect(await countIn(page, 'Variables')).toBe(7);
    expect(await countIn(page, 'Mechanisms')).toBe(15);
    expect(await page.getByRole('list', { name: 'Arms' }).getByRole('listitem').count()).toBe(7);
  });

  it('adds a variable with the cursor in its name, as one step', async () => {
    await diagram(page).focus();
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Microglia');
    await page.keyboard.press('Enter');
    await outline(page).getByRole('button', { name: 'Microglia' }).waitFor();
    expect(await countIn(page, 'Variables')).toBe(8);
    expect(await undoable(page)).toBe('Add a variable');
    await details(page).getByRole('textbox', { name: 'Id in expressions' }).waitFor();
    expect(await details(page).getByRole('textbox', { name: 'Id in expressions' }).inputValue()).toBe('Microglia');
  });

  it('connects it by dragging its handle to another, and undoes and redoes that', async () => {
    await page.getByRole('button', { name: 'Fit the diagram to the view' }).click();
    const from = await placeOf(page, 'Microglia'),
      to = await placeOf(page, 'effector');
    await page.mouse.move(from.x, from.y, { steps: 3 });
    await drag(page, await middle(page.getByRole('button', { name: 'Draw an arrow from here' })), to);
    const meaning = page.getByRole('menu', { name: 'What the arrow means' });
    const choices = await meaning.getByRole('menuitem').allInnerTexts();
    expect(choices.length).toBeGreaterThan(1);
    await meaning.getByRole('menuitem').first().click();
    const step = `Connect: ${choices[0].split('\n')[0].toLowerCase()}`;
    await expect.poll(() => undoable(page)).toBe(step);
    expect(await countIn(page, 'Mechanisms')).toBe(16);
    await page.keyboard.press('Control+z');
    await expect.poll(() => countIn(page, 'Mechanisms')).toBe(15);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => countIn(page, 'Mechanisms')).toBe(16);
    expect(await undoable(page)).toBe(step);
  });

  it('renames a variable where it stands', async () => {
    await outline(page).getByRole('button', { name: 'Microglia' }).first().click();
    await diagram(page).focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Resting microglia');
    await page.keyboard.press('Enter');
    await outline(page)
      .getByRole('button', { name: /^Resting microglia/ })
      .first()
      .waitFor();
    expect(await undoable(page)).toBe('Rename');
  });

  it('deletes it, says what went with it, and offers it back', async () => {
    await diagram(page).focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => countIn(page, 'Variables')).toBe(7);
    expect(await countIn(page, 'Mechanisms')).toBe(15);
    const said = notice(page, 'Deleted Resting microglia, and with it');
    await said.waitFor();
    await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => countIn(page, 'Variables')).toBe(8);
    expect(await countIn(page, 'Mechanisms')).toBe(16);
  });

  it('shows the rate of a mechanism as mathematics', async () => {
    await outline(page)
      .getByRole('button', { name: /^infiltration/ })
      .click();
    const rate = details(page).locator('math').last();
    await rate.waitFor();
    const { uri, text } = await rate.evaluate((node) => ({ uri: node.namespaceURI, text: node.textContent }));
    expect(uri).toBe('http://www.w3.org/1998/Math/MathML');
    expect(text).toMatch(/infiltration/);
    expect(text).toMatch(/tgfb/i);
    // its layout may follow a frame later, which on a busy machine the first reading missed once
    await expect.poll(() => rate.evaluate((node) => node.getBoundingClientRect().width)).toBeGreaterThan(50);
  });

  it('moves curves while a slider moves, and makes one step of the whole gesture', async () => {
    await side(page, 'Sliders');
    const before = await undoable(page);
    await page.getByRole('searchbox', { name: 'Filter parameters' }).fill('k_infiltration');
    const slider = details(page).getByRole('slider', { name: 'k_infiltration' });
    const value = await slider.inputValue();
    const drawn = await paths(page, /^Curves of/);
    const thumb = await slider.evaluate((input: HTMLInputElement) => {
      const { left, top, width, height } = input.getBoundingClientRect(),
        share = input.valueAsNumber / Number(input.max);
      return { x: left + 7 + share * (width - 14), y: top + height / 2, width };
    });
    await page.mouse.move(thumb.x, thumb.y);
    await page.mouse.down();
    await page.mouse.move(thumb.x - thumb.width * 0.2, thumb.y, { steps: 6 });
    await expect.poll(() => paths(page, /^Curves of/)).not.toEqual(drawn);
    expect(await undoable(page), 'nothing is written while the slider moves').toBe(before);
    await page.mouse.up();
    await expect.poll(() => undoable(page)).toBe('Change k_infiltration');
    expect(Number(await slider.inputValue())).toBeLessThan(Number(value));
    await page.keyboard.press('Control+z');
    await expect.poll(() => slider.inputValue()).toBe(value);
    expect(await undoable(page), 'one step took all of it back').toBe(before);
  });

  it('had nothing to complain of', () => {
    expect(opened.complaints).toEqual([]);
  });
});
