/** The shape of a network: what its first layer sees, its layers, and where each weight of its flat list belongs. */
import { risesWithSubstrate } from '../model/network-variables';
import type { Network } from '../model/schema';

/** One number that the first layer (or the polynomial) sees: an input, its square, or the square of a radius. */
export interface Feature {
  /** indices into the network's inputs */
  readonly inputs: readonly number[];
  /** degree in the inputs */
  readonly power: 1 | 2;
  /** whether the output is monotone in it: rising, once a falling input is negated */
  readonly monotone: boolean;
}

export interface Layer {
  readonly fanIn: number;
  readonly fanOut: number;
  /** index of the first weight of the kernel, row-major [out][in] */
  readonly kernel: number;
  /** index of the first bias; null: none, where a constant has no effect */
  readonly bias: number | null;
}

export const weightName = (network: string, index: number): string => `${network}.${index}`;

export function featuresOf({ inputs }: Network): Feature[] {
  const radial = inputs.flatMap(({ symmetry }, i) => (symmetry === 'radial' ? [i] : []));
  return inputs.flatMap(({ symmetry, monotone }, i): Feature[] => {
    if (symmetry === 'radial') return i === radial[0] ? [{ inputs: radial, power: 2, monotone: false }] : [];
    return [{ inputs: [i], power: symmetry === 'even' ? 2 : 1, monotone: monotone !== undefined }];
  });
}

export const isMonotone = ({ inputs }: Network): boolean => inputs.some(({ monotone }) => monotone !== undefined);

/** Whether the substrate's factor saturates, with a weight of its own: the rate must rise with the substrate, and need not be convex. */
export const hasSaturation = risesWithSubstrate;

/** Degree of the polynomial that a network is in place of layers; undefined: it has layers. */
export const polynomialDegree = ({ constraint }: Network): number | undefined =>
  constraint.kind === 'potential' ? constraint.degree : undefined;

/** The control of a potential in the Landau form; undefined: it is none. */
export const landauControl = ({ constraint }: Network): string | undefined =>
  constraint.kind === 'potential' ? constraint.control : undefined;

/** Powers of the squared order parameter in the Landau form, each with a coefficient; 0: it is none. */
export const landauPowers = (network: Network): number =>
  landauControl(network) === undefined ? 0 : Math.floor((polynomialDegree(network) ?? 0) / 2);

/** A coefficient of the Landau form is at most quadratic in the control. */
export const WEIGHTS_OF_COEFFICIENT = 3;

/** @returns the dense layers; none for a polynomial */
export function layersOf(network: Network): Layer[] {
  const { hidden, outputs, constraint } = network;
  if (polynomialDegree(network) !== undefined) return [];
  const widths = [featuresOf(network).length, ...hidden, constraint.kind === 'potential' ? 1 : outputs];
  let at = 0;
  return widths.slice(1).map((fanOut, i): Layer => {
    const fanIn = widths[i],
      kernel = at,
      end = kernel + fanIn * fanOut;
    const hasBias = !(constraint.kind === 'potential' && i === hidden.length);
    at = hasBias ? end + fanOut : end;
    return { fanIn, fanOut, kernel, bias: hasBias ? end : null };
  });
}

/** @returns exponents of the features, one row a monomial, by rising degree up to the polynomial's; the constant is left out, and there are none in the Landau form */
export function monomialsOf(network: Network): number[][] {
  const most = polynomialDegree(network);
  if (most === undefined || landauControl(network) !== undefined) return [];
  const powers = featuresOf(network).map(({ power }) => power),
    rows: number[][] = [];
  const extend = (exponents: readonly number[], left: number): void => {
    const next = exponents.length;
    if (next === powers.length) {
      rows.push([...exponents]);
      return;
    }
    for (let e = 0; e * powers[next] <= left; e++) extend([...exponents, e], left - e * powers[next]);
  };
  extend([], most);
  const degree = (row: readonly number[]): number => row.reduce((sum, e, i) => sum + e * powers[i], 0);
  return rows.filter((row) => degree(row) > 0).sort((a, b) => degree(a) - degree(b));
}

/** @returns the length of the flat list of weights */
export function weightCount(network: Network): number {
  const last = layersOf(network).at(-1);
  if (last === undefined) return landauPowers(network) * WEIGHTS_OF_COEFFICIENT + monomialsOf(network).length;
  const end = last.bias ?? last.kernel + last.fanIn * last.fanOut;
  return end + (last.bias === null ? 0 : last.fanOut) + (hasSaturation(network) ? 1 : 0);
}
