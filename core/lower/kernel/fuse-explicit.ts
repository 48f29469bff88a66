/**
 * Explicit Runge–Kutta steps with the model's rates written into every stage. A step then is one function without calls, loops
 * or memory traffic but for its results; the arithmetic is that of the loops of core/solve/explicit, in the same order.
 */
import { topological, type Expr } from '../../equations/expression';
import { operators, type OperatorName } from '../../equations/operators';
import type { Fused, FusedPack, FusedReverse, FusedRun, FusedStep } from '../../solve/fused';
import { allStages, type ExplicitTableau } from '../../solve/tableau';
import { numeral } from './emit';
import { reverseText } from './fuse-reverse';
import { runText } from './fuse-run';
import {
  argumentText,
  columnsOf,
  factorText,
  indices,
  loadParameters,
  localAccess,
  perTableau,
  rowText,
  slopesText,
  splitOnce,
  timeText,
  type Model,
} from './fuse-text';
import { makeFunction } from './make-function';

/**
 * The most operations of a function, as `operations` counts them. V8 never optimises a function of more than 60 kB of bytecode, and
 * then a step is forty times slower than by loops. Of Lotka–Volterra, the eye model, HIRES, Pollution and Brusselator chains an
 * operation took 8 to 15 bytes, so that the limit is 37 kB at most; up to there a step took a half to a quarter of the loops' time,
 * and optimising it in the background 10 to 70 ms.
 */
const MOST_OPERATIONS = 2500;
/** A call of a function such as exp counts as so many operations. */
const CALL = 3;

/** Each is made when it is first asked for; undefined where it would be too long. */
export function fuseExplicit(model: Model): Fused {
  let rhsOperations: number | undefined;
  const whereShort = <F>(share: number, text: (model: Model, tableau: ExplicitTableau) => string, parameters: string) =>
    perTableau((tableau: ExplicitTableau): F | undefined => {
      rhsOperations ??= operationsOf(model.derivatives);
      const short = share * operations(model.derivatives.length, rhsOperations, tableau) <= MOST_OPERATIONS;
      return short ? (makeFunction(parameters, text(model, tableau)) as F) : undefined;
    });
  return {
    explicit: whereShort<FusedStep>(1, stepText, 't,y,p,h,k,next,error,stage,atol,rtol'),
    explicitRun: whereShort<FusedRun>(1, runText, 'start,size,from,to,y,p,k'),
    explicitPack: whereShort<FusedPack>(1, packText, 't,y,p,h,k,out,offset'),
    // A reverse product has about twice the operations of the rates, and the stages' arguments are worked out and reversed.
    explicitReverse: whereShort<FusedReverse>(2, reverseText, 't,y,p,h,k,offset,lambda,outputs,gp'),
  };
}

const operationsOf = (exprs: readonly Expr[]): number =>
  topological(exprs).reduce((count, node) => count + (node.kind === 'operation' ? cost(node.operator) : 0), 0);

const cost = (name: OperatorName): number => (operators[name].infix === undefined || name === 'pow' ? CALL : 1);

/** Operations of a step: the rates of every stage, two for every entry of the tableau and state. */
function operations(n: number, rhsOperations: number, tableau: ExplicitTableau): number {
  const { a } = allStages(tableau),
    entries = [...a, tableau.b, tableau.error?.weights ?? [], tableau.error?.coarse?.weights ?? []].flatMap(columnsOf).length;
  const packed = tableau.interpolant.weights.flatMap(columnsOf).length;
  return a.length * rhsOperations + 2 * n * Math.max(entries, packed);
}

function stepText({ pool, derivatives, slots }: Model, { a, b, c, error, firstSameAsLast }: ExplicitTableau): string {
  const split = splitOnce(pool, derivatives, slots),
    n = derivatives.length,
    states = indices(n),
    last = b.length - 1;
  const lines = [...loadParameters(split, slots), ...states.flatMap((j) => [`const y${j}=y[${j}];`, `const k0_${j}=k[${j}];`])];
  /** names the states at y + Σ h·row·k, first in a letter and the number of the state */
  const combine = (name: string, row: readonly number[]): void => {
    lines.push(...factorText(`${name}h`, row), ...argumentText(name, `${name}h`, row, n));
  };
  for (let i = 1; i <= last; i++) {
    const name = firstSameAsLast && i === last ? 'z' : `s${i}_`;
    combine(name, a[i]);
    if (firstSameAsLast && i === last - 1) lines.push(...states.map((j) => `stage[${j}]=${name}${j};`));
    lines.push(
      ...timeText(`t${i}`, c[i], split),
      ...slopesText(split.roots, `k${i}`, localAccess(slots, { t: `t${i}`, state: name })),
      ...states.map((j) => `k[${i * n + j}]=k${i}_${j};`),
    );
  }
  if (!firstSameAsLast) combine('z', b);
  lines.push(...states.map((j) => `next[${j}]=z${j};`));
  if (error === undefined) return [...lines, 'return 0;'].join('\n');
  lines.push(...judgeText(states, error));
  return lines.join('\n');
}

/** Writes the error estimate and returns its mean square, 1 = as large as the tolerances allow. */
function judgeText(states: readonly number[], { weights, coarse }: NonNullable<ExplicitTableau['error']>): string[] {
  const lines = factorText('eh', weights);
  if (coarse !== undefined) lines.push(...factorText('ch', coarse.weights));
  lines.push('let sum=0,size=0;');
  for (const j of states) {
    const estimate = rowText('eh', columnsOf(weights), j);
    if (coarse === undefined) lines.push(`const e${j}=${estimate};`);
    else {
      lines.push(
        `let e${j}=${estimate};{const c=${rowText('ch', columnsOf(coarse.weights), j)},f=e${j}*e${j};`,
        `if(f>0)e${j}=f/M.sqrt(f+0.01*c*c);}`,
      );
    }
    lines.push(
      `error[${j}]=e${j};`,
      `{const a=M.abs(y${j}),b=M.abs(z${j}),r=e${j}/(atol[${j}]+rtol*(a>b?a:b));sum+=r*r;size+=b;}`,
    );
  }
  return [...lines, `return size<Infinity?sum/${Math.max(states.length, 1)}:NaN;`];
}

function packText({ pool, derivatives, slots }: Model, tableau: ExplicitTableau): string {
  const { interpolant, b } = tableau,
    { a, c } = allStages(tableau);
  const n = derivatives.length,
    states = indices(n);
  const degree = Math.max(...interpolant.weights.map((row) => row.length));
  const lines: string[] = [];
  const load = (i: number): void => {
    lines.push(...states.map((j) => `const k${i}_${j}=k[${i * n + j}];`));
  };
  for (let i = 0; i < b.length; i++) load(i);
  if (a.length > b.length) {
    const split = splitOnce(pool, derivatives, slots);
    lines.push(...loadParameters(split, slots), ...states.map((j) => `const y${j}=y[${j}];`));
    for (let i = b.length; i < a.length; i++) {
      lines.push(
        ...factorText(`h${i}_`, a[i]),
        ...argumentText(`s${i}_`, `h${i}_`, a[i], n),
        ...timeText(`t${i}`, c[i], split),
        ...slopesText(split.roots, `k${i}`, localAccess(slots, { t: `t${i}`, state: `s${i}_` })),
        ...states.map((j) => `k[${i * n + j}]=k${i}_${j};`),
      );
    }
  }
  for (let q = 0; q < degree; q++) {
    const weights = interpolant.weights.map((row) => row[q] ?? 0);
    for (const j of states) {
      const terms = columnsOf(weights).map((i) => (weights[i] === 1 ? `k${i}_${j}` : `${numeral(weights[i])}*k${i}_${j}`));
      lines.push(`out[offset+${q * n + j}]=${terms.join('+') || '0'};`);
    }
  }
  return lines.join('\n');
}
