/** The arms side by side: one plot for each quantity, all arms on the same axes. */
import { drawPlot } from '../figure';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportInput } from '../input';
import { armStroke } from '../palette';
import { armsPlot } from '../picture';

export function curves({ document, comparison }: ReportInput): Html {
  const definition = document.comparisons.find(({ id }) => id === comparison?.comparison);
  if (comparison === null || definition === undefined) return nothing;
  const arms = comparison.arms.map((arm, index) => ({ ...arm, stroke: armStroke(index) }));
  const states = document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id);
  const shown = definition.shown.length > 0 ? definition.shown : states;
  const quantities = [...document.variables, ...document.observables].filter(({ id }) => shown.includes(id));
  const legend = html`<div class="legend" aria-label="Arms">${arms.map(({ name, stroke }) => html`<span><svg viewBox="0 0 30 10" aria-hidden="true"><line x1="0" y1="5" x2="30" y2="5" stroke="${stroke.color}" stroke-width="2" stroke-dasharray="${stroke.dash.join(' ') || 'none'}"/></svg>${name}</span>`)}</div>`;
  return html`${legend}<div class="grid">${quantities.map(
    ({ id, name }) =>
      html`<figure><figcaption><b>${name}</b></figcaption>${drawPlot(armsPlot(document, comparison, id), `curve-${id}`)}</figure>`,
  )}</div>`;
}
