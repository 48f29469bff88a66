/**
 * Seeded random numbers with the same bits on every machine: sfc32 (Chris Doty-Humphrey, PractRand) seeded by
 * splitmix32. Only integer operations and one multiplication by 2⁻³²; normal deviates by the polar method use Math.log
 * and Math.sqrt, which agree on one V8.
 */
export interface Random {
  /** @returns uniform number in [0, 1) with 32 random bits */
  uniform(): number;
  /** @returns standard normal deviate */
  normal(): number;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** @param seed any integer; equal seeds give equal sequences */
export function seededRandom(seed: number): Random {
  const next = splitmix32(seed);
  let a = next() | 0,
    b = next() | 0,
    c = next() | 0,
    d = 1;
  const bits = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  let spare: number | null = null;
  const uniform = (): number => bits() / 4294967296;
  return {
    uniform,
    normal() {
      if (spare !== null) {
        const s = spare;
        spare = null;
        return s;
      }
      for (;;) {
        const u = 2 * uniform() - 1,
          v = 2 * uniform() - 1,
          s = u * u + v * v;
        if (s > 0 && s < 1) {
          const f = Math.sqrt((-2 * Math.log(s)) / s);
          spare = v * f;
          return u * f;
        }
      }
    },
  };
}

/** @returns a seed for the index-th of many independent streams under one seed */
export function streamSeed(seed: number, index: number): number {
  const next = splitmix32(seed ^ Math.imul(index + 1, 0x85ebca6b));
  next();
  return next();
}
