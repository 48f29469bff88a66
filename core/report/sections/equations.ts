/** The model's equations, in MathML. */
import { html, mathml, nothing } from '../html';
import type { Html } from '../html';
import type { ReportEquation, ReportInput } from '../input';

const groups: readonly { readonly kind: ReportEquation['kind']; readonly title: string }[] = [
  { kind: 'derivative', title: 'Rates of change' },
  { kind: 'assigned', title: 'Assigned variables and inputs' },
  { kind: 'rate', title: 'Mechanisms' },
  { kind: 'event', title: 'Events' },
  { kind: 'observable', title: 'What is measured' },
  { kind: 'initial', title: 'Initial values' },
];

export function equations({ document, equations: list }: ReportInput): Html {
  const named = [...document.variables, ...document.mechanisms, ...document.events, ...document.observables];
  return html`${groups.map(({ kind, title }) => {
    const members = list.filter((equation) => equation.kind === kind);
    if (members.length === 0) return nothing;
    return html`<h3>${title}</h3>${members.map(({ id, text, mathml: source }) => html`<div class="equation"><div class="name">${named.find((item) => item.id === id)?.name ?? id}</div><div>${mathml(source, text)}</div></div>`)}`;
  })}`;
}
