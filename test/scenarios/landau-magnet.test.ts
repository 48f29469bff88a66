import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { describeScenario } from '../../core/service/pipeline';
import { measured, trueModel, truthOf } from '../../scenarios/landau-magnet/synthetic-data';
import { left, transition } from '../../scenarios/landau-magnet/transition';
import { loadScenario } from './load';

const document = loadScenario('landau-magnet'),
  truth = trueModel(document),
  { critical } = truthOf(document);

describe('the Landau magnet', () => {
  it('has no faults, and its units hold together', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
  });
  it('holds synthetic data that its recorded seed and truth make again, to the last digit', () => {
    expect(measured(truth, document.data.source!.seed!)).toEqual(document.data.measurements);
  });
  it('does not hold what it is to find', () => {
    expect(document.parameters.map(({ id }) => id)).toEqual(['temperature']);
    expect(document.mechanisms.map(({ law }) => law.kind)).toEqual(['neural']);
  });
  it('carries a fit of this very model and data, adopted', () => {
    const { result } = document.fits[0];
    expect(result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, document.fits[0])).digest('hex'));
    expect(departures(document, result!.best.parameters)).toEqual([]);
  });
  it('finds the transition of a model that is known, to the digits of its halving', () => {
    expect(transition(truth)).toBeCloseTo(critical, 5);
  });
  it('orders in either direction below, and not at all above, by its stored weights', () => {
    const [up, down] = [1, -1].map((from) => left(document, 439, from));
    // t = 439/627 − 1: the truth orders to √((−t − 0.3t²)/0.6)
    const t = 439 / 627 - 1;
    expect(up).toBeCloseTo(Math.sqrt((-t - 0.3 * t ** 2) / 0.6), 2);
    expect(down).toBe(-up);
    expect(Math.abs(left(document, 1.05 * critical))).toBeLessThan(1e-3);
  });
});
