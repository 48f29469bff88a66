/** A report's input made by hand around the small document: closed-form curves in the place of a solve. */
import { surgeryOf } from '../../core/graph/surgery';
import type { Scenario } from '../../core/model/schema';
import type { ReportArm, ReportInput } from '../../core/report/input';
import { copyOfSmall } from '../graph/small';

const times = Array.from({ length: 121 }, (_, i) => i / 4);

export function sample(change: (document: Scenario) => void = () => undefined): ReportInput {
  const document = copyOfSmall();
  change(document);
  const arm = (id: string, name: string, interventions: string[], scale: number, outcomes: ReportArm['outcomes']): ReportArm => ({
    id,
    name,
    surgery: surgeryOf(document, interventions),
    outcomes,
    series: {
      times,
      values: {
        tgfb: times.map((t) => (id === 'blocked' && t >= 10 ? 0 : 4.5 - 3 * (t / 6) * Math.exp(1 - t / 6) * 0.4)),
        E: times.map((t) => scale * t * Math.exp(-t / 5)),
        D: times.map((t) => scale * 0.02 * t * t * Math.exp(-t / 7)),
      },
      solver: { method: 'tsit5', why: 'the model is not stiff', steps: 41, rejected: 2, evaluations: 260 },
    },
    mechanisms: [
      { id: 'infiltration', mean: 0.4 * scale, baseline: 0.4 },
      { id: 'killing', mean: id === 'spared' ? 0 : 0.02 * scale, baseline: 0.02 },
    ],
  });
  return {
    document,
    text: JSON.stringify(document, null, 2),
    sha256: 'ab'.repeat(32),
    date: '2026-11-24T09:30:00.000Z',
    versions: { doflow: '0.1.0', node: '20.20.2' },
    comparison: {
      comparison: 'main',
      warnings: [],
      arms: [
        arm('baseline', document.comparisons[0].baseline.name, [], 1, {
          peak: { value: 0.53, effect: 0 },
          when: { value: 5.25, effect: 0 },
        }),
        arm('blocked', 'TGF-β blocked', ['no_tgfb'], 1.6, {
          peak: { value: 0.85, effect: 0.32, interval: { low: 0.21, high: 0.4, kind: 'range', members: 3 } },
          when: { value: 3.6, effect: -1.65, interval: { low: -2, high: -1.2, kind: 'range', members: 3 } },
        }),
        arm('spared', 'No damage', ['no_damage'], 0.3, {
          peak: { value: 0.0000123, effect: -0.53, interval: { low: -0.6, high: -0.5, kind: 'range', members: 3 } },
          when: { value: null, effect: null, interval: { low: null, high: null, kind: 'range', members: 0 } },
        }),
      ],
    },
    equations: [
      {
        id: 'D',
        kind: 'derivative',
        text: 'dD/dt = k_dam*E - k_rep*D',
        mathml:
          '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow><mfrac><mrow><mi mathvariant="normal">d</mi><mtext>Tissue damage</mtext></mrow><mrow><mi mathvariant="normal">d</mi><mi>t</mi></mrow></mfrac><mo>=</mo><mrow><msub><mi>k</mi><mtext>dam</mtext></msub><mo>·</mo><mtext>Effector cells</mtext><mo>−</mo><mtext>Repair</mtext><mo>·</mo><mtext>Tissue damage</mtext></mrow></mrow></math>',
      },
      {
        id: 'health',
        kind: 'assigned',
        text: 'health = 1 - D',
        mathml: '<math display="block"><mrow><mi>health</mi><mo>=</mo><mn>1</mn><mo>−</mo><mi>D</mi></mrow></math>',
      },
    ],
    problems: [
      {
        severity: 'warning',
        path: 'parameters[3]',
        message: 'Repair has no stated source',
        advice: 'say where the value comes from',
      },
    ],
    fitCurves: {
      nllh: -3.21,
      diagnostics: [
        { observable: 'score', condition: null, tests: [{ finding: null }, { finding: 'too few changes of sign (3 runs)' }] },
      ],
      holdout: { measurements: 1, nllh: 0.75 },
      observables: [
        {
          id: 'score',
          name: 'Clinical score',
          curves: [{ conditions: ['mouse'], times, values: times.map((t) => 0.018 * t) }],
          points: document.data.measurements.map(({ time, value }, i) => ({
            condition: 'mouse',
            time,
            value,
            predicted: 0.018 * time,
            residual: 0,
            ...(i === 0 ? { censored: 'left' as const } : {}),
            ...(i === 1 ? { heldOut: true as const } : {}),
          })),
        },
      ],
    },
    fit: {
      id: 'all',
      result: {
        best: { nllh: -3.21, parameters: { k_in: 0.79, k_dam: 0.05 } },
        cancelled: false,
        provenance: { document: 'cd'.repeat(32), versions: {} },
        starts: [-3.21, -3.2, -1.9, 40, null].map((nllh, index) => ({
          index,
          seed: index,
          nllh,
          gradientNorm: null,
          iterations: 9,
          reason: 'converged',
          parameters: { k_in: 0.79 + 0.02 * index, k_dam: 0.05 },
        })),
      },
    },
  };
}
