/** Keeps lowered models while only numbers change, so that a slider re-simulates without compiling again. */
import type { Scenario } from '../model/schema';
import { lowerCondition } from '../fit/lower-condition';
import type { LowerOptions } from '../lower/lower';
import type { Lowered } from '../lower/lowered';
import { initialName } from '../equations/system';
import { ownValues, subjectName, variedIn, withoutOwnValues } from '../model/subjects';

/** Arms of a few comparisons; each holds a handful of small functions. */
const CAPACITY = 48;

/** What shapes the equations: everything but values of parameters, subjects' own among them, numeric initial values, data and results. */
function structureOf(document: Scenario): string {
  const { variables, parameters, mechanisms, networks, events, observables, conditions, interventions, solver } = document;
  return JSON.stringify([
    variables.map((v) => (v.kind === 'state' && typeof v.initial === 'number' ? [v.id, v.name, v.kind] : [v.id, v.name, v])),
    parameters.map(({ id, varies }) => [id, varies?.conditions ?? varies !== undefined]),
    mechanisms,
    networks,
    events,
    observables,
    conditions.map((condition) => withoutOwnValues(document, condition)),
    interventions,
    // the parts of a split are compiled apart, and what cannot be split is told
    [solver.split, solver.method === 'strang'],
    // a steady state to start from is found to the solver's tolerances
    conditions.some(({ preEquilibration }) => preEquilibration !== undefined)
      ? [solver.rtol, solver.atol, solver.maxSteps]
      : null,
  ]);
}

export class LoweringCache {
  readonly #lowered = new Map<string, Lowered>();
  #structure: { document: Scenario; text: string } | undefined;

  /** @throws DocumentError with every fault found */
  lower(document: Scenario, options: LowerOptions): Lowered {
    if (this.#structure?.document !== document) this.#structure = { document, text: structureOf(document) };
    const key = `${JSON.stringify(options)}${this.#structure.text}`;
    const kept = this.#lowered.get(key);
    if (kept !== undefined) {
      this.#lowered.delete(key);
      this.#lowered.set(key, kept);
      return kept;
    }
    const made = lowerCondition(document, options);
    this.#lowered.set(key, made);
    if (this.#lowered.size > CAPACITY) this.#lowered.delete(this.#lowered.keys().next().value!);
    return made;
  }
}

/**
 * Parameter vector of a lowered model: the document's present values, then overrides by parameter id, state id or slot name. A subject's
 * own value comes before the parameter's, and is itself overridden by its name, such as `k@patient3`.
 */
export function parameterVector(
  document: Scenario,
  lowered: Lowered,
  condition: string | undefined,
  overrides: Readonly<Record<string, number>>,
): Float64Array {
  const p = lowered.nominal.slice(),
    index = new Map(lowered.parameters.map((name, i) => [name, i]));
  const put = (name: string, value: number): void => {
    const at = index.get(name);
    if (at !== undefined) p[at] = value;
  };
  document.parameters.forEach(({ id, value }) => {
    put(id, value);
  });
  const present = document.conditions.find(({ id }) => id === condition),
    inCondition = present?.overrides ?? {};
  for (const variable of document.variables) {
    if (variable.kind === 'state' && typeof variable.initial === 'number' && !(variable.id in inCondition))
      put(initialName(variable.id), variable.initial);
  }
  for (const [name, value] of Object.entries(overrides)) put(index.has(name) ? name : initialName(name), value);
  if (present === undefined) return p;
  const own = ownValues(document, present);
  for (const name of variedIn(document, present.id)) {
    const value = overrides[subjectName(name, present.id)] ?? own.get(name);
    if (value !== undefined) put(name, value);
  }
  return p;
}
