/** What can be slid: every parameter, and every state whose initial value is a number. */
import type { Scenario } from '../../core/model/schema';
import { defaultRange } from '../ui/slider';

export interface SliderSpec {
  readonly id: string;
  readonly kind: 'parameter' | 'initial';
  readonly name: string;
  readonly unit?: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly log: boolean;
}

export function slidersOf(document: Scenario): SliderSpec[] {
  return [
    ...document.parameters.map(({ id, name, unit, value, bounds, scale }): SliderSpec => {
      const range = defaultRange(value, bounds);
      return { id, kind: 'parameter', name: name ?? id, unit, value, range, log: scale === 'log10' && range[0] > 0 };
    }),
    ...document.variables.flatMap((variable): SliderSpec[] =>
      variable.kind !== 'state' || typeof variable.initial !== 'number'
        ? []
        : [
            {
              id: variable.id,
              kind: 'initial',
              name: variable.name,
              unit: variable.unit,
              value: variable.initial,
              range: defaultRange(variable.initial, variable.bounds),
              log: false,
            },
          ],
    ),
  ];
}

/** @returns id → value of everything that can be slid, as it is now */
export const valuesOf = (document: Scenario): ReadonlyMap<string, number> =>
  new Map(slidersOf(document).map(({ id, value }) => [id, value]));
