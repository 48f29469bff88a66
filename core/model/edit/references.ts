/** Every place of a document that names another part, in one walk: for changing an id, and for putting a value in place of a name. */
import { mapNetwork } from '../network-variables';
import type { Action, Arm, Law, Mechanism, Parameter, Regulator, Scenario, Variable } from '../schema';
import { splitSubjectName, subjectName } from '../subjects';
import { mapRegulariser } from './regulariser';

export interface ReferenceMap {
  /** an id that stands alone */
  readonly id: (id: string) => string;
  /** an expression that may name ids */
  readonly expression: (text: string) => string;
}
type Quantity = number | string;

const quantityWith =
  (map: ReferenceMap) =>
  (quantity: Quantity): Quantity =>
    typeof quantity === 'string' ? map.expression(quantity) : quantity;
const mapKeys = <V>(
  record: Readonly<Record<string, V>>,
  change: (key: string) => string,
  value: (value: V) => V = (v) => v,
): Record<string, V> => Object.fromEntries(Object.entries(record).map(([key, v]) => [change(key), value(v)]));

function mapLaw(law: Law, map: ReferenceMap): Law {
  switch (law.kind) {
    case 'custom':
      return { ...law, expression: map.expression(law.expression) };
    case 'potential':
      return { ...law, potential: map.expression(law.potential), of: map.id(law.of) };
    case 'neural':
      return { ...law, network: map.id(law.network) };
    default:
      return { ...law, parameters: mapKeys(law.parameters, (slot) => slot, quantityWith(map)) };
  }
}

function mapRegulator(regulator: Regulator, map: ReferenceMap): Regulator {
  const { law } = regulator;
  const quantity = quantityWith(map);
  return {
    ...regulator,
    variable: map.id(regulator.variable),
    law:
      law.kind === 'hill'
        ? { ...law, K: quantity(law.K), h: quantity(law.h) }
        : law.kind === 'custom'
          ? { ...law, expression: map.expression(law.expression) }
          : { ...law, network: map.id(law.network) },
  };
}

export function mapMechanism(mechanism: Mechanism, map: ReferenceMap): Mechanism {
  return {
    ...mechanism,
    law: mapLaw(mechanism.law, map),
    inputs: mechanism.inputs.map((input) => ({ ...input, variable: map.id(input.variable) })),
    effects: mechanism.effects.map((effect) => ({
      variable: map.id(effect.variable),
      coefficient: quantityWith(map)(effect.coefficient),
    })),
    regulators: mechanism.regulators.map((regulator) => mapRegulator(regulator, map)),
  };
}

export function mapVariable(variable: Variable, map: ReferenceMap): Variable {
  return variable.kind === 'state'
    ? { ...variable, initial: quantityWith(map)(variable.initial) }
    : { ...variable, expression: map.expression(variable.expression) };
}

function mapParameter(parameter: Parameter, map: ReferenceMap): Parameter {
  const { varies } = parameter;
  if (varies === undefined) return parameter;
  const { conditions, spread } = varies;
  return {
    ...parameter,
    varies: {
      ...varies,
      ...(conditions === undefined ? {} : { conditions: conditions.map(map.id) }),
      spread: typeof spread === 'string' ? map.id(spread) : spread,
    },
  };
}

function mapAction(action: Action, map: ReferenceMap): Action {
  const quantity = quantityWith(map);
  switch (action.action) {
    case 'clamp':
      return { ...action, variable: map.id(action.variable), value: quantity(action.value) };
    case 'scale':
      return { ...action, mechanism: map.id(action.mechanism) };
    case 'cut':
      return {
        ...action,
        variable: map.id(action.variable),
        mechanism: map.id(action.mechanism),
        ...(action.value === undefined ? {} : { value: quantity(action.value) }),
      };
    case 'set':
      return { ...action, parameter: map.id(action.parameter), value: quantity(action.value) };
    case 'dose':
      return { ...action, variable: map.id(action.variable), amount: quantity(action.amount) };
    case 'infuse':
      return { ...action, variable: map.id(action.variable), rate: quantity(action.rate) };
    case 'policy':
      return { ...action, variable: map.id(action.variable), value: map.expression(action.value) };
    case 'hold':
      return {
        ...action,
        variable: map.id(action.variable),
        of: action.of.map(map.id),
        ...(action.mechanism === undefined ? {} : { mechanism: map.id(action.mechanism) }),
      };
  }
}

/** Applies the map to every reference; the ids that parts carry themselves stay as they are. */
export function mapReferences(document: Scenario, map: ReferenceMap): Scenario {
  const quantity = quantityWith(map);
  const arm = (one: Arm): Arm => ({ ...one, interventions: one.interventions.map(map.id) });
  /** fitted names may have a suffix: X.initial, net.3, k@patient3 */
  const fitted = (key: string): string => {
    const subject = splitSubjectName(key);
    if (subject !== null) return subjectName(map.id(subject.parameter), map.id(subject.condition));
    const [head, ...tail] = key.split('.');
    return [map.id(head), ...tail].join('.');
  };
  return {
    ...document,
    variables: document.variables.map((variable) => mapVariable(variable, map)),
    parameters: document.parameters.map((parameter) => mapParameter(parameter, map)),
    mechanisms: document.mechanisms.map((mechanism) => mapMechanism(mechanism, map)),
    networks: document.networks.map((network) => mapNetwork(network, map.id)),
    solver: { ...document.solver, ...(document.solver.split === undefined ? {} : { split: document.solver.split.map(map.id) }) },
    events: document.events.map((event) => ({
      ...event,
      trigger: map.expression(event.trigger),
      ...(event.delay === undefined ? {} : { delay: quantity(event.delay) }),
      ...(event.priority === undefined ? {} : { priority: quantity(event.priority) }),
      assignments: event.assignments.map(({ variable, value }) => ({ variable: map.id(variable), value: quantity(value) })),
    })),
    observables: document.observables.map((observable) => ({
      ...observable,
      expression: map.expression(observable.expression),
      ...(observable.scaling === undefined ? {} : { scaling: quantity(observable.scaling) }),
      ...(observable.offset === undefined ? {} : { offset: quantity(observable.offset) }),
      noise: { ...observable.noise, sigma: quantity(observable.noise.sigma) },
    })),
    conditions: document.conditions.map((condition) => ({
      ...condition,
      overrides: mapKeys(condition.overrides, map.id, quantity),
      interventions: condition.interventions.map(map.id),
      ...(condition.preEquilibration?.condition === undefined
        ? {}
        : { preEquilibration: { ...condition.preEquilibration, condition: map.id(condition.preEquilibration.condition) } }),
    })),
    data: {
      ...document.data,
      ...(document.data.source?.truth === undefined
        ? {}
        : { source: { ...document.data.source, truth: mapKeys(document.data.source.truth, fitted) } }),
      measurements: document.data.measurements.map((one) => ({
        ...one,
        condition: map.id(one.condition),
        observable: map.id(one.observable),
      })),
    },
    interventions: document.interventions.map((one) => ({
      ...one,
      actions: one.actions.map((action) => mapAction(action, map)),
    })),
    comparisons: document.comparisons.map((comparison) => ({
      ...comparison,
      ...(comparison.condition === undefined ? {} : { condition: map.id(comparison.condition) }),
      baseline: arm(comparison.baseline),
      arms: comparison.arms.map(arm),
      outcomes: comparison.outcomes.map((outcome) => ({ ...outcome, expression: map.expression(outcome.expression) })),
      shown: comparison.shown.map(map.id),
    })),
    fits: document.fits.map((fit) => ({
      ...fit,
      ...(fit.conditions === undefined ? {} : { conditions: fit.conditions.map(map.id) }),
      ...(fit.holdout?.conditions === undefined
        ? {}
        : { holdout: { ...fit.holdout, conditions: fit.holdout.conditions.map(map.id) } }),
      ...(fit.parameters === undefined ? {} : { parameters: fit.parameters.map(fitted) }),
      ...(fit.regularisers === undefined ? {} : { regularisers: fit.regularisers.map((one) => mapRegulariser(one, map)) }),
      ...(fit.result === undefined
        ? {}
        : {
            result: {
              ...fit.result,
              best: {
                ...fit.result.best,
                parameters: mapKeys(fit.result.best.parameters, fitted),
                ...(fit.result.best.regularisers === undefined
                  ? {}
                  : { regularisers: fit.result.best.regularisers.map((one) => ({ ...one, of: one.of.map(map.id) })) }),
              },
              starts: fit.result.starts.map((start) => ({ ...start, parameters: mapKeys(start.parameters, fitted) })),
            },
          }),
    })),
  };
}
