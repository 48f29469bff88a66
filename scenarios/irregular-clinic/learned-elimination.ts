/** The scenario with a network in the place of the law of elimination, as where that law is not known. */
import { parseDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';

/** How much the sum of squared weights costs: keeps the shape, which is to be near a line, from following the noise. */
const DECAY = 1;

/**
 * The rate is CL/V, each subject's own, times one network of the concentration that all share: positive, nothing without drug, and
 * at first the concentration itself.
 */
export function withLearnedElimination(document: Scenario): Scenario {
  return parseDocument(
    JSON.stringify({
      ...document,
      networks: [
        {
          id: 'shape',
          inputs: [{ variable: 'plasma', scale: 10 }],
          hidden: [3],
          constraint: { kind: 'positive' },
          vanishesWith: 'plasma',
          start: 1,
          seed: 1,
        },
      ],
      mechanisms: document.mechanisms.map((one) =>
        one.id === 'elimination'
          ? { ...one, law: { kind: 'neural', network: 'shape' }, effects: [{ variable: 'plasma', coefficient: '-CL/V' }] }
          : one,
      ),
      fits: document.fits.map((fit) => ({ ...fit, regularisers: [{ kind: 'weight-decay', weight: DECAY }] })),
    }),
  ).document;
}
