/** Removing parts together with what makes no sense without them, and saying what went. */
import { laws } from '../laws';
import type { Action, Fit, Mechanism, Parameter, Scenario } from '../schema';
import { compact } from './edited';
import { pruneNetworks } from './network';
import { mapReferences } from './references';
import { pruneRegularisers } from './regulariser';
import { nameOf, sectionOf } from './rename';
import { inlineIn, mentions } from './tokens';
import { withoutSubject, withSpreadOf } from './varies';

export interface Removed {
  readonly document: Scenario;
  /** what went, in words, the parts asked for first */
  readonly lines: readonly string[];
}

/** Removes parts of any section by id; unknown ids are ignored. */
export function remove(document: Scenario, ids: readonly string[]): Removed {
  let next = document;
  const lines: string[] = [];
  for (const id of ids) {
    const section = sectionOf(next, id);
    if (section === undefined) continue;
    lines.push(nameOf(next, id));
    if (section === 'variables') next = removeVariable(next, id, lines);
    else if (section === 'mechanisms') next = removeMechanism(next, id);
    else if (section === 'parameters') next = removeParameter(next, id);
    else if (section === 'interventions') next = forgetIntervention(next, id);
    else if (section === 'observables') next = removeObservable(next, id, lines);
    else if (section === 'conditions') next = removeCondition(next, id, lines);
    else next = { ...next, [section]: next[section].filter((part) => part.id !== id) };
  }
  return { document: pruneRegularisers(next), lines };
}

function removeVariable(document: Scenario, id: string, lines: string[]): Scenario {
  const bereft: string[] = [];
  const mechanisms = document.mechanisms.map((mechanism) => {
    const without = {
      ...mechanism,
      inputs: mechanism.inputs.filter(({ variable }) => variable !== id),
      effects: mechanism.effects.filter(({ variable }) => variable !== id),
      regulators: mechanism.regulators.filter(({ variable }) => variable !== id),
    };
    if (isBereft(mechanism, without)) bereft.push(mechanism.id);
    return without;
  });
  let next: Scenario = {
    ...document,
    variables: document.variables.filter((variable) => variable.id !== id),
    mechanisms,
    conditions: document.conditions.map((condition) => ({ ...condition, overrides: without(condition.overrides, id) })),
    comparisons: document.comparisons.map((comparison) => ({
      ...comparison,
      outcomes: comparison.outcomes.filter(({ expression }) => !mentions(expression, id)),
      shown: comparison.shown.filter((shown) => shown !== id),
    })),
  };
  next = dropActions(
    removeFromEvents(next, id, lines),
    (action) => ('variable' in action && action.variable === id) || (action.action === 'policy' && mentions(action.value, id)),
  );
  const orphans = document.mechanisms.flatMap((before, i) =>
    slotNames(before).filter((name) => !slotNames(mechanisms[i]).includes(name)),
  );
  next = dropOrphans(next, orphans);
  for (const mechanism of bereft) {
    lines.push(nameOf(next, mechanism));
    next = removeMechanism(next, mechanism);
  }
  return pruneNetworks(next);
}

/** An event goes when its trigger or delay names the variable, or nothing is left for it to assign. */
function removeFromEvents(document: Scenario, id: string, lines: string[]): Scenario {
  const events = document.events.flatMap((event) => {
    const assignments = event.assignments.filter(({ variable, value }) => variable !== id && !mentions(value, id));
    const bereft = assignments.length === 0 && event.assignments.length > 0;
    if (bereft || mentions(event.trigger, id) || mentions(event.delay, id)) {
      lines.push(event.name);
      return [];
    }
    return [compact({ ...event, priority: mentions(event.priority, id) ? undefined : event.priority, assignments })];
  });
  return { ...document, events };
}

/** A mechanism without effects does nothing; one whose law lost an input it needs has no rate. */
function isBereft(before: Mechanism, after: Mechanism): boolean {
  if (after.effects.length === 0 && before.effects.length > 0) return true;
  if (after.inputs.length === before.inputs.length) return false;
  return after.inputs.length < Math.max(1, laws[after.law.kind].roles.length);
}

function removeMechanism(document: Scenario, id: string): Scenario {
  const mechanism = document.mechanisms.find((one) => one.id === id);
  if (mechanism === undefined) return document;
  const split = document.solver.split?.filter((one) => one !== id) ?? [];
  const next = dropActions(
    {
      ...document,
      mechanisms: document.mechanisms.filter((one) => one.id !== id),
      solver: compact({ ...document.solver, split: split.length === 0 ? undefined : split }),
    },
    (action) => 'mechanism' in action && action.mechanism === id,
  );
  return dropOrphans(next, slotNames(mechanism));
}

/** Takes a regulator off its mechanism, with the parameters that only it used. */
export function removeRegulator(document: Scenario, mechanism: string, index: number): Scenario {
  const before = document.mechanisms.find(({ id }) => id === mechanism);
  if (before === undefined) return document;
  const after = { ...before, regulators: before.regulators.filter((_, i) => i !== index) };
  return dropOrphans(
    { ...document, mechanisms: document.mechanisms.map((one) => (one.id === mechanism ? after : one)) },
    slotNames(before),
  );
}

/** Puts the parameter's value in its place, so that the model goes on as before. */
function removeParameter(document: Scenario, id: string): Scenario {
  const parameter = document.parameters.find((one) => one.id === id);
  if (parameter === undefined) return document;
  const forgotten = forgetParameter(document, id);
  return simplifyNumbers(
    mapReferences(withSpreadOf(forgotten, parameter), { id: (other) => other, expression: (text) => inlineIn(text, parameter) }),
    parameter,
  );
}

/** `"0.1"` left by an inlined slot becomes the number 0.1. */
function simplifyNumbers(document: Scenario, { value }: Parameter): Scenario {
  const texts = [String(value), `(${value})`];
  const plain = <Q extends number | string>(quantity: Q): Q | number =>
    typeof quantity === 'string' && texts.includes(quantity) ? value : quantity;
  return {
    ...document,
    variables: document.variables.map((one) => (one.kind === 'state' ? { ...one, initial: plain(one.initial) } : one)),
    observables: document.observables.map((one) => ({
      ...one,
      ...(one.scaling === undefined ? {} : { scaling: plain(one.scaling) }),
      ...(one.offset === undefined ? {} : { offset: plain(one.offset) }),
      noise: { ...one.noise, sigma: plain(one.noise.sigma) },
    })),
    events: document.events.map((one) => ({
      ...one,
      ...(one.delay === undefined ? {} : { delay: plain(one.delay) }),
      ...(one.priority === undefined ? {} : { priority: plain(one.priority) }),
      assignments: one.assignments.map(({ variable, value }) => ({ variable, value: plain(value) })),
    })),
    mechanisms: document.mechanisms.map((one) => ({
      ...one,
      law:
        'parameters' in one.law
          ? {
              ...one.law,
              parameters: Object.fromEntries(
                Object.entries(one.law.parameters).map(([slot, quantity]) => [slot, plain(quantity)]),
              ),
            }
          : one.law,
      effects: one.effects.map((effect) => ({ ...effect, coefficient: plain(effect.coefficient) })),
      regulators: one.regulators.map((regulator) =>
        regulator.law.kind === 'hill'
          ? { ...regulator, law: { ...regulator.law, K: plain(regulator.law.K), h: plain(regulator.law.h) } }
          : regulator,
      ),
    })),
  };
}

function forgetParameter(document: Scenario, id: string): Scenario {
  return dropActions(
    {
      ...document,
      parameters: document.parameters.filter((one) => one.id !== id),
      conditions: document.conditions.map((condition) => ({ ...condition, overrides: without(condition.overrides, id) })),
      fits: withoutEstimated(document, id),
    },
    (action) => action.action === 'set' && action.parameter === id,
  );
}

const withoutEstimated = ({ fits }: Scenario, id: string): Scenario['fits'] =>
  fits.map((fit) => (fit.parameters === undefined ? fit : { ...fit, parameters: fit.parameters.filter((name) => name !== id) }));

function forgetIntervention(document: Scenario, id: string): Scenario {
  const kept = <T extends { interventions: string[] }>(part: T): T => ({
    ...part,
    interventions: part.interventions.filter((one) => one !== id),
  });
  return {
    ...document,
    interventions: document.interventions
      .filter((one) => one.id !== id)
      .map((one) => ({
        ...one,
        actions: one.actions.map((action) =>
          action.action === 'hold' ? { ...action, of: action.of.filter((name) => name !== id) } : action,
        ),
      })),
    conditions: document.conditions.map(kept),
    comparisons: document.comparisons.map((comparison) => ({
      ...comparison,
      baseline: kept(comparison.baseline),
      arms: comparison.arms.map(kept),
    })),
  };
}

function removeObservable(document: Scenario, id: string, lines: string[]): Scenario {
  const measurements = document.data.measurements.filter(({ observable }) => observable !== id);
  const gone = document.data.measurements.length - measurements.length;
  if (gone > 0) lines.push(`${gone} of its measurements`);
  return {
    ...document,
    observables: document.observables.filter((one) => one.id !== id),
    data: { ...document.data, measurements },
    comparisons: document.comparisons.map((comparison) => ({
      ...comparison,
      shown: comparison.shown.filter((shown) => shown !== id),
    })),
  };
}

function removeCondition(document: Scenario, id: string, lines: string[]): Scenario {
  const measurements = document.data.measurements.filter(({ condition }) => condition !== id);
  const gone = document.data.measurements.length - measurements.length;
  if (gone > 0) lines.push(`${gone} of its measurements`);
  return {
    ...document,
    conditions: document.conditions
      .filter((one) => one.id !== id)
      .map((one) => (one.preEquilibration?.condition === id ? compact({ ...one, preEquilibration: undefined }) : one)),
    data: { ...document.data, measurements },
    parameters: document.parameters.map((parameter) => withoutSubject(parameter, id)),
    fits: document.fits.map((fit) => withoutCondition(fit, id)),
    comparisons: document.comparisons.map(({ condition, ...comparison }) => ({
      ...comparison,
      ...(condition === undefined || condition === id ? {} : { condition }),
    })),
  };
}

function withoutCondition(fit: Fit, id: string): Fit {
  const others = (ids: string[] | undefined): string[] | undefined => ids?.filter((one) => one !== id);
  const held = others(fit.holdout?.conditions);
  const holdout = compact({ ...fit.holdout, conditions: held?.length === 0 ? undefined : held });
  return compact({
    ...fit,
    conditions: others(fit.conditions),
    holdout: Object.keys(holdout).length === 0 ? undefined : holdout,
  });
}

export function dropActions(document: Scenario, gone: (action: Action) => boolean): Scenario {
  return {
    ...document,
    interventions: document.interventions.map((one) => ({ ...one, actions: one.actions.filter((action) => !gone(action)) })),
  };
}

const without = <V>(record: Readonly<Record<string, V>>, key: string): Record<string, V> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** @returns names of the parameters and the network that a mechanism's slots hold outright */
export function slotNames(mechanism: Mechanism): string[] {
  const { law } = mechanism;
  const quantities = 'parameters' in law ? Object.values(law.parameters) : [];
  const hill = mechanism.regulators.flatMap((regulator) =>
    regulator.law.kind === 'hill'
      ? [regulator.law.K, regulator.law.h]
      : regulator.law.kind === 'neural'
        ? [regulator.law.network]
        : [],
  );
  return [...quantities, ...hill, ...(law.kind === 'neural' ? [law.network] : [])].filter((name) => typeof name === 'string');
}

/** Drops those of the named parameters and networks that nothing in the document uses any more. */
export function dropOrphans(document: Scenario, names: readonly string[]): Scenario {
  let next = document;
  for (const name of names) {
    if (isUsed(next, name)) continue;
    if (next.networks.some(({ id }) => id === name))
      next = { ...next, networks: next.networks.filter(({ id }) => id !== name), fits: withoutEstimated(next, name) };
    else if (next.parameters.some(({ id }) => id === name)) next = forgetParameter(next, name);
  }
  return pruneRegularisers(next);
}

/** Conditions, set actions and fits that merely override a parameter do not use it. */
function isUsed(document: Scenario, name: string): boolean {
  let used = false;
  const overriding = {
    ...document,
    fits: [],
    conditions: document.conditions.map((one) => ({ ...one, overrides: without(one.overrides, name) })),
  };
  const stripped = dropActions(overriding, (action) => action.action === 'set' && action.parameter === name);
  mapReferences(
    { ...stripped, data: { measurements: [] } },
    {
      id: (id) => {
        if (id === name) used = true;
        return id;
      },
      expression: (text) => {
        if (mentions(text, name)) used = true;
        return text;
      },
    },
  );
  return used;
}
