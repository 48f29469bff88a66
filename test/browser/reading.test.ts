/** How an observable is read and what was known of a parameter, in the window: scaling, noise, priors, each one step to undo. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { chromiumPath } from './chromium';
import { countIn, details, enter, outline, undoable } from './steps';
import { openWindow, type OpenWindow } from './window';

describe.skipIf(chromiumPath === undefined)('the reading of an observable', () => {
  let opened: OpenWindow, page: Page;
  const field = (name: string): Locator => details(page).getByLabel(name, { exact: true });
  const choose = async (select: string, option: RegExp): Promise<void> => {
    await field(select).click();
    await page.getByRole('option', { name: option }).click();
  };
  const open = async (part: string): Promise<void> => {
    const filter = outline(page)
      .getByRole('searchbox')
      .or(outline(page).getByRole('textbox', { name: 'Filter' }))
      .first();
    await filter.fill(part);
    await outline(page)
      .getByRole('button', { name: new RegExp(`^${part}`) })
      .first()
      .click();
    await filter.fill('');
  };

  beforeAll(async () => {
    opened = await openWindow('influenza');
    page = opened.page;
    await open('Viral titre');
    await field('Scaling').waitFor();
  });
  afterAll(() => opened?.close());

  it('gets a scaling that fits estimate by one button, and one step takes it back', async () => {
    const before = await countIn(page, 'Parameters');
    await details(page).getByRole('button', { name: 'Estimate Scaling from data' }).click();
    await expect.poll(() => field('Scaling').inputValue()).toBe('scaling_titre');
    expect(await undoable(page)).toBe('Estimate Scaling of Viral titre');
    expect(await countIn(page, 'Parameters')).toBe(before + 1);
    expect(await details(page).getByRole('button', { name: 'Estimate Scaling from data' }).count()).toBe(0);
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(() => field('Scaling').inputValue()).toBe('1');
    expect(await countIn(page, 'Parameters')).toBe(before);
  });

  it('takes an offset, and shows it in the equation', async () => {
    await enter(field('Offset'), '0.25');
    await details(page).getByTitle('titre = log10(V + 0.001) + 0.25', { exact: true }).waitFor();
    expect(await undoable(page)).toBe('Change Offset of Viral titre');
  });

  it('has degrees of freedom under Student’s t, and under no other noise', async () => {
    expect(await field('Degrees of freedom').count()).toBe(0);
    await choose('Noise model', /Student/);
    await enter(field('Degrees of freedom'), '3');
    await details(page).getByText('It is the scale, 0.58 of the standard deviation').waitFor();
    await choose('Noise model', /^Normal/);
    await expect.poll(() => field('Degrees of freedom').count()).toBe(0);
  });

  it('and a parameter its prior, with the numbers of its kind', async () => {
    await open('Death rate');
    await choose('Prior', /^Gamma/);
    await enter(field('Shape'), '4');
    expect(await undoable(page)).toMatch(/^Change the prior of/);
    await choose('Prior', /^Normal/);
    await choose('What the prior is the density of', /^the value itself/);
    await field('Standard deviation').waitFor();
    expect(await field('Shape').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});
