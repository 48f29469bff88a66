/** Cases of the SBML test suite about events, written as scenarios, against the suite's own results and tolerances. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../core/model/schema';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { makeDocument } from '../documents';
import { hasMaterial, readTable } from '../material';

type Parts = {
  states: Record<string, number>;
  assigned?: Record<string, string>;
  rates?: Record<string, string>;
  events: object[];
};

/** A state's rate may name every other. */
const model = ({ states, assigned = {}, rates = {}, events }: Parts): Scenario =>
  makeDocument({
    variables: [
      ...Object.entries(states).map(([id, initial]) => ({ id, name: id, kind: 'state', initial })),
      ...Object.entries(assigned).map(([id, expression]) => ({ id, name: id, kind: 'assigned', expression })),
    ],
    mechanisms: Object.entries(rates).map(([id, expression]) => ({
      id: `rate_${id}`,
      name: id,
      law: { kind: 'custom', expression },
      inputs: Object.keys(states).map((variable) => ({ variable })),
      effects: [{ variable: id }],
    })),
    events: events.map((event, i) => ({ id: `event${i}`, name: `event ${i}`, ...event })),
  });
const set = (variable: string, value: number | string): object => ({ assignments: [{ variable, value }] });

interface Case {
  readonly name: string;
  readonly document: Scenario;
  /** absolute and relative, as in the suite's settings */
  readonly tolerance: readonly [number, number];
}

const cosine = (event: object): Scenario =>
  model({ states: { P2: 1 }, assigned: { P1: '(exp(t) + exp(-t))/2' }, events: [event] });

/** Case 978: nine events of one instant toggle a trigger, in the order of their priorities. */
const toggles = Array.from({ length: 9 }, (_unused, i) => ({
  trigger: 't >= 0.99',
  priority: 10 - i,
  ...set('multitrig', i % 2 === 0 ? 2 : 0),
}));
const tolls = [
  { useTriggerValues: false, ...set('x', 'x + 1') },
  { useTriggerValues: true, ...set('y', 'y + 1') },
  { useTriggerValues: false, persistent: false, ...set('z', 'z + 3') },
];

const cases: Record<string, Case> = {
  '00422': {
    name: 'delays of two events',
    tolerance: [1e-3, 1e-4],
    document: model({
      states: { S1: 1, S2: 2, S3: 1 },
      rates: Object.fromEntries(
        ['S1', 'S2', 'S3'].map((id) => [id, id === 'S3' ? '0.075*S1*S2 - 0.025*S3' : '0.025*S3 - 0.075*S1*S2']),
      ),
      events: [
        { trigger: 'S1 < 0.7', delay: 8, ...set('S2', 1) },
        { trigger: 'S3 > 1.2', delay: 12, ...set('S1', 0.95) },
      ],
    }),
  },
  '00936': {
    name: 'a delayed event that comes again before it is executed',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { S2: 0 },
      assigned: { S1: 't <= 2 ? sin(t*10) : 1' },
      events: [{ trigger: 'S1 < 0', delay: 2, useTriggerValues: false, ...set('S2', 'S2 + 1') }],
    }),
  },
  '00978': {
    name: 'triggers that turn many times at one instant',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { multitrig: 0, x: 0, y: 0, z: 0 },
      events: [...toggles, ...tolls.map((event) => ({ trigger: 'multitrig > 1', priority: 1, ...event }))],
    }),
  },
  '01269': {
    name: 'delay and priority given by a state',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { p1: 2, p2: 10, S1: 10 },
      rates: { p1: '1', S1: '1' },
      assigned: { rateOfP1: '1' },
      events: [
        { trigger: 't > 4.5', delay: 'rateOfP1', priority: 3, ...set('p2', 'rateOfP1 + 2') },
        { trigger: 't > 4.5', delay: 'rateOfP1', priority: 'rateOfP1', ...set('p2', 'rateOfP1 + 5') },
      ],
    }),
  },
  '01333': {
    name: 'events at the start, with the values before the first of them',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { x: 3, y: 0 },
      events: [
        { trigger: 'x > 2', initialValue: false, priority: 10, ...set('x', 7) },
        { trigger: 'x > 2', initialValue: false, priority: 5, ...set('y', 'x') },
      ],
    }),
  },
  '01512': {
    name: 'priority given by a changing state',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { C1: 0.5, S1: 0, x2: 0 },
      rates: { C1: '0.2', S1: '0.4*C1 + S1*0.2/C1' },
      assigned: { x: 'S1/C1' },
      events: [
        { trigger: 't > 0.45', priority: 'x', ...set('x2', 3) },
        { trigger: 't > 0.45', priority: 0.15, ...set('x2', 5) },
      ],
    }),
  },
  '01577': {
    name: 'priorities that change places in time',
    tolerance: [1e-4, 1e-4],
    document: model({
      states: { k1: 0, P1: 1 },
      rates: { k1: '1' },
      assigned: { k2: '10 - k1' },
      events: [
        { trigger: 't > 4.5', priority: 'k1', ...set('P1', 3) },
        { trigger: 't > 4.5', priority: 'k2', ...set('P1', 5) },
      ],
    }),
  },
  '01595': {
    name: 'a trigger that turns false during the delay, and is not persistent',
    tolerance: [1e-4, 1e-4],
    document: cosine({ trigger: 'P1 > 9 and P1 < 11', delay: 1, persistent: false, ...set('P2', 3) }),
  },
  '01596': {
    name: 'a trigger that is true all along, and said to be false before',
    tolerance: [1e-4, 1e-4],
    document: cosine({ trigger: 'P1 > 0.5', initialValue: false, ...set('P2', 3) }),
  },
};

describe('cases of the SBML test suite (skipped where the material is absent)', () => {
  it.runIf(hasMaterial('sbml_semantic')).each(Object.entries(cases))(
    '%s: $name',
    (number, { document, tolerance: [absolute, relative] }) => {
      const rows = readTable(',', 'sbml_semantic', number, `${number}-results.csv`).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name.toLowerCase() === 'time' ? 'time' : name.trim(), Number(value)]),
        ),
      );
      const until = rows.at(-1)!.time;
      const lowered = lowerScenario(document, { from: 0, until });
      const solved = solve(lowered.plan, lowered.nominal, {
        from: 0,
        until,
        times: Float64Array.from(rows, ({ time }) => time),
        settings: { method: 'tsit5', rtol: 1e-8, atol: 1e-10, maxSteps: 1e5 },
      });
      if (!solved.ok) throw new Error(solved.failure.message);
      const out = new Float64Array(lowered.outputs.length),
        { states, pieceOf } = solved.value,
        { n } = lowered.plan;
      expect(rows.length).toBeGreaterThan(10);
      rows.forEach((row, k) => {
        lowered.read[pieceOf[k]].value(row.time, states.subarray(k * n, (k + 1) * n), lowered.nominal, out);
        const compared = lowered.outputs.filter((name) => name in row);
        expect(compared.length).toBeGreaterThan(0);
        for (const name of compared) {
          const ours = out[lowered.outputs.indexOf(name)];
          expect(Math.abs(ours - row[name]), `${name} at ${row.time}: ${ours}, not ${row[name]}`).toBeLessThanOrEqual(
            absolute + relative * Math.abs(row[name]),
          );
        }
      });
    },
  );
});
