/** HTML by tagged template: every value is escaped unless it is HTML already, so that no text of a document becomes markup. */

export class Html {
  constructor(readonly text: string) {}
}
export type Content = Html | string | number | null | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// eslint-disable-next-line no-control-regex -- characters that XML and HTML forbid
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export const escapeHtml = (text: string): string => text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (c) => entities[c]);

/** Marks text as HTML. Only for text that this room or a printer made itself. */
export const raw = (text: string): Html => new Html(text);
export const nothing = raw('');

function render(content: Content): string {
  if (content === null || content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (Array.isArray(content)) return content.map(render).join('');
  return escapeHtml(String(content));
}

/** null and undefined print as nothing, arrays one after another. Attribute values must be quoted. */
export const html = (parts: TemplateStringsArray, ...values: Content[]): Html =>
  new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));

const elements =
  /^<\/?(?:math|mrow|mi|mo|mn|mtext|mspace|mfrac|msup|msub|msubsup|msqrt|mroot|munder|mover|munderover|mtable|mtr|mtd|mstyle|mpadded)((?:\s+[a-z]+="[^"<>]*")*)\s*\/?>$/;

/** @returns the equation, or its plain text where the string is anything but presentation MathML without handlers and links */
export function mathml(source: string, text: string): Html {
  const tags = source.match(/<[^>]*>?/g) ?? [];
  const safe = tags.every((tag) => {
    const match = elements.exec(tag);
    return match !== null && !/\s(?:on|href|src|style)/i.test(match[1]);
  });
  return tags.length > 0 && safe ? raw(source) : html`<code>${text}</code>`;
}
