import { describe, expect, it } from 'vitest';
import { certificates, violations } from './network-probes';

const POINTS = 1_000_000;

describe.each(certificates)('a network that is $name', (certificate) => {
  it('obeys at a million points, on the data and off it, with small weights and large', () => {
    expect(violations(certificate.network, certificate, POINTS, 11)).toBe(0);
  });
  it('breaks the same rule often where it is not built in', () => {
    expect(violations(certificate.unconstrained, certificate, 40_000, 12)).toBeGreaterThan(10_000);
  });
});
