/** What a lowering gives: callable functions for one condition under one set of interventions, and the names of their slots. */
import type { Plan, VectorFunction } from '../solve/system';

/** A quantity to be computed from the state beside the variables, such as an observable or an outcome. */
export interface OutputRequest {
  readonly name: string;
  readonly expression: string;
}

export interface Lowered {
  readonly plan: Plan;
  /** ids of the plan's state components, hidden ones (delay stages, captured values, states of arms that run alongside) after the document's */
  readonly states: readonly string[];
  /** names of the plan's parameter slots: parameter ids, `X.initial` for numeric initial values, `net.0 …` for weights */
  readonly parameters: readonly string[];
  /** ids of the document's events, which are the first of the plan's; those of arms that run alongside follow */
  readonly events: readonly string[];
  /** the document's value for each slot, float64[plan.m] */
  readonly nominal: Float64Array;
  /** names of the outputs: every variable of the document, then the requested ones */
  readonly outputs: readonly string[];
  /** one function a piece of the plan: state → outputs (a clamped variable reads as its clamp within its window) */
  readonly read: readonly VectorFunction[];
  /** one output alone, for functionals that read it at thousands of times; generated when first asked for */
  readOne(piece: number, output: number): VectorFunction;
}
