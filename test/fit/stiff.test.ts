import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { createStartRunner } from '../../core/fit/run-start';
import { lowerScenario } from '../../core/lower/lower';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { makeDocument } from '../documents';

const RATES = { k1: 0.04, k2: 3e7, k3: 1e4 };
const TIMES = [0.01, 0.1, 0.4, 1, 4, 10, 40, 100, 400];

/** Robertson's reactions A → B, B + B → C + B, B + C → A + C, with A, C and 1e5·B measured. */
function robertson(values: Readonly<Record<string, number>>, method: string, measurements: readonly object[] = []): Scenario {
  const reaction = (id: string, expression: string, inputs: string[], from: string, to: string) => ({
    id,
    name: id,
    law: { kind: 'custom', expression },
    inputs: inputs.map((variable) => ({ variable })),
    effects: [
      { variable: from, coefficient: -1 },
      { variable: to, coefficient: 1 },
    ],
  });
  return makeDocument({
    variables: ['A', 'B', 'C'].map((id) => ({ id, name: id, kind: 'state', initial: id === 'A' ? 1 : 0 })),
    parameters: Object.entries(values).map(([id, value]) => ({
      id,
      value,
      scale: 'log10',
      bounds: [value / 100, value * 100],
      estimate: true,
    })),
    mechanisms: [
      reaction('first', 'k1*A', ['A'], 'A', 'B'),
      reaction('second', 'k2*B^2', ['B'], 'B', 'C'),
      reaction('third', 'k3*B*C', ['B', 'C'], 'B', 'A'),
    ],
    observables: [
      { id: 'a', name: 'A', expression: 'A', noise: { model: 'normal', sigma: 0.01 } },
      { id: 'b', name: 'B', expression: '1e5*B', noise: { model: 'normal', sigma: 0.03 } },
      { id: 'c', name: 'C', expression: 'C', noise: { model: 'normal', sigma: 0.01 } },
    ],
    conditions: [{ id: 'only', name: 'Only' }],
    data: { measurements },
    fits: [{ id: 'main', name: 'Main' }],
    solver: { method, rtol: 1e-6, atol: 1e-10 },
  });
}

/** What would be measured without error, by the stiff method. */
function exactData(): object[] {
  const document = robertson(RATES, 'rodas5p'),
    { plan, nominal } = lowerScenario(document, { from: 0, until: 400 }),
    times = Float64Array.from(TIMES);
  const solved = solve(plan, nominal, {
    from: 0,
    until: 400,
    times,
    settings: { method: 'rodas5p', rtol: 1e-9, atol: 1e-13, maxSteps: 1e5 },
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  const { states } = solved.value;
  return TIMES.flatMap((time, k) =>
    [states[3 * k], 1e5 * states[3 * k + 1], states[3 * k + 2]].map((value, i) => ({
      condition: 'only',
      observable: 'abc'[i],
      time,
      value,
    })),
  );
}
const data = exactData();
const beside = { k1: 0.06, k2: 2e7, k3: 1.7e4 };

describe('a fit of a stiff model', () => {
  it.each(['auto', 'rodas5p'])('has an exact gradient where the solver is %s, by going over to ESDIRK5(4)', (method) => {
    const document = robertson(beside, method, data),
      objective = createObjective(document, document.fits[0]);
    const x = Float64Array.from(Object.values(beside), Math.log10);
    expect(objective.stiff).toBe(false);
    const result = objective.evaluate(x);
    if (!result.ok) throw new Error(result.failure.message);
    expect(objective.stiff).toBe(true);
    // Differences of whole solves see the change of the steps too, so that they agree to the tolerance only.
    result.value.gradient.forEach((value, i) => {
      const at = (h: number): number => {
        const cost = objective.cost(x.map((other, j) => (i === j ? other + h : other)));
        return cost.ok ? cost.value : NaN;
      };
      expect(Math.abs((at(1e-3) - at(-1e-3)) / 2e-3 - value)).toBeLessThan(
        1e-3 * Math.max(...result.value.gradient.map(Math.abs)),
      );
    });
    objective.restart();
    expect(objective.stiff).toBe(false);
  });

  it('finds the rates that made the data, and says by which method', () => {
    const document = robertson(beside, 'auto', data);
    const start = createStartRunner({ document, fit: 'main', starts: 1, seed: 1 })(0, {
      onProgress: () => undefined,
      cancelled: () => false,
    });
    for (const [name, value] of Object.entries(RATES)) expect(Math.abs(start.parameters[name] / value - 1)).toBeLessThan(1e-3);
    expect(start.reason).toMatch(/^converged.*ESDIRK5\(4\)/);
  });
});
