/** Events as people read them: when what turns true, after how long, which variables become what. */
import type { Event } from '../model/schema';
import type { Expr } from './expression';
import { parseExpression } from './parse';
import { printMathML, wholeMathML } from './print-mathml';
import { printText } from './print-text';
import type { EquationSystem } from './system';

/** @param names symbol → what people call it */
export function describeEvent(
  event: Event,
  { pool, assigned, states, parameters }: EquationSystem,
  names: ReadonlyMap<string, string>,
): { text: string; mathml: string } {
  const known = new Set([...states, ...assigned.keys(), ...parameters]);
  const read = (quantity: number | string): Expr =>
    typeof quantity === 'number' ? pool.number(quantity) : parseExpression(pool, quantity, known);
  const math = (expr: Expr): string => `<mrow>${printMathML(expr, names)}</mrow>`;
  const word = (text: string): string => `<mtext>${text}</mtext>`;
  const trigger = read(event.trigger),
    delay = event.delay === undefined ? undefined : read(event.delay);
  const changes = event.assignments.map(({ variable, value }) => [pool.symbol(variable), read(value)] as const);
  const rows = changes.map(
    ([variable, value]) => `<mtr><mtd></mtd><mtd>${math(variable)}</mtd><mtd><mo>←</mo></mtd><mtd>${math(value)}</mtd></mtr>`,
  );
  return {
    text: `when ${printText(trigger)}${delay === undefined ? '' : `, after ${printText(delay)}`}: ${changes.map(([variable, value]) => `${printText(variable)} ← ${printText(value)}`).join(', ')}`,
    mathml: wholeMathML(
      word('when\u00a0'),
      math(trigger),
      ...(delay === undefined ? [] : [word(',\u00a0after\u00a0'), math(delay)]),
      `<mo>:</mo><mtable>${rows.join('')}</mtable>`,
    ),
  };
}
