/** Where a lowering's functions find the symbols of an expression. */
export interface Slots {
  /** state id → index in y */
  readonly states: ReadonlyMap<string, number>;
  /** parameter slot → index in p */
  readonly parameters: ReadonlyMap<string, number>;
}

const indexOf = (names: readonly string[]): Map<string, number> => new Map(names.map((name, i) => [name, i]));

/** @returns slots in the order of the names */
export const slotsOf = (states: readonly string[], parameters: readonly string[]): Slots => ({
  states: indexOf(states),
  parameters: indexOf(parameters),
});
