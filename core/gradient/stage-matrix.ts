/** The matrices I − hγJ of implicit stages, each with the Jacobian at its own stage: memory is made once for each pattern of J. */
import type { RightHandSide } from '../solve/system';
import { shiftedSystem } from '../util/shifted-system';
import type { ShiftedSystem } from '../util/shifted-system';
import type { SparsityPattern } from '../util/sparsity';

interface Memory {
  readonly system: ShiftedSystem;
  readonly jacobian: Float64Array;
}

export class StageMatrix {
  private readonly memories = new Map<SparsityPattern, Memory>();

  /**
   * @param y state at the stage  @param hg hγ
   * @returns the factored matrix, until the next call; undefined where it is singular
   */
  at(rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array, hg: number): ShiftedSystem | undefined {
    const { system, jacobian } = this.memoryOf(rhs.pattern);
    rhs.jacobian(t, y, p, jacobian);
    return system.factorise(1, hg, jacobian) ? system : undefined;
  }

  private memoryOf(pattern: SparsityPattern): Memory {
    let memory = this.memories.get(pattern);
    if (memory === undefined) {
      memory = { system: shiftedSystem(pattern), jacobian: new Float64Array(pattern.column.length) };
      this.memories.set(pattern, memory);
    }
    return memory;
  }
}
