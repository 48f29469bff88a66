import { describe, expect, it } from 'vitest';
import { laplace, normal, studentT, type Distribution } from '../../core/fit/distribution';
import { noiseLaw, noiseTerm } from '../../core/fit/noise';
import { validateDocument } from '../../core/model/document';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe("Student's t distribution", () => {
  it('has the density of scipy.stats.t', () => {
    const known: [number, number, number][] = [
      [1, 0.5, 1.3678734371636097],
      [2.5, -3, 3.6872381245767865],
      [4, 2, 2.7136972044115897],
      [30, 1, 1.4355125791352066],
    ];
    for (const [nu, z, value] of known) {
      const { constant, misfit } = studentT(nu);
      // a few roundings of the logarithm of the beta function
      expect(relative(constant + misfit(z), value)).toBeLessThan(1e-14);
    }
  });
  it('has the distribution function of mpmath with 50 digits, from the far lower to the upper tail', () => {
    const known: [number, number, number][] = [
      [1, -1e6, -14.960240443814008],
      [1, -0.01, -0.6995335153838237],
      [2.5, -3, -3.316266854340131],
      [2.5, 3, -0.03696283376797267],
      [4, -1e6, -54.16342994319565],
      [4, -1, -1.6769114931813458],
      [4, 0.7, -0.3027958223386206],
      [4, 40, -1.1670088422551885e-6],
      [30, -40, -62.54623464729917],
      [1000, -40, -481.8866575635933],
      [1000, 3, -0.0013843122403304705],
    ];
    for (const [nu, z, value] of known) expect(relative(studentT(nu).logCdf(z).value, value)).toBeLessThan(1e-12);
  });
  it('is that of Cauchy for ν = 1 and of the normal for ν beyond counting', () => {
    for (const z of [-30, -2, -0.3, 0, 1, 5]) {
      expect(Math.exp(studentT(1).logCdf(z).value)).toBeCloseTo(0.5 + Math.atan(z) / Math.PI, 14);
      // they differ by about z⁴/4ν
      expect(Math.abs(studentT(1e9).misfit(z) - normal.misfit(z))).toBeLessThan(z ** 4 / 1e9 + 1e-9);
    }
    expect(relative(studentT(1e8).logCdf(-3).value, normal.logCdf(-3).value)).toBeLessThan(1e-6);
  });
  it('has the slope and the curvature of its distribution function that differences see, never a negative one', () => {
    const distribution = studentT(4),
      h = 1e-4;
    for (const z of [-30, -4, -1.2, -0.2, 0, 0.4, 2, 9]) {
      const [down, middle, up] = [-h, 0, h].map((by) => distribution.logCdf(z + by));
      expect(relative(middle.slope, (up.value - down.value) / (2 * h))).toBeLessThan(1e-6);
      const curvature = -(up.slope - down.slope) / (2 * h);
      expect(distribution.cdfCurvature(z)).toBeCloseTo(Math.max(0, curvature), 6);
    }
    // log F falls like −ν log|z| there, which is concave upwards
    expect(distribution.cdfCurvature(-30)).toBe(0);
  });
});

describe('the information about a location', () => {
  it('is on average (ν + 1)/(ν + 3) of the normal’s, and little from a residual far off', () => {
    for (const nu of [1, 4, 12]) {
      const { constant, misfit, locationInformation } = studentT(nu);
      // midpoint rule over z = tan u, which takes all of the line
      const cells = 2000;
      let mean = 0;
      for (let k = 0; k < cells; k++) {
        const u = Math.PI * ((k + 0.5) / cells - 0.5),
          z = Math.tan(u);
        mean += locationInformation(z) * Math.exp(-constant - misfit(z)) * (1 + z * z) * (Math.PI / cells);
      }
      expect(mean).toBeCloseTo((nu + 1) / (nu + 3), 8);
      expect(locationInformation(100)).toBeLessThan(0.02);
    }
  });
});

describe('the likeliest scale of residuals', () => {
  const residuals = [0.1, -0.3, 0.25, 5, -0.2, 0.4, -0.1];
  it('is their root mean square, mean size, or what scipy finds for the t distribution', () => {
    expect(normal.likeliestScale(residuals)).toBeCloseTo(Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / 7), 14);
    expect(laplace.likeliestScale(residuals)).toBeCloseTo(6.35 / 7, 14);
    // scipy.optimize.minimize_scalar, good to the root of rounding
    expect(studentT(4).likeliestScale(residuals)).toBeCloseTo(0.4370910002761898, 7);
  });
  it('is 0 where all residuals are', () => {
    for (const distribution of [normal, laplace, studentT(4)]) expect(distribution.likeliestScale([0, 0])).toBe(0);
  });
});

describe('deviates', () => {
  it.each<[string, Distribution]>([
    ['normal', normal],
    ['laplace', laplace],
    ['Cauchy', studentT(1)],
    ['t with 4', studentT(4)],
    ['t with 2.7', studentT(2.7)],
  ])('of the %s follow its distribution function (Kolmogorov–Smirnov)', (_, distribution) => {
    const random = seededRandom(5),
      n = 20_000;
    const sorted = Float64Array.from({ length: n }, () => distribution.deviate(random)).sort();
    const distance = sorted.reduce((most, z, i) => {
      const F = Math.exp(distribution.logCdf(z).value);
      return Math.max(most, F - i / n, (i + 1) / n - F);
    }, 0);
    // exceeded once in a thousand samples
    expect(distance * Math.sqrt(n)).toBeLessThan(1.95);
  });
});

describe('degrees of freedom', () => {
  const withNoise = (noise: object) =>
    makeDocument({ observables: [{ id: 'o', name: 'o', expression: '1', noise: { sigma: 1, ...noise } }] });
  it('are 4 unless said', () => {
    const term = (noise: { degreesOfFreedom?: number }) => noiseTerm(noiseLaw({ model: 'student-t', ...noise }), 3, 1, 0.5).value;
    expect(term({})).toBe(term({ degreesOfFreedom: 4 }));
    expect(term({})).not.toBe(term({ degreesOfFreedom: 5 }));
  });
  it('belong to Student’s t alone, and are above 0', () => {
    expect(withNoise({ model: 'student-t', degreesOfFreedom: 2.5 }).observables[0].noise.degreesOfFreedom).toBe(2.5);
    expect(() => withNoise({ degreesOfFreedom: 3 })).toThrow(/observables\[0\]\.noise\.degreesOfFreedom.*only student-t/);
    expect(() => withNoise({ model: 'student-t', degreesOfFreedom: 0 })).toThrow(/degreesOfFreedom/);
    expect(validateDocument(withNoise({ model: 'student-t' })).observables[0].noise).toEqual({ model: 'student-t', sigma: 1 });
  });
});
