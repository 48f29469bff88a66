/** Expressions as presentation MathML. Every name is escaped: the text comes from documents. */
import { operators } from './operators';
import { isNumber, type Expr } from './expression';

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const row = (...parts: string[]): string => (parts.length === 1 ? parts[0] : `<mrow>${parts.join('')}</mrow>`);
const mo = (sign: string): string => `<mo>${sign.replace('<', '&lt;').replace('>', '&gt;')}</mo>`;

/** @param names symbol → what people call it; an id like `k_on` prints with a subscript where no name is given */
export function printMathML(node: Expr, names: ReadonlyMap<string, string>): string {
  const symbol = (name: string): string => {
    const given = names.get(name);
    if (given !== undefined && given !== name) return `<mtext>${escape(given)}</mtext>`;
    const [head, ...rest] = name.split('_');
    if (head === '' || rest.length === 0) return `<mi>${escape(name)}</mi>`;
    return `<msub><mi>${escape(head)}</mi><mtext>${escape(rest.join(' '))}</mtext></msub>`;
  };
  const number = (value: number): string => {
    const [digits, exponent] = String(value).split('e');
    return exponent === undefined
      ? `<mn>${digits}</mn>`
      : row(`<mn>${digits}</mn>`, mo('·'), `<msup><mn>10</mn><mn>${Number(exponent)}</mn></msup>`);
  };
  const fenced = (inner: string): string => row(mo('('), inner, mo(')'));
  const wrap = (arg: Expr, atLeast: number): string => {
    const weaker =
      arg.kind === 'operation'
        ? arg.operator !== 'div' && operators[arg.operator].precedence < atLeast
        : isNumber(arg) && arg.value < 0;
    return weaker ? fenced(print(arg)) : print(arg);
  };
  const print = (node: Expr): string => {
    if (node.kind === 'number') return number(node.value);
    if (node.kind === 'symbol') return symbol(node.name);
    const { operator, args } = node,
      { precedence, infix } = operators[operator];
    switch (operator) {
      case 'div':
        return `<mfrac>${row(print(args[0]))}${row(print(args[1]))}</mfrac>`;
      case 'pow': {
        const base = args[0];
        const inner = base.kind === 'operation' ? fenced(print(base)) : wrap(base, precedence + 1);
        return `<msup>${row(inner)}${row(print(args[1]))}</msup>`;
      }
      case 'sqrt':
        return `<msqrt>${print(args[0])}</msqrt>`;
      case 'abs':
        return row(mo('|'), print(args[0]), mo('|'));
      case 'exp':
        return `<msup><mi>e</mi>${row(print(args[0]))}</msup>`;
      case 'log10':
        return row(`<msub><mi>log</mi><mn>10</mn></msub>`, fenced(print(args[0])));
      case 'neg':
        return row(mo('−'), wrap(args[0], precedence + 1));
      case 'if':
        return row(
          mo('{'),
          print(args[1]),
          `<mtext>&#160;if&#160;</mtext>`,
          print(args[0]),
          mo(','),
          `<mtext>&#160;else&#160;</mtext>`,
          print(args[2]),
          mo('}'),
        );
    }
    if (infix === undefined)
      return row(`<mi>${operator === 'log' ? 'ln' : operator}</mi>`, fenced(args.map(print).join(mo(','))));
    const right = operator === 'add' || operator === 'mul' ? precedence : precedence + 1;
    return row(wrap(args[0], precedence), mo(infix), wrap(args[1], right));
  };
  return print(node);
}

/** MathML as one <math> element. */
export const wholeMathML = (...parts: string[]): string =>
  `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow>${parts.join('')}</mrow></math>`;

/** A whole equation. `left` and `right` are MathML. */
export const equationMathML = (left: string, right: string): string => wholeMathML(left, mo('='), right);

export const derivativeMathML = (variable: string): string =>
  `<mfrac><mrow><mi mathvariant="normal">d</mi>${variable}</mrow><mrow><mi mathvariant="normal">d</mi><mi>t</mi></mrow></mfrac>`;
