/** Formulas from the service as elements of the page: only the elements and attributes of MathML are let through. */

const elements = new Set([
  'math', 'semantics', 'mrow', 'mi', 'mn', 'mo', 'ms', 'mtext', 'mspace', 'mfrac', 'msqrt', 'mroot', 'msub', 'msup', 'msubsup', 'munder', 'mover',
  'munderover', 'mtable', 'mtr', 'mtd', 'mpadded', 'mphantom', 'mstyle', 'merror', 'mmultiscripts', 'mprescripts', 'none',
]);
const attributes = new Set([
  'display', 'displaystyle', 'scriptlevel', 'mathvariant', 'stretchy', 'fence', 'separator', 'lspace', 'rspace', 'form', 'largeop', 'movablelimits',
  'accent', 'width', 'height', 'depth', 'columnalign', 'rowspacing', 'columnspacing', 'linethickness',
]);

/** @returns the formula, or null when the text is not MathML and nothing else */
export function mathElement(text: string): Element | null {
  const source = /^\s*<math\b[^>]*xmlns/.test(text) ? text : text.replace(/<math\b/, '<math xmlns="http://www.w3.org/1998/Math/MathML"');
  const { documentElement } = new DOMParser().parseFromString(source, 'application/xml');
  return documentElement.localName === 'math' && isPlain(documentElement) ? document.importNode(documentElement, true) : null;
}

function isPlain(element: Element): boolean {
  return element.namespaceURI === 'http://www.w3.org/1998/Math/MathML' && elements.has(element.localName)
    && [...element.attributes].every(({ name }) => attributes.has(name) || name === 'xmlns')
    && [...element.children].every(isPlain);
}
