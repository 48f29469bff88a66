import { describe, expect, it } from 'vitest';
import { logBeta, logGamma } from '../../core/util/gamma';
import { logIncompleteBeta } from '../../core/util/incomplete-beta';

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe('the logarithm of the gamma function', () => {
  it('has the values of mpmath with 50 digits', () => {
    const known: [number, number][] = [
      [0.001, 6.907178885383853],
      [0.5, 0.5723649429247001],
      [3.7, 1.4280723266653879],
      [10, 12.80182748008147],
      [100.5, 361.4355404677776],
    ];
    // ten rounding errors, of the product that shifts a small argument
    for (const [x, value] of known) expect(relative(logGamma(x), value)).toBeLessThan(3e-15);
  });
  it('is log (n − 1)!', () => {
    let factorial = 1;
    for (let n = 1; n < 30; n++) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(5e-14);
      factorial *= n;
    }
  });
});

describe('the logarithm of the beta function', () => {
  it('has the values of mpmath with 50 digits, large arguments included', () => {
    const known: [number, number, number][] = [
      [2, 0.5, 0.28768207245178096],
      [0.05, 0.5, 3.061213287865305],
      [3, 4, -4.0943445622221],
      [12, 15, -18.568172732389435],
      // the difference of three logarithms of gamma would lose nine digits here
      [500_000, 0.5, -5.988816495777464],
      [0.5, 1e8, -8.637975427801482],
    ];
    for (const [a, b, value] of known) expect(relative(logBeta(a, b), value)).toBeLessThan(2e-14);
  });
});

describe('the logarithm of the incomplete beta function', () => {
  it('has the values of mpmath with 50 digits, where the function itself would underflow too', () => {
    const known: [number, number, number, number][] = [
      [2, 3, 0.3, -1.0546911016101814],
      [0.5, 0.5, 0.9, -0.22920282758111515],
      [2, 0.5, 1e-10, -47.03253111285931],
      [2, 0.5, 1e-200, -922.01486645063],
      [500, 0.5, 0.99, -6.484215912783656],
      [20, 30, 0.4, -0.6778641637697602],
      [20, 30, 0.41, -0.5717197825475355],
      [0.01, 5, 0.2, -0.0021843458703007927],
    ];
    for (const [a, b, x, value] of known)
      expect(Math.abs(logIncompleteBeta(a, b, x) - value)).toBeLessThan(5e-14 * (1 + Math.abs(value)));
  });
  it('is the binomial tail for whole arguments: I_x(a, n − a + 1) = P(at least a of n)', () => {
    const [n, a, x] = [9, 4, 0.35];
    let tail = 0,
      choose = 1;
    for (let k = 0; k <= n; k++) {
      if (k >= a) tail += choose * x ** k * (1 - x) ** (n - k);
      choose = (choose * (n - k)) / (k + 1);
    }
    expect(relative(Math.exp(logIncompleteBeta(a, n - a + 1, x)), tail)).toBeLessThan(1e-14);
  });
  it('goes from 0 to 1', () => {
    expect([logIncompleteBeta(2, 3, 0), logIncompleteBeta(2, 3, 1)]).toEqual([-Infinity, 0]);
  });
});
