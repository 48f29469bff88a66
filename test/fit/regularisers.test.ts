import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { regulariserShares } from '../../core/fit/regularisers/shares';
import type { Scenario } from '../../core/model/schema';
import type { Result } from '../../core/util/result';
import { each, hybrid } from './regularised';

function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
const objectiveOf = (document: Scenario): FitObjective => createObjective(document, document.fits[0]);
const nominal = ({ estimated }: FitObjective): Float64Array => Float64Array.from(estimated, (one) => one.nominal);
/** largest difference, as a part of the largest entry of the first */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const size = Math.max(...Array.from(a, Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]))) / size;
};

describe.each(Object.entries(each))('%s', (_name, regulariser) => {
  const plain = objectiveOf(hybrid([])),
    whole = objectiveOf(hybrid([regulariser])),
    x = nominal(whole);

  it('costs something here, and has the gradient that central differences see', () => {
    const { value, gradient } = got(whole.evaluate(x)),
      without = got(plain.evaluate(x)),
      own = gradient.map((slope, i) => slope - without.gradient[i]);
    expect(value).toBe(got(whole.cost(x)));
    expect(value - without.value).toBeGreaterThan(1e-3);
    const cost = (at: Float64Array): number => got(whole.cost(at)) - got(plain.cost(at));
    const h = 5e-5;
    const differences = x.map((_, i) => {
      const moved = (by: number): Float64Array => x.map((xi, j) => (i === j ? xi + by : xi));
      return (8 * (cost(moved(h)) - cost(moved(-h))) - (cost(moved(2 * h)) - cost(moved(-2 * h)))) / (12 * h);
    });
    // differences of fourth order are good to rounding over h, 1e-11 of the cost; fixed steps leave no other noise
    expect(apart(own, differences)).toBeLessThan(1e-7);
  });

  it('has the same gradient by forward sensitivities, and a Gauss–Newton matrix that is symmetric and not negative', () => {
    const adjoint = got(whole.evaluate(x)),
      informed = got(whole.information(x)),
      without = got(plain.information(x)),
      k = x.length;
    expect(informed.value).toBeCloseTo(adjoint.value, 10);
    expect(apart(adjoint.gradient, informed.gradient)).toBeLessThan(1e-10);
    const own = informed.information.map((entry, i) => entry - without.information[i]),
      size = Math.max(...own.map(Math.abs));
    for (let trial = 0; trial < 20; trial++) {
      const v = x.map((_, i) => Math.sin(7 * trial + 3 * i));
      let square = 0;
      for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) square += v[i] * own[i * k + j] * v[j];
      expect(square).toBeGreaterThan(-1e-9 * size);
    }
    for (let i = 0; i < k; i++)
      for (let j = 0; j < i; j++) expect(Math.abs(own[i * k + j] - own[j * k + i])).toBeLessThan(1e-9 * size);
  });

  it('reports the share of the cost that is its own', () => {
    const document = hybrid([regulariser]),
      [share] = got(regulariserShares(document, document.fits[0]));
    expect(share.kind).toBe(regulariser.kind);
    expect(share.value).toBeCloseTo(got(whole.cost(x)) - got(plain.cost(x)), 9);
  });
});

describe('regularisers together', () => {
  const all = Object.values(each);

  it('add up, from one solve', () => {
    const document = hybrid(all),
      whole = objectiveOf(document),
      x = nominal(whole),
      plain = got(objectiveOf(hybrid([])).cost(x));
    const shares = got(regulariserShares(document, document.fits[0]));
    expect(got(whole.cost(x))).toBeCloseTo(
      shares.reduce((sum, { value }) => sum + value, plain),
      9,
    );
  });

  it('leave the likelihood of what is held out alone, and are named beside the cost of the curves', () => {
    const held = (document: Scenario): Scenario => ({ ...document, fits: [{ ...document.fits[0], holdout: { after: 2.5 } }] });
    const [without, withAll] = [held(hybrid([])), held(hybrid(all))].map((document) => fitCurves(document, document.fits[0]));
    expect(withAll.holdout!.nllh).toBe(without.holdout!.nllh);
    expect(withAll.regularisers).toHaveLength(all.length);
    expect(withAll.nllh! - without.nllh!).toBeCloseTo(
      withAll.regularisers!.reduce((sum, { value }) => sum + value, 0),
      9,
    );
    expect(without.regularisers).toBeUndefined();
  });
});
