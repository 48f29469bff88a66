/** Formulas from the service as elements of the page: only the elements and attributes of MathML are let through. */

const elements = new Set([
  'math',
  'semantics',
  'mrow',
  'mi',
  'mn',
  'mo',
  'ms',
  'mtext',
  'mspace',
  'mfrac',
  'msqrt',
  'mroot',
  'msub',
  'msup',
  'msubsup',
  'munder',
  'mover',
  'munderover',
  'mtable',
  'mtr',
  'mtd',
  'mpadded',
  'mphantom',
  'mstyle',
  'merror',
  'mmultiscripts',
  'mprescripts',
  'none',
]);
const attributes = new Set([
  'display',
  'displaystyle',
  'scriptlevel',
  'mathvariant',
  'stretchy',
  'fence',
  'separator',
  'lspace',
  'rspace',
  'form',
  'largeop',
  'movablelimits',
  'accent',
  'width',
  'height',
  'depth',
  'columnalign',
  'rowspacing',
  'columnspacing',
  'linethickness',
]);

/** The part of an element that decides whether it is let through. */
export interface MarkupElement {
  readonly localName: string;
  readonly namespaceURI: string | null;
  readonly attributes: Iterable<{ readonly name: string }>;
  readonly children: Iterable<MarkupElement>;
}
const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** @returns whether an element is presentation MathML throughout: no other element, no link, no style, no script */
export function isPlainMath(element: MarkupElement): boolean {
  return (
    element.namespaceURI === NAMESPACE &&
    elements.has(element.localName) &&
    [...element.attributes].every(({ name }) => attributes.has(name) || name === 'xmlns') &&
    [...element.children].every(isPlainMath)
  );
}

/** @returns the formula, or null when the text is not MathML and nothing else */
export function mathElement(text: string): Element | null {
  const source = /^\s*<math\b[^>]*xmlns/.test(text) ? text : text.replace(/<math\b/, `<math xmlns="${NAMESPACE}"`);
  const { documentElement } = new DOMParser().parseFromString(source, 'application/xml');
  return documentElement.localName === 'math' && isPlainMath(documentElement) ? document.importNode(documentElement, true) : null;
}
