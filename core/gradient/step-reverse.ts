/**
 * What the reverse of a one-step method is: from the cotangent of the state at a step's end to that at its start, with the
 * outputs within the step. There is one for each family; the sweep knows them only through this.
 */
import type { ExplicitWorkspace } from '../solve/explicit';
import type { ImplicitWorkspace } from '../solve/implicit';
import { isExplicit, isImplicit } from '../solve/methods';
import type { Solver, Workspace } from '../solve/solver';
import type { RightHandSide } from '../solve/system';

/** Cotangents of where a step starts and of its size. */
export interface TimeCotangents {
  start: number;
  size: number;
}

/** A step as it was taken. */
export interface TakenStep {
  rhs: RightHandSide;
  t: number;
  h: number;
  /** state at the start, float64[n] */
  readonly y: Float64Array;
  /** what was kept of it, from offset */
  content: Float64Array;
  offset: number;
  /** added to where an event fixes the start of the step; absent where start and size are held */
  time: TimeCotangents | undefined;
}

export interface StepReverse {
  /** Looks up what the right-hand side offers; before the first step with it, and whenever it changes. */
  bind(rhs: RightHandSide): void;
  /** State at t + θh. @param out float64[n], overwritten */
  state(step: TakenStep, p: Float64Array, theta: number, out: Float64Array): void;
  /** Derivative of the state at t + θh by time. @param out float64[n], overwritten */
  slope(step: TakenStep, p: Float64Array, theta: number, out: Float64Array): void;
  /** Notes the cotangent of the state at t + θh, for `finish`. @param cotangents n of them from `at` */
  addOutput(step: TakenStep, p: Float64Array, theta: number, cotangents: Float64Array, at: number): void;
  /**
   * Reverses the step and its outputs.
   * @param lambda cotangent of the state at the end on entry, at the start on return, float64[n]
   * @param gp float64[m], added to
   * @returns false where a matrix of the step is singular
   */
  finish(step: TakenStep, p: Float64Array, lambda: Float64Array, gp: Float64Array): boolean;
  /** Adds to gp what was put off from step to step; when another right-hand side or method follows, and at the end. */
  settle?(p: Float64Array, gp: Float64Array): void;
}

/** What is kept of a step of a method, beside its time, size and state. */
export interface Keeper {
  readonly length: number;
  keep(w: Workspace, out: Float64Array, offset: number): void;
}

/** @returns the slopes of the stages, stage by stage, of a Runge–Kutta method; nothing of a Rosenbrock method */
export function keeper(solver: Solver, n: number): Keeper {
  if (isExplicit(solver)) {
    const length = solver.tableau.stages * n;
    return {
      length,
      keep(w, out, offset) {
        const { slopes } = w as ExplicitWorkspace;
        for (let from = 0, to = offset; from < length; from++, to++) out[to] = slopes[from];
      },
    };
  }
  if (!isImplicit(solver)) return { length: 0, keep: () => undefined };
  const { stages } = solver.tableau;
  return {
    length: stages * n,
    keep(w, out, offset) {
      const { k } = w as ImplicitWorkspace;
      for (let i = 0, at = offset; i < stages; i++) {
        const stage = k[i];
        for (let j = 0; j < n; j++) out[at++] = stage[j];
      }
    },
  };
}
