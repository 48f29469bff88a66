/** What a report is made from: a document and results that are there already. Shapes are those of the service's contract. */
import type { Surgery } from '../graph/surgery';
import type { Problem } from '../model/problem';
import type { FitResult, Scenario } from '../model/schema';

type Numbers = readonly (number | null)[];

export interface ReportSolver {
  readonly method: string;
  readonly why: string;
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
}
export interface ReportSeries {
  readonly times: readonly number[];
  readonly values: Readonly<Record<string, Numbers>>;
  readonly solver: ReportSolver;
}
export interface ReportOutcome {
  readonly value: number | null;
  readonly effect: number | null;
  readonly interval?: {
    readonly low: number | null;
    readonly high: number | null;
    readonly kind: 'range' | 'posterior';
    readonly members: number;
  };
}
export interface ReportArm {
  readonly id: string;
  readonly name: string;
  readonly series?: ReportSeries;
  readonly failure?: { readonly message: string; readonly advice: string };
  readonly surgery: Surgery;
  readonly outcomes: Readonly<Record<string, ReportOutcome>>;
  readonly mechanisms: readonly { readonly id: string; readonly mean: number | null; readonly baseline: number | null }[];
}
export interface ReportComparison {
  readonly comparison: string;
  /** the baseline first */
  readonly arms: readonly ReportArm[];
  readonly warnings: readonly Problem[];
}
interface PlaneLine {
  readonly x: readonly number[];
  readonly y: readonly number[];
}
/** A comparison in the plane of two states. */
export interface ReportPlane {
  readonly comparison: string;
  readonly plane: readonly [string, string];
  readonly at: number;
  readonly x: { readonly from: number; readonly until: number };
  readonly y: { readonly from: number; readonly until: number };
  readonly arms: readonly {
    readonly id: string;
    readonly name: string;
    readonly field?: {
      readonly trajectory: { readonly x: Numbers; readonly y: Numbers };
      readonly here: readonly [number, number];
      readonly others: Readonly<Record<string, number>>;
      readonly arrows: PlaneLine & {
        readonly dx: readonly number[];
        readonly dy: readonly number[];
        readonly speed: readonly number[];
      };
      readonly nullclines: readonly [readonly PlaneLine[], readonly PlaneLine[]];
    };
  }[];
}
export interface ReportEquation {
  readonly id: string;
  readonly kind: 'derivative' | 'assigned' | 'rate' | 'event' | 'observable' | 'initial';
  readonly text: string;
  readonly mathml: string;
}
export interface ReportFitCurves {
  readonly observables: readonly {
    readonly id: string;
    readonly name: string;
    readonly unit?: string;
    readonly curves: readonly {
      readonly conditions: readonly string[];
      readonly times: readonly number[];
      readonly values: Numbers;
    }[];
    readonly points: readonly {
      readonly condition: string;
      readonly time: number;
      readonly value: number;
      readonly censored?: 'left' | 'right';
      readonly predicted: number | null;
      readonly residual: number | null;
      /** true: the fit does not see it */
      readonly heldOut?: true;
    }[];
  }[];
  readonly nllh: number | null;
  readonly holdout?: { readonly measurements: number; readonly nllh: number | null };
  /** tests of the residuals; condition null: all together */
  readonly diagnostics: readonly {
    readonly observable: string;
    readonly condition: string | null;
    readonly tests: readonly { readonly finding: string | null }[];
  }[];
}

export interface ReportInput {
  readonly document: Scenario;
  /** the document as it would be saved; it goes into the report and is what `sha256` is of */
  readonly text: string;
  readonly sha256: string;
  /** null: a report of the model alone */
  readonly comparison: ReportComparison | null;
  readonly equations: readonly ReportEquation[];
  readonly problems: readonly Problem[];
  readonly fitCurves: ReportFitCurves | null;
  /** the fit whose result is reported */
  readonly fit: { readonly id: string; readonly result: FitResult } | null;
  /** names of programs and libraries → versions */
  readonly versions: Readonly<Record<string, string>>;
  /** when the report was made, ISO 8601 */
  readonly date: string;
}
