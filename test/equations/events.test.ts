import { describe, expect, it } from 'vitest';
import { parseDocument, serializeDocument } from '../../core/model/document';
import { changeId, remove } from '../../core/model/edit';
import type { DocumentError } from '../../core/model/problem';
import { checkReferences } from '../../core/model/references';
import type { Scenario } from '../../core/model/schema';
import { evaluate } from '../../core/equations/evaluate';
import { reservedNames } from '../../core/equations/parse';
import { buildSystem } from '../../core/equations/system';
import { truthOf } from '../../core/equations/trigger';
import { causalParents } from '../../core/graph/parents';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import type { Solution } from '../../core/solve/options';
import { makeDocument } from '../documents';

/** A tank that fills at a rate, and is emptied to a rest when it is full. */
const tank = (event: object = {}, extra: Record<string, unknown> = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'level', name: 'level', kind: 'state', initial: 1 },
      { id: 'count', name: 'count', kind: 'state', initial: 0 },
      { id: 'gap', name: 'gap', kind: 'assigned', expression: 'brim - level' },
    ],
    parameters: [
      { id: 'inflow', value: 2 },
      { id: 'brim', value: 5 },
      { id: 'rest', value: 0.5 },
    ],
    mechanisms: [
      { id: 'fill', name: 'fill', law: { kind: 'constant', parameters: { k: 'inflow' } }, effects: [{ variable: 'level' }] },
    ],
    events: [
      {
        id: 'empty',
        name: 'Emptying',
        trigger: 'gap <= 0',
        assignments: [
          { variable: 'level', value: 'rest' },
          { variable: 'count', value: 'count + 1' },
        ],
        ...event,
      },
    ],
    ...extra,
  });

function run(document: Scenario, until: number, interventions: readonly string[] = [], condition?: string): Solution {
  const lowered = lowerScenario(document, { from: 0, until, interventions, condition });
  const solved = solve(lowered.plan, lowered.nominal, {
    from: 0,
    until,
    settings: { method: 'tsit5', rtol: 1e-10, atol: 1e-12, maxSteps: 1e5 },
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  return solved.value;
}
const times = (solution: Solution): number[] => solution.fired.map(({ time }) => Number(time.toPrecision(12)));
const intervene = (...actions: object[]): Record<string, unknown> => ({ interventions: [{ id: 'i', name: 'i', actions }] });
const problemsOf = (document: Scenario): string[] => {
  try {
    buildSystem(document);
    return [];
  } catch (error) {
    return (error as DocumentError).problems.map(({ path, message, advice }) => `${path}: ${message}; ${advice ?? ''}`);
  }
};

describe('events of a document', () => {
  it('happen when an assigned variable crosses, and set states by expressions of the state', () => {
    const solution = run(tank(), 7);
    expect(times(solution)).toEqual([2, 4.25, 6.5]);
    expect(solution.final[0]).toBeCloseTo(0.5 + 2 * 0.5, 9);
    expect(solution.final[1]).toBe(3);
  });

  it('follow the overrides of a condition and what an intervention sets', () => {
    const conditions = [{ id: 'small', name: 'small', overrides: { brim: 3 } }];
    expect(times(run(tank({}, { conditions }), 3, [], 'small'))).toEqual([1, 2.25]);
    const set = intervene({ action: 'set', parameter: 'brim', value: 4, from: 3 });
    expect(times(run(tank({}, set), 5, ['i']))).toEqual([2, 3.75]);
  });

  it('come after a dose of the same instant, and see it', () => {
    const dose = intervene({ action: 'dose', variable: 'level', amount: 4, start: 1 });
    const { fired, final } = run(tank({}, dose), 1, ['i']);
    expect(fired).toMatchObject([{ event: 'empty', time: 1 }]);
    expect(final[0]).toBe(0.5);
  });

  it('have no effect on a variable that is clamped, and go on for the others', () => {
    const clamp = intervene({ action: 'clamp', variable: 'level', value: '6*sin(t)', until: 9 });
    const solution = run(tank({}, clamp), 8, ['i']);
    expect(times(solution).length).toBe(2);
    expect(times(solution)[0]).toBeCloseTo(Math.asin(5 / 6), 9);
    expect(solution.final[1]).toBe(2);
  });

  it('see a clamped variable as its clamp, and stay silent where it never crosses', () => {
    expect(run(tank({}, intervene({ action: 'clamp', variable: 'level', value: 1 })), 9, ['i']).fired).toEqual([]);
  });

  it('name what is wrong, with its path and a way out', () => {
    expect(problemsOf(tank({ trigger: 'level == 5' }))[0]).toMatch(/^events\[0\]\.trigger: .*equal.*; .*t >= 5/);
    expect(problemsOf(tank({ trigger: 'level - 5' }))[0]).toMatch(
      /^events\[0\]\.trigger: .*is a quantity, and a trigger is true or false; compare/,
    );
    expect(problemsOf(tank({ trigger: 'levle > 5' }))[0]).toMatch(/nothing here is called "levle"; did you mean "level"\?/);
    expect(problemsOf(tank({ assignments: [{ variable: 'gap', value: 1 }] }))[0]).toMatch(
      /^events\[0\]\.assignments\[0\]\.variable: "gap" is not a state/,
    );
    expect(problemsOf(tank({ delay: 'late' }))[0]).toMatch(/^events\[0\]\.delay: /);
  });
});

describe('a trigger as root functions and logic', () => {
  const values: Record<string, number> = { level: 4, count: 2, brim: 5, inflow: 2, rest: 0.5, gap: 1 };
  it.each([
    ['level > 3 and count < 3', true, 2],
    ['level > 4 or count < 2', false, 2],
    ['level >= 4', true, 1],
    ['not (level >= 4)', false, 1],
    ['not (level > 4) and (count > 2 or count <= 2)', true, 3],
    ['level > 3 ? count > 1 : count > 5', true, 3],
    ['3 < level < 5', true, 2],
    ['true', true, 0],
  ])('%s is %s with %i functions', (trigger, truth, size) => {
    const [event] = buildSystem(tank({ trigger })).events;
    const point = (name: string): number => values[name];
    const roots = Float64Array.from(event.roots, (root) => evaluate(root, point));
    expect(roots.length).toBe(size);
    expect(truthOf(event.logic)(roots, 0)).toBe(truth);
  });
});

describe('the section in the file', () => {
  it('is left out where it is empty, and comes back as it was', () => {
    expect(serializeDocument(makeDocument({}))).not.toContain('"events"');
    const document = tank({ delay: 'rest', priority: 2, persistent: false });
    expect(parseDocument(serializeDocument(document)).document).toEqual(document);
  });

  it('refers to states, each once, by ids that are unique', () => {
    const faults = (event: object): string[] =>
      checkReferences(tank(event), reservedNames).map(({ path, message }) => `${path}: ${message}`);
    expect(faults({})).toEqual([]);
    expect(faults({ id: 'fill' })).toEqual(['events[0].id: the id "fill" is already taken by mechanisms[0].id']);
    expect(faults({ assignments: [{ variable: 'brim', value: 1 }] })[0]).toContain(
      '"brim" is a parameter, so an event cannot assign it',
    );
    expect(faults({ assignments: [{ variable: 'gap', value: 1 }] })[0]).toContain('"gap" is not a state');
    expect(faults({ assignments: [{ variable: 'lvel', value: 1 }] })[0]).toContain('no variable "lvel"');
    const twice = [
      { variable: 'level', value: 1 },
      { variable: 'level', value: 2 },
    ];
    expect(faults({ assignments: twice })).toEqual(['events[0].assignments[1].variable: "empty" assigns "level" twice']);
  });

  it('follows renamed variables and parameters', () => {
    const [event] = changeId(changeId(tank({ delay: 'rest/2' }), 'level', 'height'), 'rest', 'low').events;
    expect(event).toMatchObject({ trigger: 'gap <= 0', delay: 'low/2', assignments: [{ variable: 'height', value: 'low' }, {}] });
    expect(changeId(tank(), 'empty', 'drain').events[0].id).toBe('drain');
  });

  it('takes a removed parameter as its value, and goes with what it cannot do without', () => {
    expect(remove(tank(), ['rest']).document.events[0].assignments[0].value).toBe(0.5);
    expect(remove(tank(), ['count']).document.events[0].assignments).toEqual([{ variable: 'level', value: 'rest' }]);
    const { document, lines } = remove(tank(), ['gap']);
    expect(document.events).toEqual([]);
    expect(lines).toEqual(['gap', 'Emptying']);
    expect(remove(tank(), ['empty']).document.events).toEqual([]);
  });
});

it('what an event reads is a cause of what it assigns', () => {
  expect(causalParents(tank(), 'count')).toEqual(['count', 'gap']);
  expect(causalParents(tank(), 'level')).toEqual(['gap']);
});
