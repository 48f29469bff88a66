/**
 * Rooted trees and the order conditions that they stand for: a method of order p has Σ b_i Φ_i(τ) = 1/γ(τ) for every
 * tree τ of at most p nodes (Butcher 1963; Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.2).
 */

/** A tree is the list of its root's subtrees; one node alone has none. */
export interface RootedTree {
  readonly subtrees: readonly RootedTree[];
  /** number of nodes */
  readonly order: number;
  /** γ, the product over all nodes of the size of the subtree that hangs from it */
  readonly density: number;
}

const grow = (subtrees: readonly RootedTree[]): RootedTree => {
  const order = 1 + subtrees.reduce((sum, tree) => sum + tree.order, 0);
  return { subtrees, order, density: subtrees.reduce((product, tree) => product * tree.density, order) };
};

/** @returns all rooted trees of 1 … maxOrder nodes, smallest first */
export function rootedTrees(maxOrder: number): RootedTree[] {
  const trees: RootedTree[] = [grow([])];
  for (let order = 2; order <= maxOrder; order++) {
    const smaller = [...trees];
    const extend = (chosen: RootedTree[], nodesLeft: number, first: number): void => {
      if (nodesLeft === 0) {
        trees.push(grow(chosen));
        return;
      }
      for (let i = first; i < smaller.length; i++) {
        if (smaller[i].order <= nodesLeft) extend([...chosen, smaller[i]], nodesLeft - smaller[i].order, i);
      }
    };
    extend([], order - 1, 0);
  }
  return trees;
}

type Matrix = readonly (readonly number[])[];

/**
 * Elementary weights Φ_i(τ) of the stages.
 * @param alpha stage matrix at nodes with several branches
 * @param beta stage matrix at nodes with one branch: α for Runge–Kutta methods, α + Γ for Rosenbrock methods
 *   (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.7)
 */
export function stageWeights(tree: RootedTree, alpha: Matrix, beta: Matrix): number[] {
  const matrix = tree.subtrees.length === 1 ? beta : alpha;
  const branches = tree.subtrees.map((subtree) => stageWeights(subtree, alpha, beta));
  return matrix.map((row) =>
    branches.reduce((product, phi) => product * row.reduce((sum, entry, j) => sum + entry * phi[j], 0), 1),
  );
}

/**
 * The largest violation of the order conditions Σ b_i Φ_i(τ) = θ^|τ|/γ(τ) over all trees up to the order.
 * @param b weights of the stages at θ (of the solution at θ = 1, of an interpolant within the step)
 */
export function orderDefect(b: readonly number[], alpha: Matrix, beta: Matrix, order: number, theta = 1): number {
  return Math.max(
    ...rootedTrees(order).map((tree) => {
      const phi = stageWeights(tree, alpha, beta);
      return Math.abs(b.reduce((sum, weight, i) => sum + weight * phi[i], 0) - theta ** tree.order / tree.density);
    }),
  );
}
