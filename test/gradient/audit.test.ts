import { describe, expect, it } from 'vitest';
import { auditGradients, WAYS } from '../../core/gradient/audit';
import type { AuditRow } from '../../core/gradient/audit';
import { centralDifference, extrapolatedDifference } from '../../core/gradient/differences';
import type { Loss } from '../../core/gradient/loss';
import type { Settings } from '../../core/solve/options';
import type { Plan, RightHandSide } from '../../core/solve/system';
import { failed, success } from '../../core/util/result';
import type { Result } from '../../core/util/result';
import { lotkaVolterraDocument } from '../systems';
import { bouncingBall, known, modelOf, robertson, settingsOf, treatedPredators, vanDerPol } from './models';
import type { Model } from './models';

/** Half the squared distance of each model's outputs from its own weights, all models together: not linear in the states. */
const lossOf = (models: readonly Model[], settings: Settings): Loss => ({
  parameters: models[0].names,
  slopes: Float64Array.from(models[0].p, (value) => Math.abs(value) || 1),
  shares: models.map(({ plan, p, names, until, times, cotangents }) => ({
    plan,
    p,
    from: 0,
    until,
    times,
    settings,
    slots: models[0].names.map((name) => names.indexOf(name)),
    value({ states }, _p, adjoint) {
      let value = 0;
      for (let i = 0; i < states.length; i++) {
        const residual = states[i] - cotangents[i];
        value += 0.5 * residual * residual;
        if (adjoint !== undefined) adjoint.cotangents[i] += residual;
      }
      return success(value);
    },
  })),
});

/** A clock that tells a second more each time it is asked. */
function ticking(): () => number {
  let time = 0;
  return () => time++;
}

/** @param last the way after which it stops; absent: the last of all */
function rowsOf(loss: Loss, last?: string): Map<string, AuditRow> {
  const rows = new Map<string, AuditRow>();
  for (const row of auditGradients(loss, ticking(), () => false)) {
    rows.set(row.method, row);
    if (row.method === last) break;
  }
  return rows;
}

const lotkaVolterra = modelOf(lotkaVolterraDocument(), 10, 10);

/** The plan with its right-hand sides' reverse products off by one part in a million. */
const misdifferentiated = (plan: Plan): Plan => ({
  ...plan,
  pieces: plan.pieces.map((piece) => {
    const { fused: _fused, ...rhs } = piece.rhs;
    const wrong: RightHandSide = {
      ...rhs,
      vjp(t, y, p, lambda, gy, gp) {
        const own = new Float64Array(gp.length);
        rhs.vjp(t, y, p, lambda, gy, own);
        own.forEach((value, i) => (gp[i] += i === 1 ? value * (1 + 1e-6) : value));
      },
    };
    return { ...piece, rhs: wrong };
  }),
});

describe('the audit of gradients', () => {
  it.each([
    ['Lotka–Volterra', [lotkaVolterra], 'auto'],
    ['two shares, one under interventions', [lotkaVolterra, modelOf(treatedPredators(), 20, 12, [], ['treat'])], 'tsit5'],
    ['implicit steps', [modelOf(known('eye'), 30, 10)], 'esdirk54'],
  ] as const)('finds every way within what it states: %s', (_name, models, method) => {
    const rows = rowsOf(lossOf(models, settingsOf(method, 1e-6)));
    expect([...rows.keys()]).toEqual(WAYS.map((way) => way.method));
    expect(rows.get('discrete-adjoint')).toMatchObject({ verdict: 'reference', deviation: null });
    expect(rows.get('checkpointed-adjoint')).toMatchObject({ verdict: 'within', deviation: 0, tolerance: 0 });
    for (const name of [
      'continuous-adjoint',
      'explicit-adjoint',
      'implicit-adjoint',
      'forward-sensitivities',
      'replayed-differences',
    ] as const) {
      const { verdict, deviation, tolerance } = rows.get(name)!;
      expect([name, verdict]).toEqual([name, 'within']);
      expect(deviation).toBeLessThanOrEqual(tolerance!);
    }
    expect(rows.get('solve-differences')).toMatchObject({ verdict: 'informative', tolerance: null });
  });

  it('tells an error of one in a million in one derivative, and in which parameter', () => {
    const wrong = { ...lotkaVolterra, plan: misdifferentiated(lotkaVolterra.plan) };
    const rows = rowsOf(lossOf([wrong], settingsOf('tsit5', 1e-6)));
    const parameter = lotkaVolterra.names[1];
    expect(rows.get('forward-sensitivities')).toMatchObject({ verdict: 'beyond', parameter });
    expect(rows.get('replayed-differences')).toMatchObject({ verdict: 'beyond', parameter });
  });

  it('says why a way is closed, and goes on', () => {
    const rows = rowsOf(lossOf([bouncingBall()], settingsOf('tsit5', 1e-6)));
    expect(rows.get('continuous-adjoint')).toMatchObject({ verdict: 'refused', failure: { reason: 'unsupported' } });
    expect(rows.get('forward-sensitivities')!.verdict).toBe('within');
    expect(rows.get('replayed-differences')!.verdict).toBe('within');
  });

  it('takes esdirk54 where Rodas5P has no exact gradient, and notes it', () => {
    const rows = rowsOf(lossOf([robertson()], settingsOf('auto', 1e-6, 1e-12)));
    expect(rows.get('discrete-adjoint')!.note).toMatch(/^ESDIRK5\(4\), \d+ steps; in place of Rodas5P/);
    expect(rows.get('forward-sensitivities')!.verdict).toBe('within');
    expect(rows.get('continuous-adjoint')!.verdict).toBe('within');
  });

  it('counts what explicit and implicit backward solves take, and closes the explicit one where it runs out of steps', () => {
    const evaluations = (loss: Loss): (number | null)[] => {
      const rows = rowsOf(loss);
      return (['explicit-adjoint', 'implicit-adjoint', 'discrete-adjoint'] as const).map((way) => rows.get(way)!.evaluations);
    };
    const [explicit, implicit, discrete] = evaluations(lossOf([lotkaVolterra], settingsOf('tsit5', 1e-6)));
    expect(explicit).toBeLessThan(implicit!);
    expect(discrete).toBeNull();
    const stiff = rowsOf(lossOf([robertson()], { ...settingsOf('esdirk54', 1e-6, 1e-12), maxSteps: 2000 }));
    expect(stiff.get('explicit-adjoint')).toMatchObject({ verdict: 'refused', failure: { reason: 'too-many-steps' } });
    expect(stiff.get('implicit-adjoint')!.verdict).toBe('within');
  });

  it('allows for what rounding is worth where it is worth something: on a relaxation oscillator', () => {
    const allowed = [lotkaVolterra, vanDerPol(1000, 2000)].map((model) =>
      rowsOf(lossOf([model], settingsOf('auto', 1e-6)), 'forward-sensitivities').get('forward-sensitivities')!,
    );
    expect(allowed.map(({ verdict }) => verdict)).toEqual(['within', 'within']);
    expect(allowed[0].tolerance).toBe(1e-9);
    expect(allowed[1].tolerance).toBeGreaterThan(1e-6);
  });

  it('does not hold the continuous adjoint to a method without an error estimate', () => {
    const rows = rowsOf(lossOf([lotkaVolterra], settingsOf('euler', 1e-6)));
    expect(rows.get('continuous-adjoint')).toMatchObject({ verdict: 'informative', tolerance: null });
    expect(rows.get('continuous-adjoint')!.deviation).toBeGreaterThan(1e-6);
  });

  it('refuses every way, with the reason, where the model cannot be solved', () => {
    const rows = rowsOf(lossOf([lotkaVolterra], { ...settingsOf('tsit5', 1e-6), maxSteps: 5 }));
    for (const row of rows.values()) expect(row).toMatchObject({ verdict: 'refused', failure: { reason: 'too-many-steps' } });
  });
});

describe('central differences', () => {
  it('leave the square of the step', () => {
    const slope = centralDifference((x) => success(Math.exp(x)), 1, 1e-2);
    expect(slope.ok && slope.value - Math.E).toBeCloseTo((1e-4 * Math.E) / 6, 8);
  });

  it.each([
    ['a tame function', (x: number) => Math.exp(x), Math.E],
    ['one that the first step is far too large for', (x: number) => Math.sin(300 * x), 300 * Math.cos(300)],
    ['one that fails at the first steps', (x: number) => Math.sqrt(x - 0.9995), 0.5 / Math.sqrt(0.0005)],
  ])('are good to rounding where they are extrapolated: %s', (_name, f, expected) => {
    const value = (x: number): Result<number> => {
      const y = f(x);
      return Number.isFinite(y) ? success(y) : failed({ reason: 'non-finite', message: '', advice: '' });
    };
    const slope = extrapolatedDifference(value, 1, 1e-2);
    expect(slope.ok && Math.abs(slope.value / expected - 1)).toBeLessThan(1e-9);
  });

  it('pass a failure on', () => {
    const failure = { reason: 'non-finite', message: '', advice: '' } as const;
    for (const difference of [centralDifference, extrapolatedDifference])
      expect(difference(() => failed(failure), 0, 1e-3)).toEqual({ ok: false, failure });
  });
});
