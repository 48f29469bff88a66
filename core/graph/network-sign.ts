/** Signs that the architecture of a network makes certain, whatever its weights. */
import type { Mechanism, Network } from '../model/schema';
import type { Sign } from './sign';

const networkOf = ({ law }: Mechanism, networks: readonly Network[]): Network | undefined =>
  law.kind === 'neural' ? networks.find(({ id }) => id === law.network) : undefined;

/** @returns the sign of a neural law's rate over non-negative states; 0 where its constraint leaves it open */
export function networkRateSign(mechanism: Mechanism, networks: readonly Network[]): Sign {
  const constraint = networkOf(mechanism, networks)?.constraint;
  if (constraint?.kind === 'positive') return 1;
  if (constraint?.kind !== 'bounded') return 0;
  return constraint.low >= 0 ? 1 : constraint.high <= 0 ? -1 : 0;
}

/** @returns the sign of ∂rate/∂variable of a neural law over non-negative states; 0 where its constraints leave it open */
export function networkInputSign(mechanism: Mechanism, variable: string, networks: readonly Network[]): Sign {
  const network = networkOf(mechanism, networks),
    read = network?.inputs.find((input) => input.variable === variable);
  if (network === undefined) return 0;
  if (read !== undefined) return read.monotone === 'increasing' ? 1 : read.monotone === 'decreasing' ? -1 : 0;
  if (network.constraint.kind === 'dissipative') return network.constraint.velocity === variable ? -1 : 0;
  return network.vanishesWith === variable ? networkRateSign(mechanism, networks) : 0;
}
