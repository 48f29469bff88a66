/** A picture for paper, as SVG or PNG: dark ink on white, with a legend, whatever the window looks like. */
import { init, type ECharts } from './echarts';
import { layOut } from './layout';
import { legendOf, type Multiples } from './multiples';
import { chartOption } from './option';
import { printTheme } from './theme';

export interface PictureSize {
  readonly width: number;
  readonly minWidth: number;
  readonly plotHeight: number;
}

/** Pixels above the panels for the legend; it wraps at about this many names a row. */
const LEGEND_ROW = 22;
const PIXEL_RATIO = 3;

function drawn(picture: Multiples, size: PictureSize, start: (width: number, height: number) => ECharts): ECharts {
  const letters = legendOf(picture).reduce((sum, { name }) => sum + name.length + 6, 0);
  const head = 8 + LEGEND_ROW * Math.max(1, Math.ceil((letters * 6.5) / size.width));
  const layout = layOut({ ...size, count: picture.panels.length, head });
  const chart = start(size.width, layout.height);
  chart.setOption(chartOption(picture, layout, printTheme, true));
  return chart;
}

/** @returns a self-contained SVG document */
export function svgText(picture: Multiples, size: PictureSize): string {
  const chart = drawn(picture, size, (width, height) => init(null, null, { renderer: 'svg', ssr: true, width, height }));
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

/** @returns a PNG at three pixels a point */
export function pngBlob(picture: Multiples, size: PictureSize): Promise<Blob> {
  const chart = drawn(picture, size, (width, height) =>
    init(document.createElement('div'), null, { renderer: 'canvas', width, height }),
  );
  const canvas = chart.renderToCanvas({ pixelRatio: PIXEL_RATIO, backgroundColor: printTheme.surface });
  chart.dispose();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)), 'image/png'),
  );
}
