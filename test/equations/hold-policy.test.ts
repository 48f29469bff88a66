import { describe, expect, it } from 'vitest';
import type { DocumentError } from '../../core/model/problem';
import type { Scenario } from '../../core/model/schema';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { makeDocument, sampler } from '../documents';

const A = 1.3,
  M0 = 0.4,
  DIRECT = 0.6,
  THROUGH = 0.9,
  LOSS = 0.5;

/** A drives Y directly and through the mediator M; all linear. M' = A − M, Y' = direct·A + through·M − loss·Y. */
const mediation = (interventions: Record<string, object[]>, extra: Record<string, unknown> = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'A', name: 'A', kind: 'state', initial: A },
      { id: 'M', name: 'M', kind: 'state', initial: M0 },
      { id: 'Y', name: 'Y', kind: 'state', initial: 0 },
      { id: 'sum', name: 'M + Y', kind: 'assigned', expression: 'M + Y' },
    ],
    parameters: [
      { id: 'direct', value: DIRECT },
      { id: 'through', value: THROUGH },
      { id: 'loss', value: LOSS },
    ],
    mechanisms: [
      law('makeM', 'A', ['A'], 'M', 1),
      law('loseM', 'M', ['M'], 'M', -1),
      law('directY', 'direct*A', ['A'], 'Y', 1),
      law('throughY', 'through*M', ['M'], 'Y', 1),
      law('loseY', 'loss*Y', ['Y'], 'Y', -1),
    ],
    interventions: Object.entries(interventions).map(([id, actions]) => ({ id, name: id, actions })),
    ...extra,
  });
function law(id: string, expression: string, inputs: string[], variable: string, coefficient: number): object {
  return {
    id,
    name: id,
    law: { kind: 'custom', expression },
    inputs: inputs.map((input) => ({ variable: input })),
    effects: [{ variable, coefficient }],
  };
}

/** Value of every output at a time. */
function at(document: Scenario, time: number, interventions: readonly string[], condition?: string): Record<string, number> {
  const lowered = lowerScenario(document, { from: 0, until: time, interventions, condition });
  const solved = solve(lowered.plan, lowered.nominal, {
    from: 0,
    until: time,
    settings: { method: 'tsit5', rtol: 1e-11, atol: 1e-13, maxSteps: 1e6 },
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  const out = new Float64Array(lowered.outputs.length),
    { final, finalPiece } = solved.value;
  lowered.read[finalPiece].value(time, final, lowered.nominal, out);
  return Object.fromEntries(lowered.outputs.map((name, i) => [name, out[i]]));
}
const problemsOf = (document: Scenario, interventions: readonly string[]): string[] => {
  try {
    lowerScenario(document, { from: 0, until: 5, interventions });
    return [];
  } catch (error) {
    return (error as DocumentError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
};

/** Closed form for constant A: M relaxes to A, Y is driven by both. */
const mediator = (a: number, t: number): number => a + (M0 - a) * Math.exp(-t);
const driven = (a: number, t: number): number => (a / LOSS) * (1 - Math.exp(-LOSS * t));
const relayed = (a: number, t: number): number =>
  (a / LOSS) * (1 - Math.exp(-LOSS * t)) + ((M0 - a) / (LOSS - 1)) * (Math.exp(-t) - Math.exp(-LOSS * t));
const outcome = (a: number, through: number, t: number): number => DIRECT * driven(a, t) + THROUGH * relayed(through, t);

const TIME = 3;
const treat = { action: 'clamp', variable: 'A', value: 3 };

describe('hold at the trajectory in another arm', () => {
  it('changes nothing where the other arm is the same', () => {
    const document = mediation({ same: [{ action: 'hold', variable: 'M' }] });
    const held = at(document, TIME, ['same']),
      plain = at(document, TIME, []);
    for (const name of Object.keys(plain)) expect(held[name]).toBeCloseTo(plain[name], 10);
    expect(plain.Y).toBeCloseTo(outcome(A, A, TIME), 9);
  });

  it('splits a total effect into natural direct and indirect effects, as the closed form says', () => {
    const document = mediation({
      treat: [treat],
      keepM: [{ action: 'hold', variable: 'M' }],
      treatedM: [{ action: 'hold', variable: 'M', of: ['treat'] }],
    });
    const baseline = at(document, TIME, []).Y,
      treated = at(document, TIME, ['treat']).Y;
    const direct = at(document, TIME, ['treat', 'keepM']),
      indirect = at(document, TIME, ['treatedM']);
    expect(direct.Y).toBeCloseTo(outcome(3, A, TIME), 9);
    expect(direct.M).toBeCloseTo(mediator(A, TIME), 9);
    expect(direct.sum).toBeCloseTo(direct.M + direct.Y, 12);
    expect(indirect.Y).toBeCloseTo(outcome(A, 3, TIME), 9);
    expect(indirect.A).toBe(A);
    // linear and without interaction: the two add up to the total
    expect(direct.Y - baseline + (indirect.Y - baseline)).toBeCloseTo(treated - baseline, 9);
  });

  it('may be put on one arrow, so that a path and not the whole mediator is held', () => {
    const document = mediation({ treat: [treat], path: [{ action: 'hold', variable: 'A', mechanism: 'makeM' }] });
    const { M, Y, A: seen } = at(document, TIME, ['treat', 'path']);
    expect(seen).toBe(3);
    expect(M).toBeCloseTo(mediator(A, TIME), 9);
    expect(Y).toBeCloseTo(outcome(3, A, TIME), 9);
  });

  it('has a window, and on release goes on from the held value', () => {
    const document = mediation({ treat: [treat], keep: [{ action: 'hold', variable: 'M', from: 0, until: 1 }] });
    const { M } = at(document, TIME, ['treat', 'keep']);
    expect(M).toBeCloseTo(3 + (mediator(A, 1) - 3) * Math.exp(-(TIME - 1)), 9);
  });

  it('follows the other arm through its own windows and doses', () => {
    const document = mediation({
      other: [
        { action: 'clamp', variable: 'A', value: 2, from: 1, until: 2 },
        { action: 'dose', variable: 'M', amount: 5, start: 1.5 },
        { action: 'cut', variable: 'M', mechanism: 'loseM', from: 2 },
      ],
      held: [{ action: 'hold', variable: 'M', of: ['other'] }],
    });
    for (const time of [0.5, 1, 1.2, 1.7, 2.6]) {
      expect(at(document, time, ['held']).M).toBeCloseTo(at(document, time, ['other']).M, 9);
      expect(at(document, time, ['held']).A).toBe(A);
    }
  });

  it('simulates alongside only what the held variable follows from', () => {
    const document = mediation({
      treat: [treat],
      keepM: [{ action: 'hold', variable: 'M' }],
      treatedY: [{ action: 'hold', variable: 'Y', of: ['treat'] }],
    });
    const states = (ids: string[]): readonly string[] =>
      lowerScenario(document, { from: 0, until: 1, interventions: ids }).states;
    expect(states(['keepM'])).toEqual(['A', 'M', 'Y', 'A~1', 'M~1']);
    expect(states(['treatedY'])).toEqual(['A', 'M', 'Y', 'M~1', 'Y~1']);
  });

  it('keeps a condition in force in both arms', () => {
    const document = mediation(
      { ill: [{ action: 'scale', mechanism: 'makeM', factor: 2 }], treat: [treat], keepM: [{ action: 'hold', variable: 'M' }] },
      { conditions: [{ id: 'sick', name: 'sick', overrides: { M: 1 }, interventions: ['ill'] }] },
    );
    const { M } = at(document, TIME, ['treat', 'keepM'], 'sick');
    expect(M).toBeCloseTo(2 * A + (1 - 2 * A) * Math.exp(-TIME), 9);
  });

  it('lets an arm hold at an arm that holds in turn, and refuses a circle', () => {
    const document = mediation({
      treat: [treat],
      keepM: [{ action: 'hold', variable: 'M' }],
      nested: [{ action: 'hold', variable: 'Y', of: ['treat', 'keepM'] }],
      self: [{ action: 'hold', variable: 'M', of: ['self'] }],
      one: [{ action: 'hold', variable: 'M', of: ['two'] }],
      two: [{ action: 'hold', variable: 'Y', of: ['one'] }],
    });
    expect(at(document, TIME, ['nested']).Y).toBeCloseTo(outcome(3, A, TIME), 9);
    expect(problemsOf(document, ['self'])[0]).toContain('interventions[3].actions[0].of: "M" is to be held');
    expect(problemsOf(document, ['one'])[0]).toContain('interventions[5].actions[0].of: "Y" is to be held');
  });

  it('carries events of the other arm along, those that the held variable follows from', () => {
    const events = [
      { id: 'refill', name: 'refill', trigger: 'A < 1', assignments: [{ variable: 'A', value: 2 }] },
      { id: 'drop', name: 'drop', trigger: 't >= 1', assignments: [{ variable: 'Y', value: 0 }] },
    ];
    const document = mediation(
      { drain: [{ action: 'infuse', variable: 'A', rate: '-0.7' }], keepM: [{ action: 'hold', variable: 'M', of: ['drain'] }] },
      { events },
    );
    expect(at(document, TIME, ['keepM']).M).toBeCloseTo(at(document, TIME, ['drain']).M, 8);
    const { plan, events: own } = lowerScenario(document, { from: 0, until: 1, interventions: ['keepM'] });
    expect(own).toEqual(['refill', 'drop']);
    expect(plan.pieces[0].events!.map(({ id }) => id)).toEqual(['refill', 'drop', 'refill']);
  });
});

describe('a policy', () => {
  it('with a constant is a clamp', () => {
    const document = mediation({
      clamp: [{ action: 'clamp', variable: 'M', value: 2, from: 1, until: 2 }],
      policy: [{ action: 'policy', variable: 'M', value: '2', from: 1, until: 2 }],
    });
    for (const time of [0.5, 1, 1.5, 2, 3]) expect(at(document, time, ['policy'])).toEqual(at(document, time, ['clamp']));
  });

  it('follows the state, as the closed form of the closed loop says', () => {
    // A = 1 − M: M' = 1 − 2M
    const { M, A: given } = at(mediation({ dose: [{ action: 'policy', variable: 'A', value: '1 - M' }] }), TIME, ['dose']);
    expect(M).toBeCloseTo(0.5 + (M0 - 0.5) * Math.exp(-2 * TIME), 9);
    expect(given).toBeCloseTo(1 - M, 14);
  });

  it('is the limit of stiff feedback', () => {
    const document = mediation({ policy: [{ action: 'policy', variable: 'A', value: '1 - M' }] });
    const feedback = (kappa: number): Scenario =>
      mediation(
        { feedback: [{ action: 'infuse', variable: 'A', rate: 0 }] },
        { mechanisms: [...document.mechanisms, law('control', `${kappa}*(1 - M - A)`, ['A', 'M'], 'A', 1)] },
      );
    const exact = at(document, TIME, ['policy']);
    const gap = (kappa: number): number => Math.abs(at(feedback(kappa), TIME, []).Y - exact.Y);
    // the gap closes as 1/κ
    expect(gap(100) / gap(1000)).toBeGreaterThan(8);
    expect(gap(100) / gap(1000)).toBeLessThan(12);
    expect(gap(1000)).toBeLessThan(2e-3);
  });

  it('may read assigned variables and other policies', () => {
    const document = mediation({
      both: [
        { action: 'policy', variable: 'A', value: '2*sum' },
        { action: 'policy', variable: 'M', value: '0.1*Y' },
      ],
    });
    const { A: a, M, Y, sum } = at(document, 1, ['both']);
    expect(M).toBeCloseTo(0.1 * Y, 14);
    expect(sum).toBeCloseTo(1.1 * Y, 14);
    expect(a).toBeCloseTo(2.2 * Y, 14);
  });

  it('goes on from its last value on release', () => {
    const document = mediation({ policy: [{ action: 'policy', variable: 'M', value: '3 + Y', until: 1 }] });
    const { M } = at(document, 1, ['policy']),
      { Y } = at(document, 1 - 1e-9, ['policy']);
    expect(M).toBeCloseTo(3 + Y, 7);
  });

  it('may not read what it decides, directly or by an assigned variable or another policy', () => {
    const document = mediation({
      itself: [{ action: 'policy', variable: 'M', value: '0.5*M' }],
      assigned: [{ action: 'policy', variable: 'M', value: '0.5*sum' }],
      pair: [
        { action: 'policy', variable: 'A', value: 'M' },
        { action: 'policy', variable: 'M', value: 'A' },
      ],
      unknown: [{ action: 'policy', variable: 'M', value: 'nonsense' }],
    });
    expect(problemsOf(document, ['itself'])).toEqual(['interventions[0].actions[0].value: the policy for "M" reads it itself']);
    expect(problemsOf(document, ['assigned'])[0]).toMatch(/reads what follows from it: .*(M → sum|sum → M)/);
    expect(problemsOf(document, ['pair'])[0]).toContain('reads what follows from it');
    expect(problemsOf(document, ['unknown'])[0]).toContain('nothing here is called "nonsense"');
  });

  it('and a hold of one variable at one time are a conflict that names both', () => {
    const document = mediation({
      policy: [{ action: 'policy', variable: 'M', value: 'A' }],
      hold: [{ action: 'hold', variable: 'M' }],
      clamp: [{ action: 'clamp', variable: 'M', value: 1 }],
      arrow: [{ action: 'hold', variable: 'M', mechanism: 'throughY' }],
      cut: [{ action: 'cut', variable: 'M', mechanism: 'throughY' }],
      stranger: [{ action: 'hold', variable: 'Y', mechanism: 'makeM' }],
    });
    expect(problemsOf(document, ['policy', 'hold'])[0]).toContain('hold and policy both replace variable M');
    expect(problemsOf(document, ['hold', 'clamp'])[0]).toContain('both replace variable M');
    expect(problemsOf(document, ['arrow', 'cut'])[0]).toContain('both replace arrow M → throughY');
    expect(problemsOf(document, ['stranger'])[0]).toContain('there is no arrow to hold');
    expect(problemsOf(document, ['policy', 'arrow'])).toEqual([]);
  });
});

it('an arm held alongside has delay chains, regulators, inputs and assigned variables of its own', () => {
  const document = {
    ...sampler(),
    interventions: [
      { id: 'push', name: 'push', actions: [{ action: 'scale' as const, mechanism: 'late', factor: 3 }] },
      { id: 'held', name: 'held', actions: [{ action: 'hold' as const, variable: 'C', of: ['push'] }] },
      { id: 'total', name: 'total', actions: [{ action: 'hold' as const, variable: 'total', of: ['push'] }] },
    ],
  };
  expect(at(document, 4, ['held']).C).toBeCloseTo(at(document, 4, ['push']).C, 9);
  expect(at(document, 4, ['total']).total).toBeCloseTo(at(document, 4, ['push']).total, 9);
  expect(Math.abs(at(document, 4, ['held']).C - at(document, 4, []).C)).toBeGreaterThan(1e-2);
});
