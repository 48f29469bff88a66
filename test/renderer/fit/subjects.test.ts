import { describe, expect, it } from 'vitest';
import { applyFit } from '../../../core/model/edit';
import { boundsRows } from '../../../renderer/fit/bounds';
import { decays } from '../../fit/population';

describe("subjects' values against bounds", () => {
  it('are rows behind their parameter, named by it and their condition, beside the values that hold now', () => {
    const document = applyFit(decays({ spread: 0.2, subjects: 3 }), { 'k@s2': 0.9 });
    const rows = boundsRows(document, { 'k@s2': 10, k: 0.5, 'k@s1': 0.1, 'k@gone': 1 });
    expect(rows.map(({ id, name, current, atBound }) => ({ id, name, current, atBound }))).toEqual([
      { id: 'k', name: 'k', current: 0.4, atBound: null },
      { id: 'k@s1', name: 'k, Subject 1', current: 0.4, atBound: null },
      { id: 'k@s2', name: 'k, Subject 2', current: 0.9, atBound: 'upper' },
    ]);
    // a decade of three above the lower bound of 0.01
    expect(rows[1].fittedAt).toBeCloseTo(1 / 3, 12);
  });
});
