/**
 * What a scenario claims and how it is proven: findings, each a figure with the bound that it must keep. A scenario's `proof.ts` yields
 * them from a clean state with its recorded seeds; `doflow prove` runs them, prints them, and makes the scenario's page of them.
 */
import type { Measurement, Scenario } from '../model/schema';
import type { Client } from './contract';

/** At least one end. */
export interface Bound {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Finding {
  /** a sentence that is true where the bound is kept */
  readonly claim: string;
  /** what the figure is */
  readonly measure: string;
  readonly figure: number;
  readonly bound: Bound;
  readonly unit?: string;
}

export interface ProofContext {
  /** the scenario as its file has it */
  readonly document: Scenario;
  /** asks the service as a window would */
  readonly request: Client['request'];
}

/** A quantity under the arms of a comparison over time, or the arms in the plane of two states. */
export type ProofPicture = { readonly comparison: string } & (
  { readonly curve: string; readonly log?: boolean } | { readonly plane: readonly [string, string]; readonly at?: number }
);

export interface Proof {
  /** fast: a second or two, run by the fast tests; slow: half a minute at most, run by all tests; long: run by `doflow prove` alone */
  readonly pace: 'fast' | 'slow' | 'long';
  /** what the scenario's page shows */
  readonly picture?: ProofPicture;
  findings(context: ProofContext): AsyncIterable<Finding> | Iterable<Finding>;
}

/** @returns false for a figure that is not a number */
export const holds = ({ figure, bound: { atLeast = -Infinity, atMost = Infinity } }: Finding): boolean =>
  figure >= atLeast && figure <= atMost;

/** @returns the finding that synthetic data are those of their recorded truth and seed, to the bit, times included */
export const madeAgain = ({ data }: Scenario, made: readonly Measurement[]): Finding => ({
  claim: 'the recorded truth and seed make the data again',
  measure: 'measurements that differ',
  figure:
    Math.abs(made.length - data.measurements.length) +
    made.filter(({ value, time }, i) => value !== data.measurements.at(i)?.value || time !== data.measurements.at(i)?.time)
      .length,
  bound: { atMost: 0 },
});

/** @returns the figure as text, with its unit */
export const figureText = ({ figure, unit }: Finding): string =>
  `${Number(figure.toPrecision(4))}${unit === undefined ? '' : ` ${unit}`}`;

const digits = (value: number): string => String(Number(value.toPrecision(6)));

export function boundText({ atLeast, atMost }: Bound): string {
  if (atLeast === undefined) return `≤ ${digits(atMost!)}`;
  if (atMost === undefined) return `≥ ${digits(atLeast)}`;
  return atLeast === atMost ? `= ${digits(atLeast)}` : `${digits(atLeast)} … ${digits(atMost)}`;
}

/** What a run of a proof came to. */
export interface Proven {
  readonly scenario: string;
  readonly title: string;
  readonly question: string;
  readonly findings: readonly Finding[];
  readonly seconds: number;
  /** the picture as an SVG file */
  readonly picture?: string;
  /** its curves alone, as an SVG file for the start page */
  readonly thumbnail?: string;
  /** why it ended early, where it did */
  readonly failure?: string;
}

export const isProven = ({ findings, failure }: Proven): boolean =>
  failure === undefined && findings.length > 0 && findings.every(holds);
