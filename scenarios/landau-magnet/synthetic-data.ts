/** How the data of this scenario were made: by a Landau potential whose coefficients the scenario itself does not hold; and by another law, for contrast. */
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';

/** t = 2, 4 … 40 */
const TIMES = Array.from({ length: 20 }, (_, k) => 2 * (k + 1));

interface Truth {
  readonly critical: number;
  readonly slope: number;
  readonly curvature: number;
  readonly b: number;
}
/** @returns the values of data.source.truth; `critical` is T_c in K */
export const truthOf = (document: Scenario): Truth => document.data.source!.truth as unknown as Truth;

const withLaw = (document: Scenario, expression: string): Scenario => ({
  ...document,
  networks: [],
  mechanisms: document.mechanisms.map((one) => (one.id === 'relaxation' ? { ...one, law: { kind: 'custom', expression } } : one)),
});

/** @returns the scenario with dm/dt = −a(T)m − bm³, a = slope·(t + curvature·t²) and t = T/T_c − 1, in the place of the network */
export function trueModel(document: Scenario): Scenario {
  const { critical, slope, curvature, b } = truthOf(document),
    t = `(T/${critical} - 1)`;
  return withLaw(document, `-${slope}*(${t} + ${curvature}*${t}^2)*m - ${b}*m^3`);
}

/** @returns the scenario with the mean field of Weiss, dm/dt = −m + tanh(m·T_c/T), which no Landau form of finite degree is */
export const meanField = (document: Scenario): Scenario => withLaw(document, `-m + tanh(m*${truthOf(document).critical}/T)`);

/** @returns measurements of a model under every condition, with the noise of the document */
export const measured = (model: Scenario, seed: number): Measurement[] =>
  synthesise(
    model,
    model.conditions.map(({ id }) => ({ condition: id, replicate: 'one', samples: [{ observable: 'seen', times: TIMES }] })),
    seed,
    4,
  );
