import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { logError, repeatedError } from '../../scenarios/lynx-hare/forecast';
import { hasMaterial, material, readTable } from '../material';
import { loadScenario } from './load';

const document = loadScenario('lynx-hare');

describe('lynx and hare', () => {
  const path = ['data', 'hudson_bay_hare_lynx_1900_1920.csv'] as const;
  it.skipIf(!hasMaterial(...path))('holds the pelts as they are in the material, to the last digit', () => {
    const hash = createHash('sha256').update(readFileSync(join(material, ...path)));
    expect(document.data.source!.sha256).toBe(hash.digest('hex'));
    const expected = readTable(',', ...path).flatMap((row) => [
      { observable: 'hare_pelts', time: Number(row.year), value: Number(row.hare_thousand) },
      { observable: 'lynx_pelts', time: Number(row.year), value: Number(row.lynx_thousand) },
    ]);
    expect(document.data.measurements.map(({ observable, time, value }) => ({ observable, time, value }))).toEqual(expected);
  });

  it('carries fits of this very model and data, of which the classic one is adopted', () => {
    for (const fit of document.fits)
      expect(fit.result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, fit)).digest('hex'));
    expect(departures(document, document.fits[0].result!.best.parameters)).toEqual([]);
  });

  it('has in its stored fits what its proof claims: the hybrid costs less up to 1913, and more after it', () => {
    const [, , classic, hybrid] = document.fits.map(({ result }) => result!);
    expect(hybrid.best.nllh).toBeLessThan(classic.best.nllh - 10);
    expect(hybrid.holdout!.nllh!).toBeGreaterThan(classic.holdout!.nllh! + 10);
  });

  it('measures a forecast by the logarithm of what it is off by', () => {
    // ten years before 1920 there were 27.1 hares and 7.4 lynx
    const expected = Math.sqrt((Math.log(27.1 / 24.7) ** 2 + Math.log(7.4 / 8.6) ** 2) / 2);
    expect(repeatedError(document, 1919)).toBeCloseTo(expected, 12);
    // of the adopted model over all years: its own noise
    const sigma = (id: string): number => document.parameters.find((one) => one.id === id)!.value;
    const noise = Math.sqrt((sigma('sigma_hares') ** 2 + sigma('sigma_lynx') ** 2) / 2);
    // the likeliest σ under the prior lies a little above or below the residuals' root mean square
    expect(Math.abs(logError({ document }, 1899) / noise - 1)).toBeLessThan(0.1);
  });
});
