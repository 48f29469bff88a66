/** The arms side by side: one plot for each quantity, all arms on the same axes. */
import { drawPlot } from '../figure';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportInput } from '../input';
import { withUnit } from '../number';
import { armStroke } from '../palette';

export function curves({ document, comparison }: ReportInput): Html {
  const definition = document.comparisons.find(({ id }) => id === comparison?.comparison);
  if (comparison === null || definition === undefined) return nothing;
  const arms = comparison.arms.map((arm, index) => ({ ...arm, stroke: armStroke(index) }));
  const states = document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id);
  const shown = definition.shown.length > 0 ? definition.shown : states;
  const quantities = [...document.variables, ...document.observables].filter(({ id }) => shown.includes(id));
  const { from, until } = definition.horizon;
  const legend = html`<div class="legend" aria-label="Arms">${arms.map(({ name, stroke }) => html`<span><svg viewBox="0 0 30 10" aria-hidden="true"><line x1="0" y1="5" x2="30" y2="5" stroke="${stroke.color}" stroke-width="2" stroke-dasharray="${stroke.dash.join(' ') || 'none'}"/></svg>${name}</span>`)}</div>`;
  return html`${legend}<div class="grid">${quantities.map(
    ({ id, name, unit }) =>
      html`<figure><figcaption><b>${name}</b></figcaption>${drawPlot(
        {
          label: `${name} over time under ${arms.map((arm) => arm.name).join(', ')}`,
          x: { name: `Time (${document.about.time.unit})`, from, until },
          y: { name: withUnit(name, unit) },
          curves: arms.flatMap(({ series, stroke }) => {
            const values = series?.values[id];
            if (series === undefined || values === undefined) return [];
            return [{ points: series.times.map((t, i) => [t, values[i] ?? null] as const), ...stroke }];
          }),
          clouds: [],
          width: 440,
          height: 250,
        },
        `curve-${id}`,
      )}</figure>`,
  )}</div>`;
}
