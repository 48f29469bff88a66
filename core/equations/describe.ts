/** The equations of a document as people read them: text and MathML, one entry a rate, derivative, assignment, event, observable. */
import type { Scenario } from '../model/schema';
import { describeEvent } from './describe-events';
import { substitute, type Expr } from './expression';
import { Faults } from './faults';
import { observableExpression } from './observable';
import { derivativeMathML, equationMathML, printMathML } from './print-mathml';
import { printText } from './print-text';
import { initialName, RATE, type EquationSystem } from './system';

export interface DescribedEquation {
  readonly id: string;
  readonly kind: 'derivative' | 'assigned' | 'rate' | 'event' | 'observable' | 'initial';
  readonly text: string;
  readonly mathml: string;
}

/** Networks with more terms than this are printed by name, not written out. */
const LONGEST = 1200;

export function describeEquations(document: Scenario, system: EquationSystem): DescribedEquation[] {
  const { pool } = system,
    equations: DescribedEquation[] = [];
  const names = new Map<string, string>(document.variables.map(({ id, name }) => [id, name]));
  const symbol = (id: string): string => printMathML(pool.symbol(id), names);
  const add = (id: string, kind: DescribedEquation['kind'], leftText: string, leftMath: string, expr: Expr): void => {
    const text = printText(expr),
      long = text.length > LONGEST;
    const right = long
      ? `<mtext>a neural term of ${text.length.toLocaleString('en')} characters, not written out</mtext>`
      : printMathML(expr, names);
    equations.push({
      id,
      kind,
      text: `${leftText} = ${long ? '(a neural term, not written out)' : text}`,
      mathml: equationMathML(leftMath, right),
    });
  };
  const compact = new Map<string, Expr>();
  for (const { id, rate } of system.mechanisms) {
    add(
      id,
      'rate',
      `rate(${id})`,
      `<msub><mi>v</mi><mtext>${printMathML(pool.symbol(id), new Map())
        .replace(/<[^>]+>/g, ' ')
        .trim()}</mtext></msub>`,
      rate,
    );
    compact.set(id, printText(rate).length > LONGEST ? pool.symbol(`v_${id}`) : rate);
  }
  for (const variable of document.variables) {
    if (variable.kind !== 'state') {
      add(variable.id, 'assigned', variable.id, symbol(variable.id), system.assigned.get(variable.id)!);
      continue;
    }
    const terms = system.mechanisms.flatMap(({ id, terms: all }) =>
      all
        .filter(({ state }) => state === variable.id)
        .map(({ derivative }) => substitute(pool, derivative, new Map([[RATE, compact.get(id)!]]))),
    );
    add(variable.id, 'derivative', `d${variable.id}/dt`, derivativeMathML(symbol(variable.id)), pool.sum(terms));
    const initial = system.initial.get(variable.id)!,
      plain = substitute(
        pool,
        initial,
        new Map(
          system.parameters.flatMap((name, i) =>
            name === initialName(variable.id) ? [[name, pool.number(system.nominal[i])] as const] : [],
          ),
        ),
      );
    add(variable.id, 'initial', `${variable.id}(0)`, `${symbol(variable.id)}<mo>(</mo><mn>0</mn><mo>)</mo>`, plain);
  }
  for (const event of document.events) equations.push({ id: event.id, kind: 'event', ...describeEvent(event, system, names) });
  const known = { variables: new Set(document.variables.map(({ id }) => id)), parameters: new Set(system.parameters) },
    withoutFault = document.observables.flatMap((observable, i) => {
      const faults = new Faults(),
        seen = observableExpression(pool, observable, `observables[${i}]`, known, faults);
      // the check of the model tells of them
      return faults.problems.length > 0 ? [] : [{ id: observable.id, name: observable.name, seen }];
    });
  for (const { id, name, seen } of withoutFault) {
    add(
      id,
      'observable',
      id,
      `<mtext>${printMathML(pool.symbol('x'), new Map([['x', name]])).replace(/<[^>]+>/g, '')}</mtext>`,
      seen,
    );
  }
  return equations;
}
