/** Parameters with units, bounds and provenance: what a reader must know before trusting a number. */
import type { Parameter, Source, Varies } from '../../model/schema';
import { priorText } from '../../model/priors';
import { html, nothing } from '../html';
import type { Content, Html } from '../html';
import type { ReportInput } from '../input';
import { formatNumber, formatRange } from '../number';
import { table } from '../table';

/** References are numbered in the order of the document. */
export function provenance(source: Source | undefined, references: readonly { id: string }[]): Content {
  if (source === undefined) return 'not stated';
  const index = references.findIndex(({ id }) => id === source.reference);
  return html`${source.kind}${index < 0 ? nothing : html` <a href="#ref-${references[index].id}">[${index + 1}]</a>`}${source.text === undefined ? nothing : html`<small>${source.text}</small>`}`;
}

/** What is said of a parameter that varies: its value is the centre of a population. */
const variation = ({ conditions, spread }: Varies): string =>
  `centre of ${conditions === undefined ? 'all conditions' : `${conditions.length} conditions`}, which vary about it by ${
    typeof spread === 'number' ? formatNumber(spread) : spread
  } on its scale`;

export function parameters({ document, fit }: ReportInput): Html {
  const fitted = fit?.result.best.parameters ?? {};
  const value = ({ id, value: own, varies }: Parameter): Content => {
    const best = fitted[id];
    const note = varies === undefined ? nothing : html`<small>${variation(varies)}</small>`;
    return best === undefined || best === own
      ? html`${formatNumber(own)}${note}`
      : html`${formatNumber(own)}<small>fit: ${formatNumber(best)}</small>${note}`;
  };
  const { references } = document.about;
  const quantities = table(
    html`<b>Parameters.</b> ${document.parameters.some(({ estimate }) => estimate) ? 'Those marked ● are estimated from the data, within their bounds.' : nothing}`,
    [
      { head: 'Parameter' },
      { head: 'Value', numeric: true },
      { head: 'Unit' },
      { head: 'Bounds', numeric: true },
      { head: 'Where it comes from' },
    ],
    [
      {
        rows: document.parameters.map((parameter) => [
          html`${parameter.estimate ? '● ' : nothing}${parameter.name ?? parameter.id}${parameter.name === undefined ? nothing : html`<small><code>${parameter.id}</code></small>`}`,
          value(parameter),
          parameter.unit ?? '',
          html`${parameter.bounds === undefined ? nothing : formatRange(...parameter.bounds)}${parameter.prior === undefined ? nothing : html`<small>prior: ${priorText(parameter.prior, parameter.scale, formatNumber)}</small>`}`,
          provenance(parameter.source, references),
        ]),
      },
    ],
  );
  const states = table(
    html`<b>Variables.</b>`,
    [
      { head: 'Variable' },
      { head: 'Kind' },
      { head: 'Initial value, or expression' },
      { head: 'Unit' },
      { head: 'Where it comes from' },
    ],
    [
      {
        rows: document.variables.map((variable) => [
          html`${variable.name}<small><code>${variable.id}</code></small>`,
          variable.kind,
          variable.kind !== 'state'
            ? html`<code>${variable.expression}</code>`
            : typeof variable.initial === 'number'
              ? formatNumber(variable.initial)
              : html`<code>${variable.initial}</code>`,
          variable.unit ?? '',
          provenance(variable.source, references),
        ]),
      },
    ],
  );
  return html`${states}${quantities}`;
}
