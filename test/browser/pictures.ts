/** The pictures of the handbook and the README, into docs/images, taken from the window itself: `npm run pictures`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { compressPng } from './png';
import { curvesDrawn, details, outline, side, workspace } from './steps';
import { root } from '../root';
import { openWindow } from './window';

type Scheme = 'light' | 'dark';
interface Picture {
  readonly name: string;
  readonly scheme: Scheme;
  readonly scenario: string;
  /** brings the window to what the picture shows */
  prepare(page: Page): Promise<void>;
}

const ARM = 'TGF-β blocked from day 10';

async function activeArm(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Arms' }).getByRole('button', { name: ARM }).first().click();
}

/** Gives both rows of curves their whole height. */
async function raiseDivider(page: Page): Promise<void> {
  const divider = page.getByRole('separator', { name: 'Resize' });
  for (let i = 0; i < 3; i++) await divider.press('ArrowUp');
  await divider.blur();
  await page.getByRole('button', { name: 'Fit the diagram to the view' }).click();
}

const pictures: readonly Picture[] = [
  ...(['light', 'dark'] as const).map((scheme): Picture => ({
    name: `model-${scheme}`,
    scheme,
    scenario: 'eye-privilege',
    async prepare(page) {
      await activeArm(page);
      await side(page, 'Sliders');
      await raiseDivider(page);
    },
  })),
  {
    name: 'inspector-light',
    scheme: 'light',
    scenario: 'eye-privilege',
    async prepare(page) {
      await outline(page)
        .getByRole('button', { name: /^antigen clearance/ })
        .click();
      await details(page).locator('math').last().scrollIntoViewIfNeeded();
      await raiseDivider(page);
    },
  },
  {
    name: 'compare-light',
    scheme: 'light',
    scenario: 'eye-privilege',
    async prepare(page) {
      await workspace(page, 'Compare');
      await activeArm(page);
      await page
        .getByRole('img', { name: /95 % interval/ })
        .first()
        .waitFor();
      await page.getByRole('region', { name: 'Effects' }).evaluate((region) => region.scrollIntoView({ block: 'end' }));
    },
  },
  {
    name: 'fit-light',
    scheme: 'light',
    scenario: 'influenza',
    async prepare(page) {
      await workspace(page, 'Fit');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByText('Fit finished').waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'eye-infiltration-light',
    scheme: 'light',
    scenario: 'eye-infiltration',
    async prepare(page) {
      await workspace(page, 'Networks');
      await page
        .getByText(/range over \d+ accepted starts/)
        .first()
        .waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'missing-physics-light',
    scheme: 'light',
    scenario: 'missing-physics',
    async prepare(page) {
      await workspace(page, 'Networks');
      await page.getByRole('region', { name: 'Suggested law' }).first().waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'stability-light',
    scheme: 'light',
    scenario: 'decay-stability',
    async prepare(page) {
      await page.getByRole('figure', { name: 'Curves at a fixed step' }).waitFor();
    },
  },
  {
    name: 'clinic-light',
    scheme: 'light',
    scenario: 'eye-privilege',
    async prepare(page) {
      await workspace(page, 'Clinic');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('region', { name: 'Advice' }).waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'report-light',
    scheme: 'light',
    scenario: 'eye-privilege',
    async prepare(page) {
      await workspace(page, 'Report');
      await page.getByRole('button', { name: 'Preview' }).first().click();
      await page.frameLocator('iframe').locator('table').first().waitFor();
    },
  },
];

/** @param size of the window, in points; the pictures have one and a half pixels a point  @param only all in this scheme */
export async function takePictures(
  folder = join(root, 'docs', 'images'),
  size = { width: 1280, height: 800 },
  only?: Scheme,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { name, scheme, scenario, prepare } of pictures) {
    const { page, close } = await openWindow(scenario, { size, colorScheme: only ?? scheme, deviceScaleFactor: 1.5 });
    try {
      // a scenario that opens elsewhere shows no comparison, one without arms few lines
      if (!['stability-light', 'missing-physics-light'].includes(name)) await curvesDrawn(page);
      await prepare(page);
      // notices go after four seconds, and no control should look as if the pointer lay on it
      await page.mouse.move(size.width / 2, 1);
      await page.waitForTimeout(4_500);
      const path = join(folder, `${name}.png`);
      const png = compressPng(await page.screenshot());
      writeFileSync(path, png);
      console.log(`${path}: ${Math.round(png.length / 1000)} kB`);
    } finally {
      await close();
    }
  }
}
