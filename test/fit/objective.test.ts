import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { fitCurves } from '../../core/fit/curves';
import { buildTrajectories } from '../../core/fit/trajectories';
import { noiseLaw, noiseTerm } from '../../core/fit/noise';
import { priorTerm } from '../../core/fit/prior';
import { DocumentError } from '../../core/model/problem';
import { scenario, type Scenario } from '../../core/model/schema';

/** dx/dt = −k·x with x(0) = 10, seen as x with noise s·x + 0.1; the treated arm doubles k by an override and takes a dose at 1 */
function decay(change: (raw: Record<string, never[]> & { [key: string]: unknown }) => void = () => undefined): Scenario {
  const raw = {
    format: 'doflow-scenario',
    version: 2,
    about: { title: 'Decay' },
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 10 }],
    parameters: [
      { id: 'k', value: 0.7, scale: 'log10', bounds: [0.01, 10], estimate: true, prior: { kind: 'normal', mean: 0, sd: 1 } },
      { id: 's', value: 0.2, scale: 'logit', bounds: [0.01, 0.9], estimate: true },
      { id: 'twice', value: 1 },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'Loss',
        law: { kind: 'first-order', parameters: { k: 'k*twice' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      },
    ],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'normal', sigma: 's*x + 0.1' } }],
    conditions: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
      { id: 'treated', name: 'Treated', overrides: { twice: 2 }, interventions: ['dosed'] },
    ],
    interventions: [{ id: 'dosed', name: 'Dosed', actions: [{ action: 'dose', variable: 'x', amount: 5, start: 1 }] }],
    data: {
      measurements: [
        { condition: 'a', observable: 'seen', time: 0, value: 9.5 },
        { condition: 'a', observable: 'seen', time: 1, value: 5.2 },
        { condition: 'b', observable: 'seen', time: 1, value: 4.4, replicate: 'r' },
        { condition: 'b', observable: 'seen', time: 5, value: 0.4, censored: 'left' },
        { condition: 'treated', observable: 'seen', time: 1, value: 7 },
        { condition: 'treated', observable: 'seen', time: 2.5, value: 2, sigma: 0.5 },
      ],
    },
    fits: [{ id: 'all', name: 'All' }],
    solver: { rtol: 1e-9, atol: 1e-12 },
  };
  change(raw as never);
  return scenario.parse(raw);
}
const evaluate = (document: Scenario, x: number[]) => {
  const result = createObjective(document, document.fits[0]).evaluate(Float64Array.from(x));
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
const at = [Math.log10(0.7), Math.log(0.2 / 0.8)];

describe('the cost of a fit', () => {
  it("is the sum of every measurement's term and the prior, by the exact solution", () => {
    const x = (t: number) => 10 * Math.exp(-0.7 * t),
      treated = (t: number) => (t < 1 ? 10 * Math.exp(-1.4 * t) : (10 * Math.exp(-1.4) + 5) * Math.exp(-1.4 * (t - 1)));
    const sigma = (v: number) => 0.2 * v + 0.1;
    const term = (v: number, f: number, s = sigma(f), censored?: 'left') =>
      noiseTerm(noiseLaw({ model: 'normal' }), v, f, s, censored).value;
    const expected =
      term(9.5, x(0)) +
      term(5.2, x(1)) +
      term(4.4, x(1)) +
      term(0.4, x(5), sigma(x(5)), 'left') +
      term(7, treated(1)) +
      term(2, treated(2.5), 0.5) +
      priorTerm({ kind: 'normal', mean: 0, sd: 1 }, Math.log10(0.7), 'log10').value;
    // the solver's rtol is 1e-9
    expect(evaluate(decay(), at).value).toBeCloseTo(expected, 6);
  });

  it('has the gradient that differences see: doses, overrides, censoring, σ expressions and priors included', () => {
    const document = decay(),
      { gradient } = evaluate(document, at),
      h = 1e-5;
    at.forEach((_, i) => {
      const moved = (sign: number) =>
        evaluate(
          document,
          at.map((v, k) => (k === i ? v + sign * h : v)),
        ).value;
      // differences of step h are good to h² and to rtol/h
      expect(Math.abs((moved(1) - moved(-1)) / (2 * h) - gradient[i]) / Math.abs(gradient[i])).toBeLessThan(1e-4);
    });
  });

  it('moves the weights of a network', () => {
    const document = decay((raw) => {
      raw.networks = [
        {
          id: 'net',
          inputs: [{ variable: 'x', scale: 10 }],
          hidden: [3],
          constraint: { kind: 'positive' },
          vanishesWith: 'x',
          estimate: true,
          seed: 4,
        },
      ] as never;
      (raw.mechanisms as unknown as object[]).push({
        id: 'unknown',
        name: 'Unknown',
        law: { kind: 'neural', network: 'net' },
        inputs: [{ variable: 'x', role: 'input' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      });
    });
    const objective = createObjective(document, document.fits[0]);
    expect(objective.estimated.map(({ name }) => name).slice(2)).toEqual(Array.from({ length: 10 }, (_, i) => `net.${i}`));
    const x = objective.estimated.map(({ nominal }) => nominal),
      { gradient } = evaluate(document, x),
      h = 1e-4;
    const largest = Math.max(...gradient.map(Math.abs));
    for (const i of [2, 8, 11]) {
      const moved = (sign: number) =>
        evaluate(
          document,
          x.map((v, k) => (k === i ? v + sign * h : v)),
        ).value;
      expect(Math.abs((moved(1) - moved(-1)) / (2 * h) - gradient[i]) / largest).toBeLessThan(1e-5);
    }
  });

  it('solves once for conditions that do not differ', () => {
    expect(buildTrajectories(decay()).map(({ conditions }) => conditions)).toEqual([['a', 'b'], ['treated']]);
  });

  it('reads observables and σ with the overrides of the condition', () => {
    const document = decay((raw) => {
      raw.observables = [
        { id: 'seen', name: 'Seen', expression: 'twice*x', noise: { model: 'normal', sigma: 's*twice' } },
      ] as never;
      raw.data = { measurements: [{ condition: 'treated', observable: 'seen', time: 0, value: 19 }] } as never;
    });
    const expected =
      noiseTerm(noiseLaw({ model: 'normal' }), 19, 20, 0.4).value +
      priorTerm({ kind: 'normal', mean: 0, sd: 1 }, Math.log10(0.7), 'log10').value;
    expect(evaluate(document, at).value).toBeCloseTo(expected, 12);
  });

  it('is a failure with a reason, never NaN, where a log model meets a prediction that is not positive', () => {
    const document = decay((raw) => {
      raw.observables = [{ id: 'seen', name: 'Seen', expression: 'x - 8', noise: { model: 'log-normal', sigma: 's' } }] as never;
    });
    const result = createObjective(document, document.fits[0]).evaluate(Float64Array.from(at));
    expect(result).toMatchObject({ ok: false, failure: { reason: 'non-finite', blame: ['seen'], time: 1 } });
  });

  it('refuses documents that cannot be fitted, each fault by its path', () => {
    const message = (change: Parameters<typeof decay>[0]): string => {
      const document = decay(change);
      try {
        createObjective(document, document.fits[0]);
      } catch (error) {
        if (error instanceof DocumentError) return error.message;
        throw error;
      }
      return '';
    };
    expect(
      message((raw) => {
        raw.fits = [{ id: 'all', name: 'All', parameters: ['kk'] }] as never;
      }),
    ).toBe('fits[0].parameters[0]: no parameter or network "kk"; did you mean "k"?');
    expect(
      message((raw) => {
        (raw.parameters as unknown as { bounds: number[] }[])[0].bounds = [0, 1];
      }),
    ).toMatch(/^parameters\[0\]\.bounds\[0\]: 0 does not exist on the log10 scale/);
    expect(
      message((raw) => {
        raw.fits = [{ id: 'all', name: 'All', parameters: [] }] as never;
      }),
    ).toMatch(/^fits\[0\]\.parameters: nothing is to be estimated/);
    expect(
      message((raw) => {
        raw.data = { measurements: [] } as never;
      }),
    ).toMatch(/^fits\[0\]: there are no measurements/);
    expect(
      message((raw) => {
        raw.data = { measurements: [{ condition: 'a', observable: 'seen', time: -1, value: 1 }] } as never;
      }),
    ).toMatch(/^data\.measurements\[0\]\.time: the measurement at -1 lies before the model's start, 0/);
    expect(
      message((raw) => {
        raw.data = { measurements: [{ condition: 'a', observable: 'sen', time: 1, value: 1 }] } as never;
      }),
    ).toMatch(/^data\.measurements\[0\]\.observable: no observable "sen"/);
  });
});

describe('the curves of a fit', () => {
  it('cost the same as the objective and pass through the predictions', () => {
    const document = decay(),
      curves = fitCurves(document, document.fits[0], { k: 0.7, s: 0.2 });
    expect(curves.failure).toBeUndefined();
    expect(curves.nllh).toBeCloseTo(evaluate(document, at).value, 6);
    const [seen] = curves.observables;
    expect(seen.curves.map(({ conditions }) => conditions)).toEqual([['a', 'b'], ['treated']]);
    expect(seen.curves[0].times.length).toBeGreaterThanOrEqual(200);
    const point = seen.points.find(({ condition, time }) => condition === 'b' && time === 1)!;
    expect(point).toMatchObject({ value: 4.4, replicate: 'r', predicted: expect.closeTo(10 * Math.exp(-0.7), 6) });
    expect(point.residual).toBeCloseTo((4.4 - point.predicted!) / (0.2 * point.predicted! + 0.1), 6);
    expect(seen.points.find(({ censored }) => censored === 'left')).toMatchObject({ residual: null });
    const { times, values } = seen.curves[0];
    expect(values[times.indexOf(1)]).toBeCloseTo(10 * Math.exp(-0.7), 6);
  });
  it('tell why there are none where the model cannot be solved', () => {
    const document = decay((raw) => {
      raw.solver = { maxSteps: 1 } as never;
    });
    const curves = fitCurves(document, undefined);
    expect(curves.nllh).toBeNull();
    expect(curves.failure?.reason).toBe('too-many-steps');
    expect(curves.observables[0].points).toHaveLength(6);
  });
});
