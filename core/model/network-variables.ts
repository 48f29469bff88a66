/** The variables that a network names, wherever it names them, and the one whose two places act together. */
import type { Network } from './schema';

/** @returns the variables on which the network's value depends, each once */
export function networkReads({ inputs, vanishesWith, constraint }: Network): string[] {
  return [
    ...new Set([
      ...inputs.map(({ variable }) => variable),
      ...(vanishesWith === undefined ? [] : [vanishesWith]),
      ...(constraint.kind === 'dissipative' ? [constraint.velocity] : []),
    ]),
  ];
}

/** Whether the output is to rise with the substrate that it vanishes with. */
export const risesWithSubstrate = ({ inputs, vanishesWith }: Network): boolean =>
  inputs.some(({ variable, monotone }) => variable === vanishesWith && monotone === 'increasing');

/** @returns the network with every variable renamed */
export function mapNetwork(network: Network, rename: (variable: string) => string): Network {
  const { inputs, vanishesWith, constraint, exchange } = network;
  return {
    ...network,
    inputs: inputs.map((input) => ({ ...input, variable: rename(input.variable) })),
    constraint:
      constraint.kind === 'dissipative'
        ? { ...constraint, velocity: rename(constraint.velocity) }
        : constraint.kind === 'potential'
          ? {
              ...constraint,
              of: constraint.of.map(rename),
              ...(constraint.control === undefined ? {} : { control: rename(constraint.control) }),
            }
          : constraint,
    ...(vanishesWith === undefined ? {} : { vanishesWith: rename(vanishesWith) }),
    ...(exchange === undefined ? {} : { exchange: exchange.map(([a, b]): [string, string] => [rename(a), rename(b)]) }),
  };
}
