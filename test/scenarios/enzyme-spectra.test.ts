import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acceptedStarts } from '../../core/fit/accepted';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { boundsAtTruth, deviationOf, rates, spectrumError, unseen } from '../../scenarios/enzyme-spectra/recovery';
import { syntheticData, wavelengths } from '../../scenarios/enzyme-spectra/synthetic-data';
import { loadScenario } from './load';

const document = loadScenario('enzyme-spectra'),
  { measurements, source } = document.data,
  truth = source!.truth!;

describe('the enzyme whose mixture alone is seen', () => {
  it('holds data that its recorded seed and truth make again, to the last digit', () => {
    expect(syntheticData(document)).toEqual(measurements);
  });

  it('carries fits of this very model and data, of which that of three runs is adopted', () => {
    for (const fit of document.fits)
      expect(fit.result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, fit)).digest('hex'));
    expect(departures(document, document.fits[0].result!.best.parameters)).toEqual([]);
  });

  it('has in its stored fits the lesson of one run: starts that agree on the cost and not on the pure spectra', () => {
    const [three, one] = document.fits.map(({ result }) => acceptedStarts(result!));
    const spread = (starts: typeof one): number =>
      Math.max(...starts.map(({ parameters }) => Math.abs(parameters.eps_E_400 / starts[0].parameters.eps_E_400 - 1)));
    expect(three.length).toBeGreaterThan(4);
    expect(spread(three)).toBeLessThan(1e-3);
    expect(one.length).toBeGreaterThan(4);
    expect(spread(one)).toBeGreaterThan(0.01);
    expect(spectrumError({ values: document.fits[0].result!.best.parameters }, truth)).toBeLessThan(0.03);
  });

  it('leaves one combination open a wavelength in one run, and none in three', () => {
    const one = boundsAtTruth(document, ['much']),
      all = boundsAtTruth(document);
    expect(one.eigenvalues.filter((value) => value === 0)).toHaveLength(wavelengths.length);
    // 1/(µM cm) added to all species by what cannot be seen
    expect(one.deviation(unseen(one, [20, 100], 400))).toBe(Infinity);
    expect(deviationOf(one, 'eps_P_360')).toBe(Infinity);
    expect(all.eigenvalues[0]).toBeGreaterThan(0);
    for (const id of rates) {
      expect(deviationOf(one, id)).toBeGreaterThan(0.05);
      expect(deviationOf(all, id)).toBeLessThan(0.022);
    }
  });
});
