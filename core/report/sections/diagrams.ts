/** The causal diagram of every arm, with what its interventions cut and hold. */
import { surgeryOf } from '../../graph/surgery';
import { drawDiagram } from '../diagram';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportArm, ReportInput } from '../input';

/** Variables and mechanisms up to which two diagrams side by side can be read. */
const SMALL = 10;

export function diagrams({ document, comparison }: ReportInput): Html {
  const untouched = surgeryOf(document, []);
  const arms: readonly Pick<ReportArm, 'name' | 'surgery'>[] = comparison?.arms ?? [{ name: 'The model', surgery: untouched }];
  const [first, ...others] = arms;
  const few = document.variables.length + document.mechanisms.length <= SMALL;
  return html`<p>Boxes are variables (dashed: given from outside; grey: computed from others), circles are mechanisms in which several causes meet, ∅ is removal. → promotes, ⊣ inhibits or removes. An intervention do(·) cuts the arrows that are dashed and crossed and leaves every other arrow as it is.</p>
${figure(first, true)}<div class="${few ? 'grid' : 'diagrams'}">${others.map((arm) => figure(arm, false))}</div>`;

  function figure({ name, surgery }: Pick<ReportArm, 'name' | 'surgery'>, wide: boolean): Html {
    const { lines } = surgery;
    return html`<figure class="arm${wide ? ' wide' : ''}"><figcaption><b>${name}.</b> ${lines.length === 0 ? 'No intervention.' : nothing}${
      lines.length === 0 ? nothing : html`<ul class="lines">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
    }</figcaption>${drawDiagram(document, surgery, `Causal diagram: ${[name, ...lines].join('; ')}`)}</figure>`;
  }
}
