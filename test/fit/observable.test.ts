import { describe, expect, it } from 'vitest';
import { describeEquations } from '../../core/equations/describe';
import { buildSystem } from '../../core/equations/system';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { lowerScenario } from '../../core/lower/lower';
import { checkModel } from '../../core/service/model-check';
import { diagnose } from '../../core/graph/diagnostics';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const measured: [string, number, number][] = [
  ['low', 0.5, 3.1],
  ['low', 2, 1.9],
  ['high', 0.5, 7.2],
  ['high', 2, 3.6],
];

/** decay seen through a gain and a background, of which one condition has its own */
const decay = (observable: Record<string, unknown>): Scenario =>
  makeDocument({
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 2 }],
    parameters: [
      { id: 'k', value: 0.5, scale: 'log10', bounds: [0.01, 10], estimate: true },
      { id: 'gain', value: 1.7, scale: 'log10', bounds: [0.01, 100], estimate: true },
      { id: 'back', value: 0.4, bounds: [-2, 2], estimate: true },
      { id: 'batch', value: 1 },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'Loss',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      },
    ],
    observables: [
      { id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'student-t', sigma: '0.1*seen + 0.05' }, ...observable },
    ],
    conditions: [
      { id: 'low', name: 'Low' },
      { id: 'high', name: 'High', overrides: { batch: 2.2 } },
    ],
    data: { measurements: measured.map(([condition, time, value]) => ({ condition, observable: 'seen', time, value })) },
    fits: [{ id: 'main', name: 'Main' }],
    solver: { rtol: 1e-10, atol: 1e-12 },
  });

const objectiveOf = (document: Scenario): FitObjective => createObjective(document, document.fits[0]);
const nominal = ({ estimated }: FitObjective): Float64Array => Float64Array.from(estimated, (one) => one.nominal);
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; failure: { message: string } }): T => {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

describe('scaling and offset of an observable', () => {
  const apart = decay({ scaling: 'gain*batch', offset: 'back' }),
    together = decay({ expression: 'gain*batch*x + back' });

  it('give the bits of the same written in its expression: cost, gradient and information', () => {
    const [a, b] = [apart, together].map((document) => {
      const objective = objectiveOf(document);
      return valueOf(objective.information(nominal(objective)));
    });
    expect(a).toEqual(b);
    const [c, d] = [apart, together].map((document) => {
      const objective = objectiveOf(document);
      return valueOf(objective.evaluate(nominal(objective)));
    });
    expect(c).toEqual(d);
  });

  it('have the gradient that differences see, σ that names the observable included', () => {
    const objective = objectiveOf(apart),
      x = nominal(objective),
      { gradient } = valueOf(objective.evaluate(x));
    const h = 1e-5;
    x.forEach((at, i) => {
      const [up, down] = [h, -h].map((by) => valueOf(objective.cost(x.with(i, at + by))));
      // solves at a tolerance of 1e-10, over a step of 1e-5
      expect(Math.abs((up - down) / (2 * h) - gradient[i])).toBeLessThan(1e-4 * Math.max(1, Math.abs(gradient[i])));
    });
  });

  it('are in whatever names the observable, an outcome or a curve among them', () => {
    const lowered = lowerScenario(apart, {
      condition: 'high',
      from: 0,
      until: 1,
      outputs: [{ name: 'doubled', expression: '2*seen' }],
    });
    const out = new Float64Array(lowered.outputs.length);
    lowered.read[0].value(0, Float64Array.of(3), lowered.nominal, out);
    expect(out[lowered.outputs.indexOf('doubled')]).toBeCloseTo(2 * (1.7 * 2.2 * 3 + 0.4), 14);
  });

  it('are in the equation that people read', () => {
    const of = (document: Scenario): string =>
      describeEquations(document, buildSystem(document)).find(({ kind }) => kind === 'observable')!.text;
    expect(of(apart)).toBe(of(together));
    expect(of(decay({ scaling: 2.5, offset: -1 }))).toBe('seen = 2.5*x - 1');
  });

  it('count as seen by the data, where they are estimated', () => {
    expect(diagnose(apart).filter(({ about }) => about === 'gain' || about === 'back')).toEqual([]);
    expect(diagnose(decay({})).map(({ about }) => about)).toContain('gain');
  });

  it('are made of parameters, and what else they name is told of by path', () => {
    const faults = (observable: Record<string, unknown>): string[] => {
      const document = decay(observable);
      return checkModel(document, buildSystem(document)).map(({ path, message }) => `${path}: ${message}`);
    };
    expect(faults({ scaling: 'gain', offset: 'back' })).toEqual([]);
    expect(faults({ scaling: 'gain*x' })).toEqual([
      'observables[0].scaling: "gain*x" names the variable x, and a scaling is made of parameters',
    ]);
    expect(faults({ offset: 't' })[0]).toMatch(/^observables\[0\]\.offset: "t" may not depend on time/);
    expect(faults({ offset: 'bck' })[0]).toMatch(/^observables\[0\]\.offset: .*nothing here is called "bck"/);
    expect(() => objectiveOf(decay({ scaling: 'gain*x' }))).toThrow(/observables\[0\]\.scaling/);
  });
});
