/** The largest singular value of a matrix with its vectors, by one-sided Jacobi rotations (Hestenes 1958; Golub & Van Loan 8.6.3). */

export interface SingularTriplet {
  readonly value: number;
  /** unit vectors u and v of value = uᵀ·A·v, float64[rows] and float64[columns]; zeros where the matrix is zero */
  readonly left: Float64Array;
  readonly right: Float64Array;
}

const MOST_SWEEPS = 60;

/** @param a row-major float64[rows · columns]  @returns NaN and zeros where an entry is not finite */
export function largestSingular(a: Float64Array, rows: number, columns: number): SingularTriplet {
  if (!a.every(Number.isFinite)) return { value: NaN, left: new Float64Array(rows), right: new Float64Array(columns) };
  // vectors of the longer side are made orthogonal, so that there are as few as can be
  const upright = rows >= columns,
    [length, count] = upright ? [rows, columns] : [columns, rows];
  const vectors = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length }, (_unused, i) => (upright ? a[i * columns + j] : a[j * columns + i])),
  );
  const turns = Array.from({ length: count }, (_, j) => Float64Array.from({ length: count }, (_unused, i) => (i === j ? 1 : 0)));
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < count; p++) for (let q = p + 1; q < count; q++) if (rotate(vectors, turns, p, q)) turned = true;
  }
  let best = 0;
  const squares = vectors.map((vector) => inner(vector, vector));
  for (let j = 1; j < count; j++) if (squares[j] > squares[best]) best = j;
  const value = Math.sqrt(squares[best]),
    long = vectors[best].map((x) => (value > 0 ? x / value : 0)),
    short = value > 0 ? turns[best] : new Float64Array(count);
  return upright ? { value, left: long, right: short } : { value, left: short, right: long };
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Makes two of the vectors orthogonal. @returns whether they were not, to rounding */
function rotate(vectors: readonly Float64Array[], turns: readonly Float64Array[], p: number, q: number): boolean {
  const alpha = inner(vectors[p], vectors[p]),
    beta = inner(vectors[q], vectors[q]),
    gamma = inner(vectors[p], vectors[q]);
  if (!(Math.abs(gamma) > Number.EPSILON * Math.sqrt(alpha * beta))) return false;
  const zeta = (beta - alpha) / (2 * gamma),
    t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta)),
    c = 1 / Math.hypot(1, t);
  turn(vectors[p], vectors[q], c, c * t);
  turn(turns[p], turns[q], c, c * t);
  return true;
}

function turn(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const before = x[i];
    x[i] = c * before - s * y[i];
    y[i] = s * before + c * y[i];
  }
}
