/**
 * Three ways to predict treatments that no data of this scenario show: its constrained network, an unconstrained one of the same size in
 * the same place, and a forecast that knows no mechanism; and how far each is from the truth.
 */
import { quiet } from '../../core/fit/ranked-starts';
import { createStartRunner } from '../../core/fit/run-start';
import { lowerScenario } from '../../core/lower/lower';
import { untrained as cleared } from '../../core/model/edit';
import type { FitStart, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { evenly } from '../../core/util/grid';
import { forecaster, type Treatment } from './statistical-forecast';
import { syntheticData, trueModel } from './synthetic-data';

const days = evenly(0, 60, 121);
const quantities = ['effector', 'tgfb', 'damage'] as const;
type Quantity = (typeof quantities)[number];
type Courses = Readonly<Record<Quantity, readonly number[]>>;

/** Treatments that no data show, and what of them is to be predicted: all but what the intervention sets for good. */
const predicted = { no_tgfb: ['effector', 'damage'], deplete_effector: quantities } as const;
export type Unseen = keyof typeof predicted;
export const unseenArms: readonly Unseen[] = ['no_tgfb', 'deplete_effector'];

/** Where a fit begins: values that no data gave. */
const BEGIN: Readonly<Record<string, number>> = {
  k_suppression: 1.2,
  k_damage: 0.15,
  k_repair: 0.15,
  sigma_effector: 0.3,
  sigma_tgfb: 0.2,
  sigma_score: 0.2,
};

/** @returns the scenario before any fit, with the animals of its data, or others */
export const untrained = (document: Scenario, seed?: number): Scenario => ({
  ...cleared(document),
  parameters: document.parameters.map((parameter) => ({ ...parameter, value: BEGIN[parameter.id] ?? parameter.value })),
  data: { ...document.data, measurements: syntheticData(trueModel(document), seed) },
});

/** The same with a network that may rise or fall and have any sign: it reads exposed antigen, by which it is not multiplied. */
export const unconstrained = (document: Scenario): Scenario => ({
  ...document,
  networks: document.networks.map(({ vanishesWith: _substrate, inputs, ...network }) => ({
    ...network,
    inputs: [
      { variable: 'exposure', center: 1, scale: 1 },
      ...inputs.map(({ variable, center, scale }) => ({ variable, center, scale })),
    ],
    constraint: { kind: 'free' as const },
  })),
});

export const withoutRegularisers = (document: Scenario): Scenario => ({
  ...document,
  fits: document.fits.map(({ regularisers: _none, ...fit }) => fit),
});

/** @returns the best of the first starts, which fit all animals. @throws Error where none has a cost */
export function bestOf(document: Scenario, count: number): FitStart {
  const { id, starts, seed } = document.fits[0],
    run = createStartRunner({ document, fit: id, starts, seed });
  const done = Array.from({ length: count }, (_, i) => run(i, quiet));
  const [best] = done.filter(({ nllh }) => nllh !== null).sort((a, b) => a.nllh! - b.nllh!);
  if (best === undefined) throw new Error(`no start has a cost: ${done[0].reason}`);
  return best;
}

/** @param parameters over the document's values  @returns 60 days, each half a day; infinite where they cannot be computed */
export function coursesOf(document: Scenario, arm: Unseen, parameters: Readonly<Record<string, number>> = {}): Courses {
  const from = document.about.time.start,
    until = days[days.length - 1];
  const outputs = quantities.map((id) => ({ name: `${id} course`, expression: id }));
  const {
    plan,
    nominal,
    parameters: names,
    read,
    outputs: all,
  } = lowerScenario(document, { interventions: [arm], from, until, outputs });
  const p = nominal.map((value, i) => parameters[names[i]] ?? value),
    solved = solve(plan, p, { from, until, times: days, settings: document.solver });
  const out = new Float64Array(all.length);
  const course = (id: Quantity): number[] =>
    Array.from(days, (day, k) => {
      if (!solved.ok) return Infinity;
      const { states, pieceOf } = solved.value;
      read[pieceOf[k]].value(day, states.subarray(k * plan.n, (k + 1) * plan.n), p, out);
      return out[all.indexOf(`${id} course`)];
    });
  return { effector: course('effector'), tgfb: course('tgfb'), damage: course('damage') };
}

/** ng/ml in the aqueous humour of a healthy eye */
const HEALTHY = 4.5;
const always = (value: number) => (): number => value;
const within =
  (from: number, until: number, inside: number, outside: number) =>
  (day: number): number =>
    day >= from && day < until ? inside : outside;
const UNTREATED: Treatment = { level: always(HEALTHY), depleted: always(0) };
/** Turnover twice and six times as fast leaves that part of TGF-β; 3 ng/ml a day at a turnover of 0.5 a day adds 6. */
const treatments: Readonly<Record<string, Treatment>> = {
  untreated: UNTREATED,
  low: { level: always(HEALTHY / 2), depleted: always(0) },
  high: { level: always(HEALTHY / 6), depleted: always(0) },
  dosed: { level: within(4, 24, HEALTHY + 6, HEALTHY), depleted: always(0) },
  depleted: { level: always(HEALTHY), depleted: within(8, 22, 1, 0) },
};

/** The forecast that knows no mechanism. Of depleted effector cells it knows when there are none. */
export function forecastOf({ data }: Scenario): (arm: Unseen) => Courses {
  const of = (observable: string, read: (value: number) => number) =>
    forecaster(
      data.measurements.filter((one) => one.observable === observable),
      treatments,
      read,
    );
  const cells = of('cell_count', Math.log),
    tgfb = of('aqueous_tgfb', Math.log),
    score = of('clinical_score', (value) => value);
  return (arm) => {
    const treatment = arm === 'no_tgfb' ? { level: always(0), depleted: always(0) } : UNTREATED,
      present = arm === 'no_tgfb' ? always(1) : within(6, 12, 0, 1);
    return {
      effector: Array.from(days, (day) => present(day) * (Math.exp(cells(treatment, day)) - 0.01)),
      tgfb: Array.from(days, (day) => Math.exp(tgfb(treatment, day))),
      damage: Array.from(days, (day) => Math.min(1, Math.max(0, score(treatment, day) / 4))),
    };
  };
}

/** @returns root mean square over days of each quantity by its largest true value, then over quantities */
export function errorOf(courses: Courses, actual: Courses, arm: Unseen): number {
  const squares = predicted[arm].map((id) => {
    const largest = Math.max(...actual[id]);
    return courses[id].reduce((sum, value, i) => sum + ((value - actual[id][i]) / largest) ** 2, 0) / days.length;
  });
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
}

export interface Errors {
  readonly constrained: number;
  readonly unconstrained: number;
  readonly statistical: number;
}

/**
 * @param document the scenario
 * @param seed of the animals  @param starts of each fit, which is the same for both networks
 * @returns how far each is off, arm by arm
 */
export function compareOn(document: Scenario, seed: number, starts: number): Readonly<Record<Unseen, Errors>> {
  const own = untrained(document, seed),
    free = unconstrained(own),
    truth = trueModel(document);
  const [inside, outside] = [own, free].map((one) => bestOf(one, starts).parameters),
    forecast = forecastOf(own);
  const errors = (arm: Unseen): Errors => {
    const actual = coursesOf(truth, arm);
    return {
      constrained: errorOf(coursesOf(own, arm, inside), actual, arm),
      unconstrained: errorOf(coursesOf(free, arm, outside), actual, arm),
      statistical: errorOf(forecast(arm), actual, arm),
    };
  };
  return { no_tgfb: errors('no_tgfb'), deplete_effector: errors('deplete_effector') };
}
