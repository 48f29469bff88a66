/** How to get the same numbers again: hash of the scenario, seeds, versions, and the solver of each arm; then the references. */
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportInput } from '../input';
import { formatNumber } from '../number';
import { table } from '../table';

export function provenanceOf({ document, sha256, versions, date, comparison, fit }: ReportInput): Html {
  const { solver } = document;
  const seed = document.fits.find(({ id }) => id === fit?.id)?.seed;
  const stale =
    fit !== null && fit.result.provenance.finished !== undefined ? html`, finished ${fit.result.provenance.finished}` : nothing;
  const { source } = document.data;
  return html`<dl class="fact">
<dt>Scenario, SHA-256</dt><dd><code>${sha256}</code></dd>
${source?.sha256 === undefined ? nothing : html`<dt>Data, SHA-256</dt><dd><code>${source.sha256}</code></dd>`}
${fit === null ? nothing : html`<dt>Fitted document, SHA-256</dt><dd><code>${fit.result.provenance.document}</code> (fit results left out)${stale}</dd>`}
${seed === undefined ? nothing : html`<dt>Seed of the fit</dt><dd>${String(seed)}</dd>`}
<dt>Solver settings</dt><dd>${solver.method}, relative tolerance ${formatNumber(solver.rtol)}, absolute tolerance ${formatNumber(solver.atol)}</dd>
<dt>Versions</dt><dd>${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}</dd>
<dt>Report made</dt><dd>${date}</dd>
</dl>
${table(
  html`<b>Solver of each arm.</b>`,
  [
    { head: 'Arm' },
    { head: 'Method' },
    { head: 'Steps', numeric: true },
    { head: 'Rejected', numeric: true },
    { head: 'Evaluations', numeric: true },
  ],
  [
    {
      rows: (comparison?.arms ?? []).flatMap(({ name, series }) =>
        series === undefined
          ? []
          : [
              [
                name,
                html`${series.solver.method}<small>${series.solver.why}</small>`,
                String(series.solver.steps),
                String(series.solver.rejected),
                String(series.solver.evaluations),
              ],
            ],
      ),
    },
  ],
)}
<p class="note">The scenario itself, data and results included, is inside this file: open the report in Doflow to get it back.</p>`;
}

const webLink = (url: string): boolean => /^https?:\/\//i.test(url);
const doiLink = (doi: string): string => `https://doi.org/${encodeURI(doi.replace(/\p{Surrogate}/gu, '\ufffd'))}`;

export function references({ document }: ReportInput): Html {
  const list = document.about.references;
  if (list.length === 0) return nothing;
  return html`<ol>${list.map(
    ({ id, text, doi, url }) =>
      html`<li id="ref-${id}">${text}${doi === undefined ? nothing : html` <a href="${doiLink(doi)}">doi:${doi}</a>`}${
        url === undefined || !webLink(url) ? nothing : html` <a href="${url}">${url}</a>`
      }</li>`,
  )}</ol>`;
}
