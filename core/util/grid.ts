/** @returns `count` times from one end to the other, evenly apart; the last is the end itself, to the bit */
export const evenly = (from: number, until: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_unused, k) => (k === count - 1 ? until : from + ((until - from) * k) / (count - 1)));
