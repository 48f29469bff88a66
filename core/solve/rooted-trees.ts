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

/** The trees made so far, smallest first, so that a subtree is one object wherever it hangs. */
const forest: RootedTree[] = [grow([])];

/** @returns all rooted trees of 1 … maxOrder nodes, smallest first */
export function rootedTrees(maxOrder: number): RootedTree[] {
  for (let order = forest[forest.length - 1].order + 1; order <= maxOrder; order++) {
    const smaller = [...forest];
    const extend = (chosen: RootedTree[], nodesLeft: number, first: number): void => {
      if (nodesLeft === 0) {
        forest.push(grow(chosen));
        return;
      }
      for (let i = first; i < smaller.length; i++) {
        if (smaller[i].order <= nodesLeft) extend([...chosen, smaller[i]], nodesLeft - smaller[i].order, i);
      }
    };
    extend([], order - 1, 0);
  }
  return forest.filter((tree) => tree.order <= maxOrder);
}

type Matrix = readonly (readonly number[])[];

/** Elementary weights Φ of a tree, and what they give to the tree's parent: αΦ among several branches, βΦ as the only one. */
interface Weights {
  readonly phi: readonly number[];
  among?: readonly number[];
  alone?: readonly number[];
}
/** Weights already worked out, by matrices and tree: one check asks for them at many points θ. */
const known = new WeakMap<Matrix, WeakMap<Matrix, Map<RootedTree, Weights>>>();

function knownWeights(alpha: Matrix, beta: Matrix): Map<RootedTree, Weights> {
  let byBeta = known.get(alpha);
  if (byBeta === undefined) known.set(alpha, (byBeta = new WeakMap()));
  let byTree = byBeta.get(beta);
  if (byTree === undefined) byBeta.set(beta, (byTree = new Map()));
  return byTree;
}

function weightsOf(tree: RootedTree, alpha: Matrix, beta: Matrix, cache: Map<RootedTree, Weights>): Weights {
  const found = cache.get(tree);
  if (found !== undefined) return found;
  const phi = Array<number>(alpha.length).fill(1),
    isAlone = tree.subtrees.length === 1;
  for (const subtree of tree.subtrees) {
    const branch = weightsOf(subtree, alpha, beta, cache);
    const given = isAlone ? (branch.alone ??= product(beta, branch.phi)) : (branch.among ??= product(alpha, branch.phi));
    for (let i = 0; i < phi.length; i++) phi[i] *= given[i];
  }
  const made: Weights = { phi };
  cache.set(tree, made);
  return made;
}

const product = (matrix: Matrix, v: readonly number[]): number[] => matrix.map((row) => scalarProduct(row, v));

function scalarProduct(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== 0) sum += a[i] * b[i];
  return sum;
}

/**
 * The largest violation of the order conditions Σ b_i Φ_i(τ) = θ^|τ|/γ(τ) over all trees up to the order.
 * @param b weights of the stages at θ (of the solution at θ = 1, of an interpolant within the step)
 * @param alpha stage matrix at nodes with several branches; rows, and b, may leave out zeros at their end
 * @param beta stage matrix at nodes with one branch: α for Runge–Kutta methods, α + Γ for Rosenbrock methods
 *   (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.7); neither may change between calls
 */
export function orderDefect(b: readonly number[], alpha: Matrix, beta: Matrix, order: number, theta = 1): number {
  const cache = knownWeights(alpha, beta);
  let defect = 0;
  for (const tree of rootedTrees(order)) {
    const { phi } = weightsOf(tree, alpha, beta, cache);
    const off = Math.abs(scalarProduct(b, phi) - theta ** tree.order / tree.density);
    // written so that NaN stays
    if (!(off <= defect)) defect = off;
  }
  return defect;
}
