/** Checks that need equations: interventions operate, observables and outcomes parse, arms and conditions hold together. */
import { DocumentError, type Problem } from '../model/problem';
import type { Scenario } from '../model/schema';
import { Faults } from '../equations/faults';
import { observableParts } from '../equations/observable';
import { operate } from '../equations/surgery';
import { buildSystem, type EquationSystem } from '../equations/system';
import { parseExpression } from '../equations/parse';

export function checkModel(document: Scenario, system: EquationSystem): Problem[] {
  const problems: Problem[] = [],
    start = document.about.time.start;
  const collect = (make: () => void, about?: string): void => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, about: problem.about ?? about })));
    }
  };
  for (const { id } of document.interventions)
    collect(() => {
      operate(document, system, [id], start, Infinity);
    }, id);
  for (const condition of document.conditions) {
    collect(() => {
      operate(document, buildSystem(document, condition), condition.interventions, start, Infinity);
    }, condition.id);
  }
  for (const comparison of document.comparisons) {
    const inForce = document.conditions.find(({ id }) => id === comparison.condition)?.interventions ?? [];
    for (const arm of [comparison.baseline, ...comparison.arms]) {
      if (arm.interventions.length + inForce.length > 1)
        collect(() => {
          operate(document, system, arm.interventions, start, Infinity, inForce);
        }, comparison.id);
    }
  }
  const variables = [...document.variables.map(({ id }) => id), ...system.parameters];
  const faults = new Faults();
  const parse = (path: string, about: string, text: number | string, known: ReadonlySet<string>): void => {
    if (typeof text === 'string') faults.attempt(path, about, undefined, () => void parseExpression(system.pool, text, known));
  };
  const names = { variables: new Set(document.variables.map(({ id }) => id)), parameters: new Set(system.parameters) },
    withObservables = new Set([...variables, ...document.observables.map(({ id }) => id)]);
  document.observables.forEach((observable, i) => {
    const { id, noise } = observable;
    observableParts(system.pool, observable, `observables[${i}]`, names, faults);
    parse(`observables[${i}].noise.sigma`, id, noise.sigma, withObservables);
  });
  document.comparisons.forEach(({ id, outcomes, horizon }, i) => {
    outcomes.forEach((outcome, k) => {
      parse(`comparisons[${i}].outcomes[${k}].expression`, id, outcome.expression, withObservables);
    });
    if (horizon.until <= horizon.from)
      faults.add(`comparisons[${i}].horizon.until`, id, 'the horizon ends before it begins', 'let "until" be later than "from"');
  });
  document.fits.forEach(({ id, regularisers }, i) => {
    regularisers?.forEach((one, k) => {
      if (one.kind === 'rate-bound') parse(`fits[${i}].regularisers[${k}].most`, id, one.most, withObservables);
    });
  });
  return [...problems, ...faults.problems];
}
