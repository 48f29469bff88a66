import { beforeAll, describe, expect, it } from 'vitest';
import type { LearnedPlace } from '../../../core/service/contract';
import { describeLearned } from '../../../core/service/learned';
import {
  curvePicture,
  errorText,
  placeTitle,
  pointText,
  r2Text,
  signText,
  slicePicture,
} from '../../../renderer/learned/pictures';
import { fillData, isSeen, seenValues, shadeColor, shadeOf } from '../../../renderer/plots/fills';
import { layOut } from '../../../renderer/plots/layout';
import { legendOf, readAt, tableOf } from '../../../renderer/plots/multiples';
import { chartOption } from '../../../renderer/plots/option';
import { svgText } from '../../../renderer/plots/print';
import { printTheme } from '../../../renderer/plots/theme';
import { fittedPredation } from '../../fit/learned-predation';

const { document } = fittedPredation();
let place: LearnedPlace, starts: number;
beforeAll(() => {
  const told = describeLearned(
    { document, network: 'net', fit: 'all', ranges: true },
    { onProgress: () => {}, cancelled: () => false },
  );
  if (!told.ok) throw new Error(told.failure.message);
  starts = told.value.starts;
  [place] = told.value.terms;
});

describe('the picture of a response', () => {
  it('has the curve, the range over the accepted starts as a band, and the density of the data at its foot', () => {
    const picture = curvePicture(document, place, place.curves[0], starts),
      [panel] = picture.panels;
    expect(panel.title).toBe('Rate of predation against prey');
    // the trajectories go from 0.185 to 8.88
    expect([picture.x.from, picture.x.until]).toEqual([0, 9]);
    expect(legendOf(picture).map(({ name }) => name)).toEqual([
      'others at their medians',
      'range over 2 accepted starts',
      'along the trajectories',
    ]);
    expect(panel.density!.counts.reduce((a, b) => a + b)).toBe(place.samples);
    const at = (picture.x.from + picture.x.until) / 2,
      [rate, band, ...others] = readAt(panel, at, 1);
    expect(band.kind).toBe('band');
    // the starts' rates are as 1.1 to 0.9, and negative
    expect(band.value! / band.until!).toBeCloseTo(1.1 / 0.9, 6);
    expect(band.until).toBeCloseTo(rate.value!, 9);
    expect(others).toEqual([]);
  });
  it('is drawn for print with band, bars and dots, and its numbers go into the table', () => {
    const picture = curvePicture(document, place, place.curves[0], starts),
      svg = svgText(picture, { width: 600, minWidth: 240, plotHeight: 160 });
    expect(svg).toMatch(/<polygon points="[^"]+" fill="#0072b2" fill-opacity="0\.34"/);
    const { rows } = tableOf(picture),
      kinds = rows.map(([, , , kind]) => kind);
    expect(kinds.filter((kind) => kind === 'low')).toHaveLength(101);
    expect(kinds.filter((kind) => kind === 'count')).toHaveLength(24);
  });
  it('keeps the bars of the density from moving its vertical axis', () => {
    const picture = curvePicture(document, place, place.curves[0], starts);
    const level = place.curves[0].rate[0];
    for (const row of fillData(picture.panels[0]).find(({ id }) => id.endsWith(' density'))!.data) expect(row[3]).toBe(level);
  });
});

describe('the picture of a slice', () => {
  it('draws a cell for every point, whole where there are data near', () => {
    const [slice] = place.slices,
      picture = slicePicture(document, place, slice);
    const { data } = fillData(picture.panels[0])[0];
    expect(data).toHaveLength(33 * 33);
    const near = data.filter((row) => row[4] === 1).length;
    expect(near).toBeGreaterThan(slice.density.filter((count) => count > 0).length);
    expect(near).toBeLessThan(33 * 33);
    const layout = layOut({ count: 1, width: 400, minWidth: 100, plotHeight: 230 });
    const ids = (chartOption(picture, layout, printTheme).series as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain('x y/ field');
    expect(tableOf(picture).rows).toHaveLength(33 * 33);
  });
  it('tells a point in words, and whether there are data', () => {
    const [slice] = place.slices,
      at = slice.density.findIndex((count) => count === 1);
    expect(pointText(document, slice, at % 33, Math.floor(at / 33))).toMatch(
      /^prey [\d.]+, predator [\d.]+: −[\d.]+; 1 point of the trajectories here$/,
    );
    expect(pointText(document, slice, 16, 16)).toMatch(/no data here$/);
  });
  it('has data near where a neighbour has some, and not beyond the edge of the grid', () => {
    const density = [0, 0, 0, 1, 0, 0, 0, 0, 0];
    expect([0, 1, 2].map((i) => isSeen(density, 3, i, 0))).toEqual([true, true, false]);
    expect(isSeen(density, 3, 2, 1)).toBe(false);
    expect(seenValues({ values: [1, 2, 3, 4, 5, 6, 7, 8, 9], density, x: [0, 1, 2] })).toEqual([1, 2, 4, 5, 7, 8]);
    expect(seenValues({ values: [1, 2], density: [0, 0], x: [0, 1] })).toEqual([1, 2]);
  });
});

describe('the colours of a slice', () => {
  it('are around zero where there are both signs, else over the range', () => {
    expect([-4, 0, 2].map(shadeOf([-4, 0, 2]))).toEqual([-1, 0, 0.5]);
    expect([3, 4, 5].map(shadeOf([3, 4, 5]))).toEqual([0, 0.5, 1]);
    expect([-5, -4, -3].map(shadeOf([-5, -4, -3]))).toEqual([-1, -0.5, 0]);
    expect(shadeOf([2, 2])(2)).toBe(0);
  });
  it('go from the surface to blue and orange, whatever the tokens’ notation', () => {
    expect(shadeColor(printTheme, 1)).toBe('#0072b2');
    expect(shadeColor({ ...printTheme, surface: '#fff' }, -3)).toBe('#d55e00');
    expect(shadeColor({ ...printTheme, surface: '#fff' }, 0)).toBe(shadeColor({ ...printTheme, surface: '#ffffff' }, 0));
  });
});

describe('in words', () => {
  it('signs say over which part of the data they hold', () => {
    const sign = { cause: 'x', least: -1, most: 1 };
    expect(signText({ ...sign, sign: 'increasing', rising: 0.998, falling: 0 })).toMatchObject({
      text: 'rises',
      share: '> 99 %',
    });
    expect(signText({ ...sign, sign: 'mixed', rising: 0.6, falling: 0.3 }).share).toBe('rises over 60 %, falls over 30 %');
    expect(signText({ ...sign, sign: 'none', rising: 0, falling: 0 })).toMatchObject({ text: 'no effect', share: '100 %' });
  });
  it('the quality of a law has as many digits as it needs', () => {
    expect([0.5, 0.934, 0.99934, 0.9999999, -0.2].map(r2Text)).toEqual(['0.50', '0.934', '0.99934', '> 0.999999', '−0.20']);
    expect([0.00035, 0.0312].map(errorText)).toEqual(['0.035 %', '3.1 %']);
  });
  it('a regulator is a factor', () => {
    const [growth] = document.mechanisms,
      regulated = {
        ...document,
        mechanisms: [
          { ...growth, regulators: [{ variable: 'y', kind: 'activation' as const, law: { kind: 'hill' as const, K: 1, h: 1 } }] },
        ],
      };
    expect(placeTitle(regulated, { mechanism: 'growth', regulator: 0 })).toBe('Factor of predator on growth');
  });
});
