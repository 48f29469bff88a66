import { describe, expect, it } from 'vitest';
import { init, type ChartOption } from '../../../renderer/plots/echarts';
import { svgText } from '../../../renderer/plots/print';
import { formatSigned, formatTick, niceStep } from '../../../renderer/plots/format';
import { layOut } from '../../../renderer/plots/layout';
import type { Multiples } from '../../../renderer/plots/multiples';
import { chartOption, seriesData } from '../../../renderer/plots/option';
import { armStroke, printTheme } from '../../../renderer/plots/theme';

const picture: Multiples = {
  x: { name: 'time (day)', from: 0, until: 10 },
  scale: 'linear',
  marks: { stroke: 1, at: { windows: [{ from: 2, until: Infinity }], instants: [3, 4] } },
  panels: ['tgfb', 'damage'].map((id) => ({
    id,
    title: id,
    lines: [0, 1].map((stroke) => ({ id: `arm${stroke}`, name: `Arm ${stroke}`, stroke, x: [0, 5, 10], y: [1, 2 + stroke, 3] })),
    points: [{ id: 'low', name: 'below', stroke: 2, x: [5], y: [1], shape: 'below' as const }],
  })),
};
const layout = layOut({ count: 2, width: 700, minWidth: 240, plotHeight: 120 });

describe('the options of a chart', () => {
  it('give each panel its axes and share the horizontal range', () => {
    const { xAxis, yAxis, grid } = chartOption(picture, layout, printTheme);
    expect([xAxis, yAxis, grid].map((list) => (list as unknown[]).length)).toEqual([2, 2, 2]);
    expect((xAxis as { min: number; max: number }[]).map(({ min, max }) => [min, max])).toEqual([
      [0, 10],
      [0, 10],
    ]);
  });
  it('have a series for everything that a redraw sends numbers to', () => {
    const ids = new Set((chartOption(picture, layout, printTheme).series as { id: string }[]).map(({ id }) => id));
    for (const { id } of seriesData(picture)) expect(ids).toContain(id);
  });
  it('draw what is below its limit as a triangle pointing down', () => {
    const series = chartOption(picture, layout, printTheme).series as { id: string; symbol?: string; symbolRotate?: number }[];
    expect(series.find(({ id }) => id === 'tgfb/low')).toMatchObject({ symbol: 'triangle', symbolRotate: 180 });
  });
  it('cut an open window at the ends of the axis', () => {
    const series = chartOption(picture, layout, printTheme).series as { id: string; markArea?: { data: unknown[][] } }[];
    expect(series.find(({ id }) => id === 'tgfb/ background')?.markArea?.data).toEqual([[{ xAxis: 2 }, { xAxis: 10 }]]);
  });
  it('redraw from numbers alone to the very picture that is drawn anew', () => {
    const panels = picture.panels.map((panel) => ({
      ...panel,
      lines: panel.lines.map((line) => ({ ...line, y: [3, null, 0.5] })),
    }));
    const moved: Multiples = { ...picture, panels };
    const drawn = (...options: ChartOption[]): string => {
      const chart = init(null, null, { renderer: 'svg', ssr: true, width: 700, height: layout.height });
      for (const option of options) chart.setOption(option);
      const svg = chart.renderToSVGString().replace(/zr\d+-[a-z]+-?\d+/g, 'id');
      chart.dispose();
      return svg;
    };
    const first = chartOption(picture, layout, printTheme);
    expect(drawn(first, { series: seriesData(moved) })).toBe(drawn(chartOption(moved, layout, printTheme)));
    expect(drawn(first, { series: seriesData(moved) })).not.toBe(drawn(first));
  });
});

describe('an exported picture', () => {
  const svg = svgText(picture, { width: 700, minWidth: 240, plotHeight: 120 });
  it('stands alone: a ground, a legend and the names of its axes', () => {
    for (const text of ['#ffffff', 'Arm 0', 'Arm 1', 'time (day)', 'tgfb']) expect(svg).toContain(text);
  });
});

describe('strokes', () => {
  it('differ in colour for seven arms and then in the pair of colour and dash', () => {
    const strokes = Array.from({ length: 15 }, (_, i) => armStroke(printTheme, i));
    expect(new Set(strokes.slice(1, 8).map(({ color }) => color)).size).toBe(7);
    expect(new Set(strokes.map((stroke) => JSON.stringify(stroke))).size).toBe(15);
  });
});

describe('numbers in pictures', () => {
  it('carry their sign where they are differences', () => {
    expect([formatSigned(0.5), formatSigned(-0.5), formatSigned(0), formatSigned(null)]).toEqual(['+0.5', '−0.5', '0', '–']);
  });
  it('are short on axes', () => {
    expect([0, 2.5, 1905, 40_000, 1e6, 0.0001].map(formatTick)).toEqual(['0', '2.5', '1905', '40k', '1e6', '1e−4']);
  });
  it('have round steps', () => {
    expect([60, 57.7, 1, 7].map((span) => Number(niceStep(span, 5).toPrecision(6)))).toEqual([20, 20, 0.2, 2]);
  });
});
