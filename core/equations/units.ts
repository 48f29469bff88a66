/**
 * Dimensional analysis where units are given: every summand of a derivative must be [variable]/[time]. A quantity
 * without a unit is a wildcard; a word that is no known unit (cells, TCID50) is a dimension of its own. Factors count:
 * ng/ml and µg/ml do not match, since nothing is rescaled silently.
 */
import { create, createUnitDependencies, unitDependencies } from 'mathjs';
import type { Problem } from '../model/problem';
import { networkReads } from '../model/network-variables';
import type { Scenario } from '../model/schema';
import { Faults } from './faults';
import { observableParts } from './observable';
import { operators } from './operators';
import { substitute, topological, type Expr } from './expression';
import { printText } from './print-text';
import { RATE, type EquationSystem } from './system';

/** Powers of base dimensions, and the factor to SI. */
export interface Unit {
  readonly powers: readonly number[];
  readonly factor: number;
  readonly text: string;
}
type Known = Unit | 'any';

export class UnitError extends Error {}
const math = create({ unitDependencies, createUnitDependencies });

/** @throws UnitError when the text is not a unit */
export function parseUnit(text: string): Unit {
  const plain = text.replace(/[µμ]/g, 'u').replace(/·/g, '*').trim();
  if (/^(1|)$/.test(plain)) return { powers: [], factor: 1, text: '1' };
  for (const word of plain.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) if (!math.Unit.isValuelessUnit(word)) math.createUnit(word);
  try {
    const unit = math.unit(1, plain) as unknown as { dimensions: number[]; value: number };
    return { powers: unit.dimensions, factor: unit.value, text };
  } catch (error) {
    throw new UnitError(`"${text}" is not a unit: ${(error as Error).message}`);
  }
}

const dimensionless: Unit = { powers: [], factor: 1, text: '1' };
const combine = (a: Unit, b: Unit, sign: 1 | -1): Unit => ({
  powers: Array.from(
    { length: Math.max(a.powers.length, b.powers.length) },
    (_u, i) => (a.powers[i] ?? 0) + sign * (b.powers[i] ?? 0),
  ),
  factor: sign === 1 ? a.factor * b.factor : a.factor / b.factor,
  text:
    b.text === '1'
      ? a.text
      : a.text === '1' && sign === 1
        ? b.text
        : `${a.text}${sign === 1 ? '·' : '/'}${/[·/]/.test(b.text) ? `(${b.text})` : b.text}`,
});
const raise = (a: Unit, power: number): Unit => ({
  powers: a.powers.map((p) => p * power),
  factor: a.factor ** power,
  text: a.text === '1' ? '1' : `(${a.text})^${power}`,
});
const isPlain = (unit: Unit): boolean => unit.powers.every((p) => Math.abs(p) < 1e-9);
/** Factors pass through decimal prefixes and 86,400 s, so equality is to rounding. */
const same = (a: Unit, b: Unit): boolean => isPlain(combine(a, b, -1)) && Math.abs(a.factor / b.factor - 1) < 1e-9;

/** @throws UnitError naming the expression and both units */
export function unitOf(root: Expr, symbols: (name: string) => Known): Known {
  const units = new Map<Expr, Known>();
  const agree = (a: Known, b: Known, what: Expr): Known => {
    if (a === 'any' || b === 'any') return a === 'any' ? b : a;
    if (!same(a, b)) throw new UnitError(`"${printText(what)}" puts together ${a.text} and ${b.text}`);
    return a;
  };
  const plain = (unit: Known, what: Expr): Known => {
    if (unit !== 'any' && !isPlain(unit))
      throw new UnitError(`"${printText(what)}" needs a number without unit, and has ${unit.text}`);
    return dimensionless;
  };
  for (const node of topological([root])) {
    if (node.kind === 'number') {
      units.set(node, node.value === 0 ? 'any' : dimensionless);
      continue;
    }
    if (node.kind === 'symbol') {
      units.set(node, symbols(node.name));
      continue;
    }
    const [a, b, c] = node.args.map((arg) => units.get(arg)!);
    units.set(
      node,
      ((): Known => {
        switch (node.operator) {
          case 'add':
          case 'sub':
          case 'min':
          case 'max':
            return agree(a, b, node);
          case 'lt':
          case 'le':
          case 'gt':
          case 'ge':
          case 'eq':
          case 'ne':
            agree(a, b, node);
            return dimensionless;
          case 'mul':
            return a === 'any' || b === 'any' ? 'any' : combine(a, b, 1);
          case 'div':
            return a === 'any' || b === 'any' ? 'any' : combine(a, b, -1);
          case 'neg':
          case 'abs':
          case 'floor':
          case 'ceil':
            return a;
          case 'sqrt':
            return a === 'any' ? 'any' : raise(a, 0.5);
          case 'pow': {
            plain(b, node);
            if (a === 'any') return 'any';
            const exponent = node.args[1];
            return exponent.kind === 'number' ? raise(a, exponent.value) : plain(a, node);
          }
          case 'if':
            return agree(b, c, node);
          case 'and':
          case 'or':
          case 'not':
          case 'sign':
            return dimensionless;
          default:
            return operators[node.operator].arity === 1 ? plain(a, node) : 'any';
        }
      })(),
    );
  }
  return units.get(root)!;
}

const hasLogarithm = (root: Expr): boolean =>
  topological([root]).some((node) => node.kind === 'operation' && (node.operator === 'log' || node.operator === 'log10'));

/** @returns the unit; 'any' where it has none that holds together */
function unitOr(expr: Expr, symbols: (name: string) => Known): Known {
  try {
    return unitOf(expr, symbols);
  } catch (error) {
    if (error instanceof UnitError) return 'any';
    throw error;
  }
}

/** @returns one error a summand, assignment or unit text that does not hold together */
export function checkUnits(document: Scenario, system: EquationSystem): Problem[] {
  const { pool } = system,
    problems: Problem[] = [],
    units = new Map<string, Known>([['t', 'any']]);
  const guard = (path: string, about: string, make: () => void): void => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      problems.push({
        severity: 'error',
        path,
        about,
        message: error.message,
        advice: 'correct a unit, or leave it out where it is not known',
      });
    }
  };
  (['variables', 'parameters'] as const).forEach((section) => {
    document[section].forEach(({ id, unit }, i) => {
      guard(`${section}[${i}].unit`, id, () => {
        if (unit !== undefined && unit.trim() !== '') units.set(id, parseUnit(unit));
      });
    });
  });
  const of = (name: string): Known => units.get(name) ?? 'any';
  let time: Known = 'any';
  guard('about.time.unit', '', () => {
    time = parseUnit(document.about.time.unit);
  });
  units.set('t', time);
  const mustBe = (path: string, about: string, expr: Expr, wanted: Known, what: string): void => {
    guard(path, about, () => {
      const found = unitOf(expr, of);
      if (found !== 'any' && wanted !== 'any' && !same(found, wanted))
        throw new UnitError(`"${printText(expr)}" is in ${found.text}, and ${what} in ${wanted.text}`);
    });
  };
  document.variables.forEach(({ id, name }, i) => {
    const expr = system.assigned.get(id);
    if (expr !== undefined) mustBe(`variables[${i}].expression`, id, expr, of(id), name);
  });
  const readable = { variables: new Set(document.variables.map(({ id }) => id)), parameters: new Set(system.parameters) };
  document.parameters.forEach(({ id, scale, varies }, i) => {
    if (typeof varies?.spread !== 'string') return;
    const wanted = scale === 'linear' ? of(id) : dimensionless;
    mustBe(`parameters[${i}].varies.spread`, id, pool.symbol(varies.spread), wanted, `${id} on its fit scale is`);
  });
  document.observables.forEach((observable, i) => {
    const path = `observables[${i}]`,
      { id, name, unit } = observable,
      { expression, scaling, offset } = observableParts(pool, observable, path, readable, new Faults());
    // a logarithm is mostly taken of what has a unit, and gives one of its own: log10 TCID50/ml
    if (hasLogarithm(expression)) return;
    let stated: Known = 'any';
    guard(`${path}.unit`, id, () => {
      if (unit !== undefined && unit.trim() !== '') stated = parseUnit(unit);
    });
    // a bare number that scales or is added has whatever unit is needed, such as that of a conversion
    const isScaled = observable.scaling !== undefined,
      scaled = pool.mul(scaling, expression),
      found = isScaled && scaling.kind === 'number' ? 'any' : unitOr(scaled, of);
    mustBe(`${path}.expression`, id, expression, isScaled ? 'any' : stated, `${name} is`);
    if (found !== 'any' && isScaled) mustBe(`${path}.scaling`, id, scaled, stated, `${name} is`);
    if (offset.kind !== 'number') mustBe(`${path}.offset`, id, offset, stated === 'any' ? found : stated, `${name} is`);
  });
  const names = new Map(document.variables.map(({ id, name }) => [id, name]));
  // in an event a bare number has the unit of what it is compared with or assigned to, or of time
  system.events.forEach(({ id, roots, delay, assignments }, i) => {
    guard(`events[${i}].trigger`, id, () => {
      for (const root of roots)
        for (const side of root.kind === 'operation' && root.args.some((arg) => arg.kind === 'number') ? root.args : [root])
          unitOf(side, of);
    });
    if (delay !== undefined && delay.kind !== 'number') mustBe(`events[${i}].delay`, id, delay, time, 'time is');
    assignments.forEach(({ state, value }, k) => {
      if (value.kind !== 'number')
        mustBe(`events[${i}].assignments[${k}].value`, id, value, of(state), `${names.get(state) ?? state} is`);
    });
  });
  document.mechanisms.forEach((mechanism, i) => {
    const equation = system.mechanisms[i],
      seen = new Set<string>();
    // the constants by which a network scales what it reads, and its output, have whatever units are needed
    const laws = [mechanism.law, ...mechanism.regulators.map(({ law }) => law)],
      networks = new Set(laws.flatMap((law) => (law.kind === 'neural' ? [law.network] : [])));
    const read = new Set(document.networks.flatMap((network) => (networks.has(network.id) ? networkReads(network) : [])));
    const outside = (name: string): Known => (read.has(name) ? 'any' : of(name));
    for (const { state, derivative } of equation.terms) {
      guard(`mechanisms[${i}].law`, mechanism.id, () => {
        const term = substitute(pool, derivative, new Map([[RATE, equation.rate]])),
          inner = unitOf(term, outside),
          found = mechanism.law.kind === 'neural' ? 'any' : inner,
          stated = of(state);
        if (found === 'any' || stated === 'any' || time === 'any') return;
        const wanted = combine(stated, time, -1);
        if (!same(found, wanted) && !seen.has(state)) {
          seen.add(state);
          throw new UnitError(
            `"${printText(term)}" is in ${found.text}, and ${names.get(state) ?? state} changes in ${wanted.text}`,
          );
        }
      });
    }
  });
  return problems;
}
