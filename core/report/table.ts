/** Tables in the journals' way: a caption, a rule above and below, numbers aligned right. */
import { html, nothing } from './html';
import type { Content, Html } from './html';

export interface Column {
  readonly head: Content;
  readonly numeric?: boolean;
}
export interface RowGroup {
  readonly head?: Content;
  readonly rows: readonly (readonly Content[])[];
}

/** @param groups rows, with a heading across the table where a group has one; no table at all without rows */
export function table(caption: Content, columns: readonly Column[], groups: readonly RowGroup[]): Html {
  if (groups.every(({ rows }) => rows.length === 0)) return nothing;
  const align = (column: Column): string => (column.numeric === true ? 'numeric' : 'text');
  return html`<div class="table${columns.length > 6 ? ' dense' : ''}"><table><caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" class="${align(column)}">${column.head}</th>`)}</tr></thead>
${groups.map(
  ({
    head,
    rows,
  }) => html`<tbody>${head === undefined ? nothing : html`<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${head}</th></tr>`}
${rows.map(
  (row) =>
    html`<tr>${row.map((cell, i) =>
      i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${align(columns[i])}">${cell}</td>`,
    )}</tr>\n`,
)}</tbody>`,
)}</table></div>`;
}
