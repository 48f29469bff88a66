/** Accuracy of the adaptive methods against solutions from outside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import type { RightHandSide } from '../../core/solve/system';
import { hasMaterial, material } from '../material';
import { knownSystem } from '../systems';
import { eye, eyeParameters, hires, lotkaVolterra, onePiece, oregonator, robertson, vanDerPol } from './problems';

interface Reference {
  t_end: number;
  y0: readonly number[];
  y_end: readonly number[];
}
const file = ['stiff', 'stiff_reference.json'];
const references = hasMaterial(...file)
  ? (JSON.parse(readFileSync(join(material, ...file), 'utf8')) as Record<string, Reference>)
  : undefined;

const none = new Float64Array(0);

function endError(
  rhs: RightHandSide,
  { t_end, y0, y_end }: Reference,
  p: Float64Array,
  settings: Settings,
): { worst: number; method: string } {
  const result = solve(onePiece(rhs, y0, p.length), p, { from: 0, until: t_end, settings });
  if (!result.ok) throw new Error(result.failure.message);
  const { final, method } = result.value;
  return { worst: Math.max(...y_end.map((value, i) => Math.abs(final[i] - value) / Math.abs(value))), method };
}

describe.skipIf(references === undefined)(
  `stiff problems of the Bari test set${references === undefined ? ' (skipped: no material)' : ''}`,
  () => {
    it.each([
      { id: 'robertson', rhs: robertson, atol: Float64Array.of(1e-16, 1e-22, 1e-8) },
      { id: 'oregonator', rhs: oregonator, atol: 1e-10 },
      { id: 'vanderpol_mu1000', rhs: vanDerPol, atol: 1e-9 },
    ])('$id is solved to 1e-5 of its end point at rtol 1e-6, by choice and by auto', ({ id, rhs, atol }) => {
      for (const method of ['rodas5p', 'auto'] as const) {
        const found = endError(rhs, references![id], none, { method, rtol: 1e-6, atol, maxSteps: 100_000 });
        // Global errors of stiff relaxation oscillators exceed the local tolerance; ten times is the customary allowance.
        expect(found.worst).toBeLessThan(1e-5);
        expect(found.method).toBe('rodas5p');
      }
    });
  },
);

describe('HIRES', () => {
  it('is solved to 1e-6 of the reference of the Bari test set', () => {
    const { until, reference: end } = knownSystem('hires'),
      reference = { t_end: until, y0: [1, 0, 0, 0, 0, 0, 0, 0.0057], y_end: end };
    expect(
      endError(hires, reference, none, { method: 'rodas5p', rtol: 1e-6, atol: 1e-11, maxSteps: 100_000 }).worst,
    ).toBeLessThan(1e-6);
  });
});

/** end points by fixed-step RK4 in extended precision, 2 million steps */
describe('problems that are not stiff', () => {
  it.each([
    { id: 'Lotka–Volterra', rhs: lotkaVolterra, p: [1.3, 0.9, 0.8, 1.8], system: 'lotka_volterra', y0: [0.44249296, 4.6280594] },
    { id: 'the eye model', rhs: eye, p: eyeParameters, system: 'eye', y0: [1, 0.9, 0.6, 0.05, 0.1, 0] },
  ])('$id: the error follows the tolerance down to 1e-8, by the explicit methods and Rodas5P', ({ rhs, p, system, y0 }) => {
    const { until, reference: end } = knownSystem(system),
      reference = { t_end: until, y0, y_end: end };
    for (const method of ['auto', 'rodas5p'] as const) {
      for (const rtol of [1e-6, 1e-8, 1e-10]) {
        const found = endError(rhs, reference, Float64Array.from(p), { method, rtol, atol: rtol * 1e-2, maxSteps: 100_000 });
        expect(found.worst).toBeLessThan(100 * rtol);
        expect(found.method).toBe(method === 'auto' ? (rtol > 5e-7 ? 'tsit5' : 'dop853') : method);
      }
    }
  });
});
