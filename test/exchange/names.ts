/** The conditions, observables and variables that the tables of these tests speak of. */
import { emptyDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';

const observable = (id: string, name: string, unit?: string) => ({
  id,
  name,
  expression: id,
  unit,
  noise: { model: 'normal' as const, sigma: 1 },
});
const condition = (id: string, name: string) => ({ id, name, overrides: {}, interventions: [] });

export const names = {
  conditions: [condition('control', 'Control'), condition('treated', 'Treated, high dose')],
  observables: [observable('virus', 'Viral load', 'ng/ml'), observable('cells', 'Cells')],
};
/** with two variables that nothing sees, and the day as its unit of time */
export const scenario: Scenario = {
  ...emptyDocument('Test'),
  ...names,
  variables: [
    { id: 'T', name: 'T cells', kind: 'state', initial: 1, unit: '1/ml' },
    { id: 'cyt', name: 'IL-6', kind: 'state', initial: 1 },
  ],
};
