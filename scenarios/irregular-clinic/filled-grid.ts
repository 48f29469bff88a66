/** The treatment that this scenario argues against: irregular measurements put on a regular grid, with values filled in between them. */
import type { Measurement } from '../../core/model/schema';

/** linear: on the line between the neighbours; carried: the last one at or before */
export type Filling = 'linear' | 'carried';

/**
 * @param measurements of any conditions, in any order  @param spacing of the grid, h, which begins at 0
 * @returns for each condition a value at every time of the grid up to its last measurement; nothing is extrapolated
 */
export function onGrid(measurements: readonly Measurement[], spacing: number, filling: Filling): Measurement[] {
  const conditions = new Set(measurements.map(({ condition }) => condition));
  return [...conditions].flatMap((condition) => {
    const own = measurements.filter((one) => one.condition === condition).sort((a, b) => a.time - b.time);
    const points = Math.floor(own[own.length - 1].time / spacing) + 1;
    return Array.from({ length: points }, (_, k): Measurement => {
      const time = k * spacing,
        after = own.findIndex((one) => one.time > time),
        before = own.at(after - 1)!;
      if (after < 0 || filling === 'carried') return { ...before, time };
      const share = (time - before.time) / (own[after].time - before.time);
      return { ...before, time, value: before.value + share * (own[after].value - before.value) };
    });
  });
}
