import { describe, expect, it } from 'vitest';
import type { FixedSteps, StepHistory, WorkPrecisionRun } from '../../../core/service/contract';
import { makeDocument } from '../../documents';
import {
  durationText,
  errorText,
  failureGroups,
  gradientPicture,
  methodName,
  settingText,
  stabilityPicture,
  stepPicture,
  strokeOf,
  workPicture,
} from '../../../renderer/clinic/pictures';
import { clinicSubject } from '../../../renderer/clinic/subject';
import { methods } from '../../../renderer/inspector/methods';
import { powersWithin, shareOf, valueAt } from '../../../renderer/plots/multiples';

const run = (method: string, rtol: number, error: number | null, more: Partial<WorkPrecisionRun> = {}): WorkPrecisionRun => ({
  method,
  title: method,
  family: 'explicit',
  rtol,
  atol: rtol / 100,
  current: false,
  error,
  seconds: 1e-3,
  evaluations: 100,
  steps: 10,
  rejected: 0,
  ...(error === null ? { failure: { reason: 'too-many-steps', message: `stopped at ${rtol}`, advice: 'try another' } } : {}),
  ...more,
});
const none: ReadonlySet<string> = new Set();

describe('the work–precision diagram', () => {
  const runs = [
    run('tsit5', 1e-2, 3e-3),
    run('tsit5', 1e-4, 2e-5),
    run('rodas5p', 1e-2, 4e-4, { seconds: 2e-3 }),
    run('heun', 1e-2, null),
    run('heun', 1e-3, null),
    run('auto', 1e-6, 5e-9, { current: true }),
  ];

  it('has a line a method that worked, in milliseconds or evaluations, and the present setting apart', () => {
    const picture = workPicture(runs, { cost: 'seconds', hidden: none, emphasis: null });
    const [panel] = picture.panels;
    expect(panel.lines.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['tsit5', [3e-3, 2e-5], [1, 1]],
      ['rodas5p', [4e-4], [2]],
    ]);
    expect(panel.points).toMatchObject([{ shape: 'diamond', x: [5e-9], y: [1] }]);
    expect(workPicture(runs, { cost: 'evaluations', hidden: none, emphasis: null }).panels[0].lines[1].y).toEqual([100]);
  });

  it('runs from an error of 1 at the left to the smallest at the right', () => {
    const { x } = workPicture(runs, { cost: 'seconds', hidden: none, emphasis: null });
    expect([x.from, x.until]).toEqual([1, 1e-9]);
    expect(shareOf(x, 1)).toBeCloseTo(0, 12);
    expect(shareOf(x, 1e-9)).toBeCloseTo(1, 12);
    expect(valueAt(x, shareOf(x, 3e-5))).toBeCloseTo(3e-5, 15);
    expect(powersWithin(x)).toEqual([1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]);
  });

  it('leaves hidden methods out, and lets the one under the pointer stand out', () => {
    const { lines } = workPicture(runs, { cost: 'seconds', hidden: new Set(['rodas5p']), emphasis: 'tsit5' }).panels[0];
    expect(lines.map(({ id, weight }) => [id, weight])).toEqual([['tsit5', 'strong']]);
  });

  it('lists failures once a method and reason, with the settings that met it', () => {
    expect(failureGroups(runs, 's')).toEqual([
      { method: 'heun', settings: ['rtol 1e−2', 'rtol 1e−3'], message: 'stopped at 0.001', advice: 'try another' },
    ]);
  });

  it('gives each method a stroke of its own, the automatic choice the ink', () => {
    expect(strokeOf('auto')).toBe(0);
    expect(new Set(methods.map(({ id }) => strokeOf(id))).size).toBe(methods.length);
    expect(methodName('rk4')).toBe('Runge–Kutta 4');
  });

  it('says settings, times and errors as people do', () => {
    expect(settingText({ step: 0.012345 }, 'day')).toBe('step 0.0123 day');
    expect(settingText({ rtol: 1e-8 })).toBe('rtol 1e−8');
    expect([durationText(2), durationText(0.0123), durationText(4.56e-5)]).toEqual(['2 s', '12.3 ms', '45.6 µs']);
    expect([errorText(0), errorText(1.26e-7)]).toEqual(['0', '1.3e−7']);
  });
});

describe('the step-size picture', () => {
  const history: StepHistory = {
    methods: [
      {
        method: 'auto',
        title: 'Automatic',
        why: '',
        steps: 2,
        times: [0, 1e-3],
        sizes: [1e-3, 9.999],
        stiffness: [0.5, 20],
        rejected: { count: 1, times: [0], sizes: [0.1] },
        switches: [{ time: 1e-3, from: 'Tsit5', to: 'Rodas5P' }],
      },
    ],
    stiff: [{ from: 1e-3, until: 10 }],
    judge: { title: 'Rodas5P', explicit: 'Tsit5', boundary: -3.5 },
    span: { from: 0, until: 10 },
    settings: { rtol: 1e-6, atol: 1e-8 },
    cancelled: false,
  };

  it('draws the last step to its end, rejected ones as crosses, and the boundary as a level', () => {
    const { panels, marks } = stepPicture(history, 's', false);
    expect(panels[0].lines[0]).toMatchObject({ x: [0, 1e-3, 10], y: [1e-3, 9.999, 9.999] });
    expect(panels[0].points).toMatchObject([{ shape: 'cross', x: [0], y: [0.1] }]);
    expect(panels[1]).toMatchObject({ level: 3.5, lines: [{ y: [0.5, 20, 20] }] });
    expect(marks?.at).toEqual({ windows: [{ from: 1e-3, until: 10 }], instants: [1e-3] });
  });

  it('begins a logarithmic time at the end of the first step', () => {
    expect(stepPicture(history, 's', true).x).toMatchObject({ from: 1e-3, until: 10, log: true });
    expect(stepPicture({ ...history, span: { from: -1, until: 10 } }, 's', true).x.log).toBeUndefined();
  });
});

it('The stability picture is cut off around the adaptive solution, whatever a method runs away to, and gradients where they have faded', () => {
  const answer: FixedSteps = {
    variable: 'z',
    step: 1,
    range: { min: 0.1, max: 2 },
    view: { from: 0, until: 2 },
    lambda: -3,
    oscillates: false,
    curves: [
      {
        method: 'euler',
        title: 'Euler',
        times: [0, 1, 2],
        values: [1, -1e9, 1e18],
        steps: 2,
        growth: 2,
        boundary: -2,
        deviation: 1e18,
        gradient: [4, 2, 1],
      },
    ],
    adaptive: { title: 'Tsit5', times: [0, 1, 2], values: [1, 0.05, 0] },
  };
  const [back] = gradientPicture(
    { ...answer, curves: [answer.curves[0], { ...answer.curves[0], gradient: [1e-20, 1e-9, 1] }] },
    'z',
    's',
  ).panels;
  expect(back.range).toEqual({ from: 1e-12, until: 100 });
  expect(back.lines.map(({ y }) => y)).toEqual([
    [4, 2, 1],
    [null, 1e-9, 1],
  ]);
  const [panel] = stabilityPicture(answer, 'z', undefined, 's').panels;
  expect(panel.range).toEqual({ from: -1, until: 2, step: 1 });
  expect(panel.lines.map(({ id }) => id)).toEqual(['adaptive', 'euler']);
});

describe('what a result of the clinic depends on', () => {
  const document = makeDocument({
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 1 }],
    parameters: [{ id: 'k', value: 2 }],
  });
  const of = (changed: object): string => clinicSubject({ ...document, ...changed }, null, null, {});

  it('are values, not looks, the solver or data', () => {
    const same = of({});
    expect(of({ solver: { ...document.solver, method: 'rk4' } })).toBe(same);
    expect(of({ variables: [{ ...document.variables[0], name: 'X', position: { x: 1, y: 2 } }] })).toBe(same);
    expect(of({ parameters: [{ ...document.parameters[0], value: 3 }] })).not.toBe(same);
    expect(clinicSubject(document, null, null, { k: 3 })).not.toBe(same);
  });
});
