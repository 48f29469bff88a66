/**
 * The hyperbolic tangent, which takes most of the time of a small network: by a table and the addition theorem twice as fast as
 * Math.tanh, within 2.3 units in the last place. Its arithmetic is elementary, so that generated code can have it written out.
 */

/** points of the table in a unit of x */
const DENSITY = 32,
  /** where tanh has long been 1 in double precision */
  REACH = 20,
  MIDDLE = REACH * DENSITY;

export const tanhTable = Float64Array.from({ length: 2 * MIDDLE + 1 }, (_, i) => Math.tanh((i - MIDDLE) / DENSITY));

export function tanh(x: number): number {
  const c = Math.max(-REACH, Math.min(REACH, x)),
    i = (c * DENSITY + (MIDDLE + 0.5)) | 0,
    r = c - (i - MIDDLE) / DENSITY,
    s = r * r,
    // |r| ≤ 1/64: the next term of the series is below rounding
    t = r - r * s * (1 / 3 - s * (2 / 15 - s * (17 / 315))),
    a = tanhTable[i];
  return a + (t * (1 - a * a)) / (1 + a * t);
}

/**
 * The same arithmetic as statements.
 * @param fresh declares a constant of that value  @returns its name
 * @param x JavaScript of the argument  @param table name of the table
 * @returns JavaScript of the value
 */
export function tanhText(fresh: (text: string) => string, x: string, table: string): string {
  const c = fresh(`M.max(${-REACH},M.min(${REACH},${x}))`),
    i = fresh(`${c}*${DENSITY}+${MIDDLE + 0.5}|0`),
    r = fresh(`${c}-(${i}-${MIDDLE})/${DENSITY}`),
    s = fresh(`${r}*${r}`),
    t = fresh(`${r}-${r}*${s}*(${1 / 3}-${s}*(${2 / 15}-${s}*${17 / 315}))`),
    a = fresh(`${table}[${i}]`);
  return `${a}+${t}*(1-${a}*${a})/(1+${a}*${t})`;
}
