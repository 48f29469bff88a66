/** Importing measurements in the window: what columns hold, unknown words, bad cells, workbooks; by mouse and by keyboard. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { makeWorkbook } from '../exchange/workbook';
import { chromiumPath } from './chromium';
import { notice, undoable, workspace } from './steps';
import { openWindow, type OpenWindow } from './window';

const table = [
  'Time (h);Clinical score;sd;IL-6;group;mouse',
  '24;0,4;0,1;12,5;wild_type;m1',
  '72;<0,5;0,1;15,2;wild_type;m2',
  '120;1,9;0,2;lots;knock-out;m3',
  '120;2,1;0,2;;knock-out;m4',
].join('\n');

describe.skipIf(chromiumPath === undefined)('importing measurements', () => {
  let opened: OpenWindow, page: Page, panel: Locator, dialog: Locator, held: number;
  beforeAll(async () => {
    opened = await openWindow('eye-privilege', {
      change: (document) => {
        held = document.data.measurements.length;
        return document;
      },
    });
    page = opened.page;
    panel = page.getByRole('main', { name: 'Fit' });
    dialog = page.getByRole('dialog', { name: 'Import measurements' });
    await workspace(page, 'Fit');
    await panel.getByRole('button', { name: /^Measurements/ }).click();
  });
  afterAll(() => opened?.close());

  async function offer(name: string, buffer: Buffer): Promise<void> {
    const button = panel.getByRole('button', { name: 'Import measurements…' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
  }
  async function choose(name: string, buffer: Buffer): Promise<void> {
    await offer(name, buffer);
    await dialog.waitFor();
  }
  const outcome = (): Promise<string> => dialog.getByRole('status').innerText();
  const roles = (): Promise<string[]> => dialog.getByRole('combobox', { name: /^What column/ }).allInnerTexts();
  async function pick(label: string | RegExp, item: string | RegExp): Promise<void> {
    await dialog.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: item }).click();
  }

  it('guesses what each column holds and names row and column of every bad cell', async () => {
    await choose('plate.csv', Buffer.from(table));
    expect(await roles()).toEqual(['Time', 'Value', 'σ', 'Value', 'Condition', 'Replicate']);
    expect(await dialog.getByRole('tab', { name: /^Wide/ }).getAttribute('aria-selected')).toBe('true');
    expect(await outcome()).toBe('2 measurements from 4 rows, 1 missing, 3 problems');
    const problems = await dialog.getByRole('region', { name: 'Problems in the table' }).innerText();
    expect(problems).toMatch(/row 1, column D "IL-6": no observable "IL-6" \(3 times\)/);
    expect(problems).toMatch(/row 4, column D "IL-6": "lots" is not a number; enter a plain number such as 3,5/);
    expect(problems).toMatch(/row 4, column E "group": no condition "knock-out" \(2 times\)/);
    expect(problems).toMatch(/the table has h and the scenario day; nothing is converted/);
    expect(await dialog.getByRole('cell', { name: 'lots' }).getAttribute('title')).toBe('"lots" is not a number');
  });

  it('reads unknown words as what the user says they are, converts times when asked, and is undone in one step', async () => {
    await pick('What the condition “knock-out” is', 'New condition');
    await pick('What the observable “IL-6” is', 'Leave out');
    await dialog.getByRole('button', { name: 'to day' }).click();
    await expect.poll(outcome).toBe('4 measurements from 4 rows, 1 missing, 3 left out');
    await dialog.getByRole('tab', { name: 'Add' }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await notice(page, '4 measurements from 4 rows, 1 new part').waitFor();
    expect(await undoable(page)).toBe('Import plate.csv');
    await panel.getByRole('button', { name: new RegExp(`^Measurements.*${held + 4}`) }).waitFor();
    await page.keyboard.press('Control+z');
    await panel.getByRole('button', { name: new RegExp(`^Measurements.*${held}`) }).waitFor();
    expect(await undoable(page)).toBe('');
  });

  it('reads a sheet of a workbook, as a long table when told, from the keyboard alone', async () => {
    const workbook = makeWorkbook({
      Notes: [[null]],
      Data: [
        ['time', 'group', 'kind', 'amount'],
        [3, 'wild_type', 'clinical_score', 0.5],
        [4, 'wild_type', 'cells', 7],
      ],
    });
    await choose('plate.xlsx', Buffer.from(workbook));
    expect(await dialog.getByRole('combobox', { name: 'Sheet' }).innerText()).toBe('Data');
    await dialog.getByRole('tab', { name: /^(Long|Wide)/, selected: true }).focus();
    if ((await dialog.getByRole('tab', { name: /^Wide/ }).getAttribute('aria-selected')) === 'true')
      await page.keyboard.press('ArrowLeft');
    await expect.poll(roles).toEqual(['Time', 'Condition', 'Observable', 'Value']);
    await expect.poll(outcome).toBe('1 measurement from 2 rows, 1 problem');
    await dialog.getByRole('combobox', { name: 'What the observable “cells” is' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Leave');
    await page.keyboard.press('Enter');
    await expect.poll(outcome).toBe('1 measurement from 2 rows, 1 left out');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await undoable(page)).toBe('');
  });

  it('says what to do about a file that is no table, and opens nothing', async () => {
    await offer('fake.xlsx', Buffer.from('time,value'));
    await notice(page, 'fake.xlsx could not be read').waitFor();
    expect(await dialog.count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});
