/**
 * LU factors of a sparse matrix whose pattern stays while its numbers change. A fill-reducing order of the diagonal pivots is
 * worked out once per pattern, by least Markowitz count (H. M. Markowitz, Management Science 3 (1957) 255; I. S. Duff, A. M. Erisman
 * & J. K. Reid, Direct Methods for Sparse Matrices, ch. 7); the factorisation then runs along index arrays, without pivoting.
 */
import { packed, type SparsityPattern } from './sparsity';

/** Where the factors of P A Pᵀ = L D U are other than zero; L and U have unit diagonals. */
export interface SymbolicFactors {
  readonly n: number;
  /** int32[n]: order[i] is the row and column of A that is the i-th pivot */
  readonly order: Int32Array;
  /** int32[n + 1] and int32[entries]: rows of L below the diagonal, columns ascending */
  readonly lowerStart: Int32Array;
  readonly lowerColumn: Int32Array;
  /** the same for U, right of the diagonal */
  readonly upperStart: Int32Array;
  readonly upperColumn: Int32Array;
  /** entries of A row by row in the order of pivots: from rowStart[i], at places `entry` of the pattern and columns `column` */
  readonly rowStart: Int32Array;
  readonly entry: Int32Array;
  readonly column: Int32Array;
  /** multiplications and additions that one factorisation takes, in pairs */
  readonly operations: number;
}

const cache = new WeakMap<SparsityPattern, SymbolicFactors>();

/** @returns order and pattern of the factors of a matrix of the pattern with a full diagonal, worked out once per pattern */
export function symbolicFactors(pattern: SparsityPattern): SymbolicFactors {
  let made = cache.get(pattern);
  if (made === undefined) cache.set(pattern, (made = analyse(pattern)));
  return made;
}

/** @returns the ascending union of two ascending lists without two numbers */
function unionWithout(a: Int32Array, b: Int32Array, pivot: number, own: number): Int32Array {
  const out = new Int32Array(a.length + b.length);
  let size = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const next = j === b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    if (i < a.length && a[i] === next) i++;
    if (j < b.length && b[j] === next) j++;
    if (next !== pivot && next !== own) out[size++] = next;
  }
  return out.slice(0, size);
}

/** Off-diagonal columns of each row, and the transpose. */
function adjacency({ n, rowStart, column }: SparsityPattern): { rows: Int32Array[]; columns: Int32Array[] } {
  const above = Array.from({ length: n }, (): number[] => []);
  const rows = Array.from({ length: n }, (_, i) => column.slice(rowStart[i], rowStart[i + 1]).filter((j) => j !== i));
  rows.forEach((row, i) => {
    row.forEach((j) => above[j].push(i));
  });
  return { rows, columns: above.map((list) => Int32Array.from(list)) };
}

/**
 * Eliminates the pivot of least fill bound (r − 1)(c − 1) again and again. Of equal ones it takes that whose neighbours were
 * eliminated longest ago: a chain is then eliminated from both ends, in two strands that a processor can row on side by side.
 */
function analyse(pattern: SparsityPattern): SymbolicFactors {
  const { n } = pattern,
    { rows, columns } = adjacency(pattern);
  const cost = Float64Array.from(rows, (row, i) => row.length * columns[i].length),
    touched = new Int32Array(n),
    order = new Int32Array(n),
    place = new Int32Array(n);
  const left = Int32Array.from(rows, (_, i) => i);
  let operations = 0;
  for (let step = 0; step < n; step++) {
    let at = 0;
    for (let i = 1, remaining = n - step; i < remaining; i++) {
      const candidate = left[i],
        best = left[at];
      if (cost[candidate] < cost[best] || (cost[candidate] === cost[best] && touched[candidate] < touched[best])) at = i;
    }
    const pivot = left[at];
    left.copyWithin(at, at + 1, n - step);
    order[step] = pivot;
    place[pivot] = step;
    const row = rows[pivot],
      column = columns[pivot];
    operations += column.length * (1 + row.length);
    for (const i of column) rows[i] = unionWithout(rows[i], row, pivot, i);
    for (const j of row) columns[j] = unionWithout(columns[j], column, pivot, j);
    for (const list of [row, column]) {
      for (const i of list) {
        cost[i] = rows[i].length * columns[i].length;
        touched[i] = step + 1;
      }
    }
  }
  return assemble(pattern, order, place, rows, columns, operations);
}

/** @param rows what was left of each row, diagonal apart, when it became the pivot, and the same of columns */
function assemble(
  pattern: SparsityPattern,
  order: Int32Array,
  place: Int32Array,
  rows: readonly Int32Array[],
  columns: readonly Int32Array[],
  operations: number,
): SymbolicFactors {
  const { n } = pattern;
  const lower = Array.from({ length: n }, (): number[] => []);
  order.forEach((pivot, k) => {
    columns[pivot].forEach((i) => lower[place[i]].push(k));
  });
  const upper = Array.from(order, (pivot) => rows[pivot].map((j) => place[j]).sort());
  const entries = Array.from(order, (row) =>
    Array.from({ length: pattern.rowStart[row + 1] - pattern.rowStart[row] }, (_, k) => pattern.rowStart[row] + k),
  );
  const [lowerStart, lowerColumn] = packed(lower),
    [upperStart, upperColumn] = packed(upper),
    [rowStart, entry] = packed(entries);
  const column = entry.map((at) => place[pattern.column[at]]);
  return { n, order, lowerStart, lowerColumn, upperStart, upperColumn, rowStart, entry, column, operations };
}

/**
 * A pivot below this part of d, in d·I − s·J, is a breakdown. Pivots and d keep their sizes when states are put in other units,
 * which the other entries of the matrix do not; what is lost to rounding is at most about ε over this part.
 */
export const SMALLEST_PIVOT = 1e-5;

/** Numbers of the factors of one matrix d·I − s·J after another; memory is allocated once. */
export class SparseLU {
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  /** inverses of the pivots */
  private readonly inverse: Float64Array;
  /** the row in hand of a factorisation, zero where it has no entry and between calls */
  private readonly row: Float64Array;
  /** the vector in hand of a solve, in the order of pivots */
  private readonly vector: Float64Array;

  constructor(readonly symbolic: SymbolicFactors) {
    this.lower = new Float64Array(symbolic.lowerColumn.length);
    this.upper = new Float64Array(symbolic.upperColumn.length);
    this.inverse = new Float64Array(symbolic.n);
    this.row = new Float64Array(symbolic.n);
    this.vector = new Float64Array(symbolic.n);
  }

  /**
   * Factors d·I − s·J.
   * @param jacobian entries of J in the pattern's order
   * @returns false where a pivot is too small beside d or not finite: the order does not suit these numbers
   */
  factorise(d: number, s: number, jacobian: Float64Array): boolean {
    const { n, lowerStart, lowerColumn, upperStart, upperColumn, rowStart, entry, column } = this.symbolic;
    const { lower, upper, inverse, row } = this,
      smallest = SMALLEST_PIVOT * Math.abs(d);
    for (let i = 0; i < n; i++) {
      const lowerEnd = lowerStart[i + 1],
        upperEnd = upperStart[i + 1];
      row[i] = d;
      for (let at = rowStart[i], end = rowStart[i + 1]; at < end; at++) row[column[at]] -= s * jacobian[entry[at]];
      for (let at = lowerStart[i]; at < lowerEnd; at++) {
        const k = lowerColumn[at],
          value = row[k];
        row[k] = 0;
        lower[at] = value * inverse[k];
        for (let q = upperStart[k], end = upperStart[k + 1]; q < end; q++) row[upperColumn[q]] -= value * upper[q];
      }
      const pivot = row[i];
      row[i] = 0;
      const size = Math.abs(pivot);
      if (!(size > smallest && size < Infinity)) {
        row.fill(0);
        return false;
      }
      const over = 1 / pivot;
      inverse[i] = over;
      for (let at = upperStart[i]; at < upperEnd; at++) {
        const j = upperColumn[at];
        upper[at] = row[j] * over;
        row[j] = 0;
      }
    }
    return true;
  }

  /** Replaces b by the solution x of A x = b. @param b float64[n] */
  solve(b: Float64Array): void {
    const { n, order, lowerStart, lowerColumn, upperStart, upperColumn } = this.symbolic;
    const { lower, upper, inverse, vector } = this;
    for (let i = 0, at = 0; i < n; i++) {
      let sum = b[order[i]];
      for (const end = lowerStart[i + 1]; at < end; at++) sum -= lower[at] * vector[lowerColumn[at]];
      vector[i] = sum;
    }
    for (let i = n - 1, at = upperStart[n] - 1; i >= 0; i--) {
      let sum = vector[i] * inverse[i];
      for (const start = upperStart[i]; at >= start; at--) sum -= upper[at] * vector[upperColumn[at]];
      vector[i] = sum;
      b[order[i]] = sum;
    }
  }

  /** Replaces b by the solution x of Aᵀ x = b. @param b float64[n] */
  solveTransposed(b: Float64Array): void {
    const { n, order, lowerStart, lowerColumn, upperStart, upperColumn } = this.symbolic;
    const { lower, upper, inverse, vector } = this;
    for (let i = 0; i < n; i++) vector[i] = b[order[i]];
    for (let i = 0; i < n; i++) {
      const value = vector[i];
      for (let at = upperStart[i], end = upperStart[i + 1]; at < end; at++) vector[upperColumn[at]] -= upper[at] * value;
      vector[i] = value * inverse[i];
    }
    for (let i = n - 1; i >= 0; i--) {
      const value = vector[i];
      for (let at = lowerStart[i], end = lowerStart[i + 1]; at < end; at++) vector[lowerColumn[at]] -= lower[at] * value;
      b[order[i]] = value;
    }
  }
}
