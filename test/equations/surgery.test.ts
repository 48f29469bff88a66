import { describe, expect, it } from 'vitest';
import type { DocumentError } from '../../core/model/problem';
import type { Scenario } from '../../core/model/schema';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { makeDocument, sampler } from '../documents';

/** A decays to B, B decays; closed forms are at hand. */
const chain = (actions: object[], extra: Record<string, unknown> = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'A', name: 'A', kind: 'state', initial: 1 },
      { id: 'B', name: 'B', kind: 'state', initial: 0 },
      { id: 'twice', name: '2A', kind: 'assigned', expression: '2*A' },
    ],
    parameters: [
      { id: 'a', value: 0.5 },
      { id: 'b', value: 0.2 },
    ],
    mechanisms: [
      {
        id: 'convert',
        name: 'convert',
        law: { kind: 'first-order', parameters: { k: 'a' } },
        inputs: [{ variable: 'A', role: 'substrate' }],
        effects: [
          { variable: 'A', coefficient: -1 },
          { variable: 'B', coefficient: 1 },
        ],
      },
      {
        id: 'lose',
        name: 'lose',
        law: { kind: 'first-order', parameters: { k: 'b' } },
        inputs: [{ variable: 'B', role: 'substrate' }],
        effects: [{ variable: 'B', coefficient: -1 }],
      },
    ],
    interventions: [{ id: 'i', name: 'i', actions }],
    ...extra,
  });

function run(
  document: Scenario,
  times: readonly number[],
  interventions: readonly string[] = ['i'],
  condition?: string,
): Record<string, number[]> {
  const until = times.at(-1)!,
    lowered = lowerScenario(document, { from: 0, until, ...(condition === undefined ? { interventions } : { condition }) });
  const solved = solve(lowered.plan, lowered.nominal, {
    from: 0,
    until,
    times: Float64Array.from(times),
    settings: { method: 'tsit5', rtol: 1e-11, atol: 1e-13, maxSteps: 1e5 },
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  const out = new Float64Array(lowered.outputs.length),
    { states, pieceOf } = solved.value,
    n = lowered.plan.n;
  const values = Object.fromEntries(lowered.outputs.map((name) => [name, [] as number[]]));
  times.forEach((t, k) => {
    lowered.read[pieceOf[k]].value(t, states.subarray(k * n, (k + 1) * n), lowered.nominal, out);
    lowered.outputs.forEach((name, i) => values[name].push(out[i]));
  });
  return values;
}
const close = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
};
const faultsOf = (make: () => unknown): string => {
  try {
    make();
    return '';
  } catch (error) {
    return (error as DocumentError).problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
  }
};

describe('do() as surgery', () => {
  it('clamp holds a variable within its window, lets what it causes see it, and releases it from there', () => {
    const { A, B, twice } = run(chain([{ action: 'clamp', variable: 'A', value: 3, from: 1, until: 2 }]), [0.5, 1, 1.5, 2, 3]);
    close(A[0], Math.exp(-0.25));
    expect([A[1], A[2], twice[2]]).toEqual([3, 3, 6]);
    close(A[4], 3 * Math.exp(-0.5));
    // B gains 0.5·3 a unit of time within the window: dB/dt = 1.5 − 0.2·B from B(1)
    const atOne = (0.5 / (0.2 - 0.5)) * (Math.exp(-0.5) - Math.exp(-0.2));
    close(B[1], atOne);
    close(B[3], 7.5 + (atOne - 7.5) * Math.exp(-0.2));
  });

  it('clamp to a function of time is followed exactly and left at its last value', () => {
    const { A } = run(chain([{ action: 'clamp', variable: 'A', value: '1 + t^2', until: 2 }]), [0, 1, 2, 3]);
    expect(A.slice(0, 2)).toEqual([1, 2]);
    close(A[2], 5);
    close(A[3], 5 * Math.exp(-0.5));
  });

  it('clamp of an assigned variable goes back to its expression', () => {
    const { twice } = run(chain([{ action: 'clamp', variable: 'twice', value: 9, until: 1 }]), [0, 0.5, 1]);
    expect(twice.slice(0, 2)).toEqual([9, 9]);
    close(twice[2], 2 * Math.exp(-0.5));
  });

  it('scale weakens a mechanism in all that it changes', () => {
    const { A } = run(chain([{ action: 'scale', mechanism: 'convert', factor: 0.5, from: 1 }]), [1, 3]);
    close(A[1], Math.exp(-0.5) * Math.exp(-0.25 * 2));
    const off = run(chain([{ action: 'scale', mechanism: 'convert', factor: 0 }]), [2]);
    expect([off.A[0], off.B[0]]).toEqual([1, 0]);
  });

  it('cut freezes what the mechanism sees at its value when the window opens', () => {
    const { A, B } = run(chain([{ action: 'cut', variable: 'A', mechanism: 'convert', from: 1, until: 2 }]), [1, 2, 3]);
    const rate = 0.5 * Math.exp(-0.5);
    close(A[1], Math.exp(-0.5) - rate);
    close(A[2], (Math.exp(-0.5) - rate) * Math.exp(-0.5));
    const b1 = (0.5 / (0.2 - 0.5)) * (Math.exp(-0.5) - Math.exp(-0.2));
    close(B[1], rate / 0.2 + (b1 - rate / 0.2) * Math.exp(-0.2));
  });

  it('cut to a stated value, of a variable that another action sets at that instant, and of a regulator', () => {
    close(run(chain([{ action: 'cut', variable: 'A', mechanism: 'convert', value: 0.1 }]), [2]).A[0], 1 - 0.1);
    const { B } = run(
      chain([
        { action: 'dose', variable: 'A', amount: 1, start: 0 },
        { action: 'cut', variable: 'A', mechanism: 'convert' },
      ]),
      [1],
    );
    close(B[0], (1 / 0.2) * (1 - Math.exp(-0.2)));
  });

  it('set replaces a parameter within its window and leaves initial values alone', () => {
    const document = chain([{ action: 'set', parameter: 'a', value: 1, until: 1 }]);
    const withInitial: Scenario = {
      ...document,
      variables: document.variables.map((v) => (v.id === 'A' && v.kind === 'state' ? { ...v, initial: 'a*2' } : v)),
    };
    const { A } = run(withInitial, [0, 1, 2]);
    close(A[0], 1);
    close(A[2], Math.exp(-1) * Math.exp(-0.5));
  });

  it('doses are hit exactly, add up, and follow their schedule', () => {
    const { A } = run(
      chain([
        { action: 'dose', variable: 'A', amount: 'a', start: 1, interval: 1, count: 2 },
        { action: 'dose', variable: 'A', amount: 1, start: 2 },
      ]),
      [1, 2, 3],
    );
    const one = Math.exp(-0.5) + 0.5,
      two = one * Math.exp(-0.5) + 1.5;
    close(A[0], one);
    close(A[1], two);
    close(A[2], two * Math.exp(-0.5));
  });

  it('infuse adds a constant rate within its window', () => {
    const { A } = run(chain([{ action: 'infuse', variable: 'A', rate: 2, from: 1, until: 2 }]), [2]);
    close(A[0], 4 + (Math.exp(-0.5) - 4) * Math.exp(-0.5));
  });

  it('amounts, rates and values of actions follow the overrides of the condition', () => {
    const conditions = [{ id: 'large', name: 'large', overrides: { b: 3 }, interventions: ['i'] }];
    const dosed = chain([{ action: 'dose', variable: 'A', amount: 'b', start: 0 }], { conditions });
    const infused = chain([{ action: 'infuse', variable: 'A', rate: 'b' }], { conditions });
    const clamped = chain([{ action: 'clamp', variable: 'A', value: '2*b' }], { conditions });
    const under = (document: Scenario): Record<string, number[]> => run(document, [0, 2], [], 'large');
    close(under(dosed).A[1], 4 * Math.exp(-1));
    close(under(infused).A[1], Math.exp(-1) + (3 / 0.5) * (1 - Math.exp(-1)));
    expect(under(clamped).A).toEqual([6, 6]);
    close(run(dosed, [0, 2]).A[1], 1.2 * Math.exp(-1));
  });

  it('a set is stronger than the override of the condition, within its window, and reads what the condition says of others', () => {
    const conditions = [{ id: 'fast', name: 'fast', overrides: { a: 2, b: 0.25 }, interventions: ['i'] }];
    const set = (value: number | string): number[] =>
      run(chain([{ action: 'set', parameter: 'a', value, from: 1, until: 2 }], { conditions }), [1, 2, 3], [], 'fast').A;
    const course = [-2, -2.25, -4.25].map(Math.exp);
    for (const value of [0.25, 'b']) set(value).forEach((A, k) => close(A, course[k]));
    const { A } = run(
      chain(
        [
          { action: 'set', parameter: 'a', value: 5 },
          { action: 'clamp', variable: 'A', value: 'a' },
        ],
        { conditions },
      ),
      [1],
      [],
      'fast',
    );
    expect(A).toEqual([5]);
  });

  it('at one instant releases first, then clamps and sets, then doses; a dose into a clamp is held', () => {
    const { A } = run(
      chain([
        { action: 'clamp', variable: 'A', value: 5, until: 1 },
        { action: 'dose', variable: 'A', amount: 1, start: 1 },
        { action: 'dose', variable: 'A', amount: 7, start: 0.5 },
      ]),
      [0.5, 1],
    );
    expect(A).toEqual([5, 6]);
  });

  it('a boundary at the end of the horizon is applied: outputs take the right limit', () => {
    expect(run(chain([{ action: 'clamp', variable: 'B', value: 4, from: 2 }]), [1, 2]).B[1]).toBe(4);
  });

  it('the empty intervention gives the baseline to the bit', () => {
    const document = { ...sampler(), interventions: [{ id: 'empty', name: 'nothing', actions: [] }] };
    expect(run(document, [1, 5, 9], ['empty'])).toEqual(run(document, [1, 5, 9], []));
  });

  it('a clamp is the limit of stiff feedback κ(value − X)', () => {
    const base = sampler(),
      value = 0.8;
    const held: Scenario = {
      ...base,
      interventions: [{ id: 'hold', name: 'hold', actions: [{ action: 'clamp', variable: 'C', value }] }],
    };
    const times = [2, 4, 8],
      exact = run(held, times, ['hold']);
    const feedback = (kappa: number): Record<string, number[]> =>
      run(
        {
          ...base,
          variables: base.variables.map((v) => (v.id === 'C' && v.kind === 'state' ? { ...v, initial: value } : v)),
          mechanisms: [
            ...base.mechanisms,
            {
              id: 'feedback',
              name: 'feedback',
              law: { kind: 'custom', expression: `${kappa}*(${value} - C)` },
              inputs: [{ variable: 'C', role: 'input' }],
              effects: [{ variable: 'C', coefficient: 1 }],
              regulators: [],
            },
          ],
        },
        times,
        [],
      );
    const one = feedback(400),
      two = feedback(800);
    // the deviation is O(1/κ), so 2·f(2κ) − f(κ) leaves O(1/κ²): about 1e-6 times a slope below 1
    for (const id of ['A', 'B', 'total']) {
      times.forEach((_t, k) => {
        const limit = 2 * two[id][k] - one[id][k];
        expect(Math.abs(limit - exact[id][k]) / (1 + Math.abs(exact[id][k]))).toBeLessThan(1e-6);
      });
    }
  });
});

describe('surgery that cannot be', () => {
  const lower = (actions: object[], ids = ['i'], extra: Record<string, unknown> = {}): string =>
    faultsOf(() => lowerScenario(chain(actions, extra), { from: 0, until: 5, interventions: ids }));
  it('names both of two actions that replace one thing in overlapping windows', () => {
    expect(
      lower([
        { action: 'clamp', variable: 'A', value: 1, until: 3 },
        { action: 'clamp', variable: 'A', value: 2, from: 2 },
      ]),
    ).toMatch(/interventions\[0\]\.actions\[1\].*both replace variable A.*actions\[0\]/);
    expect(
      lower([
        { action: 'clamp', variable: 'A', value: 1, until: 2 },
        { action: 'clamp', variable: 'A', value: 2, from: 2 },
      ]),
    ).toBe('');
  });
  it('names an empty window, an unknown intervention, a dose into what is not a state, an arrow that is not there', () => {
    expect(lower([{ action: 'clamp', variable: 'A', value: 1, from: 3, until: 3 }])).toMatch(
      /actions\[0\]\.until: the window ends/,
    );
    expect(lower([], ['nope'])).toMatch(/no intervention "nope"/);
    expect(lower([{ action: 'dose', variable: 'twice', amount: 1, start: 0 }])).toMatch(/only a state can be given a dose/);
    expect(lower([{ action: 'cut', variable: 'B', mechanism: 'convert' }])).toMatch(/"B" is not a cause of "convert"/);
    expect(lower([{ action: 'clamp', variable: 'A', value: 'B*2' }])).toMatch(/nothing here is called "B"/);
  });
});
