/** Small documents for tests. */
import { validateDocument } from '../core/model/document';
import { FORMAT, VERSION, type Scenario } from '../core/model/schema';

/** @param parts sections of a document, as a file would hold them */
export const makeDocument = (parts: Record<string, unknown>): Scenario =>
  validateDocument({ format: FORMAT, version: VERSION, about: { title: 'test' }, ...parts });

/** Two states A → B with a regulator, a delay, an assigned variable and an input: one of each kind of thing. */
export const sampler = (): Scenario =>
  makeDocument({
    variables: [
      { id: 'A', name: 'A', kind: 'state', initial: 2 },
      { id: 'B', name: 'B', kind: 'state', initial: 'b0' },
      { id: 'C', name: 'C', kind: 'state', initial: 0.5 },
      { id: 'total', name: 'A + B', kind: 'assigned', expression: 'A + B' },
      { id: 'light', name: 'light', kind: 'input', expression: '1 + 0.5*sin(t)' },
    ],
    parameters: [
      { id: 'k', value: 0.7, scale: 'log10' },
      { id: 'b0', value: 0.3 },
      { id: 'K', value: 1.1 },
      { id: 'h', value: 2.5 },
      { id: 'q', value: 0.4 },
    ],
    mechanisms: [
      {
        id: 'conversion',
        name: 'conversion',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'A', role: 'substrate' }],
        effects: [
          { variable: 'A', coefficient: -1 },
          { variable: 'B', coefficient: 1 },
        ],
        regulators: [{ variable: 'C', kind: 'inhibition', law: { kind: 'hill', K: 'K', h: 'h' } }],
      },
      {
        id: 'supply',
        name: 'supply',
        law: { kind: 'custom', expression: 'q*light/(1 + total)' },
        inputs: [{ variable: 'light' }, { variable: 'total' }],
        effects: [{ variable: 'A', coefficient: 1 }],
      },
      {
        id: 'late',
        name: 'late',
        law: { kind: 'delay-chain', parameters: { k: 0.2, delay: 2, stages: 2 } },
        inputs: [{ variable: 'B', role: 'source' }],
        effects: [
          { variable: 'B', coefficient: -1 },
          { variable: 'C', coefficient: 1 },
        ],
      },
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'michaelis-menten', parameters: { Vmax: 0.3, Km: 'K' } },
        inputs: [{ variable: 'C', role: 'substrate' }],
        effects: [{ variable: 'C', coefficient: -1 }],
      },
    ],
  });
