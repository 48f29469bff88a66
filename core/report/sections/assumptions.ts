/** What the answer rests on: the author's notes, numbers that nobody measured, and every fault or doubt that was found. */
import type { Problem } from '../../model/problem';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportInput } from '../input';
import { count } from '../number';

const words = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

export function assumptions({ document, problems, comparison }: ReportInput): Html {
  const { notes } = document.about,
    { source, measurements } = document.data;
  const of = (kinds: readonly (string | undefined)[]): string[] =>
    document.parameters.filter((parameter) => kinds.includes(parameter.source?.kind)).map(({ id, name }) => name ?? id);
  const illustrative = of(['illustrative']),
    assumed = of(['assumed']),
    unstated = of([undefined]);
  const named = (list: readonly string[], one: string, many: string): Html =>
    list.length === 0 ? nothing : html`<p>${count(list.length, one, many)}: ${list.join(', ')}.</p>`;
  const all = [...problems, ...(comparison?.warnings ?? [])];
  return html`${notes.map((note) => html`<p>${note}</p>`)}
${named(illustrative, 'parameter is illustrative (chosen, not measured)', 'parameters are illustrative (chosen, not measured)')}
${named(assumed, 'parameter is assumed', 'parameters are assumed')}
${named(unstated, 'parameter has no stated source', 'parameters have no stated source')}
${source?.kind === 'synthetic' && measurements.length > 0 ? html`<p>The data are synthetic: they were made by a model${source.seed === undefined ? '' : ` with seed ${source.seed}`}, and agreement with them says nothing about nature.</p>` : nothing}
<p>Causal conclusions hold if the diagram has every common cause and every arrow that matters; an intervention is taken to change nothing but what is listed.</p>
${all.length === 0 ? html`<p class="note">The checks of structure, units and numbers found nothing to warn of.</p>` : html`<ul class="problems">${all.map(problemLine)}</ul>`}`;
}

const problemLine = ({ severity, path, message, advice }: Problem): Html =>
  html`<li class="${severity}"><b>${words[severity]}</b>${message}${advice === undefined ? nothing : html`; ${advice}`}.${path === '' ? nothing : html` <code>${path}</code>`}</li>`;
