/** Signs that can be told without doing the maths: of a quantity, and of a rate in one of its inputs. */
import type { Mechanism, Network, Parameter, Scenario } from '../model/schema';
import { laws } from '../model/laws';
import { networkInputSign, networkRateSign } from './network-sign';

/** +1 and −1 are certain; 0 is unknown, or depends on the state */
export type Sign = -1 | 0 | 1;

export type ParameterValues = ReadonlyMap<string, Pick<Parameter, 'value'>>;

export const parameterValues = (document: Scenario): ParameterValues =>
  new Map(document.parameters.map((parameter) => [parameter.id, parameter]));

export const times = (a: Sign, b: Sign): Sign => (a * b || 0) as Sign;

/**
 * Sign of a number, of a parameter by its current value, or of a product or quotient of these with a sign in front.
 * @returns 0 for zero and for every other expression
 */
export function quantitySign(quantity: number | string, parameters: ParameterValues): Sign {
  if (typeof quantity === 'number') return Math.sign(quantity) as Sign;
  const text = quantity.replace(/\s+/g, '').replace(/−/g, '-');
  const negative = text.startsWith('-');
  let sign: Sign = negative ? -1 : 1;
  for (const factor of text.slice(negative || text.startsWith('+') ? 1 : 0).split(/[*/·]/)) {
    const value =
      parameters.get(factor)?.value ?? (/^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(factor) ? Number(factor) : Number.NaN);
    if (Number.isNaN(value)) return 0;
    sign = times(sign, Math.sign(value) as Sign);
  }
  return sign;
}

/** Slot that multiplies a law's whole rate. */
const factorSlot = ['k', 'Vmax', 'r', 'a'];

/**
 * Sign of ∂rate/∂variable over non-negative states, regulators apart. A rate constant given as an expression is taken
 * as positive; one given as a number or a parameter has the sign of its value.
 * @returns 0 where the law is not monotone (logistic) or not known (custom, potential, a network without a sign), or roles disagree
 */
export function inputSign(
  mechanism: Mechanism,
  variable: string,
  parameters: ParameterValues,
  networks: readonly Network[],
): Sign {
  const { law } = mechanism;
  if (law.kind === 'neural') return networkInputSign(mechanism, variable, networks);
  if (law.kind === 'custom' || law.kind === 'potential' || law.kind === 'logistic') return 0;
  const entry = laws[law.kind];
  const signs = new Set<Sign>();
  mechanism.inputs.forEach((input, index) => {
    if (input.variable !== variable) return;
    const role = entry.roles.includes(input.role) ? input.role : entry.roles[Math.min(index, entry.roles.length - 1)];
    signs.add(role === 'inhibitor' || role === 'outside' ? -1 : 1);
  });
  if (signs.size !== 1) return 0;
  return times([...signs][0], lawFactorSign(law.parameters, parameters));
}

/**
 * Sign of a law's rate over non-negative states, which decides what a regulator's factor does to the effects.
 * @returns 0 where the rate may be of either sign (exchange, logistic, custom, potential, a network without a sign)
 */
export function rateSign(mechanism: Mechanism, parameters: ParameterValues, networks: readonly Network[]): Sign {
  const { law } = mechanism;
  if (law.kind === 'neural') return networkRateSign(mechanism, networks);
  if (law.kind === 'custom' || law.kind === 'potential') return 0;
  if (law.kind === 'logistic' || law.kind === 'exchange') return 0;
  return lawFactorSign(law.parameters, parameters);
}

/** An expression is taken as positive: rate constants are, and nothing but the maths could tell. */
function lawFactorSign(slots: Readonly<Record<string, number | string>>, parameters: ParameterValues): Sign {
  const factor = factorSlot.map((slot) => slots[slot]).find((value) => value !== undefined);
  if (factor === undefined) return 1;
  return typeof factor === 'string' && !parameters.has(factor)
    ? quantitySign(factor, parameters) || 1
    : quantitySign(factor, parameters);
}
