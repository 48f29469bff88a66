/** Editing a comparison: pure functions of the document, for the workbench to record as undoable steps. */
import type { Arm, Comparison, Outcome, Scenario } from '../../core/model/schema';
import { compact, makeId, takenIds, type Edited } from '../../core/model/edit';
import type { Quantity } from './quantities';

const changed = (document: Scenario, id: string, change: (comparison: Comparison) => Comparison): Scenario => ({
  ...document,
  comparisons: document.comparisons.map((one) => (one.id === id ? change(one) : one)),
});

export const changeComparison = (document: Scenario, id: string, part: Partial<Omit<Comparison, 'id'>>): Scenario =>
  changed(document, id, (comparison) => ({ ...comparison, ...part }));

/** Horizon of a new comparison where nothing else tells one, in the document's time unit. */
const DEFAULT_SPAN = 30;

/** @returns the document with a comparison of a plain baseline, over the span of the data or of the other comparisons */
export function addComparison(document: Scenario, name = 'New comparison'): Edited {
  const taken = takenIds(document);
  const id = makeId(name, taken);
  taken.add(id);
  const from = document.about.time.start;
  const last = Math.max(-Infinity, ...document.data.measurements.map(({ time }) => time));
  const until = document.comparisons[0]?.horizon.until ?? (last > from ? last : from + DEFAULT_SPAN);
  const comparison: Comparison = {
    id,
    name,
    baseline: { id: makeId('baseline', taken), name: 'Baseline', interventions: [] },
    arms: [],
    horizon: { from, until, points: 201 },
    outcomes: [],
    shown: [],
  };
  return { document: { ...document, comparisons: [...document.comparisons, comparison] }, id };
}

export function duplicateComparison(document: Scenario, id: string): Edited {
  const source = document.comparisons.find((one) => one.id === id);
  if (source === undefined) return { document, id };
  const taken = takenIds(document);
  const fresh = (name: string): string => {
    const made = makeId(name, taken);
    taken.add(made);
    return made;
  };
  const copy: Comparison = {
    ...source,
    id: fresh(source.id),
    name: `${source.name} (copy)`,
    baseline: { ...source.baseline, id: fresh(source.baseline.id) },
    arms: source.arms.map((arm) => ({ ...arm, id: fresh(arm.id) })),
    outcomes: source.outcomes.map((outcome) => ({ ...outcome, id: fresh(outcome.id) })),
  };
  return { document: { ...document, comparisons: [...document.comparisons, copy] }, id: copy.id };
}

export const removeComparison = (document: Scenario, id: string): Scenario => ({
  ...document,
  comparisons: document.comparisons.filter((one) => one.id !== id),
});

export function addArm(document: Scenario, id: string, name: string, interventions: readonly string[] = []): Edited {
  const arm: Arm = { id: makeId(name, takenIds(document)), name, interventions: [...interventions] };
  return { document: changed(document, id, (comparison) => ({ ...comparison, arms: [...comparison.arms, arm] })), id: arm.id };
}

/** @param armId the baseline's id is taken too */
export const changeArm = (document: Scenario, id: string, armId: string, part: Partial<Omit<Arm, 'id'>>): Scenario =>
  changed(document, id, (comparison) => ({
    ...comparison,
    baseline: comparison.baseline.id === armId ? { ...comparison.baseline, ...part } : comparison.baseline,
    arms: comparison.arms.map((arm) => (arm.id === armId ? { ...arm, ...part } : arm)),
  }));

export const removeArm = (document: Scenario, id: string, armId: string): Scenario =>
  changed(document, id, (comparison) => ({ ...comparison, arms: comparison.arms.filter((arm) => arm.id !== armId) }));

/** @param by −1 for up, 1 for down; beyond either end nothing changes */
export function moveArm(document: Scenario, id: string, armId: string, by: -1 | 1): Scenario {
  return changed(document, id, (comparison) => {
    const from = comparison.arms.findIndex((arm) => arm.id === armId),
      to = from + by;
    if (from < 0 || to < 0 || to >= comparison.arms.length) return comparison;
    const arms = [...comparison.arms];
    [arms[from], arms[to]] = [arms[to], arms[from]];
    return { ...comparison, arms };
  });
}

/** Adds the peak of a quantity, as the outcome to start from. */
export function addOutcome(document: Scenario, id: string, of: Pick<Quantity, 'id' | 'name' | 'unit'>): Scenario {
  const outcome: Outcome = {
    id: makeId(`peak_${of.id}`, takenIds(document)),
    name: `Peak of ${of.name}`,
    expression: of.id,
    functional: { kind: 'peak' },
    effect: 'difference',
    ...(of.unit === undefined ? {} : { unit: of.unit }),
  };
  return changed(document, id, (comparison) => ({ ...comparison, outcomes: [...comparison.outcomes, outcome] }));
}

export const changeOutcome = (document: Scenario, id: string, outcomeId: string, part: Partial<Omit<Outcome, 'id'>>): Scenario =>
  changed(document, id, (comparison) => ({
    ...comparison,
    outcomes: comparison.outcomes.map((one) => (one.id === outcomeId ? compact({ ...one, ...part }) : one)),
  }));

export const removeOutcome = (document: Scenario, id: string, outcomeId: string): Scenario =>
  changed(document, id, (comparison) => ({ ...comparison, outcomes: comparison.outcomes.filter((one) => one.id !== outcomeId) }));
