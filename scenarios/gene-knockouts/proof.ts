/**
 * DREAM4 in-silico challenge, size 10, networks 1 and 2: steady states under double knock-outs, without noise, as GeneNetWeaver published
 * them (Marbach et al., PNAS 107:6286, 2010; Schaffter et al., Bioinformatics 27:2263, 2011).
 */
import type { Proof } from '../../core/service/proof';

/** genes knocked out → mRNA of G1 … G10 at rest, in units of the scale */
const published = [
  {
    network: 1,
    scale: 0.701307,
    rows: [
      ['G7_G10', [0.701307, 0.097722, 0.09115, 0.387965, 0.121844, 0.328627, 0, 0.701307, 0.701307, 0]],
      ['G1_G10', [0, 0.425129, 0.334216, 0.037098, 0.701307, 0.328627, 0.57435, 0.701307, 0.701307, 0]],
      ['G1_G7', [0, 0.425129, 0.52221, 0.037098, 0.701307, 0.328627, 0, 0.701307, 0.701307, 0.699658]],
      ['G3_G9', [0.701307, 0.097722, 0, 0.387965, 0.121844, 0.328627, 0.701307, 0.701307, 0, 0.050294]],
      ['G1_G3', [0, 0.425129, 0, 0.037098, 0.701307, 0.328627, 0.701307, 0.701307, 0.701307, 0.699658]],
    ],
  },
  {
    network: 2,
    scale: 0.672679,
    rows: [
      ['G5_G10', [0.672679, 0.001959, 0.024028, 0.672602, 0, 0.672403, 0.00847, 0.672679, 0.672679, 0]],
      ['G4_G9', [0.672679, 0.612065, 0.457213, 0, 0.53586, 0.503888, 0.393775, 0.247702, 0, 0.672679]],
      ['G4_G5', [0.672679, 0.001959, 0.02403, 0, 0, 0.672403, 0.00847, 0.672679, 0.672679, 0.672679]],
      ['G3_G4', [0.672679, 0.007612, 0, 0, 0.036815, 0.672371, 0.008892, 0.672676, 0.672679, 0.672679]],
      ['G2_G9', [0.672679, 0, 0.661503, 0.672679, 0.644843, 0.672402, 0.008429, 0.672679, 0, 0.672679]],
    ],
  },
] as const;

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'network1', curve: 'n1_G2' },
  async *findings({ document, request }) {
    for (const { network, scale, rows } of published) {
      const { arms } = await request('compare', { document, comparison: `network${network}`, ranges: false });
      for (const [genes, values] of rows) {
        const arm = arms.find(({ id }) => id === `n${network}_${genes}_arm`)!;
        yield {
          claim: `the double knock-outs of network ${network} are predicted to the published steady states`,
          measure: `${genes.replace('_', ' and ')}: largest distance over the ten genes`,
          figure: Math.max(
            ...values.map((value, i) => Math.abs(scale * (arm.outcomes[`n${network}_G${i + 1}_end`].value ?? NaN) - value)),
          ),
          bound: { atMost: 3e-4 },
        };
      }
    }
  },
};
export default proof;
