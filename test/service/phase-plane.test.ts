import { describe, expect, it } from 'vitest';
import { call } from '../../core/service/call';
import type { PlaneField, Request, Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import type { Platform } from '../../core/service/platform';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} },
  handlers = createHandlers({} as Platform);
/** Every answer is held to the contract. */
const ask = (request: Request<'phasePlane'>): Promise<Response<'phasePlane'>> =>
  call(handlers, 'phasePlane', request, { signal, strict: true });
async function fieldOf(document: Scenario, arm: string, request: Partial<Request<'phasePlane'>> = {}): Promise<PlaneField> {
  const { arms } = await ask({ document, plane: ['x', 'y'], points: 7, ...request });
  return arms.find(({ id }) => id === arm)!.field!;
}

const weights = [0.5, -0.25, 0.1, 1.5, -0.4];
/**
 * dx/dt = 1.5x − 0.8xy + N(z), dy/dt = 0.6xy − 0.9y·(1 + t), dz/dt = −0.3z; N = −0.4 + 1.5·tanh(0.1 + 0.5z − 0.25y), so that its
 * causes are one in the plane and one beside it.
 */
const prey = (): Scenario =>
  makeDocument({
    variables: [
      { id: 'x', name: 'Prey', kind: 'state', initial: 2 },
      { id: 'y', name: 'Predators', kind: 'state', initial: 1.9 },
      { id: 'z', name: 'Season', kind: 'state', initial: 1.2 },
    ],
    parameters: [
      { id: 'growth', value: 1.5 },
      { id: 'meeting', value: 0.8 },
    ],
    mechanisms: [
      {
        id: 'birth',
        name: 'birth',
        law: { kind: 'first-order', parameters: { k: 'growth' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x' }],
      },
      {
        id: 'meet',
        name: 'meet',
        law: { kind: 'custom', expression: 'meeting*x*y' },
        inputs: [{ variable: 'x' }, { variable: 'y' }],
        effects: [
          { variable: 'x', coefficient: -1 },
          { variable: 'y', coefficient: 0.75 },
        ],
      },
      {
        id: 'death',
        name: 'death',
        law: { kind: 'custom', expression: '0.9*y*(1 + t)' },
        inputs: [{ variable: 'y' }],
        effects: [{ variable: 'y', coefficient: -1 }],
      },
      {
        id: 'fade',
        name: 'fade',
        law: { kind: 'first-order', parameters: { k: 0.3 } },
        inputs: [{ variable: 'z', role: 'substrate' }],
        effects: [{ variable: 'z', coefficient: -1 }],
      },
      {
        id: 'unknown',
        name: 'unknown',
        law: { kind: 'neural', network: 'net' },
        inputs: [{ variable: 'z' }, { variable: 'y' }],
        effects: [{ variable: 'x' }],
      },
    ],
    networks: [{ id: 'net', inputs: [{ variable: 'z' }, { variable: 'y' }], hidden: [1], weights }],
    observables: [
      { id: 'x_seen', name: 'x', expression: 'x', noise: { model: 'normal', sigma: 0.1 } },
      { id: 'y_seen', name: 'y', expression: ' y ', noise: { model: 'normal', sigma: 0.1 } },
    ],
    conditions: [{ id: 'field', name: 'field' }],
    interventions: [
      { id: 'rising', name: 'rising', actions: [{ action: 'clamp', variable: 'x', value: '1 + 2*t' }] },
      { id: 'led', name: 'led', actions: [{ action: 'policy', variable: 'x', value: '3 - y + t' }] },
      { id: 'half', name: 'half', actions: [{ action: 'scale', mechanism: 'meet', factor: 0.5, from: 1 }] },
      { id: 'wild', name: 'wild', actions: [{ action: 'infuse', variable: 'x', rate: '1/(t - 1)' }] },
    ],
    comparisons: [
      {
        id: 'main',
        name: 'main',
        condition: 'field',
        baseline: { id: 'base', name: 'Base' },
        arms: ['rising', 'led', 'half'].map((id) => ({ id: `arm_${id}`, name: id, interventions: [id] })),
        horizon: { from: 0, until: 2, points: 21 },
      },
    ],
  });
const network = (z: number, y: number): number => -0.4 + 1.5 * Math.tanh(0.1 + 0.5 * z - 0.25 * y);
const z = (t: number): number => 1.2 * Math.exp(-0.3 * t);
const arrows = ({ arrows: { x, y, dx, dy } }: PlaneField) => x.map((_, i) => ({ x: x[i], y: y[i], dx: dx[i], dy: dy[i] }));

describe('the field of a plane', () => {
  it('has the derivatives of the two states, all else as on the trajectory at the time', async () => {
    const field = await fieldOf(prey(), 'base', { at: 0.5 });
    expect(arrows(field)).toHaveLength(49);
    // the third state comes from a solution of relative tolerance 1e-6 and is 1.03
    expect(field.others.z).toBeCloseTo(z(0.5), 5);
    for (const { x, y, dx, dy } of arrows(field)) {
      expect(dx).toBeCloseTo(1.5 * x - 0.8 * x * y + network(field.others.z, y), 11);
      expect(dy).toBeCloseTo(0.6 * x * y - 0.9 * y * 1.5, 11);
    }
    expect(field.given).toEqual([]);
  });

  it('is along the trajectory where the arm is at that time', async () => {
    const document = prey(),
      near = await Promise.all([0.999, 1.001].map((at) => fieldOf(document, 'base', { at }))),
      { here, others } = await fieldOf(document, 'base', { at: 1 });
    const slope = [0, 1].map((k) => (near[1].here[k] - near[0].here[k]) / 0.002);
    // the central difference of a curve solved to 1e-6 is good to 1e-6/0.002
    expect(slope[0]).toBeCloseTo(1.5 * here[0] - 0.8 * here[0] * here[1] + network(others.z, here[1]), 2);
    expect(slope[1]).toBeCloseTo(0.6 * here[0] * here[1] - 1.8 * here[1], 2);
  });

  it('has the equations that hold at the time: before the window opens, and from there on', async () => {
    const rate = (factor: number) => (one: { x: number; y: number }) => factor * 0.6 * one.x * one.y;
    for (const [at, factor] of [
      [0.99, 1],
      [1, 0.5],
      [2, 0.5],
    ])
      for (const arrow of arrows(await fieldOf(prey(), 'arm_half', { at })))
        expect(arrow.dy + 0.9 * arrow.y * (1 + at)).toBeCloseTo(rate(factor)(arrow), 11);
  });

  it('is on the line where a state is clamped, and follows a clamp that moves', async () => {
    const field = await fieldOf(prey(), 'arm_rising', { at: 0.75 });
    expect(field.given).toEqual(['x']);
    expect(arrows(field)).toHaveLength(7);
    for (const { x, y, dx, dy } of arrows(field)) {
      expect([x, dx]).toEqual([2.5, 2]);
      expect(dy).toBeCloseTo(0.6 * 2.5 * y - 0.9 * y * 1.75, 11);
    }
    expect(field.nullclines).toEqual([[], []]);
  });

  it('is along what a policy decides', async () => {
    const field = await fieldOf(prey(), 'arm_led', { at: 0.75 });
    expect(field.given).toEqual(['x']);
    for (const { x, y, dx, dy } of arrows(field)) {
      expect(x).toBeCloseTo(3.75 - y, 12);
      expect(dy).toBeCloseTo(0.6 * x * y - 0.9 * y * 1.75, 11);
      expect(dx).toBeCloseTo(1 - dy, 11);
    }
  });

  it('has nullclines at the zeros of the derivatives', async () => {
    const { nullclines, others } = await fieldOf(prey(), 'base', { at: 0 });
    expect(nullclines.every((lines) => lines.length > 0)).toBe(true);
    for (const { x, y } of nullclines[0])
      x.forEach((at, i) => expect(Math.abs(1.5 * at - 0.8 * at * y[i] + network(others.z, y[i]))).toBeLessThan(0.01));
    // 0.6xy = 0.9y: a straight line at x = 1.5
    for (const { x } of nullclines[1]) for (const at of x) expect(at).toBeCloseTo(1.5, 10);
  });

  it('gives speeds in parts of the axes, full for the fastest twentieth of all arms', async () => {
    const { arms, x, y } = await ask({ document: prey(), plane: ['x', 'y'] });
    const all = arms.flatMap(({ field }) =>
      arrows(field!).map(({ dx, dy }, i) => ({
        raw: Math.hypot(dx / (x.until - x.from), dy / (y.until - y.from)),
        shown: field!.arrows.speed[i],
      })),
    );
    const full = all.filter(({ shown }) => shown === 1);
    expect(full.length / all.length).toBeGreaterThan(0.04);
    expect(full.length / all.length).toBeLessThan(0.07);
    const scale = Math.min(...full.map(({ raw }) => raw));
    for (const { raw, shown } of all) expect(shown).toBeCloseTo(Math.min(1, raw / scale), 12);
  });
});

describe('the axes of a plane', () => {
  it('hold every trajectory and measurement, and no negative amounts', async () => {
    const document = prey();
    const measured = {
      ...document,
      data: {
        measurements: [
          { condition: 'field', observable: 'x_seen', time: 1, value: 40 },
          { condition: 'field', observable: 'y_seen', time: 1, value: 0.5 },
          { condition: 'field', observable: 'y_seen', time: 2, value: 90 },
        ],
      },
    };
    const { x, y, arms } = await ask({ document: measured, plane: ['x', 'y'] });
    // y = 90 has no x beside it, and is not a point of the plane
    expect(x.from).toBe(0);
    expect(y.from).toBeGreaterThanOrEqual(0);
    expect(x.until).toBeGreaterThan(40);
    expect(y.until).toBeLessThan(90);
    for (const { field } of arms)
      for (const value of field!.trajectory.x) expect(value! >= x.from && value! <= x.until).toBe(true);
  });

  it('come from the arms that are asked for', async () => {
    const document = prey();
    const [all, one] = [
      await ask({ document, plane: ['x', 'y'] }),
      await ask({ document, plane: ['x', 'y'], arms: ['arm_rising'] }),
    ];
    expect(one.arms.map(({ id }) => id)).toEqual(['arm_rising']);
    expect(one.y.until).toBeLessThanOrEqual(all.y.until);
  });
});

describe('a plane that cannot be drawn', () => {
  it('names the state that is none, and tells of a plane of one', async () => {
    await expect(ask({ document: prey(), plane: ['x', 'wolves'] })).rejects.toThrow(/no state "wolves".*/);
    await expect(ask({ document: prey(), plane: ['x', 'x'] })).rejects.toThrow(/two states, and both are "x"/);
  });

  it('carries the failure of an arm that cannot be solved, beside the fields of the others', async () => {
    const document = prey(),
      [main] = document.comparisons;
    const arm = { id: 'arm_wild', name: 'wild', interventions: ['wild'] };
    const { arms } = await ask({ document: { ...document, comparisons: [{ ...main, arms: [arm] }] }, plane: ['x', 'y'] });
    expect(arms.map(({ field }) => field !== undefined)).toEqual([true, false]);
    expect(arms[1].failure!.advice).not.toBe('');
  });
});
