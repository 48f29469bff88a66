/** Constraints of networks that contradict each other, or that a network's place in the model would break. */
import { isForce } from '../model/edit/constraint';
import { networkUses } from '../model/edit/network';
import type { Network, Scenario } from '../model/schema';
import type { Faults } from './faults';
import { arrangements, MOST_ARRANGEMENTS } from './symmetry';

/** Says what is wrong with a field, and the way out. */
type Tell = (field: string, message: string, advice: string) => void;

export function checkNetworks(document: Scenario, faults: Faults): void {
  document.networks.forEach((network, i) => {
    const tell: Tell = (field, message, advice) => {
      faults.add(`networks[${i}].${field}`, network.id, message, advice);
    };
    checkOutput(network, tell);
    checkLandau(network, tell);
    checkStart(network, tell);
    checkInputs(network, tell);
    checkSubstrate(document, network, tell);
    checkExchange(network, tell);
    checkUses(document, network, faults);
  });
}

function checkOutput({ constraint, inputs, outputs, vanishesWith }: Network, tell: Tell): void {
  if (constraint.kind === 'bounded' && constraint.low >= constraint.high)
    tell('constraint.low', `the lower bound ${constraint.low} is not below the upper bound ${constraint.high}`, 'exchange them');
  if (constraint.kind === 'dissipative' && vanishesWith !== undefined)
    tell(
      'vanishesWith',
      'a damping vanishes with its velocity, and a second factor of either sign would let it drive',
      'leave vanishesWith out, or let the network read the variable',
    );
  if (constraint.kind !== 'potential') return;
  if (vanishesWith !== undefined)
    tell(
      'vanishesWith',
      'a gradient times a substrate is the gradient of nothing',
      'leave vanishesWith out, or choose a positive or bounded network',
    );
  if (constraint.of.length !== outputs)
    tell(
      'outputs',
      `a potential has one output for each variable of "of": ${constraint.of.length}, not ${outputs}`,
      `set outputs to ${constraint.of.length}`,
    );
  constraint.of.forEach((variable, k) => {
    if (!inputs.some((input) => input.variable === variable))
      tell(`constraint.of[${k}]`, `the potential does not read "${variable}", so it has no slope in it`, 'add it to the inputs');
    if (constraint.of.indexOf(variable) < k) tell(`constraint.of[${k}]`, `"${variable}" is listed twice`, 'keep one of them');
  });
}

/** The Landau form: an even polynomial of one order parameter, its length where it has several components, and of one control. */
function checkLandau(network: Network, tell: Tell): void {
  const { constraint, inputs, exchange } = network;
  if (constraint.kind !== 'potential' || constraint.control === undefined) return;
  const { control, degree, of } = constraint,
    own = inputs.find(({ variable }) => variable === control);
  if (degree === undefined || degree < 4 || degree % 2 === 1)
    tell(
      'constraint.degree',
      `in the Landau form V is an even polynomial of degree 4 or more, not ${degree ?? 'a network'}`,
      'set degree to 4, 6 or 8, or leave control out',
    );
  if (own === undefined)
    tell('constraint.control', `the potential does not read its control "${control}"`, 'add it to the inputs');
  else if (own.symmetry !== undefined)
    tell('constraint.control', `the control "${control}" is read as a square`, 'take its symmetry out');
  if (of.includes(control))
    tell(
      'constraint.control',
      `"${control}" cannot be the control of a force on itself`,
      'take it out of "of", or choose another',
    );
  const order = inputs.filter(({ variable }) => variable !== control);
  const isOne =
    order.length === 1 ? order[0].symmetry === 'even' : order.length > 1 && order.every((one) => one.symmetry === 'radial');
  if (!isOne)
    tell(
      'inputs',
      'beside its control the Landau form reads one even input, or several that are radial',
      'set the symmetry of the order parameter, and take other inputs out',
    );
  if (exchange !== undefined)
    tell(
      'exchange',
      'in the Landau form only the length of the order parameter counts, and nothing is left to exchange',
      'leave it out',
    );
}

function checkStart({ constraint, start }: Network, tell: Tell): void {
  if (typeof start !== 'number') return;
  if (constraint.kind === 'potential') tell('start', 'a force starts at no one value', 'leave start out, or say "random"');
  else if ((constraint.kind === 'positive' || constraint.kind === 'dissipative') && !(start > 0))
    tell('start', `an output that is positive cannot start at ${start}`, 'give a number above 0, or leave it out');
  else if (constraint.kind === 'bounded' && !(start > constraint.low && start < constraint.high))
    tell(
      'start',
      `the output lies strictly between ${constraint.low} and ${constraint.high}, and cannot start at ${start}`,
      'give a number between them',
    );
}

function checkInputs({ inputs, constraint }: Network, tell: Tell): void {
  const isShaped = inputs.some(({ monotone, symmetry }) => monotone !== undefined || symmetry !== undefined);
  const radial = inputs.flatMap((input, i) => (input.symmetry === 'radial' ? [{ ...input, i }] : []));
  inputs.forEach(({ variable, monotone, symmetry }, i) => {
    if (isShaped && inputs.findIndex((other) => other.variable === variable) < i)
      tell(`inputs[${i}].variable`, `"${variable}" is read twice, and one reading may undo what the other obeys`, 'keep one');
    if (monotone === undefined) return;
    if (symmetry !== undefined)
      tell(
        `inputs[${i}].monotone`,
        `a term that is ${symmetry} in "${variable}" rises on one side as it falls on the other, so it cannot be monotone`,
        'keep one of monotone and symmetry',
      );
    if (isForce(constraint.kind))
      tell(
        `inputs[${i}].monotone`,
        `the rate of a ${constraint.kind === 'potential' ? 'potential is its slope' : 'damping changes sign with its velocity'}, whose sign in "${variable}" no non-negative weights impose`,
        'leave monotone out, or choose a free, positive or bounded network',
      );
  });
  if (radial.length === 1)
    tell(`inputs[${radial[0].i}].symmetry`, 'a radius needs at least two inputs', 'mark another input, or say "even"');
  for (const { i, scale } of radial.slice(1))
    if (scale !== radial[0].scale)
      tell(
        `inputs[${i}].scale`,
        'the inputs of a radius have one scale, or it would be an ellipse',
        `set it to ${radial[0].scale}`,
      );
}

/** A rate that is x·f, and its sign in x and in the others. */
function checkSubstrate(document: Scenario, { inputs, constraint, vanishesWith }: Network, tell: Tell): void {
  if (vanishesWith === undefined) return;
  const signed = inputs.filter(({ monotone }) => monotone !== undefined);
  const own = inputs.findIndex(({ variable }) => variable === vanishesWith),
    sign = own < 0 ? undefined : inputs[own].monotone;
  const substrate = document.variables.find(({ id }) => id === vanishesWith);
  if (signed.length > 0 && substrate?.kind === 'state' && (substrate.bounds?.[0] ?? 0) < 0)
    tell(
      'vanishesWith',
      `below zero of "${vanishesWith}" the rate changes sign, and so does its slope in ${signed.map(({ variable }) => variable).join(', ')}`,
      'give the substrate bounds from 0 up, or take monotone out',
    );
  if (sign === 'decreasing')
    tell(
      `inputs[${own}].monotone`,
      `a rate that is zero without "${vanishesWith}" cannot fall as "${vanishesWith}" rises from zero`,
      'say "increasing", or take vanishesWith out',
    );
  const hasSign = constraint.kind === 'positive' || (constraint.kind === 'bounded' && constraint.low >= 0);
  if (sign === 'increasing' && !hasSign)
    tell(
      'constraint',
      `the rate is "${vanishesWith}" times the network, and rises with it only where the network is not negative`,
      'choose a positive network, or one bounded from 0 up',
    );
}

function checkExchange(network: Network, tell: Tell): void {
  const { inputs, exchange = [], constraint, vanishesWith } = network;
  exchange.forEach((pair, k) => {
    const [a, b] = pair.map((name) => inputs.find(({ variable }) => variable === name));
    const at = `exchange[${k}]`;
    if (a === undefined || b === undefined || a === b) {
      tell(at, 'two different inputs of the network are exchanged', 'use the ids of two of its inputs');
      return;
    }
    if (a.monotone !== b.monotone)
      tell(at, `"${a.variable}" and "${b.variable}" cannot be exchanged and have different signs`, 'give both the same monotone');
    const factor = constraint.kind === 'dissipative' ? constraint.velocity : vanishesWith;
    if (factor !== undefined && pair.includes(factor))
      tell(at, `the output is multiplied by "${factor}", so exchanging it changes the rate`, 'exchange other inputs');
  });
  if (arrangements(network).length > MOST_ARRANGEMENTS)
    tell(
      'exchange',
      `these exchanges generate more than ${MOST_ARRANGEMENTS} arrangements, over each of which the network is evaluated`,
      'exchange at most four inputs with each other, or use the symmetry "radial"',
    );
}

function checkUses(document: Scenario, { id, constraint, inputs }: Network, faults: Faults): void {
  for (const { mechanism, regulator } of networkUses(document, id)) {
    const at = `mechanisms[${document.mechanisms.indexOf(mechanism)}]`;
    if (regulator === null) {
      if (constraint.kind !== 'dissipative') continue;
      mechanism.effects.forEach(({ variable, coefficient }, k) => {
        if (variable !== constraint.velocity || typeof coefficient !== 'number' || coefficient >= 0) return;
        faults.add(
          `${at}.effects[${k}].coefficient`,
          mechanism.id,
          `the damping is −softplus(network)·${variable}, and a negative coefficient turns it into a drive`,
          'use a positive coefficient',
        );
      });
      continue;
    }
    const { variable, kind } = mechanism.regulators[regulator];
    if (isForce(constraint.kind))
      faults.add(
        `${at}.regulators[${regulator}].law`,
        mechanism.id,
        `a regulator is a factor of a rate, and the network "${id}" gives a ${constraint.kind === 'potential' ? 'force' : 'damping'}`,
        'make it the law of a mechanism, or choose a positive or bounded network',
      );
    const drawn = kind === 'activation' ? 'increasing' : 'decreasing';
    const imposed = inputs.find((input) => input.variable === variable)?.monotone;
    if (imposed !== undefined && imposed !== drawn)
      faults.add(
        `${at}.regulators[${regulator}].law`,
        mechanism.id,
        `the arrow is drawn as an ${kind}, and the network "${id}" is ${imposed} in "${variable}"`,
        `set monotone to "${drawn}", or draw the other arrow`,
      );
  }
}
