/**
 * How soon a slider's step is on screen: from its input event until the curves of the live comparison have new paths, and
 * until the frame with them has been painted. In Chromium without a graphics card, on the eye scenario with four arms.
 */
import { chromiumPath } from '../browser/chromium';
import { openWindow } from '../browser/window';
import { quantile, type Measured } from './command';

const MOVES = 100,
  ARMS = 4;
/** Between two moves, so that each is measured alone. */
const PAUSE_MS = 60,
  GIVE_UP_MS = 5_000;

interface Step {
  readonly drawn: number;
  readonly painted: number;
}

/** @returns nothing where there is no Chromium */
export async function run(): Promise<Measured[]> {
  if (chromiumPath === undefined) return [];
  const { page, close } = await openWindow('eye-privilege', {
    size: { width: 1440, height: 900 },
    change: (document) => {
      const [comparison] = document.comparisons;
      return { ...document, comparisons: [{ ...comparison, arms: comparison.arms.slice(0, ARMS - 1) }] };
    },
  });
  try {
    await page.getByRole('complementary', { name: 'Details' }).getByRole('tab', { name: 'Sliders' }).click();
    await page.getByRole('slider', { name: 'k_infiltration' }).waitFor();
    await page.waitForTimeout(2_000);
    const steps = await page.evaluate(measure, { moves: MOVES, pause: PAUSE_MS, giveUp: GIVE_UP_MS });
    const of = (what: string, values: readonly number[]): Measured[] => [
      { what: `slider to ${what}, ${ARMS} arms, median`, value: quantile(values, 0.5), unit: 'ms' },
      { what: `slider to ${what}, ${ARMS} arms, 95th percentile`, value: quantile(values, 0.95), unit: 'ms', target: 50 },
    ];
    return [
      ...of(
        'new curves',
        steps.map(({ drawn }) => drawn),
      ),
      ...of(
        'painted frame',
        steps.map(({ painted }) => painted),
      ),
    ];
  } finally {
    await close();
  }
}

/** Runs in the page: moves the slider there and back, one step a time. */
async function measure({ moves, pause, giveUp }: { moves: number; pause: number; giveUp: number }): Promise<Step[]> {
  const slider = document.querySelector<HTMLInputElement>('input[type="range"][aria-label="k_infiltration"]')!;
  const plot = document.querySelector('figure[aria-label^="Curves of"] svg')!.parentElement!;
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  /** a task posted from a frame runs once the frame has been handed on */
  const painted = (): Promise<number> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });
  const step = async (value: number): Promise<Step> => {
    const started = performance.now();
    const drawn = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the curves did not change')), giveUp);
      const observer = new MutationObserver((records) => {
        if (
          !records.some(
            ({ target, addedNodes }) =>
              target instanceof SVGPathElement || [...addedNodes].some((node) => node instanceof SVGElement),
          )
        )
          return;
        observer.disconnect();
        clearTimeout(timer);
        resolve(performance.now());
      });
      observer.observe(plot, { subtree: true, childList: true, attributes: true, attributeFilter: ['d'] });
      slider.valueAsNumber = value;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    return { drawn: drawn - started, painted: (await painted()) - started };
  };
  const from = slider.valueAsNumber,
    size = Number(slider.max) / 400;
  const steps: Step[] = [];
  for (let i = 0; i < moves; i++) {
    steps.push(await step(from + size * (1 + (i % 50))));
    await wait(pause);
  }
  return steps;
}
