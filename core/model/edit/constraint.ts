/** What a network obeys: the constraint of its output, the forces of a potential, and its sign or symmetry in each input. */
import type { Network, NetworkInput, Scenario } from '../schema';
import { compact } from './edited';
import { changeNetwork, networkCauses, networkUses } from './network';

export type ConstraintKind = Network['constraint']['kind'];
/** The sign or symmetry of a network in one input; `any`: neither. */
export type InputShape = 'any' | NonNullable<NetworkInput['monotone']> | NonNullable<NetworkInput['symmetry']>;

/** Kinds that give a rate and not a factor, whose sign in an input cannot be imposed. */
export const isForce = (kind: ConstraintKind): boolean => kind === 'potential' || kind === 'dissipative';

/**
 * Gives the output another constraint, and takes away what contradicts it: a force or damping has no signs in inputs and no substrate, a
 * free output no sign in its substrate. A force or damping is of what the mechanism changes, where the network reads it.
 */
export function setConstraint(document: Scenario, id: string, kind: ConstraintKind): Scenario {
  const network = document.networks.find((one) => one.id === id);
  if (network === undefined || network.constraint.kind === kind) return document;
  const effects = new Set(
    networkUses(document, id).flatMap(({ mechanism }) => mechanism.effects.map(({ variable }) => variable)),
  );
  const firstChanged = (names: readonly string[]): string => names.find((name) => effects.has(name)) ?? names[0];
  const read = network.inputs.map(({ variable }) => variable);
  const constraint = ((): Network['constraint'] => {
    switch (kind) {
      case 'bounded':
        return { kind, low: 0, high: network.outputScale };
      case 'dissipative':
        return { kind, velocity: firstChanged([...networkCauses(document, id), ...read]) };
      case 'potential':
        return { kind, of: [firstChanged(read)] };
      default:
        return { kind };
    }
  })();
  const losesSign = (variable: string): boolean => isForce(kind) || (kind === 'free' && variable === network.vanishesWith);
  return changeNetwork(document, id, {
    constraint,
    start: undefined,
    inputs: network.inputs.map((input) => (losesSign(input.variable) ? compact({ ...input, monotone: undefined }) : input)),
    ...(isForce(kind) ? { vanishesWith: undefined } : {}),
    ...(kind === 'potential' ? { outputs: 1 } : {}),
  });
}

/** Makes a potential give one more force, or one less; its last one stays. Forces are numbered in the order of the inputs. */
export function setForce(document: Scenario, id: string, variable: string, gives: boolean): Scenario {
  const network = document.networks.find((one) => one.id === id);
  if (network?.constraint.kind !== 'potential') return document;
  const { constraint } = network;
  const of = network.inputs
    .map((input) => input.variable)
    .filter((name) => (name === variable ? gives : constraint.of.includes(name)));
  return of.length === 0 ? document : changeNetwork(document, id, { constraint: { ...constraint, of }, outputs: of.length });
}

/**
 * Puts a polynomial potential into the Landau form, or out of it, and takes away what contradicts it: the control is read as it is and
 * has no force on it, the degree is even, and the order parameter is even, or radial where it has several components.
 */
export function setControl(document: Scenario, id: string, control: string | undefined): Scenario {
  const network = document.networks.find((one) => one.id === id);
  if (network?.constraint.kind !== 'potential') return document;
  const { constraint, inputs } = network;
  if (control === undefined) return changeNetwork(document, id, { constraint: compact({ ...constraint, control }) });
  const order = inputs.filter(({ variable }) => variable !== control),
    of = constraint.of.filter((name) => name !== control);
  if (order.length === 0) return document;
  const symmetry = order.length === 1 ? 'even' : 'radial',
    degree = Math.max(4, 2 * Math.ceil((constraint.degree ?? 4) / 2));
  return changeNetwork(document, id, {
    constraint: { ...constraint, degree, control, of: of.length > 0 ? of : [order[0].variable] },
    inputs: inputs.map((input) =>
      compact({
        ...input,
        symmetry: input.variable === control ? undefined : symmetry,
        scale: input.variable === control || symmetry === 'even' ? input.scale : order[0].scale,
      }),
    ),
    exchange: undefined,
    outputs: Math.max(1, of.length),
  });
}

export const shapeOf = ({ monotone, symmetry }: NetworkInput): InputShape => monotone ?? symmetry ?? 'any';

/** Imposes a sign or a symmetry in one input. Radial inputs share the scale of the first of them. */
export function setInputShape(document: Scenario, id: string, variable: string, shape: InputShape): Scenario {
  const network = document.networks.find((one) => one.id === id);
  const scale = network?.inputs.find((input) => input.symmetry === 'radial' && input.variable !== variable)?.scale;
  return changeNetwork(document, id, {
    inputs: (network?.inputs ?? []).map((input) =>
      input.variable !== variable
        ? input
        : compact({
            ...input,
            monotone: shape === 'increasing' || shape === 'decreasing' ? shape : undefined,
            symmetry: shape === 'even' || shape === 'radial' ? shape : undefined,
            scale: shape === 'radial' ? (scale ?? input.scale) : input.scale,
          }),
    ),
  });
}
