import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { loadScenario } from './load';

describe.each(['eye-privilege', 'influenza'])('the stored fit of %s', (name) => {
  const document = loadScenario(name);
  const { result } = document.fits[0];
  it('is of this very model and data, and adopted', () => {
    expect(result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, document.fits[0])).digest('hex'));
    expect(departures(document, result!.best.parameters)).toEqual([]);
  });
  it('has enough independent draws for its intervals', () => {
    expect(result!.draws!.values).toHaveLength(60);
    expect(result!.draws!.effective).toBeGreaterThan(40);
  });
});

describe.each(['irregular-clinic', 'hybrid-scapegoat'])('the stored fits of %s', (name) => {
  const document = loadScenario(name);
  it('are of this very model and data, and the first is adopted', () => {
    for (const fit of document.fits)
      expect(fit.result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, fit)).digest('hex'));
    expect(departures(document, document.fits[0].result!.best.parameters)).toEqual([]);
  });
});
