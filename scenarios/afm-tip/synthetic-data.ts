/** How the data of this scenario were made: by the forces of van der Waals and of Derjaguin, Muller and Toporov, and a damping that rises near the surface. */
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';

const evenly = (step: number): number[] => Array.from({ length: 220 }, (_, k) => step * (k + 1));
/** in µs: every 1 of 220 at the slower approach, every 0.5 of 110 at the faster */
const TIMES: Readonly<Record<string, number[]>> = { slow: evenly(1), fast: evenly(0.5) };

/**
 * @returns the scenario with the true force and damping, of the values in data.source.truth, in the place of the networks: H in nN·nm, R and a0 in
 * nm, E in nN/nm², damping in ng/µs, its range in nm (García & Pérez, Surf Sci Rep 47:197, 2002; Gotsmann et al., Phys Rev B 60:11051, 1999)
 */
export function trueModel(document: Scenario): Scenario {
  const { hamaker, radius, contact, modulus, far, near, range } = document.data.source!.truth!;
  const laws: Readonly<Record<string, string>> = {
    force: `-${hamaker}*${radius}/(6*max(s, ${contact})^2) + 4/3*${modulus}*sqrt(${radius})*max(0, ${contact} - s)^1.5`,
    damping: `-(${far} + ${near}*exp(-max(s, 0)/${range}))*v`,
  };
  return {
    ...document,
    networks: [],
    mechanisms: document.mechanisms.map((one) =>
      one.id in laws ? { ...one, law: { kind: 'custom', expression: laws[one.id] } } : one,
    ),
  };
}

/** @returns deflections along the approach and retraction of each condition, with the noise of the document */
export const measured = (document: Scenario, seed: number): Measurement[] =>
  synthesise(
    trueModel(document),
    Object.entries(TIMES).map(([condition, times]) => ({
      condition,
      replicate: 'one',
      samples: [{ observable: 'deflection', times }],
    })),
    seed,
    4,
  );
