import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { Solution } from '../../core/solve/options';
import type { Plan, PlanEvent } from '../../core/solve/system';
import { oscillator, planOf, run, single, still, tight, timesOf, whenPositive, type Scalar } from './event-plans';
import { rightHandSide, vectorFunction } from './problems';

describe('delay, priority and persistence', () => {
  const at =
    (time: number): Scalar =>
    (t) =>
      t >= time ? 1 : -1;

  it('executes after the delay, with the values of the trigger or of the execution as set', () => {
    const delayed = (useTriggerValues: boolean): Solution =>
      run(
        planOf(
          oscillator,
          [1, 0],
          [
            whenPositive(
              'late',
              (t) => t - 1,
              1,
              (_t, y) => 10 + y[0],
              { delay: single(() => 0.5), useTriggerValues },
            ),
          ],
        ),
        2,
      );
    expect(delayed(true).fired).toMatchObject([{ event: 'late', index: 0 }]);
    expect(delayed(true).fired[0].triggered).toBeCloseTo(1, 14);
    expect(delayed(true).fired[0].time).toBeCloseTo(1.5, 14);
    const after = ({ fired, dense }: Solution): Float64Array => {
      const y = new Float64Array(2);
      dense!.evaluate(fired[0].time, y);
      return y;
    };
    expect(after(delayed(true))[1]).toBeCloseTo(10 + Math.cos(1), 9);
    expect(after(delayed(false))[1]).toBeCloseTo(10 + Math.cos(1.5), 9);
    expect(after(delayed(false))[0]).toBeCloseTo(Math.cos(1.5), 9);
  });

  it('may have several executions of one event under way', () => {
    const late = whenPositive(
      'late',
      (_t, y) => y[0],
      1,
      (t) => t,
      { delay: single(() => 10), useTriggerValues: false },
    );
    const rhs = rightHandSide({
      n: 2,
      value(t, _y, _p, out) {
        out[0] = Math.cos(t);
        out[1] = 0;
      },
    });
    const { fired } = run(planOf(rhs, [-0.5, 0], [late]), 30);
    expect(fired.length).toBe(4);
    fired.forEach(({ triggered, time }, i) => {
      expect(triggered).toBeCloseTo(Math.PI / 6 + 2 * Math.PI * i, 8);
      expect(time).toBe(triggered + 10);
    });
  });

  it('executes the higher priority first, and ties in the order of the plan', () => {
    const digit = (d: number, priority?: number): PlanEvent =>
      whenPositive(`d${d}`, at(1), 0, (_t, y) => 10 * y[0] + d, {
        useTriggerValues: false,
        ...(priority === undefined ? {} : { priority: single(() => priority) }),
      });
    expect(run(planOf(still(1), [0], [digit(1, -5), digit(2), digit(3, 7), digit(4)]), 2).final[0]).toBe(3241);
  });

  it('takes the values of all triggers before the first execution, so that a swap swaps', () => {
    const copy = (from: number, to: number): PlanEvent => whenPositive(`${from}${to}`, at(1), to, (_t, y) => y[from]);
    expect(Array.from(run(planOf(still(2), [3, 4], [copy(0, 1), copy(1, 0)]), 2).final)).toEqual([4, 3]);
  });

  it('takes an execution back when a trigger that is not persistent turns false in between', () => {
    const pulse = (persistent: boolean): number =>
      run(
        planOf(
          still(1),
          [0],
          [
            whenPositive(
              'p',
              (t) => (t - 1) * (2 - t),
              0,
              () => 1,
              { delay: single(() => 1.5), persistent },
            ),
          ],
        ),
        4,
      ).final[0];
    expect(pulse(true)).toBe(1);
    expect(pulse(false)).toBe(0);
  });

  it('takes it back too when an event of the same instant turns the trigger false', () => {
    const first = whenPositive('first', at(1), 1, () => -1, { priority: single(() => 1) });
    const second = (persistent: boolean): PlanEvent =>
      whenPositive(
        'second',
        (t, y) => (t >= 1 && y[1] >= 0 ? 1 : -1),
        0,
        () => 1,
        { persistent },
      );
    expect(run(planOf(still(2), [0, 0], [second(true), first]), 2).final[0]).toBe(1);
    expect(run(planOf(still(2), [0, 0], [second(false), first]), 2).final[0]).toBe(0);
  });

  it('fires at the start only where the trigger is said to have been false before', () => {
    const start = (initialValue: boolean): Solution =>
      run(
        planOf(
          still(1),
          [1],
          [
            whenPositive(
              'e',
              (_t, y) => y[0],
              0,
              () => 5,
              { initialValue },
            ),
          ],
        ),
        1,
        {},
        [0],
      );
    expect(start(true).fired).toEqual([]);
    expect(start(false).fired).toMatchObject([{ time: 0 }]);
    expect(start(false).states[0]).toBe(5);
  });

  it('goes on through events that set off one another at one instant', () => {
    const step = (k: number): PlanEvent =>
      whenPositive(
        `step${k}`,
        (t, y) => (t >= 1 ? y[0] - k + 0.5 : -1),
        0,
        (_t, y) => y[0] + 1,
      );
    const { final, fired } = run(planOf(still(1), [0], [0, 1, 2, 3].map(step)), 1);
    expect(final[0]).toBe(4);
    expect(fired.map(({ time }) => time)).toEqual([1, 1, 1, 1]);
  });
});

describe('what goes wrong is a failure value', () => {
  const failureOf = (plan: Plan, until = 2): unknown => {
    const solved = solve(plan, new Float64Array(0), { from: 0, until, settings: tight });
    return solved.ok ? 'solved' : solved.failure;
  };

  it('two events that undo each other at one instant', () => {
    const up = whenPositive(
        'up',
        (t, y) => (t >= 1 && y[0] <= 0 ? 1 : -1),
        0,
        () => 1,
      ),
      down = whenPositive(
        'down',
        (t, y) => (t >= 1 && y[0] > 0 ? 1 : -1),
        0,
        () => 0,
      );
    expect(failureOf(planOf(still(1), [0], [up, down]))).toMatchObject({
      reason: 'endless-events',
      time: 1,
      blame: ['up', 'down'],
    });
  });

  it('a relay without hysteresis, which would slide', () => {
    const relay = rightHandSide({
      n: 2,
      value(_t, y, _p, out) {
        out[0] = y[1];
        out[1] = 0;
      },
    });
    const brake = whenPositive(
        'brake',
        (_t, y) => y[0] - 1,
        1,
        () => -1,
      ),
      push = whenPositive(
        'push',
        (_t, y) => 1 - y[0],
        1,
        () => 1,
      );
    expect(failureOf(planOf(relay, [0, 1], [brake, push]))).toMatchObject({ reason: 'endless-events', blame: ['brake', 'push'] });
  });

  it('a negative delay, a trigger and a value that are not numbers', () => {
    const late = whenPositive(
      'late',
      (t) => t - 1,
      0,
      () => 1,
      { delay: single(() => -1) },
    );
    expect(failureOf(planOf(still(1), [0], [late]))).toMatchObject({ reason: 'bad-delay', blame: ['late'] });
    const odd = whenPositive(
      'odd',
      () => NaN,
      0,
      () => 1,
    );
    expect(failureOf(planOf(still(1), [0], [odd]))).toMatchObject({ reason: 'non-finite', time: 0, blame: ['odd'] });
    const wild = whenPositive(
      'wild',
      (t) => t - 1,
      0,
      () => 1 / 0,
    );
    expect(failureOf(planOf(still(1), [0], [wild]))).toMatchObject({ reason: 'non-finite', blame: ['wild'] });
  });

  it('pieces with different events are the fault of the caller', () => {
    const [piece] = planOf(
      still(1),
      [0],
      [
        whenPositive(
          'e',
          () => 1,
          0,
          () => 0,
        ),
      ],
    ).pieces;
    const plan: Plan = {
      ...planOf(still(1), [0], []),
      pieces: [
        { ...piece, until: 1, events: [] },
        { ...piece, from: 1 },
      ],
    };
    expect(() => solve(plan, new Float64Array(0), { from: 0, until: 2, settings: tight })).toThrow(RangeError);
  });
});

describe('events and pieces at one instant', () => {
  it('come after the jumps of a piece, and see what they did', () => {
    const dose = vectorFunction(1, (_t, y, _p, out) => {
      out[0] = y[0] + 2;
    });
    const full = whenPositive(
      'full',
      (_t, y) => y[0] - 1,
      0,
      (_t, y) => 10 * y[0],
    );
    const plan = planOf(still(1), [0], [full]);
    const [piece] = plan.pieces;
    const { final, fired } = run(
      {
        ...plan,
        pieces: [
          { ...piece, until: 1 },
          { ...piece, from: 1, jumps: [dose] },
        ],
      },
      1,
    );
    expect(final[0]).toBe(20);
    expect(fired).toMatchObject([{ time: 1 }]);
  });

  it('wait for their delay across pieces', () => {
    const late = whenPositive(
      'late',
      (t) => t - 0.5,
      0,
      () => 1,
      { delay: single(() => 1) },
    );
    const plan = planOf(still(1), [0], [late]),
      [piece] = plan.pieces;
    const pieces = [
      { ...piece, until: 1 },
      { ...piece, from: 1 },
    ];
    expect(timesOf(run({ ...plan, pieces }, 2))[0]).toBeCloseTo(1.5, 14);
  });
});
