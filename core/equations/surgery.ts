/**
 * do() as surgery: interventions change the equations before they are compiled, piece of time by piece of time (Mooij,
 * Janzing, Schölkopf 2013, "From ordinary differential equations to structural causal models"). At one instant the order
 * is: release, clamp and set (policy and hold are as clamp), dose, then the capture of values that cut arrows keep; events
 * follow in the solver. A hold takes a variable's trajectory from another arm (Pearl 2001, "Direct and indirect effects"): that
 * arm is simulated alongside, from the same initial state, in as many states of its own as the held variables follow from.
 */
import type { Scenario } from '../model/schema';
import { heldArms } from './arms';
import { substitute, type Expr } from './expression';
import { Faults } from './faults';
import { pruneStates } from './prune';
import { captureName, isKind, makeRegime, quantityReader, replacesVariable } from './regime';
import type { ArmRegime, Contribution, RegimeEvent, SurgeryArm } from './regime';
import type { EquationSystem } from './system';
import { doseTimes, instantsOf, type Scheduled } from './window';

/** The equations within one set of open windows. Replacement of every symbol that is not a plain state or parameter. */
export interface Regime {
  /** derivative of each state of the plan */
  readonly derivatives: readonly Expr[];
  /** what the derivatives are the sums of, of states that the plan does not have too */
  readonly contributions: readonly Contribution[];
  /** rate of each mechanism */
  readonly rates: ReadonlyMap<string, Expr>;
  /** the document's events, then those of the arms that run alongside */
  readonly events: readonly RegimeEvent[];
  /** put an expression of variables into this regime's states, parameters and t */
  resolve(expr: Expr): Expr;
}

export interface SurgeryPiece {
  readonly from: number;
  readonly until: number;
  readonly regime: Regime;
  /** new value of each state at `from`; absent = unchanged */
  readonly jump?: readonly Expr[];
}

export interface Surgery {
  /** the system's states, one captured value for each arrow that is cut at its current value, then states of other arms */
  readonly states: readonly string[];
  /** what each of them starts from */
  readonly initial: readonly Expr[];
  readonly pieces: readonly SurgeryPiece[];
}

/** Piece and regimes before it is known which states are needed, by the states' names in the plan. */
export interface DraftPiece {
  readonly from: number;
  readonly regimes: readonly ArmRegime[];
  readonly jumps: ReadonlyMap<string, Expr>;
}

/**
 * @param until end of the time of interest; boundaries after it are left out
 * @param always interventions among them that are in force in every arm, a condition's
 * @throws DocumentError for unknown ids, empty windows, conflicts, policies that read what they decide, arms that hold themselves
 */
export function operate(
  document: Scenario,
  system: EquationSystem,
  interventions: readonly string[],
  from: number,
  until: number,
  always: readonly string[] = [],
): Surgery {
  const faults = new Faults();
  const arms = heldArms(document, system, interventions, always, faults);
  faults.raise();
  const times = [
    from,
    ...instantsOf(
      arms.flatMap(({ items }) => items),
      from,
      until,
    ),
  ];
  const regimes = new Map<string, readonly ArmRegime[]>();
  const regimesOf = (open: readonly (readonly Scheduled[])[]): readonly ArmRegime[] => {
    const key = open.map((items, a) => items.map((item) => arms[a].items.indexOf(item)).join()).join(';');
    let made = regimes.get(key);
    if (made === undefined) {
      const built: ArmRegime[] = [];
      arms.forEach((arm, a) =>
        built.push(
          makeRegime(system, arm, open[a], (item) => built[arms.findIndex(({ key: k }) => k === arm.holds(item))], faults),
        ),
      );
      regimes.set(key, (made = built));
    }
    return made;
  };
  let before: Openings | undefined;
  const drafts = times.map((time): DraftPiece => {
    const open = arms.map(({ items }) =>
      items.filter((item) => item.action.action !== 'dose' && item.from <= time && time < item.until),
    );
    const now: Openings = { open, regimes: regimesOf(open) };
    const jumps = jumpsAt(system, arms, time, now, before, faults);
    before = now;
    return { from: time, regimes: now.regimes, jumps };
  });
  faults.raise();
  return assemble(system, arms, drafts);
}

/** For each arm the actions whose windows are open, and its regime. */
interface Openings {
  readonly open: readonly (readonly Scheduled[])[];
  readonly regimes: readonly ArmRegime[];
}

/** New values of states at an instant, by their names in the plan, from the state before it. */
function jumpsAt(
  system: EquationSystem,
  arms: readonly SurgeryArm[],
  time: number,
  { open, regimes }: Openings,
  before: Openings | undefined,
  faults: Faults,
): Map<string, Expr> {
  const { pool } = system,
    read = quantityReader(system, faults),
    now = new Map<string, Expr>();
  arms.forEach((arm, a) => {
    const { items, states } = arm,
      earlier = before?.open[a] ?? [];
    const put = (variable: string, regime: ArmRegime): void => {
      if (states.includes(variable)) now.set(arm.name(variable), regime.resolve(pool.symbol(variable)));
    };
    for (const item of earlier.filter(replacesVariable))
      if (!open[a].includes(item)) put(item.action.variable, before!.regimes[a]);
    for (const item of open[a].filter(replacesVariable)) if (!earlier.includes(item)) put(item.action.variable, regimes[a]);
    for (const item of items.filter(isKind('dose'))) {
      const { action } = item,
        name = arm.name(action.variable);
      const replaced = open[a].some((other) => replacesVariable(other) && other.action.variable === action.variable);
      if (replaced || !doseTimes(action).includes(time)) continue;
      now.set(name, pool.add(now.get(name) ?? pool.symbol(name), regimes[a].resolve(read(item, 'amount', action.amount))));
    }
  });
  const jumped = new Map(now);
  arms.forEach((arm, a) => {
    for (const item of open[a].filter(isKind('cut'))) {
      const { action } = item;
      if (before?.open[a].includes(item) === true || action.value !== undefined) continue;
      const value = regimes[a].resolve(pool.symbol(action.variable));
      now.set(arm.name(captureName(action.variable, action.mechanism)), substitute(pool, value, jumped));
    }
  });
  return now;
}

/** Pieces in terms of the states that are needed. */
function assemble(system: EquationSystem, arms: readonly SurgeryArm[], drafts: readonly DraftPiece[]): Surgery {
  const { pool } = system,
    main = arms.length - 1;
  const all = [arms[main], ...arms.slice(0, main)].flatMap((arm) => arm.states.map((state) => [arm.name(state), state] as const));
  const { states, events } =
    main === 0
      ? { states: all, events: system.events.map((_event, index) => [main, index] as const) }
      : pruneStates(system, arms[main], drafts, new Map(all));
  const finished = new Map<readonly ArmRegime[], Regime>();
  const finish = (regimes: readonly ArmRegime[]): Regime => {
    let made = finished.get(regimes);
    if (made === undefined) {
      const derivatives = new Map(regimes.flatMap((regime) => [...regime.derivatives]));
      made = {
        derivatives: states.map(([name]) => derivatives.get(name)!),
        contributions: regimes.flatMap(({ contributions }) => contributions),
        rates: regimes[main].rates,
        events: events.map(([arm, index]) => regimes[arm].events[index]),
        resolve: regimes[main].resolve,
      };
      finished.set(regimes, made);
    }
    return made;
  };
  return {
    states: states.map(([name]) => name),
    initial: states.map(([, state]) => system.initial.get(state) ?? pool.zero),
    pieces: drafts.map(({ from, regimes, jumps }, i) => ({
      from,
      until: i + 1 < drafts.length ? drafts[i + 1].from : Infinity,
      regime: finish(regimes),
      ...(states.some(([name]) => jumps.has(name)) ? { jump: states.map(([name]) => jumps.get(name) ?? pool.symbol(name)) } : {}),
    })),
  };
}
