import { describe, expect, it } from 'vitest';
import { changeId, estimateReading, remove, withReadingNumber } from '../../core/model/edit';
import { noiseText, sigmaText } from '../../core/model/noises';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const document = (observable: Record<string, unknown> = {}): Scenario =>
  makeDocument({
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 1 }],
    parameters: [{ id: 'gain', value: -2.5 }],
    observables: [{ id: 'o', name: 'o', expression: 'x', unit: 'AU', noise: { sigma: 0.2 }, ...observable }],
    conditions: [{ id: 'c', name: 'c' }],
    data: { measurements: [3, -7].map((value, time) => ({ condition: 'c', observable: 'o', time, value })) },
  });
const [{ id }] = document().observables;

describe('a number of how an observable is read', () => {
  it('becomes a parameter that a fit estimates, with the value it had', () => {
    const scaled = estimateReading(document({ scaling: 2 }), id, 'scaling');
    expect(scaled.id).toBe('scaling_o');
    expect(scaled.document.observables[0].scaling).toBe('scaling_o');
    expect(scaled.document.parameters[1]).toMatchObject({ value: 2, scale: 'log10', bounds: [0.02, 200], estimate: true });
    expect(scaled.document.parameters[1].unit).toBeUndefined();
    expect(estimateReading(document(), id, 'scaling').document.parameters[1]).toMatchObject({ value: 1, bounds: [0.01, 100] });
    const spread = estimateReading(document(), id, 'sigma').document;
    expect([spread.observables[0].noise.sigma, spread.parameters[1]]).toMatchObject([
      'sigma_o',
      { value: 0.2, scale: 'log10', bounds: [0.002, 20], unit: 'AU' },
    ]);
  });
  it('that may be negative is searched as far as the data reach, on the linear scale', () => {
    expect(estimateReading(document(), id, 'offset').document.parameters[1]).toMatchObject({
      value: 0,
      scale: 'linear',
      bounds: [-7, 7],
      unit: 'AU',
    });
    expect(estimateReading(document({ scaling: -2 }), id, 'scaling').document.parameters[1].scale).toBe('linear');
  });
  it('stays as it is where it is an expression already', () => {
    const before = document({ scaling: 'gain' });
    expect(estimateReading(before, id, 'scaling').document).toBe(before);
  });
  it('is left out where it changes nothing', () => {
    const [observable] = document({ scaling: 2, offset: 1 }).observables;
    expect(withReadingNumber(observable, 'scaling', 1)).not.toHaveProperty('scaling');
    expect(withReadingNumber(observable, 'offset', 0)).not.toHaveProperty('offset');
  });
});

describe('a parameter in a scaling or offset', () => {
  const used = document({ scaling: '2*gain', offset: 'gain' });
  it('is renamed there', () => {
    expect(changeId(used, 'gain', 'amplification').observables[0]).toMatchObject({
      scaling: '2*amplification',
      offset: 'amplification',
    });
  });
  it('leaves its value there when it is removed', () => {
    expect(remove(used, ['gain']).document.observables[0]).toMatchObject({ scaling: '2*(-2.5)', offset: -2.5 });
  });
});

describe('noise in words', () => {
  it('says what σ is: √(1 − 2/ν) of the standard deviation for Student’s t, which below 3 may have none', () => {
    expect(sigmaText({ model: 'student-t' })).toBe('the scale, 0.71 of the standard deviation');
    expect(sigmaText({ model: 'student-t', degreesOfFreedom: 10 })).toBe('the scale, 0.89 of the standard deviation');
    expect(sigmaText({ model: 'student-t', degreesOfFreedom: 2 })).toMatch(/no standard deviation/);
    expect(noiseText({ model: 'student-t', sigma: 's' }, String)).toBe('Student’s t noise with 4 degrees of freedom, σ = s');
  });
});
