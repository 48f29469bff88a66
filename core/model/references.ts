/** Every id in a document must name something; a misspelt one is met with the nearest that exists. */
import { suggest } from '../util/suggest';
import { preEquilibrationProblems } from './pre-equilibration';
import type { Problem } from './problem';
import type { Scenario } from './schema';
import { sections } from './sections';
import { variedIn } from './subjects';

/** @returns one problem a dangling or doubled id, each with the path of its field */
export function checkReferences(document: Scenario, reserved: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const report = (path: string, message: string, about?: string, advice?: string): void => {
    problems.push({
      severity: 'error',
      path,
      message,
      ...(advice === undefined ? {} : { advice }),
      ...(about === undefined ? {} : { about }),
    });
  };
  const owner = new Map<string, string>();
  for (const section of sections) {
    document[section].forEach(({ id }, i) => {
      const path = `${section}[${i}].id`;
      if (owner.has(id))
        report(
          path,
          `the id "${id}" is already taken by ${owner.get(id)!}`,
          id,
          'ids are unique across the document; choose another',
        );
      else owner.set(id, path);
      if (reserved.has(id)) report(path, `"${id}" is a word of the expression language`, id, 'choose another id');
    });
  }
  const ids = (items: readonly { id: string }[]): ReadonlySet<string> => new Set(items.map(({ id }) => id));
  const variables = ids(document.variables),
    parameters = ids(document.parameters),
    mechanisms = ids(document.mechanisms);
  const interventions = ids(document.interventions),
    conditions = ids(document.conditions),
    observables = ids(document.observables),
    networks = ids(document.networks);
  const states = ids(document.variables.filter(({ kind }) => kind === 'state'));
  const references = ids(document.about.references);
  const must = (kind: string, set: ReadonlySet<string>, id: string | undefined, path: string, about?: string): void => {
    if (id === undefined || set.has(id)) return;
    const near = suggest(id, set);
    report(path, `no ${kind} "${id}"`, about, near === undefined ? undefined : `did you mean "${near}"?`);
  };

  document.mechanisms.forEach((mechanism, i) => {
    const at = `mechanisms[${i}]`;
    mechanism.inputs.forEach(({ variable }, k) => {
      must('variable', variables, variable, `${at}.inputs[${k}].variable`, mechanism.id);
    });
    mechanism.regulators.forEach(({ variable }, k) => {
      must('variable', variables, variable, `${at}.regulators[${k}].variable`, mechanism.id);
    });
    mechanism.effects.forEach(({ variable }, k) => {
      must('variable', variables, variable, `${at}.effects[${k}].variable`, mechanism.id);
      if (variables.has(variable) && !states.has(variable))
        report(
          `${at}.effects[${k}].variable`,
          `"${variable}" is not a state, so a mechanism cannot change it`,
          mechanism.id,
          'make it a state, or take the effect out',
        );
    });
    for (const [what, law] of [
      ['law', mechanism.law],
      ...mechanism.regulators.map((r, k) => [`regulators[${k}].law`, r.law] as const),
    ] as const) {
      if (law.kind === 'neural') must('network', networks, law.network, `${at}.${what}.network`, mechanism.id);
    }
  });
  document.networks.forEach(({ id, inputs, vanishesWith, constraint }, i) => {
    inputs.forEach(({ variable }, k) => {
      must('variable', variables, variable, `networks[${i}].inputs[${k}].variable`, id);
    });
    must('variable', variables, vanishesWith, `networks[${i}].vanishesWith`, id);
    if (constraint.kind === 'dissipative')
      must('variable', variables, constraint.velocity, `networks[${i}].constraint.velocity`, id);
  });
  document.parameters.forEach(({ id, varies }, i) => {
    if (varies === undefined) return;
    const at = `parameters[${i}].varies`,
      { spread } = varies;
    varies.conditions?.forEach((name, k) => {
      must('condition', conditions, name, `${at}.conditions[${k}]`, id);
      if (varies.conditions!.indexOf(name) < k) report(`${at}.conditions[${k}]`, `"${name}" is listed twice`, id, 'list it once');
    });
    if (typeof spread !== 'string') return;
    must('parameter', parameters, spread, `${at}.spread`, id);
    const held = document.parameters.find((one) => one.id === spread);
    if (spread === id || held?.varies !== undefined)
      report(
        `${at}.spread`,
        `the spread of ${id} is "${spread}", which varies itself`,
        id,
        'name a parameter that does not vary',
      );
  });
  document.conditions.forEach(({ id, overrides, interventions: inForce, preEquilibration }, i) => {
    for (const name of variedIn(document, id))
      if (typeof overrides[name] === 'string')
        report(
          `conditions[${i}].overrides.${name}`,
          `"${name}" varies between conditions, so that ${id} has a number of its own, not an expression`,
          id,
          `give a number, or list the other conditions in the parameter's varies.conditions`,
        );
    for (const name of Object.keys(overrides))
      must('parameter or state', new Set([...parameters, ...states]), name, `conditions[${i}].overrides.${name}`, id);
    inForce.forEach((name, k) => {
      must('intervention', interventions, name, `conditions[${i}].interventions[${k}]`, id);
    });
    must('condition', conditions, preEquilibration?.condition, `conditions[${i}].preEquilibration.condition`, id);
  });
  problems.push(...preEquilibrationProblems(document));
  document.events.forEach(({ id, assignments }, i) => {
    assignments.forEach(({ variable }, k) => {
      const at = `events[${i}].assignments[${k}].variable`;
      if (variables.has(variable) && !states.has(variable))
        report(at, `"${variable}" is not a state, so an event cannot assign it`, id, 'make it a state, or assign another');
      else if (parameters.has(variable))
        report(at, `"${variable}" is a parameter, so an event cannot assign it`, id, 'make it a state that no mechanism changes');
      else must('variable', variables, variable, at, id);
      if (assignments.findIndex((other) => other.variable === variable) < k)
        report(at, `"${id}" assigns "${variable}" twice`, id, 'keep one of the assignments');
    });
  });
  document.solver.split?.forEach((name, i) => {
    must('mechanism', mechanisms, name, `solver.split[${i}]`);
  });
  document.data.measurements.forEach(({ condition, observable }, i) => {
    must('condition', conditions, condition, `data.measurements[${i}].condition`);
    must('observable', observables, observable, `data.measurements[${i}].observable`);
  });
  document.interventions.forEach(({ id, actions }, i) => {
    actions.forEach((action, k) => {
      const at = `interventions[${i}].actions[${k}]`;
      if ('variable' in action) must('variable', variables, action.variable, `${at}.variable`, id);
      if ('mechanism' in action) must('mechanism', mechanisms, action.mechanism, `${at}.mechanism`, id);
      if (action.action === 'hold')
        action.of.forEach((name, n) => {
          must('intervention', interventions, name, `${at}.of[${n}]`, id);
        });
      if ('parameter' in action) must('parameter', parameters, action.parameter, `${at}.parameter`, id);
    });
  });
  document.comparisons.forEach(({ id, condition, baseline, arms, shown, outcomes }, i) => {
    const at = `comparisons[${i}]`,
      seen = new Set<string>();
    must('condition', conditions, condition, `${at}.condition`, id);
    [baseline, ...arms].forEach((arm, k) => {
      const path = k === 0 ? `${at}.baseline` : `${at}.arms[${k - 1}]`;
      if (seen.has(arm.id)) report(`${path}.id`, `two arms are called "${arm.id}"`, id, 'choose another id');
      seen.add(arm.id);
      arm.interventions.forEach((name, n) => {
        must('intervention', interventions, name, `${path}.interventions[${n}]`, id);
      });
    });
    shown.forEach((name, k) => {
      must('variable or observable', new Set([...variables, ...observables]), name, `${at}.shown[${k}]`, id);
    });
    const outcomeIds = outcomes.map((outcome) => outcome.id);
    outcomeIds.forEach((name, k) => {
      if (outcomeIds.indexOf(name) !== k)
        report(`${at}.outcomes[${k}].id`, `two outcomes are called "${name}"`, id, 'choose another id');
    });
  });
  document.fits.forEach(({ id, conditions: used, parameters: estimated, holdout, regularisers }, i) => {
    regularisers?.forEach((one, k) => {
      const at = `fits[${i}].regularisers[${k}]`;
      if (one.kind === 'rate-bound') must('mechanism', mechanisms, one.mechanism, `${at}.mechanism`, id);
      if (one.kind === 'smoothness')
        must('variable or observable', new Set([...variables, ...observables]), one.of, `${at}.of`, id);
      if (one.kind === 'lipschitz') must('network', networks, one.network, `${at}.network`, id);
      if (one.kind === 'weight-decay')
        one.networks?.forEach((name, n) => {
          must('network', networks, name, `${at}.networks[${n}]`, id);
        });
      if (one.kind === 'detailed-balance')
        one.pairs.forEach(({ forward, backward }, n) => {
          must('mechanism', mechanisms, forward, `${at}.pairs[${n}].forward`, id);
          must('mechanism', mechanisms, backward, `${at}.pairs[${n}].backward`, id);
        });
    });
    holdout?.conditions?.forEach((name, k) => {
      must('condition', conditions, name, `fits[${i}].holdout.conditions[${k}]`, id);
    });
    used?.forEach((name, k) => {
      must('condition', conditions, name, `fits[${i}].conditions[${k}]`, id);
    });
    estimated?.forEach((name, k) => {
      must('parameter or network', new Set([...parameters, ...networks]), name, `fits[${i}].parameters[${k}]`, id);
    });
  });
  [
    ...document.variables.map((v, i) => [`variables[${i}]`, v] as const),
    ...document.parameters.map((p, i) => [`parameters[${i}]`, p] as const),
    ...document.mechanisms.map((m, i) => [`mechanisms[${i}]`, m] as const),
  ].forEach(([path, { id, source }]) => {
    must('reference', references, source?.reference, `${path}.source.reference`, id);
  });
  must('reference', references, document.data.source?.reference, 'data.source.reference');
  return problems;
}
