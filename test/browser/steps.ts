/** What a user does in the window and sees there, for the browser tests: by roles and names wherever there are any. */
import type { Locator, Page } from 'playwright-core';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where the diagram shows a node, in the page; the diagram is drawn on a canvas, so there is no element to ask. */
export async function placeOf(page: Page, id: string): Promise<Place> {
  const place = await page.evaluate((node) => {
    interface Drawing extends Element {
      _cyreg?: { cy: { getElementById(id: string): { length: number; renderedPosition(): Place } } };
    }
    const drawing = [...document.querySelectorAll<Drawing>('[aria-label^="Diagram"] *')].find((one) => one._cyreg !== undefined);
    const box = drawing?.getBoundingClientRect(),
      found = drawing?._cyreg?.cy.getElementById(node);
    if (box === undefined || found === undefined || found.length === 0) return null;
    const { x, y } = found.renderedPosition();
    return { x: box.left + x, y: box.top + y };
  }, id);
  if (place === null) throw new Error(`the diagram shows no node "${id}"`);
  return place;
}

/** Drags from one place to the next in a few moves, as a hand does. */
export async function drag(page: Page, from: Place, to: Place, moves = 8): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: moves });
  await page.mouse.up();
}

export const middle = async (element: Locator): Promise<Place> => {
  const box = await element.boundingBox();
  if (box === null) throw new Error('what should be dragged is not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Puts a text in the place of a field's own and commits it, as from the keyboard. */
export async function enter(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.press('Control+a');
  await field.pressSequentially(text);
  await field.press('Enter');
}

export const outline = (page: Page): Locator => page.getByRole('navigation', { name: 'Outline of the model' });
export const diagram = (page: Page): Locator => page.getByRole('group', { name: 'Diagram' });
export const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });
export const workspace = (page: Page, name: string): Promise<void> =>
  page.getByRole('tablist', { name: 'Workspace' }).getByRole('tab', { name }).click();
export const side = (page: Page, name: string): Promise<void> => details(page).getByRole('tab', { name }).click();
export const notice = (page: Page, text: string): Locator => page.getByRole('list', { name: 'Notices' }).getByText(text);
export const effects = (page: Page): Locator => page.getByRole('region', { name: 'Effects' }).getByRole('table');

/** What the top bar says that undo would take back, without "Undo: "; empty where there is nothing. */
export async function undoable(page: Page): Promise<string> {
  const name = await page.getByRole('button', { name: /^Undo/ }).first().getAttribute('aria-label');
  return name?.replace(/^Undo(: )?/, '') ?? '';
}

/** How many parts a group of the outline says it has. */
export async function countIn(page: Page, group: string): Promise<number> {
  const text = await outline(page)
    .getByRole('button', { name: new RegExp(`^${group}`) })
    .first()
    .innerText();
  return Number(/\d+/.exec(text)?.[0]);
}

/** The curves of a chart as the browser draws them, one path a line; axes and ticks have two points at most. */
export const paths = (page: Page, chart: RegExp): Promise<string[]> =>
  page
    .getByRole('figure', { name: chart })
    .locator('svg path[fill="none"]')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d') ?? '').filter((d) => (d.match(/[LC]/g)?.length ?? 0) > 2));

/** Waits until the live comparison is drawn, several lines at least. */
export async function curvesDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('figure[aria-label^="Curves of"] svg path[fill="none"]')].filter(
        (path) => (path.getAttribute('d') ?? '').length > 200,
      ).length > 5,
  );
}
