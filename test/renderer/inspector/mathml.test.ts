import { describe, expect, it } from 'vitest';
import { scenario } from '../../../core/model/schema';
import { buildSystem } from '../../../core/equations/system';
import { describeEquations } from '../../../core/equations/describe';
import { isPlainMath, type MarkupElement } from '../../../renderer/inspector/mathml';

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';
const element = (
  localName: string,
  children: readonly MarkupElement[] = [],
  attributes: readonly string[] = [],
  namespaceURI: string | null = NAMESPACE,
): MarkupElement => ({ localName, namespaceURI, attributes: attributes.map((name) => ({ name })), children });
const math = (...children: MarkupElement[]): MarkupElement => element('math', children, ['xmlns', 'display']);

/** The elements of well-formed markup without entities, as an XML parser would give them. */
function parsed(markup: string): MarkupElement {
  const root: { children: MarkupElement[] } = { children: [] },
    open = [root];
  for (const [, closing, name, attributes, empty] of markup.matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>/g)) {
    if (closing === '/') {
      open.pop();
      continue;
    }
    const children: MarkupElement[] = [];
    open.at(-1)!.children.push(
      element(
        name!,
        children,
        [...attributes!.matchAll(/([\w:-]+)=/g)].map(([, attribute]) => attribute!),
      ),
    );
    if (empty !== '/') open.push({ children });
  }
  return root.children[0]!;
}

describe('Formulas in the page', () => {
  it('are let through as presentation MathML', () => {
    expect(isPlainMath(math(element('mfrac', [element('mi', [], ['mathvariant']), element('mn')])))).toBe(true);
  });
  it('are let through as the equations print them', () => {
    const document = scenario.parse({
      format: 'doflow-scenario',
      version: 2,
      about: { title: 'One' },
      variables: [
        { id: 'x', name: 'X', kind: 'state', initial: 1 },
        { id: 'y', name: 'Y', kind: 'assigned', expression: 'sqrt(x^2 + exp(-x))/(1 + min(x, 2))' },
      ],
      parameters: [{ id: 'k_in', value: 1 }],
      mechanisms: [
        {
          id: 'm',
          name: 'M',
          law: { kind: 'hill-activation', parameters: { Vmax: 'k_in', K: 2, h: 3 } },
          inputs: [{ variable: 'x', role: 'driver' }],
          effects: [{ variable: 'x', coefficient: -1 }],
        },
      ],
    });
    const equations = describeEquations(document, buildSystem(document));
    expect(equations.length).toBeGreaterThan(2);
    for (const { mathml } of equations) expect(isPlainMath(parsed(mathml)), mathml).toBe(true);
  });
  it.each([
    ['a script', math(element('script'))],
    ['a script of another namespace', math(element('mrow', [element('script', [], [], 'http://www.w3.org/1999/xhtml')]))],
    ['HTML under the name of an element of MathML', math(element('mi', [], [], 'http://www.w3.org/1999/xhtml'))],
    ['an event handler', math(element('mi', [], ['onclick']))],
    ['a handler on the root', element('math', [], ['xmlns', 'onload'])],
    ['a link', math(element('mrow', [], ['href']))],
    ['a link of XLink', math(element('mrow', [], ['xlink:href']))],
    ['a style', math(element('mi', [], ['style']))],
    ['an action', math(element('maction', [], ['actiontype']))],
    ['an annotation that may hold HTML', math(element('semantics', [element('annotation-xml')]))],
    [
      'an image far down',
      math(element('mrow', [element('msup', [element('mi'), element('mrow', [element('mglyph', [], ['src'])])])])),
    ],
    ["a parser's error", element('parsererror', [], [], 'http://www.w3.org/1999/xhtml')],
    ['no namespace', element('math', [], [], null)],
  ])('are refused with %s', (_, hostile) => {
    expect(isPlainMath(hostile)).toBe(false);
  });
});
