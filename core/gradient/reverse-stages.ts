/**
 * What the reverses of Runge–Kutta methods share: stage slopes of a step with their cotangents, and its dense output
 * y + h Σ b_i(θ) k_i with the derivatives by everything in it.
 */
import { bindRow, combine, tableauRow } from '../solve/combine';
import type { BoundRow } from '../solve/combine';
import { weightAt } from '../solve/tableau';
import type { TakenStep } from './step-reverse';

/** The common part of explicit and diagonally implicit tableaux; a diagonal entry, where there is one, ends its row. */
export interface StageTableau {
  readonly stages: number;
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  readonly interpolant: {
    readonly weights: readonly (readonly number[])[];
    readonly extra?: { readonly a: readonly (readonly number[])[]; readonly c: readonly number[] };
  };
}

/** One stage: the weights of the slopes in its argument, with these slopes and their cotangents. */
export interface Stage extends BoundRow {
  readonly c: number;
  readonly targets: readonly Float64Array[];
}

export class Stages {
  /** the method's stages, then those that only its interpolant needs */
  readonly rows: readonly Stage[];
  readonly k: readonly Float64Array[];
  /** cotangents of k */
  readonly cotangents: readonly Float64Array[];
  readonly argument: Float64Array;
  readonly argumentCotangent: Float64Array;
  /** cotangents that outputs give to the slopes, stage by stage, float64[rows · n], and to the state at the start, float64[n] */
  readonly outputs: Float64Array;
  readonly direct: Float64Array;
  /** whether there are any */
  hasOutputs = false;
  private readonly powers: readonly Float64Array[];
  private readonly b: Float64Array;
  private readonly zero: Float64Array;
  private readonly weights: Float64Array;

  constructor(
    readonly tableau: StageTableau,
    readonly n: number,
  ) {
    const { a, b, c, interpolant } = tableau,
      further = interpolant.extra;
    const nodes = [...c, ...(further?.c ?? [])];
    const vectors = (): Float64Array[] => nodes.map(() => new Float64Array(n));
    this.k = vectors();
    this.cotangents = vectors();
    this.rows = [...a, ...(further?.a ?? [])].map((weights, i) => {
      const row = tableauRow(weights);
      return { ...bindRow(row, this.k), c: nodes[i], targets: bindRow(row, this.cotangents).vectors };
    });
    this.argument = new Float64Array(n);
    this.argumentCotangent = new Float64Array(n);
    this.outputs = new Float64Array(nodes.length * n);
    this.direct = new Float64Array(n);
    this.powers = interpolant.weights.map((row) => Float64Array.from(row));
    this.b = Float64Array.from(nodes, (_, i) => b[i] ?? 0);
    this.zero = new Float64Array(n);
    this.weights = new Float64Array(nodes.length);
  }

  /** k ← the slopes of the step; those of the interpolant's further stages too if asked for. */
  load({ content, offset, rhs, t, h, y }: TakenStep, p: Float64Array, further: boolean): void {
    const { n, k, rows, argument } = this,
      { stages } = this.tableau;
    for (let i = 0, at = offset; i < stages; i++) {
      const stage = k[i];
      for (let j = 0; j < n; j++) stage[j] = content[at++];
    }
    for (let i = stages; further && i < rows.length; i++) {
      const { weights, vectors, c } = rows[i];
      combine(argument, y, h, weights, vectors, n);
      rhs.value(t + c * h, argument, p, k[i]);
    }
  }

  state(step: TakenStep, p: Float64Array, theta: number, out: Float64Array): void {
    this.load(step, p, true);
    for (let i = 0; i < this.weights.length; i++) this.weights[i] = weightAt(this.tableau.interpolant.weights[i], theta);
    combine(out, step.y, step.h, this.weights, this.k, this.n);
  }

  slope(step: TakenStep, p: Float64Array, theta: number, out: Float64Array): void {
    this.load(step, p, true);
    for (let i = 0; i < this.weights.length; i++) this.weights[i] = slopeAt(this.powers[i], theta);
    combine(out, this.zero, 1, this.weights, this.k, this.n);
  }

  addOutput(step: TakenStep, p: Float64Array, theta: number, cotangents: Float64Array, at: number): void {
    const { n, powers, outputs, direct } = this,
      { h } = step;
    this.hasOutputs = true;
    for (let j = 0; j < n; j++) direct[j] += cotangents[at + j];
    for (let i = 0, to = 0; i < powers.length; i++) {
      const row = powers[i];
      let weight = 0;
      for (let q = row.length - 1; q >= 0; q--) weight = (weight + row[q]) * theta;
      weight *= h;
      for (let j = 0; j < n; j++) outputs[to++] += weight * cotangents[at + j];
    }
    if (step.time !== undefined) this.addOutputTime(step, p, theta, cotangents, at);
  }

  /** Cotangents of start and size of the step by an output at a time that does not move with them. */
  private addOutputTime(step: TakenStep, p: Float64Array, theta: number, cotangents: Float64Array, at: number): void {
    const time = step.time!;
    this.load(step, p, true);
    this.k.forEach((stage, i) => {
      let product = 0;
      for (let j = 0; j < this.n; j++) product += stage[j] * cotangents[at + j];
      const steep = slopeAt(this.powers[i], theta) * product;
      time.size += weightAt(this.tableau.interpolant.weights[i], theta) * product - theta * steep;
      time.start -= steep;
    });
  }

  /** Cotangents of all slopes by the state at the end and by outputs, before any stage is reversed. */
  begin(step: TakenStep, p: Float64Array, lambda: Float64Array): void {
    const { n, b, cotangents, outputs, hasOutputs, rows, tableau } = this;
    this.load(step, p, hasOutputs);
    for (let i = 0, at = 0; i < (hasOutputs ? rows.length : tableau.stages); i++) {
      const cotangent = cotangents[i],
        weight = step.h * b[i];
      if (hasOutputs) for (let j = 0; j < n; j++) cotangent[j] = weight * lambda[j] + outputs[at++];
      else for (let j = 0; j < n; j++) cotangent[j] = weight * lambda[j];
    }
    if (step.time !== undefined) {
      for (let i = 0; i < tableau.stages; i++) step.time.size += b[i] * dot(this.k[i], lambda, n);
    }
  }

  /** Forgets outputs that were noted and not reversed. */
  clear(): void {
    this.direct.fill(0);
    this.outputs.fill(0);
    this.hasOutputs = false;
  }

  /** λ ← λ + what the outputs owe directly to the state at the start; forgets the outputs. */
  end(lambda: Float64Array): void {
    if (!this.hasOutputs) return;
    for (let j = 0; j < this.n; j++) lambda[j] += this.direct[j];
    this.clear();
  }

  /** Hands the cotangent of a stage's argument on: to the state at the start, to the slopes in it, to start and size of the step. */
  passOn(row: Stage, { h, time }: TakenStep, lambda: Float64Array): void {
    const { n, argumentCotangent } = this;
    for (let j = 0; j < n; j++) lambda[j] += argumentCotangent[j];
    for (let l = 0; l < row.targets.length; l++) {
      const target = row.targets[l],
        weight = h * row.weights[l];
      for (let j = 0; j < n; j++) target[j] += weight * argumentCotangent[j];
      if (time !== undefined) time.size += row.weights[l] * dot(row.vectors[l], argumentCotangent, n);
    }
  }

  /** Cotangents of start and size of the step by the time at which a stage's slope is taken. @param cotangent of that slope */
  passTime({ rhs, t, h, time }: TakenStep, p: Float64Array, { c }: Stage, cotangent: Float64Array, scratch: Float64Array): void {
    if (time === undefined) return;
    rhs.timeDerivative(t + c * h, this.argument, p, scratch);
    const product = dot(scratch, cotangent, this.n);
    time.start += product;
    time.size += c * product;
  }
}

export function dot(u: Float64Array, v: Float64Array, n: number): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += u[j] * v[j];
  return sum;
}

export function isZero(v: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) if (v[j] !== 0) return false;
  return true;
}

/** @returns derivative of Σ_q weights[q] θ^(q+1) by θ */
function slopeAt(weights: Float64Array, theta: number): number {
  let value = 0;
  for (let q = weights.length - 1; q >= 0; q--) value = value * theta + (q + 1) * weights[q];
  return value;
}
