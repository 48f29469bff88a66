/** What the report is about: title, question, authors, and a warning at once where numbers are not from measurements. */
import { longDate } from '../date';
import type { ReportInput } from '../input';
import { html, nothing } from '../html';
import type { Html } from '../html';
import { count } from '../number';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

export function heading({ document, date }: ReportInput, sections: readonly Section[]): Html {
  const { title, question, authors } = document.about;
  const illustrative = document.parameters.filter(({ source }) => source?.kind === 'illustrative').length;
  const synthetic = document.data.source?.kind === 'synthetic' && document.data.measurements.length > 0;
  const caveats = [
    ...(illustrative > 0 ? [`${count(illustrative, 'parameter is', 'parameters are')} illustrative, not measured`] : []),
    ...(synthetic ? ['the data are synthetic, made by a model'] : []),
  ];
  return html`<header><p class="kicker">Doflow report · ${longDate(date)}</p>
<h1>${title}</h1>
${question === '' ? nothing : html`<p class="question">${question}</p>`}
${authors.length === 0 ? nothing : html`<p class="authors">${authors.join(', ')}</p>`}
<nav aria-label="Contents">${sections.map(({ id, title: name }) => html`<a href="#${id}">${name}</a>`)}</nav>
${caveats.length === 0 ? nothing : html`<p class="banner"><b>Read with care:</b> ${caveats.join('; ')}. <a href="#assumptions">Assumptions and warnings</a> name them.</p>`}
</header>`;
}
