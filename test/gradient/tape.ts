/** Reverse-mode differentiation of scalar arithmetic, operation by operation: independent of everything that is tested with it. */

interface Node {
  readonly parents: readonly number[];
  readonly partials: readonly number[];
}

/** A number on a tape. */
export class Scalar {
  constructor(
    readonly tape: ScalarTape,
    readonly index: number,
    readonly value: number,
  ) {}

  plus(other: Scalar | number): Scalar {
    return this.tape.binary(this, other, this.value + valueOf(other), 1, 1);
  }
  minus(other: Scalar | number): Scalar {
    return this.tape.binary(this, other, this.value - valueOf(other), 1, -1);
  }
  times(other: Scalar | number): Scalar {
    return this.tape.binary(this, other, this.value * valueOf(other), valueOf(other), this.value);
  }
  exp(): Scalar {
    const value = Math.exp(this.value);
    return this.tape.binary(this, 0, value, value, 0);
  }
}

const valueOf = (x: Scalar | number): number => (typeof x === 'number' ? x : x.value);

export class ScalarTape {
  private readonly nodes: Node[] = [];

  variable(value: number): Scalar {
    return this.push(value, [], []);
  }

  binary(a: Scalar, b: Scalar | number, value: number, byA: number, byB: number): Scalar {
    return typeof b === 'number' ? this.push(value, [a.index], [byA]) : this.push(value, [a.index, b.index], [byA, byB]);
  }

  /** @returns derivatives of `of` by each of `by` */
  gradient(of: Scalar, by: readonly Scalar[]): number[] {
    const adjoint = new Float64Array(this.nodes.length);
    adjoint[of.index] = 1;
    for (let i = of.index; i >= 0; i--) {
      const { parents, partials } = this.nodes[i];
      parents.forEach((parent, k) => {
        adjoint[parent] += partials[k] * adjoint[i];
      });
    }
    return by.map(({ index }) => adjoint[index]);
  }

  private push(value: number, parents: readonly number[], partials: readonly number[]): Scalar {
    this.nodes.push({ parents, partials });
    return new Scalar(this, this.nodes.length - 1, value);
  }
}
