/**
 * The report: one HTML file that needs no network and runs no script, with the question, the diagrams, the equations, the
 * numbers and their sources, and the scenario itself inside. It is made from saved results and solves nothing.
 */
import { embedScenario } from './embed';
import { html, raw } from './html';
import type { Html } from './html';
import type { ReportInput } from './input';
import { assumptions } from './sections/assumptions';
import { curves } from './sections/curves';
import { diagrams } from './sections/diagrams';
import { effects } from './sections/effects';
import { equations } from './sections/equations';
import { fit } from './sections/fit';
import { heading } from './sections/heading';
import type { Section } from './sections/heading';
import { parameters } from './sections/parameters';
import { pathways } from './sections/pathways';
import { provenanceOf, references } from './sections/provenance';
import { styleSheet } from './style';

const outline: readonly { readonly id: string; readonly title: string; readonly make: (input: ReportInput) => Html }[] = [
  { id: 'effects', title: 'Effects', make: effects },
  { id: 'curves', title: 'Side by side', make: curves },
  { id: 'diagrams', title: 'Causal diagrams', make: diagrams },
  { id: 'pathways', title: 'Loops and pathways', make: pathways },
  { id: 'equations', title: 'Equations', make: equations },
  { id: 'parameters', title: 'Variables and parameters', make: parameters },
  { id: 'fit', title: 'Data and fit', make: fit },
  { id: 'assumptions', title: 'Assumptions and warnings', make: assumptions },
  { id: 'provenance', title: 'Provenance', make: provenanceOf },
  { id: 'references', title: 'References', make: references },
];

/** @returns the whole file; sections without content are left out */
export function makeReport(input: ReportInput): string {
  const sections: Section[] = outline
    .map(({ id, title, make }) => ({ id, title, body: make(input) }))
    .filter(({ body }) => body.text.trim() !== '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="generator" content="Doflow">
<title>${input.document.about.title}</title>
<style>${raw(styleSheet)}</style>
</head>
<body>
<main>
${heading(input, sections)}
${sections.map(({ id, title, body }) => html`<section id="${id}"><h2>${title}</h2>\n${body}</section>\n`)}
</main>
${embedScenario(input.text)}
</body>
</html>
`.text;
}
