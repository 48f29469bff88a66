/**
 * A step of a Rosenbrock method as rows of code (see rows.ts): Jacobian and LU factors in a fill-reducing order, then every stage
 * with the model's rates in their place. A stage is two sweeps over the pivots: forward, the rates and the solve with L side by
 * side; backward, the solve with U and the argument of the next stage.
 */
import { pullBack } from '../../equations/differentiate';
import { symbolsOf, type Expr, type Expressions } from '../../equations/expression';
import type { RosenbrockCoefficients } from '../../solve/rosenbrock-tableau';
import { symbolicFactors, type SymbolicFactors } from '../../util/sparse-lu';
import type { SparsityPattern } from '../../util/sparsity';
import type { Slots } from '../slots';
import { ONCE, splitOnce, type Model, type Split } from './fuse-text';
import { at, emitRows, literal, LOCAL, type Row } from './rows';

/** Code of rows that follow each other. */
type Phase = readonly string[];

/**
 * The rows read t, h, d = 1/(hγ), e = 1/h, `smallest` (a pivot below it ends the step: `return false`) and the arrays
 * y, p; they write K0 … (k of each stage), N (state at the end), F (slope at the start) and others that live within the step.
 */
export class RosenbrockRows {
  private readonly n: number;
  private readonly pool: Expressions;
  private readonly slots: Slots;
  private readonly factors: SymbolicFactors;
  private readonly split: Split;
  /** entries of −∂f/∂y that are not zero, row by row */
  private readonly entries: readonly ReadonlyMap<number, Expr>[];
  private readonly partials: readonly Expr[];
  readonly phases: Phase[] = [];
  /** length of each array that lives within a step; P, X and K of a stage may share their memory, and so may all A, and all T */
  readonly arrays = new Map<string, number>();
  /** states that a rate reads */
  private readonly read: ReadonlySet<number>;
  private readonly upperOf: ReadonlyMap<number, number>[];

  constructor(
    { pool, derivatives, slots }: Model,
    pattern: SparsityPattern,
    private readonly tableau: RosenbrockCoefficients,
  ) {
    const { n } = pattern,
      factors = symbolicFactors(pattern);
    this.n = n;
    this.pool = pool;
    this.slots = slots;
    this.factors = factors;
    this.split = splitOnce(pool, derivatives, slots);
    const gradients = this.split.roots.map((expr) => pullBack(pool, [expr], [pool.one]));
    this.entries = gradients.map((gradient) => {
      const row = new Map<number, Expr>();
      for (const [name, expr] of gradient) {
        const state = slots.states.get(name);
        if (state !== undefined && expr !== pool.zero) row.set(state, pool.neg(expr));
      }
      return row;
    });
    this.partials = gradients.map((gradient) => gradient.get('t') ?? pool.zero);
    this.read = new Set(this.split.roots.flatMap((expr) => [...symbolsOf(expr)]).flatMap((name) => slots.states.get(name) ?? []));
    this.upperOf = Array.from({ length: n }, (_, i) => {
      const { upperStart, upperColumn } = factors;
      return new Map(
        Array.from({ length: upperStart[i + 1] - upperStart[i] }, (_u, k) => [upperColumn[upperStart[i] + k], upperStart[i] + k]),
      );
    });
    this.arrays.set('G', n).set('L', factors.lowerColumn.length).set('U', factors.upperColumn.length).set('V', n);
  }

  private access(state: string, time: string): (symbol: string) => string {
    return (symbol) => {
      if (symbol === 't') return time;
      if (symbol.startsWith(ONCE)) return at('Q', Number(symbol.slice(ONCE.length)));
      const index = this.slots.states.get(symbol);
      return index === undefined ? at('p', this.slots.parameters.get(symbol)!) : at(state, index);
    };
  }

  private phase(rows: readonly Row[], state: string, time: string, shared: string): void {
    const { code, shared: values } = emitRows(rows, this.access(state, time), shared);
    this.arrays.set(shared, values.length);
    this.phases.push(code);
  }

  /** Writes the phases up to the first stage. */
  first(): void {
    const { once } = this.split;
    this.arrays.set('Q', once.length);
    this.phase(
      once.map((expr, i) => ({ exprs: [expr], finish: ([code]) => `${at('Q', i)}=${code};` })),
      'y',
      't',
      'TQ',
    );
    this.factorise();
    this.stage(0);
  }

  /** Writes the phases after `first`. */
  rest(): void {
    for (let stage = 1; stage < this.tableau.c.length; stage++) {
      this.arrays.set(`A${stage}`, this.n).set(`P${stage}`, this.n);
      this.stage(stage);
    }
  }

  private stage(stage: number): void {
    this.arrays.set(`X${stage}`, this.n);
    this.forward(stage);
    this.phases.push(this.backward(stage));
  }

  /** Rows of L, unit diagonal apart, of U scaled by its pivots, and the pivots' inverses. */
  private factorise(): void {
    const pivot = at(LOCAL, 'pivot'),
      size = at(LOCAL, 'size'),
      inverse = at(LOCAL, 'inverse');
    const { order, lowerStart, lowerColumn, upperStart, upperColumn } = this.factors;
    const rows = Array.from(order, (state, i): Row => {
      const exprs = [...this.entries[state].values()],
        place = new Map([...this.entries[state].keys()].map((column, k) => [column, k]));
      return {
        exprs,
        finish: (codes) => {
          let text = '';
          const eliminated: (readonly [number, string])[] = [];
          /** entry of the row in the column of pivot j once the pivots before it are eliminated */
          const entry = (j: number): string => {
            const own = place.get(order[j]);
            let sum = [...(i === j ? ['d'] : []), ...(own === undefined ? [] : [codes[own]])].join('+');
            for (const [k, name] of eliminated) {
              const u = this.upperOf[k].get(j);
              if (u !== undefined) sum += `-${name}*${at('U', u)}`;
            }
            return sum === '' ? '0' : sum;
          };
          for (let q = lowerStart[i]; q < lowerStart[i + 1]; q++) {
            const name = at(LOCAL, `w${q - lowerStart[i]}`),
              k = lowerColumn[q];
            text += `const ${name}=${entry(k)};${at('L', q)}=${name}*${at('V', k)};`;
            eliminated.push([k, name]);
          }
          text += `const ${pivot}=${entry(i)},${size}=M.abs(${pivot});if(!(${size}>smallest&&${size}<Infinity))return false;`;
          text += `const ${inverse}=1/${pivot};${at('V', i)}=${inverse};`;
          for (let q = upperStart[i]; q < upperStart[i + 1]; q++) text += `${at('U', q)}=(${entry(upperColumn[q])})*${inverse};`;
          return text;
        },
      };
    });
    this.phase(rows, 'y', 't', 'TJ');
  }

  /** X ← what is left of f + Σ C k / h + h d ∂f/∂t, with ∂f/∂t that at the start, after the solve with L. */
  private forward(stage: number): void {
    const { order, lowerStart, lowerColumn } = this.factors,
      { c, d } = this.tableau,
      f = at(LOCAL, 'f'),
      g = at(LOCAL, 'g');
    const rows = Array.from(order, (state, i): Row => {
      const moves = this.partials[state] !== this.pool.zero;
      return {
        exprs: moves && stage === 0 ? [this.split.roots[state], this.partials[state]] : [this.split.roots[state]],
        finish: ([rate, slope]) => {
          let text = '',
            sum = rate;
          if (stage === 0) {
            text = `const ${f}=${rate};${at('F', state)}=${f};`;
            if (moves) text += `const ${g}=h*(${slope});${at('G', state)}=${g};`;
            sum = f;
          } else sum += `+${at(`P${stage}`, state)}`;
          if (moves && d[stage] !== 0) sum += `+${literal(d[stage])}*${stage === 0 ? g : at('G', state)}`;
          // The pivots just before come last: the sum then waits for them least.
          for (let q = lowerStart[i]; q < lowerStart[i + 1]; q++) {
            sum += `-${at('L', q)}*${at(`X${stage}`, order[lowerColumn[q]])}`;
          }
          return `${text}${at(`X${stage}`, state)}=${sum};`;
        },
      };
    });
    this.phase(rows, stage === 0 ? 'y' : `A${stage}`, stage === 0 ? 't' : `(t+${literal(c[stage])}*h)`, `T${stage}`);
  }

  /** K ← solution with U; for the next stage its argument A and P = Σ C k / h. */
  private backward(stage: number): Phase {
    const { order, upperStart, upperColumn } = this.factors,
      { a, C } = this.tableau,
      last = a.length - 1,
      next = stage + 1,
      result = at(LOCAL, 'k');
    return Array.from(order, (_, k) => {
      const i = this.n - 1 - k,
        state = order[i];
      let sum = `${at(`X${stage}`, state)}*${at('V', i)}`;
      for (let q = upperStart[i + 1] - 1; q >= upperStart[i]; q--)
        sum += `-${at('U', q)}*${at(`K${stage}`, order[upperColumn[q]])}`;
      const text = `const ${result}=${sum};${at(`K${stage}`, state)}=${result};`;
      if (stage === last) return `${text}${at('N', state)}=${at(`A${last}`, state)}+${result};`;
      const stages = (weights: readonly number[]): string =>
        weighted(weights, (j) => (j === stage ? result : at(`K${j}`, state)));
      const coupling = `${at(`P${next}`, state)}=e*(${stages(C[next]) || '0'});`;
      if (!this.needed(next, state)) return `${text}${coupling}`;
      const argument = this.extends(next)
        ? `${at(`A${stage}`, state)}+${stages(a[next].map((weight, j) => (j === stage ? weight : 0))) || '0'}`
        : `${at('y', state)}+(${stages(a[next]) || '0'})`;
      return `${text}${coupling}${at(`A${next}`, state)}=${argument};`;
    });
  }

  /** Whether the argument of a stage is that of the stage before plus a multiple of its k. */
  private extends(stage: number): boolean {
    const { a } = this.tableau;
    return a[stage - 1].length > 0 && a[stage - 1].every((weight, j) => weight === a[stage][j]);
  }

  /** Whether a component of a stage's argument is read. */
  private needed(stage: number, state: number): boolean {
    const last = this.tableau.a.length - 1;
    return stage === last || this.read.has(state) || (this.extends(stage + 1) && this.needed(stage + 1, state));
  }
}

const weighted = (weights: readonly number[], name: (k: number) => string): string =>
  weights.flatMap((weight, k) => (weight === 0 ? [] : [weight === 1 ? name(k) : `${literal(weight)}*${name(k)}`])).join('+');
