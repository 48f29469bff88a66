/** One quantity under all arms of a comparison: as a plot, and as an SVG file of its own in the colours of the reader's scheme. */
import type { Scenario } from '../model/schema';
import { drawPlot, type Plot } from './figure';
import { html, raw } from './html';
import type { ReportArm, ReportComparison } from './input';
import { withUnit } from './number';
import { armStroke } from './palette';
import { palette } from './style';

/** @param id of a variable or observable  @param arms in their order, which gives them their strokes */
export function armsPlot(document: Scenario, comparison: ReportComparison, id: string, log = false): Plot {
  const { name, unit } = [...document.variables, ...document.observables].find((one) => one.id === id)!,
    { from, until } = document.comparisons.find((one) => one.id === comparison.comparison)!.horizon;
  const point = (t: number, value: number | null | undefined): readonly [number, number | null] => [
    t,
    value === undefined || (log && !(value! > 0)) ? null : value,
  ];
  return {
    label: `${name} over time under ${comparison.arms.map((arm) => arm.name).join(', ')}`,
    x: { name: `Time (${document.about.time.unit})`, from, until },
    y: { name: withUnit(name, unit), log },
    curves: comparison.arms.flatMap(({ series }: ReportArm, index) => {
      const values = series?.values[id];
      if (series === undefined || values === undefined) return [];
      return [{ points: series.times.map((t, i) => point(t, values[i])), ...armStroke(index) }];
    }),
    clouds: [],
    width: 440,
    height: 250,
  };
}

const WIDTH = 660,
  HEIGHT = 300,
  LINE = 18;

/** @returns an SVG file: the plot, and the arms' names below it */
export function armsPicture(document: Scenario, comparison: ReportComparison, id: string, log = false): string {
  const { arms } = comparison,
    plot = drawPlot({ ...armsPlot(document, comparison, id, log), width: WIDTH, height: HEIGHT }, 'picture');
  const entries = arms.map(({ name }, index) => {
    const { color, dash } = armStroke(index),
      y = HEIGHT + LINE * (index + 0.5);
    return html`<line x1="62" x2="92" y1="${y}" y2="${y}" stroke="${color}" stroke-width="2" stroke-dasharray="${dash.join(' ') || 'none'}"/><text x="100" y="${y + 4}" fill="var(--ink)">${name}</text>`;
  });
  const height = HEIGHT + LINE * arms.length + 8;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui,sans-serif" font-size="12"><style>${raw(palette)}</style><rect width="100%" height="100%" fill="var(--paper)"/>${plot}${entries}</svg>
`.text;
}
