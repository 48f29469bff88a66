/**
 * Linear systems d·I − s·J of implicit steps: one matrix pattern, factored again and again with other numbers. Memory is
 * allocated once; nothing here allocates afterwards but the dense matrix that takes over where the sparse order breaks down.
 */
import { factorise, substitute, substituteTransposed } from './lu';
import { SparseLU, symbolicFactors } from './sparse-lu';
import type { SparsityPattern } from './sparsity';

export interface ShiftedSystem {
  /**
   * Factors d·I − s·J, for the solves that follow.
   * @param jacobian entries of J in the pattern's order
   * @returns false where the matrix is singular in double precision or not finite, or too large to be factored with pivoting
   */
  factorise(d: number, s: number, jacobian: Float64Array): boolean;
  /** Replaces b by the solution x of A x = b. @param b float64[n] */
  solve(b: Float64Array): void;
  /** Replaces b by the solution x of Aᵀ x = b. @param b float64[n] */
  solveTransposed(b: Float64Array): void;
}

/** Largest matrix that is factored densely, with pivoting, where the sparse order breaks down. */
const LARGEST_DENSE = 500;
/** A matrix is factored densely from the start where sparse factors would take more than this part of the work. */
const FULL = 0.4;

/** @param pattern of J; the diagonal need not be in it */
export function shiftedSystem(pattern: SparsityPattern): ShiftedSystem {
  const { n } = pattern,
    symbolic = symbolicFactors(pattern);
  return symbolic.operations > FULL * (n ** 3 / 3) ? denseSystem(pattern) : sparseSystem(pattern, new SparseLU(symbolic));
}

/** LU with partial pivoting. */
export function denseSystem({ n, rowStart, column }: SparsityPattern): ShiftedSystem {
  const matrix = new Float64Array(n * n),
    pivots = new Int32Array(n);
  return {
    factorise(d, s, jacobian) {
      matrix.fill(0);
      for (let i = 0; i < n; i++) {
        matrix[i * n + i] = d;
        for (let at = rowStart[i]; at < rowStart[i + 1]; at++) matrix[i * n + column[at]] -= s * jacobian[at];
      }
      return factorise(matrix, n, pivots);
    },
    solve(b) {
      substitute(matrix, n, pivots, b);
    },
    solveTransposed(b) {
      substituteTransposed(matrix, n, pivots, b);
    },
  };
}

function sparseSystem(pattern: SparsityPattern, sparse: SparseLU): ShiftedSystem {
  let dense: ShiftedSystem | undefined,
    pivoted = false;
  return {
    factorise(d, s, jacobian) {
      pivoted = !sparse.factorise(d, s, jacobian);
      if (!pivoted) return true;
      if (pattern.n > LARGEST_DENSE) return false;
      dense ??= denseSystem(pattern);
      return dense.factorise(d, s, jacobian);
    },
    solve(b) {
      if (pivoted) dense!.solve(b);
      else sparse.solve(b);
    },
    solveTransposed(b) {
      if (pivoted) dense!.solveTransposed(b);
      else sparse.solveTransposed(b);
    },
  };
}
