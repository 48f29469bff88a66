/**
 * The reverse of a whole explicit Runge–Kutta step, its size held, with the rates' reverse products written into every stage
 * (W. Hager, Numerische Mathematik 87 (2000) 247–282). Gradients in the parameters gather in local variables.
 */
import { pullBack } from '../../equations/differentiate';
import { allStages, type ExplicitCoefficients } from '../../solve/tableau';
import type { Assignment } from './emit';
import {
  argumentText,
  block,
  columnsOf,
  cotangentSymbol,
  factorText,
  indices,
  loadParameters,
  localAccess,
  slopesText,
  splitOnce,
  timeText,
  type Model,
} from './fuse-text';

/** @returns the body of a FusedReverse */
export function reverseText({ pool, derivatives, slots }: Model, tableau: ExplicitCoefficients): string {
  const { b, interpolant } = tableau,
    { a, c } = allStages(tableau),
    stages = b.length,
    n = derivatives.length,
    states = indices(n);
  const adjoints = [
    ...pullBack(
      pool,
      derivatives,
      states.map((j) => pool.symbol(cotangentSymbol(j))),
    ),
  ];
  const split = splitOnce(pool, [...adjoints.map(([, expr]) => expr), ...derivatives], slots);
  const rates = split.roots.slice(adjoints.length);
  // The reverse product adds to variables: a{j}, of the stage's argument, for states; g{i} for parameters.
  const reached: number[] = [],
    used: number[] = [],
    product: Assignment[] = [];
  adjoints.forEach(([name], i) => {
    const expr = split.roots[i],
      state = slots.states.get(name),
      parameter = slots.parameters.get(name);
    if (state !== undefined) {
      reached.push(state);
      product.push({ target: `a${state}`, expr });
    } else if (parameter !== undefined) {
      used.push(parameter);
      product.push({ target: `g${parameter}`, expr, add: true });
    }
  });

  const lines = loadParameters(split, slots);
  lines.push(...states.map((j) => `const y${j}=y[${j}],l${j}=lambda[${j}];let m${j}=l${j};`), ...used.map((i) => `let g${i}=0;`));
  for (let i = 0; i < stages; i++) lines.push(...states.map((j) => `const k${i}_${j}=k[offset+${i * n + j}];`));
  a.forEach((row, i) => lines.push(...factorText(`h${i}_`, row)));
  lines.push(...factorText('hb', b));
  for (let i = 0; i < a.length; i++) {
    const direct = (b[i] ?? 0) === 0 ? '' : `+hb${i}*l`;
    for (const j of states) {
      const at = `outputs[${i * n + j}]`;
      lines.push(`let c${i}_${j}=${at}${direct === '' ? '' : `${direct}${j}`};${at}=0;`);
    }
  }

  const argument = (i: number, name: string): string[] => argumentText(name, `h${i}_`, a[i], n);
  const reverseStage = (i: number): string[] => [
    ...argument(i, 's'),
    ...timeText(`t${i}`, c[i], split),
    ...block(
      reached.map((j) => `a${j}`),
      product,
      localAccess(slots, { t: `t${i}`, state: 's', cotangent: `c${i}_` }),
    ),
    ...reached.map((j) => `m${j}+=a${j};`),
    ...columnsOf(a[i]).flatMap((l) => reached.map((j) => `c${l}_${j}+=h${i}_${l}*a${j};`)),
  ];
  const anyOf = (stageIndices: readonly number[]): string =>
    stageIndices.flatMap((i) => states.map((j) => `c${i}_${j}!==0`)).join('||');
  if (interpolant.extra !== undefined && n > 0) {
    // Outputs within the step: the further stages are worked out, then reversed.
    const further = a.slice(stages).map((_, e) => stages + e);
    lines.push(`if(${anyOf(further)}){`);
    for (const i of further.slice(0, -1)) {
      lines.push(
        ...argument(i, `s${i}_`),
        ...timeText(`u${i}`, c[i], split),
        ...slopesText(rates, `k${i}`, localAccess(slots, { t: `u${i}`, state: `s${i}_` })),
      );
    }
    for (const i of further.reverse()) lines.push('{', ...reverseStage(i), '}');
    lines.push('}');
  }
  for (let i = stages - 1; i >= 0; i--) {
    // A stage without weight in the solution matters to outputs within the step alone.
    const needless = (b[i] ?? 0) === 0 && a.slice(0, stages).every((row) => (row[i] ?? 0) === 0);
    lines.push(needless && n > 0 ? `if(${anyOf([i])}){` : '{', ...reverseStage(i), '}');
  }
  lines.push(...states.map((j) => `lambda[${j}]=m${j};`), ...used.map((i) => `gp[${i}]+=g${i};`));
  return lines.join('\n');
}
