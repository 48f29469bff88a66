/**
 * Where a function of two variables is zero, from its values on a grid: marching squares (Lorensen & Cline, SIGGRAPH 21 (1987) 163, in two
 * dimensions), with the pieces joined to lines. The zero lines of dx/dt and dy/dt are the nullclines of a plane.
 */
export type PlanePoint = readonly [x: number, y: number];

/**
 * @param x ascending  @param y ascending  @param values row-major [y][x]; cells with a corner that is not finite are left out
 * @returns lines through the zeros, linear between grid points; a closed line ends where it begins
 */
export function zeroLines(x: ArrayLike<number>, y: ArrayLike<number>, values: ArrayLike<number>): PlanePoint[][] {
  const columns = x.length,
    cells = columns * y.length,
    points = new Map<number, PlanePoint>(),
    neighbours = new Map<number, number[]>();
  const value = (i: number, j: number): number => values[j * columns + i];
  const positive = (i: number, j: number): boolean => value(i, j) >= 0;
  const between = (i: number, j: number, k: number, l: number): PlanePoint => {
    const share = value(i, j) / (value(i, j) - value(k, l));
    return [x[i] + share * (x[k] - x[i]), y[j] + share * (y[l] - y[j])];
  };
  // an edge is known by its lower left end: along x first, then along y
  const along = (i: number, j: number): number => {
    const edge = j * columns + i;
    if (!points.has(edge)) points.set(edge, between(i, j, i + 1, j));
    return edge;
  };
  const across = (i: number, j: number): number => {
    const edge = cells + j * columns + i;
    if (!points.has(edge)) points.set(edge, between(i, j, i, j + 1));
    return edge;
  };
  const join = (a: number, b: number): void => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ])
      neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
  };
  for (let j = 0; j + 1 < y.length; j++)
    for (let i = 0; i + 1 < columns; i++) {
      const corners = [value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)];
      if (!corners.every(Number.isFinite)) continue;
      const [a, b, c, d] = [positive(i, j), positive(i + 1, j), positive(i + 1, j + 1), positive(i, j + 1)];
      const crossed = [
        ...(a === b ? [] : [along(i, j)]),
        ...(b === c ? [] : [across(i + 1, j)]),
        ...(c === d ? [] : [along(i, j + 1)]),
        ...(d === a ? [] : [across(i, j)]),
      ];
      if (crossed.length === 2) join(crossed[0], crossed[1]);
      if (crossed.length < 4) continue;
      // a saddle: the middle belongs to one of the two pairs of opposite corners
      const middle = corners.reduce((sum, one) => sum + one, 0) >= 0;
      const [bottom, right, top, left] = crossed;
      if (middle === a) {
        join(bottom, right);
        join(top, left);
      } else {
        join(bottom, left);
        join(right, top);
      }
    }
  return chains(neighbours).map((chain) => chain.map((edge) => points.get(edge)!));
}

/** @param neighbours at most two of each  @returns each connected chain once, a circle with its first at its end again */
function chains(neighbours: ReadonlyMap<number, readonly number[]>): number[][] {
  const seen = new Set<number>(),
    found: number[][] = [];
  const walk = (start: number): void => {
    const chain = [start];
    seen.add(start);
    for (let at: number | undefined = start; at !== undefined;) {
      at = neighbours.get(at)!.find((next) => !seen.has(next));
      if (at === undefined) break;
      seen.add(at);
      chain.push(at);
    }
    if (chain.length > 2 && neighbours.get(start)!.includes(chain[chain.length - 1]) && neighbours.get(start)!.length === 2)
      chain.push(start);
    found.push(chain);
  };
  for (const [edge, next] of neighbours) if (next.length === 1 && !seen.has(edge)) walk(edge);
  for (const edge of neighbours.keys()) if (!seen.has(edge)) walk(edge);
  return found;
}
