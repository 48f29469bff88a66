/**
 * The gradient of a least-squares loss of Lotka–Volterra in four rates and two initial values, 40 × 2 observations: the discrete
 * adjoint against its own forward solve and against CVODES' adjoint and forward sensitivities at equal error of the gradient.
 */
import { z } from 'zod';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { initialName } from '../../core/equations/system';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { lotkaVolterraDocument } from '../systems';
import type { Measured } from './command';
import { drawDiagram } from './diagram';
import { peerData, SENSITIVITY_RATIO, sundials } from './sundials';
import { fastest, microseconds, type Point } from './timing';

const lossData = z.object({
  t: z.array(z.number()),
  y: z.array(z.tuple([z.number(), z.number()])),
  theta: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
  loss_ref: z.number(),
  grad_ref: z.array(z.number()).length(6),
});
const peerLine = z.object({
  what: z.string(),
  us: z.number(),
  rtol: z.number(),
  grad_err2: z.number().nullable(),
  flag: z.number(),
});

const REPEATS = 9,
  WARM_MS = 100;

interface Row extends Point {
  readonly method: string;
  readonly rtol: number;
  readonly forward: number;
}

function rowsOf({ t, y, theta, grad_ref: reference }: z.infer<typeof lossData>): Row[] {
  const document = lotkaVolterraDocument([theta[4], theta[5]], [theta[0], theta[1], theta[2], theta[3]]);
  const until = t[t.length - 1],
    { plan, nominal, parameters } = lowerScenario(document, { from: 0, until });
  const slots = ['a', 'b', 'c', 'd', initialName('x'), initialName('y')].map((name) => parameters.indexOf(name));
  const times = Float64Array.from(t),
    observed = Float64Array.from(y.flat());
  const recorder = new StepRecording(plan),
    cotangents = new Float64Array(observed.length),
    gp = new Float64Array(plan.m);
  const size = Math.hypot(...reference);
  const rows: Row[] = [];
  for (const method of ['tsit5', 'dop853'] as const) {
    for (let exponent = 3; exponent <= 10; exponent++) {
      const rtol = Number(`1e-${exponent}`),
        options = { from: 0, until, times, settings: { method, rtol, atol: rtol * 1e-2, maxSteps: 100_000 } };
      const gradient = (): void => {
        const solved = solve(plan, nominal, { ...options, recorder });
        if (!solved.ok) throw new Error(solved.failure.message);
        const { states } = solved.value;
        for (let i = 0; i < states.length; i++) cotangents[i] = 2 * (states[i] - observed[i]);
        gp.fill(0);
        const adjoint = discreteAdjoint(plan, nominal, recorder, times, cotangents, gp);
        if (!adjoint.ok) throw new Error(adjoint.failure.message);
      };
      gradient();
      rows.push({
        method,
        rtol,
        error: Math.hypot(...reference.map((value, i) => gp[slots[i]] - value)) / size,
        forward: microseconds(() => solve(plan, nominal, options), REPEATS, WARM_MS),
        microseconds: microseconds(gradient, REPEATS, WARM_MS),
      });
    }
  }
  return rows;
}

export async function run(): Promise<Measured[]> {
  const data = lossData.safeParse(peerData('lv_loss.json'));
  if (!data.success) {
    console.log('gradient: skipped, there is no lv_loss.json among the peers');
    return [];
  }
  const rows = rowsOf(data.data),
    measured: Measured[] = [];
  const built = await sundials();
  const peers: Point[] = [];
  if (typeof built === 'string') console.log(`gradient: ${built}`);
  else {
    console.log(`gradient: beside ${built.build}`);
    for (const { what, us, grad_err2: error, flag } of await built.read('sens', ['3', '8'], peerLine)) {
      if (flag < 0 || error === null || error < 0 || what === 'none') continue;
      peers.push({ microseconds: built.optimised ? us : us / SENSITIVITY_RATIO, error });
    }
  }
  for (const error of [1e-4, 1e-5]) {
    const own = fastest(rows, error),
      peer = fastest(peers, error);
    const best = rows.find((row) => row.error <= error && row.microseconds === own);
    if (best !== undefined)
      measured.push(
        { what: `gradient within ${error} (${best.method}, rtol ${best.rtol})`, value: best.microseconds, unit: 'µs' },
        {
          what: `gradient within ${error}, over its own forward solve`,
          value: best.microseconds / best.forward,
          unit: 'times',
          target: 4,
        },
      );
    if (own === undefined || peer === undefined) continue;
    measured.push({ what: `gradient within ${error}, CVODES`, value: peer, unit: 'µs' });
    measured.push({ what: `gradient within ${error}, our time over CVODES'`, value: own / peer, unit: 'share', target: 1 / 3 });
  }
  const line = (name: string, points: readonly Point[], dashed = false) => ({
    name,
    dashed,
    points: [...points].sort((a, b) => a.error - b.error).map((point): [number, number] => [point.error, point.microseconds]),
  });
  const beaten = (point: Point): boolean =>
    peers.some((other) => other.microseconds < point.microseconds && other.error <= point.error);
  drawDiagram('gradient', 'relative error of the gradient', 'µs a gradient', [
    {
      title: 'Lotka–Volterra, 6 parameters, 40 observations',
      lines: [
        line(
          'discrete adjoint, Tsit5',
          rows.filter(({ method }) => method === 'tsit5'),
        ),
        line(
          'discrete adjoint, DOP853',
          rows.filter(({ method }) => method === 'dop853'),
        ),
        ...(peers.length === 0
          ? []
          : [
              line(
                'CVODES',
                peers.filter((point) => !beaten(point)),
                true,
              ),
            ]),
      ],
    },
  ]);
  return measured;
}
