/** Opening, saving and exporting: the same steps on the desktop and in a browser. */
import { emptyDocument, serializeDocument } from '../../core/model/document';
import { addComparison } from '../compare/edits';
import { isTable, openTable } from '../import/open-table';
import type { Workbench } from '../state/workbench.svelte';

/** @returns whether the open document may be replaced */
async function mayReplace(workbench: Workbench): Promise<boolean> {
  if (workbench.document === null || !workbench.dirty) return true;
  return workbench.ask({
    title: 'Leave without saving?',
    text: `“${workbench.document.about.title}” has changes that are not saved.`,
    confirm: 'Leave without saving',
    danger: true,
  });
}

export async function newDocument(workbench: Workbench): Promise<void> {
  if (!(await mayReplace(workbench))) return;
  // with a comparison of one arm, what is drawn is simulated from the first variable on
  workbench.load(addComparison(emptyDocument('Untitled'), 'Comparison').document, null);
  workbench.workspace = 'model';
}

export async function openPath(workbench: Workbench, path: string): Promise<void> {
  if (!(await mayReplace(workbench))) return;
  try {
    const opened = await workbench.client.request('open', { path });
    // a report is not overwritten by the scenario that was inside it
    const isScenario = !/\.html?$/i.test(opened.path);
    workbench.load(opened.document, isScenario ? opened.path : null, { saved: isScenario && !opened.migrated });
    if (opened.migrated)
      workbench.notices.show('info', 'The file was written by an older version', {
        advice: 'It has been brought up to date; save it to keep that.',
      });
  } catch (error) {
    workbench.notices.fail(`${path} could not be opened`, error);
  }
}

/** What was in a report has no file of its own: saving asks for one, and never overwrites the report. */
async function openText(workbench: Workbench, text: string, from: string | null): Promise<void> {
  const { document, migrated } = await workbench.client.request('parse', { text });
  const isReport = /^\s*</.test(text);
  workbench.load(document, isReport ? null : from, { saved: !isReport && !migrated });
}

export async function openDialog(workbench: Workbench): Promise<void> {
  if (!(await mayReplace(workbench))) return;
  try {
    const file = await workbench.host.openFile();
    if (file !== null) await openText(workbench, file.text, file.path);
  } catch (error) {
    workbench.notices.fail('The file could not be opened', error);
  }
}

/**
 * A scenario or report that was dropped on the window: read as a copy, since a browser does not tell where it lies. A
 * table is imported into the open scenario.
 */
export async function openDropped(workbench: Workbench, file: File): Promise<void> {
  if (isTable(file.name)) {
    await openTable(workbench, file);
    return;
  }
  if (!(await mayReplace(workbench))) return;
  try {
    await openText(workbench, await file.text(), null);
  } catch (error) {
    workbench.notices.fail(`${file.name} could not be opened`, error);
  }
}

export async function save(workbench: Workbench, options: { as?: boolean } = {}): Promise<void> {
  const { document, path, host } = workbench;
  if (document === null) return;
  workbench.commit();
  try {
    const current = workbench.document ?? document;
    if (host.kind === 'browser' && path !== null && !options.as) {
      await workbench.client.request('save', { path, document: current });
      workbench.markSaved(path, current);
    } else {
      const suggestedName = `${fileName(current.about.title)}.doflow`;
      const saved = await host.saveFile({
        ...(path !== null && !options.as ? { path } : {}),
        suggestedName,
        text: serializeDocument(current),
        extension: 'doflow',
      });
      if (saved === null) return;
      workbench.markSaved(saved === '' ? null : saved, current);
    }
    workbench.notices.show('success', 'Saved');
  } catch (error) {
    workbench.notices.fail('The document could not be saved', error);
  }
}

/** Makes the report of the shown comparison and asks where to keep it. */
export async function exportReport(workbench: Workbench): Promise<void> {
  if (workbench.document === null) return;
  workbench.commit();
  try {
    const comparison = workbench.comparisonId ?? undefined;
    const { html, name } = await workbench.client.request('report', { document: workbench.document, comparison });
    await keepReport(workbench, { html, name });
  } catch (error) {
    workbench.notices.fail('The report could not be made', error);
  }
}

/** Asks where a report that has been made is to go. */
export async function keepReport(workbench: Workbench, { html, name }: { html: string; name: string }): Promise<void> {
  const saved = await workbench.host.saveFile({ suggestedName: name, text: html, extension: 'html' });
  if (saved !== null) workbench.notices.show('success', saved === '' ? 'Report downloaded' : `Report written to ${saved}`);
}

/** @returns a file name that every system accepts */
export const fileName = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60) || 'untitled';
