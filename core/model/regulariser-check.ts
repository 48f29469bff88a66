/** Whether a fit's regularisers mean something in its document: what they need is there, and what they assume is not known to be false. */
import { mentions } from './edit/tokens';
import type { Problem } from './problem';
import { estimatedNetworks, measuredRange } from './regularisers';
import type { Fit, Regulariser, Scenario } from './schema';

/** A time scale this much shorter than the data would need more readings of the curve than a solve should give. */
const MOST_SCALES = 1000;

type Smoothness = Extract<Regulariser, { kind: 'smoothness' }>;
type Lipschitz = Extract<Regulariser, { kind: 'lipschitz' }>;
type DetailedBalance = Extract<Regulariser, { kind: 'detailed-balance' }>;
type Pair = DetailedBalance['pairs'][number];
type Mechanism = Scenario['mechanisms'][number];
/** Says what is wrong with a field of a regulariser, and the way out. */
type Tell = (field: string, message: string, advice: string, severity?: 'error' | 'warning') => void;

/** @returns what is wrong, each with the path of the field; an id that names nothing is told of by core/model/references.ts */
export function regulariserProblems(document: Scenario, fit: Fit): Problem[] {
  const problems: Problem[] = [],
    estimated = estimatedNetworks(document, fit);
  fit.regularisers?.forEach((one, k) => {
    const tell: Tell = (field, message, advice, severity = 'error') => {
      const path = `fits[${document.fits.indexOf(fit)}].regularisers[${k}].${field}`;
      problems.push({ severity, path, message, advice, about: fit.id });
    };
    const mustBeEstimated = (field: string, id: string): void => {
      if (!document.networks.some((network) => network.id === id) || estimated.includes(id)) return;
      tell(field, `the network "${id}" is not estimated by this fit`, 'estimate it, or take the regulariser out');
    };
    switch (one.kind) {
      case 'smoothness':
        checkSmoothness(document, one, tell);
        break;
      case 'weight-decay':
        one.networks?.forEach((id, i) => {
          mustBeEstimated(`networks[${i}]`, id);
        });
        if (estimated.length === 0) tell('kind', 'no network is estimated by this fit', 'take the weight decay out');
        checkDecayed(document, one.networks ?? estimated, tell);
        if ((fit.adam?.weightDecay ?? 0) > 0)
          tell('kind', 'the optimiser’s own weight decay (adam.weightDecay) acts too', 'keep one of the two', 'warning');
        break;
      case 'lipschitz':
        mustBeEstimated('network', one.network);
        checkLipschitz(document, one, tell);
        break;
      case 'detailed-balance':
        checkDetailedBalance(document, fit, one, tell);
        break;
      case 'rate-bound':
        break;
    }
  });
  return problems;
}

function checkSmoothness(document: Scenario, { of, timeScale, size }: Smoothness, tell: Tell): void {
  const { about, data } = document;
  const span = data.measurements.reduce((latest, { time }) => Math.max(latest, time), about.time.start) - about.time.start;
  if (span > MOST_SCALES * timeScale)
    tell(
      'timeScale',
      `the data span ${Math.round(span / timeScale)} times the time scale, and at most ${MOST_SCALES} times can be read`,
      `give a time scale of ${span / MOST_SCALES} or more`,
    );
  if (size === undefined && measuredRange(document, of) === undefined)
    tell('size', `no measurements say how much "${of}" varies`, 'give its size: about the range over which it varies');
}

function checkDecayed(document: Scenario, ids: readonly string[], tell: Tell): void {
  for (const { id, constraint } of document.networks)
    if (ids.includes(id) && constraint.kind === 'potential' && constraint.control !== undefined)
      tell(
        'kind',
        `the weights of "${id}" are coefficients of a Landau form, whose zero means no absence of an effect`,
        'name the other networks, or take the weight decay out',
      );
}

function checkLipschitz(document: Scenario, { network: id }: Lipschitz, tell: Tell): void {
  const network = document.networks.find((one) => one.id === id);
  if (network === undefined) return;
  const { constraint, inputs, exchange = [] } = network;
  if (constraint.kind === 'potential')
    tell(
      'network',
      `"${id}" is a potential, whose rate is its slope: layers bound the slope of the potential, not that of the rate`,
      'use weight decay, or another network',
    );
  const squared = inputs.find(({ symmetry }) => symmetry !== undefined);
  if (squared !== undefined)
    tell(
      'network',
      `"${id}" reads the square of "${squared.variable}", whose slope has no bound`,
      'use weight decay, or take the symmetry out',
    );
  const scaleOf = (variable: string): number | undefined => inputs.find((input) => input.variable === variable)?.scale;
  const uneven = exchange.find(([a, b]) => scaleOf(a) !== scaleOf(b));
  if (uneven !== undefined)
    tell(
      'network',
      `"${id}" exchanges "${uneven[0]}" and "${uneven[1]}", whose scales differ, so that a slope in one is another in the other`,
      'give both inputs one scale',
    );
}

function checkDetailedBalance(document: Scenario, fit: Fit, { pairs, force }: DetailedBalance, tell: Tell): void {
  pairs.forEach(({ forward, backward }, i) => {
    if (forward === backward)
      tell(`pairs[${i}].backward`, `"${forward}" cannot undo itself`, 'choose the mechanism that undoes it');
  });
  const reasons = force === true ? [] : openings(document, fit, pairs);
  if (reasons.length === 0) return;
  const more = reasons.length > 3 ? ` (and ${reasons.length - 3} more)` : '';
  tell(
    'pairs',
    `detailed balance holds for closed systems at equilibrium only, and this is none: ${reasons.slice(0, 3).join('; ')}${more}`,
    'take it out, or force it all the same to see what it does to such a system',
  );
}

/** @returns why the system is not one that comes to rest in detailed balance of these pairs, in words; empty: it is closed */
function openings(document: Scenario, fit: Pick<Fit, 'conditions'>, pairs: readonly Pair[]): string[] {
  const { variables, mechanisms, conditions, data } = document,
    reasons: string[] = [];
  for (const { id, kind } of variables) if (kind === 'input') reasons.push(`the input "${id}" drives it from outside`);
  if (document.events.length > 0) reasons.push(`the event "${document.events[0].id}" changes it from outside`);
  for (const { id, interventions } of conditions) {
    const used = fit.conditions?.includes(id) ?? data.measurements.some(({ condition }) => condition === id);
    if (used && interventions.length > 0) reasons.push(`interventions are in force under "${id}"`);
  }
  for (const mechanism of mechanisms) {
    const { id, law, effects } = mechanism,
      signs = new Set(effects.map(({ coefficient }) => (typeof coefficient === 'number' ? Math.sign(coefficient) : 0)));
    if (isTimed(law)) reasons.push(`"${id}" changes with time by itself`);
    else if (signs.size === 1 && !signs.has(0))
      reasons.push(`"${id}" ${signs.has(1) ? 'makes' : 'loses'} matter, so the system is open`);
    else if (law.kind !== 'exchange' && !pairs.some(({ forward, backward }) => forward === id || backward === id))
      reasons.push(`"${id}" has no mechanism that undoes it, so it never comes to rest`);
  }
  for (const { forward, backward } of pairs) {
    const [a, b] = [forward, backward].map((id) => mechanisms.find((one) => one.id === id));
    if (a !== undefined && b !== undefined && !isUndoneBy(a.effects, b.effects))
      reasons.push(`"${backward}" does not undo the effects of "${forward}"`);
  }
  return reasons;
}

const isTimed = (law: Mechanism['law']): boolean =>
  law.kind === 'custom'
    ? mentions(law.expression, 't')
    : law.kind === 'potential'
      ? mentions(law.potential, 't')
      : law.kind !== 'neural' && Object.values(law.parameters).some((quantity) => mentions(quantity, 't'));

/** Whether the effects of one mechanism are those of the other with their signs turned. */
export function isUndoneBy(one: Mechanism['effects'], other: Mechanism['effects']): boolean {
  const opposite = (a: number | string, b: number | string): boolean =>
    typeof a === 'number' && typeof b === 'number' && a === -b;
  return (
    one.length === other.length &&
    one.every(({ variable, coefficient }) =>
      other.some((back) => back.variable === variable && opposite(coefficient, back.coefficient)),
    )
  );
}
