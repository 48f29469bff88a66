/** The scenario inside its report, so that the report can be opened again. */
import { raw } from './html';
import type { Html } from './html';

const open = '<script type="application/vnd.doflow+json" id="doflow-scenario">';
const close = '</script>';

/** @param text the scenario as JSON; `<` occurs in its strings only, where \u003c means the same */
export const embedScenario = (text: string): Html => raw(`${open}${text.replace(/</g, '\\u003c')}${close}`);

/** @returns the scenario's JSON text, with `<` still written \u003c, or null where the HTML carries none */
export function extractScenario(html: string): string | null {
  const start = html.indexOf(open);
  if (start < 0) return null;
  const from = start + open.length,
    end = html.indexOf(close, from);
  return end < 0 ? null : html.slice(from, end);
}
