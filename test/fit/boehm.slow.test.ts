import { describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { fisherSpectrum } from '../../core/fit/fisher-spectrum';
import { profileParameter } from '../../core/fit/profile-task';
import { createStartRunner } from '../../core/fit/run-start';
import { boehm, hasBoehm } from './boehm';

const STARTS = 16;
const quiet = { onProgress: () => undefined, cancelled: () => false };

describe.skipIf(!hasBoehm)('the fit of Boehm (skipped: no material, where it is absent)', () => {
  // at this tolerance the cost is good to 1e-5
  const document = boehm(STARTS, { rtol: 1e-6, atol: 1e-8 });

  it("finds the published optimum from several starts that are not the document's own, and stops by itself", () => {
    const run = createStartRunner({ document, fit: 'all', starts: STARTS, seed: 1 });
    const results = Array.from({ length: STARTS - 1 }, (_, k) => run(k + 1, quiet));
    const reached = results.filter(({ nllh }) => nllh !== null && Math.abs(nllh - 138.2219978) <= 0.1);
    expect(reached.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...results.map(({ nllh }) => nllh ?? Infinity))).toBeGreaterThan(138.2219);
    for (const { reason } of results) expect(reason).toMatch(/^converged.*ESDIRK5\(4\)/);
  });

  it('leaves some combination of its parameters open, as its profiles are known to', () => {
    const objective = createObjective(document, document.fits[0]);
    const best = Float64Array.from(objective.estimated, ({ nominal }) => nominal);
    const spectrum = fisherSpectrum(objective, best);
    if (!spectrum.ok) throw new Error(spectrum.failure.message);
    const { directions } = spectrum.value;
    expect(directions.some(({ determined }) => !determined)).toBe(true);
    // the noise parameters are told by 16 measurements each, 2·16·(ln 10)² a decade squared, whatever the rest
    const noise = directions.filter(({ vector }) => Math.hypot(...vector.slice(6)) > 0.999);
    expect(noise).toHaveLength(3);
    for (const { eigenvalue } of noise) expect(eigenvalue).toBeCloseTo(32 * Math.LN10 ** 2, 4);
  });

  it('has a profile of k_imp_homo that is open up to its bound, and of k_phos that is closed', () => {
    const profiled = (parameter: string) => {
      const result = profileParameter({ document, parameter }, { onPoint: () => undefined, cancelled: () => false });
      if (!result.ok) throw new Error(result.failure.message);
      return result.value;
    };
    const open = profiled('k_imp_homo');
    expect([open.lower.kind, open.upper.kind]).toEqual(['crossed', 'open']);
    expect(open.open).toContain('log10(k_imp_homo)');
    const closed = profiled('k_phos');
    expect([closed.lower.kind, closed.upper.kind]).toEqual(['crossed', 'crossed']);
    expect(closed.lower.value).toBeLessThan(closed.best.value);
    expect(closed.upper.value).toBeGreaterThan(closed.best.value);
  });
});
