/** Structural faults and doubts of a document, found before the maths: what the diagram alone can tell. */
import type { Problem } from '../model/problem';
import type { Mechanism, Scenario } from '../model/schema';
import { identifiers } from './identifiers';
import { causalLinks } from './parents';
import type { CausalLink } from './parents';
import { ancestors } from './paths';

/** References to missing ids are reported by core/model and passed over here. */
export function diagnose(document: Scenario): Problem[] {
  const links = causalLinks(document);
  return [...mechanismProblems(document), ...isolatedVariables(document, links), ...unseenByData(document, links)];
}

function mechanismProblems(document: Scenario): Problem[] {
  const problems: Problem[] = [];
  const variables = new Map(document.variables.map((variable) => [variable.id, variable]));
  document.mechanisms.forEach((mechanism, index) => {
    const path = `mechanisms[${index}]`,
      about = mechanism.id;
    if (mechanism.effects.length === 0) {
      problems.push({
        severity: 'warning',
        path: `${path}.effects`,
        about,
        message: `“${mechanism.name}” changes nothing`,
        advice: 'draw an arrow from it to what it changes, or delete it',
      });
    }
    mechanism.effects.forEach((effect, k) => {
      const variable = variables.get(effect.variable),
        at = `${path}.effects[${k}]`;
      if (variable !== undefined && variable.kind !== 'state') {
        const what =
          variable.kind === 'assigned'
            ? 'an assigned variable, which its expression alone decides'
            : 'an input, which is given from outside';
        problems.push({
          severity: 'error',
          path: `${at}.variable`,
          about,
          message: `“${mechanism.name}” changes ${variable.name}, ${what}`,
          advice: `make ${variable.name} a state, or take it out of the effects`,
        });
      }
      if (effect.coefficient === 0)
        problems.push({
          severity: 'warning',
          path: `${at}.coefficient`,
          about,
          message: `“${mechanism.name}” changes ${variable?.name ?? effect.variable} by a coefficient of 0`,
          advice: 'give a coefficient, or take the effect out',
        });
      if (mechanism.effects.findIndex(({ variable: id }) => id === effect.variable) < k) {
        problems.push({
          severity: 'warning',
          path: at,
          about,
          message: `“${mechanism.name}” lists ${variable?.name ?? effect.variable} twice among its effects; the coefficients add up`,
          advice: 'make them one',
        });
      }
    });
    mechanism.regulators.forEach((regulator, k) => {
      const variable = variables.get(regulator.variable);
      if (variable !== undefined && mechanism.inputs.some((input) => input.variable === variable.id)) {
        problems.push({
          severity: 'info',
          path: `${path}.regulators[${k}]`,
          about,
          message: `${variable.name} is both an input and a regulator of “${mechanism.name}”`,
        });
      }
    });
  });
  return problems;
}

function isolatedVariables(document: Scenario, links: readonly CausalLink[]): Problem[] {
  const changed = new Set([
    ...document.mechanisms.flatMap(({ effects }) => effects.map(({ variable }) => variable)),
    ...document.events.flatMap(({ assignments }) => assignments.map(({ variable }) => variable)),
  ]);
  const touched = new Set(links.flatMap(({ from, to }) => [from, to]));
  const problems: Problem[] = [];
  document.variables.forEach((variable, index) => {
    const path = `variables[${index}]`,
      about = variable.id;
    if (!touched.has(variable.id) && !changed.has(variable.id)) {
      problems.push({
        severity: 'warning',
        path,
        about,
        message: `nothing changes ${variable.name} and it changes nothing`,
        advice: 'connect it to a mechanism, or delete it',
      });
    } else if (variable.kind === 'state' && !changed.has(variable.id)) {
      problems.push({
        severity: 'info',
        path,
        about,
        message: `nothing changes ${variable.name}; it stays at its initial value unless an intervention moves it`,
      });
    }
  });
  return problems;
}

function unseenByData(document: Scenario, links: readonly CausalLink[]): Problem[] {
  const measured = new Set(document.data.measurements.map(({ observable }) => observable));
  const observables = document.observables.filter(({ id }) => measured.has(id));
  if (observables.length === 0) return [];
  const known = new Set(document.variables.map(({ id }) => id));
  const seen = new Set<string>(),
    names = new Set<string>();
  for (const { expression, scaling = 1, offset = 0, noise } of observables) {
    const read = [expression, scaling, offset, noise.sigma].flatMap((quantity) => identifiers(String(quantity)));
    for (const name of read) {
      names.add(name);
      if (known.has(name)) {
        seen.add(name);
        ancestors(links, name).forEach((id) => seen.add(id));
      }
    }
  }
  const problems: Problem[] = [];
  document.variables.forEach((variable, index) => {
    if (variable.kind === 'state' && !seen.has(variable.id)) {
      problems.push({
        severity: 'info',
        path: `variables[${index}]`,
        about: variable.id,
        message: `no measured observable depends on ${variable.name}; the data say nothing of it`,
      });
    }
  });
  for (const name of namesThatReach(document, seen)) names.add(name);
  for (const { id, varies } of document.parameters)
    if (names.has(id) && typeof varies?.spread === 'string') names.add(varies.spread);
  document.parameters.forEach((parameter, index) => {
    if (parameter.estimate && !names.has(parameter.id)) {
      problems.push({
        severity: 'warning',
        path: `parameters[${index}].estimate`,
        about: parameter.id,
        message: `no measured observable depends on ${parameter.name ?? parameter.id}; a fit cannot estimate it`,
        advice: 'do not estimate it, or add data that depend on it',
      });
    }
  });
  return problems;
}

/** Every name in what decides the variables that are seen: their expressions, and the mechanisms and events that change them. */
function* namesThatReach(document: Scenario, seen: ReadonlySet<string>): Iterable<string> {
  for (const variable of document.variables) {
    if (seen.has(variable.id)) yield* identifiers(String(variable.kind === 'state' ? variable.initial : variable.expression));
  }
  for (const mechanism of document.mechanisms) {
    if (mechanism.effects.some(({ variable }) => seen.has(variable))) yield* namesIn(mechanism);
  }
  for (const { trigger, delay = 0, priority = 0, assignments } of document.events) {
    if (!assignments.some(({ variable }) => seen.has(variable))) continue;
    for (const quantity of [trigger, delay, priority, ...assignments.map(({ value }) => value)])
      yield* identifiers(String(quantity));
  }
  for (const { overrides } of document.conditions) {
    for (const value of Object.values(overrides)) yield* identifiers(String(value));
  }
}

function* namesIn({ law, effects, regulators }: Mechanism): Iterable<string> {
  if (law.kind === 'custom') yield* identifiers(law.expression);
  else if (law.kind === 'potential') yield* identifiers(law.potential);
  else if (law.kind !== 'neural') for (const value of Object.values(law.parameters)) yield* identifiers(String(value));
  for (const { coefficient } of effects) yield* identifiers(String(coefficient));
  for (const { law: factor } of regulators) {
    if (factor.kind === 'hill') {
      yield* identifiers(String(factor.K));
      yield* identifiers(String(factor.h));
    } else if (factor.kind === 'custom') yield* identifiers(factor.expression);
  }
}
