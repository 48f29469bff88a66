/** Plots as plain descriptions, drawn to SVG by echarts without a page. */
import { init, use } from 'echarts/core';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { raw } from './html';
import type { Html } from './html';
import { formatNumber } from './number';
import { colors, ink, muted, rule } from './palette';

use([LineChart, ScatterChart, GridComponent, SVGRenderer]);

export type Point = readonly [number, number | null];
export interface Curve {
  readonly points: readonly Point[];
  readonly color: string;
  readonly dash: readonly number[];
}
/** triangles for censored values point to where they lie; a ring is a measurement that a fit does not see */
export type Marker = 'circle' | 'ring' | 'below' | 'above';
export interface Cloud {
  readonly points: readonly Point[];
  readonly color: string;
  readonly marker: Marker;
}
export interface Plot {
  /** what a reader who cannot see the figure is told */
  readonly label: string;
  readonly x: { readonly name: string; readonly from?: number; readonly until?: number; readonly whole?: boolean };
  readonly y: { readonly name: string; readonly log?: boolean };
  readonly curves: readonly Curve[];
  readonly clouds: readonly Cloud[];
  readonly width: number;
  readonly height: number;
}

/** Stand-ins that echarts can parse; the style sheet's colours take their place in the SVG. */
const stand = new Map([ink, muted, rule, ...colors].map((color, i) => [color, `#0102${String(10 + i)}`]));
const standIn = (color: string): string => stand.get(color) ?? color;
const symbols: Readonly<Record<Marker, { symbol: string; rotate: number }>> = {
  circle: { symbol: 'circle', rotate: 0 },
  ring: { symbol: 'circle', rotate: 0 },
  below: { symbol: 'triangle', rotate: 180 },
  above: { symbol: 'triangle', rotate: 0 },
};

/** @param id unique in the page, letters and digits; the ids within the SVG start with it */
export function drawPlot(plot: Plot, id: string): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: plot.width, height: plot.height });
  const text = { fontFamily: 'inherit', fontSize: 11, color: standIn(muted) };
  const axis = {
    nameLocation: 'middle',
    nameTextStyle: text,
    axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => formatNumber(value) },
    axisLine: { show: true, onZero: false, lineStyle: { color: standIn(muted) } },
    axisTick: { show: true, lineStyle: { color: standIn(muted) } },
    splitLine: { show: false },
    minorTick: { show: false },
  } as const;
  try {
    chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      grid: { left: 62, right: 14, top: 12, bottom: 44, containLabel: false },
      xAxis: {
        ...axis,
        type: 'value',
        name: plot.x.name,
        nameGap: 27,
        min: plot.x.from,
        max: plot.x.until,
        minInterval: plot.x.whole === true ? 1 : undefined,
      },
      yAxis: {
        ...axis,
        type: plot.y.log === true ? 'log' : 'value',
        name: plot.y.name,
        nameGap: 46,
        splitNumber: 4,
        splitLine: { show: true, lineStyle: { color: standIn(rule), width: 0.6 } },
        scale: plot.y.log,
      },
      series: [
        ...plot.curves.map(({ points, color, dash }) => ({
          type: 'line' as const,
          data: points.map((point) => [...point]),
          showSymbol: false,
          silent: true,
          emphasis: { disabled: true },
          lineStyle: { color: standIn(color), width: 1.7, type: dash.length === 0 ? ('solid' as const) : [...dash] },
        })),
        ...plot.clouds.map(({ points, color, marker }) => ({
          type: 'scatter' as const,
          data: points.map((point) => [...point]),
          symbol: symbols[marker].symbol,
          symbolRotate: symbols[marker].rotate,
          symbolSize: marker === 'circle' || marker === 'ring' ? 6 : 8,
          silent: true,
          emphasis: { disabled: true },
          itemStyle:
            marker === 'circle'
              ? { color: standIn(color), opacity: 0.85 }
              : { color: 'transparent', borderColor: standIn(color), borderWidth: 1.4 },
        })),
      ],
    });
    return raw(ofPage(chart.renderToSVGString(), plot.label, id));
  } finally {
    chart.dispose();
  }
}

/** The same bytes whatever was drawn before, scaling with the page, named for screen readers. */
function ofPage(svg: string, label: string, id: string): string {
  let text = svg
    .replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/\s(?:ecmeta_\w+|class)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`);
  for (const [color, code] of stand)
    text = text
      .replaceAll(code, color)
      .replaceAll(`rgb(${[1, 3, 5].map((i) => Number.parseInt(code.slice(i, i + 2), 16)).join(',')})`, color);
  const name = label.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return text.replace('<svg ', `<svg role="img" aria-label="${name}" `);
}
