/** Diagrams of the benchmarks as SVG files for the handbook: lines on logarithmic axes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { init } from 'echarts';
import { root } from '../root';

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
}
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

const WIDTH = 360,
  HEIGHT = 300,
  COLUMNS = 3,
  /** width of a panel that stands alone */
  WIDE = 560,
  LEGEND = 56,
  MOST_TICKS = 7;
/** Okabe & Ito's colours, told apart by the colour-blind as well */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#555555'];

/**
 * Writes docs/images/bench-NAME.svg.
 * @param x, y names of the axes with their units, both logarithmic  @param fromZero the vertical axis is linear instead
 */
export function drawDiagram(name: string, x: string, y: string, panels: readonly Panel[], fromZero = false): void {
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map((line) => line.name)))];
  const columns = Math.min(COLUMNS, panels.length),
    rows = Math.ceil(panels.length / columns),
    panelWidth = columns === 1 ? WIDE : WIDTH;
  const width = columns * panelWidth,
    height = rows * HEIGHT + LEGEND;
  const left = (i: number): number => (i % columns) * panelWidth,
    top = (i: number): number => Math.floor(i / columns) * HEIGHT + LEGEND;
  const axis = (i: number, label: string, gap: number) => ({
    gridIndex: i,
    name: label,
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: { color: '#333' },
    splitLine: { lineStyle: { color: '#e5e5e5' } },
  });
  const decades = (i: number, label: string, gap: number, of: 0 | 1) => {
    const values = panels[i].lines.flatMap(({ points }) => points.map((point) => point[of]));
    const low = Math.floor(Math.log10(Math.min(...values))),
      high = Math.ceil(Math.log10(Math.max(...values))),
      every = Math.ceil((high - low) / MOST_TICKS);
    const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => 10 ** (low + k * every));
    return {
      ...axis(i, label, gap),
      type: 'log' as const,
      min: 10 ** low,
      max: 10 ** high,
      axisLabel: { color: '#333', formatter: (value: number) => power(value), customValues: ticks },
      axisTick: { customValues: ticks },
    };
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    legend: { top: 6, left: 'center', data: names, textStyle: { color: '#222' } },
    title: panels.map(({ title }, i) => ({
      text: title,
      left: left(i) + panelWidth / 2 + 20,
      top: top(i) - 2,
      textAlign: 'center' as const,
      textStyle: { fontSize: 13, fontWeight: 'bold' as const, color: '#222' },
    })),
    grid: panels.map((_, i) => ({ left: left(i) + 64, top: top(i) + 26, width: panelWidth - 84, height: HEIGHT - 82 })),
    xAxis: panels.map((_, i) => decades(i, x, 26, 0)),
    yAxis: panels.map((_, i) => (fromZero ? { ...axis(i, y, 36), type: 'value' as const, min: 0 } : decades(i, y, 44, 1))),
    series: panels.flatMap(({ lines }, i) =>
      lines.map((line) => {
        const color = COLOURS[names.indexOf(line.name) % COLOURS.length];
        return {
          type: 'line' as const,
          name: line.name,
          xAxisIndex: i,
          yAxisIndex: i,
          data: line.points.map(([a, b]) => [a, b]),
          symbolSize: 5,
          itemStyle: { color },
          lineStyle: { color, width: 2, type: line.dashed === true ? ('dashed' as const) : ('solid' as const) },
        };
      }),
    ),
  });
  const folder = join(root, 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `bench-${name}.svg`), `${chart.renderToSVGString()}\n`);
  chart.dispose();
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
function power(value: number): string {
  const exponent = Math.log10(value);
  if (Math.abs(exponent - Math.round(exponent)) > 1e-9) return '';
  const digits = String(Math.abs(Math.round(exponent)));
  return `10${exponent < 0 ? '⁻' : ''}${[...digits].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
}
