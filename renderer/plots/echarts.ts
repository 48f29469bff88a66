/** The parts of ECharts that the window uses, registered once (SVG on screen, a canvas for PNG), and the type of their options. */
import { use, init, type ComposeOption, type ECharts } from 'echarts/core';
import {
  CustomChart,
  LineChart,
  ScatterChart,
  type CustomSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TitleComponentOption,
} from 'echarts/components';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  CanvasRenderer,
  SVGRenderer,
]);

export type SeriesOption = LineSeriesOption | ScatterSeriesOption | CustomSeriesOption;
export type ChartOption = ComposeOption<SeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption>;
export { init, type ECharts };
