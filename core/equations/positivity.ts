/** Quasi-positivity: a removal must vanish as its variable goes to 0, or the variable goes below zero. */
import { seededRandom } from '../util/random';
import type { Problem } from '../model/problem';
import type { Scenario } from '../model/schema';
import { substitute } from './expression';
import { evaluate } from './evaluate';
import { RATE, type EquationSystem } from './system';

const PROBES = 3;

/** Probes each mechanism's contribution to each state at zero of that state and random values of the others, within their bounds. */
export function checkPositivity(document: Scenario, system: EquationSystem): Problem[] {
  const { pool } = system,
    problems: Problem[] = [];
  const nominal = new Map(system.parameters.map((name, i) => [name, system.nominal[i]]));
  const names = new Map(document.variables.map(({ id, name }) => [id, name]));
  const ranges = new Map(
    document.variables.flatMap((v) => (v.kind === 'state' && v.bounds !== undefined ? [[v.id, v.bounds] as const] : [])),
  );
  const signed = new Set(
    document.variables.filter((v) => v.kind === 'state' && v.bounds !== undefined && v.bounds[0] < 0).map(({ id }) => id),
  );
  const amounts = new Set(document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id));
  document.mechanisms.forEach((mechanism, i) => {
    if (mechanism.law.kind === 'potential') return;
    for (const { state, derivative } of system.mechanisms[i].terms) {
      if (!amounts.has(state) || signed.has(state)) continue;
      let contribution = substitute(pool, derivative, new Map([[RATE, system.mechanisms[i].rate]]));
      for (const expr of [...system.assigned].reverse()) contribution = substitute(pool, contribution, new Map([expr]));
      const random = seededRandom(i + 1);
      const worst = Math.min(
        ...Array.from({ length: PROBES }, () => {
          const others = new Map<string, number>();
          return evaluate(contribution, (symbol) => {
            if (symbol === state) return 0;
            if (symbol === 't') return 1;
            if (nominal.has(symbol)) return nominal.get(symbol);
            if (!others.has(symbol)) {
              const [low, high] = ranges.get(symbol) ?? [0.1, 2.1];
              others.set(symbol, low + (high - low) * random.uniform());
            }
            return others.get(symbol);
          });
        }),
      );
      if (worst < -1e-12) {
        problems.push({
          severity: 'warning',
          path: `mechanisms[${i}]`,
          about: mechanism.id,
          message: `${mechanism.name} goes on removing ${names.get(state) ?? state} when none is left`,
          advice: 'let its rate vanish with what it removes, or give the variable bounds that allow negative values',
        });
      }
    }
  });
  return problems;
}
