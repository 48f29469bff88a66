/**
 * Many explicit Runge–Kutta steps of known sizes in one loop, with state and slope in local variables: what a schedule of
 * checkpoints takes again and again. The arithmetic of a step is that of fuse-explicit, to the bit.
 */
import type { Expr, Expressions } from '../../equations/expression';
import type { ExplicitCoefficients } from '../../solve/tableau';
import type { Slots } from './compile';
import { block, factorText, loadParameters, localAccess, splitOnce, stateText, timeText } from './fuse-text';

interface Model {
  readonly pool: Expressions;
  readonly derivatives: readonly Expr[];
  readonly slots: Slots;
}

/** Body of a FusedRun, a function of (start, size, from, to, y, p, k). */
export function runText({ pool, derivatives, slots }: Model, { a, b, c }: ExplicitCoefficients): string {
  const split = splitOnce(pool, derivatives, slots),
    states = derivatives.map((_, j) => j),
    last = b.length - 1;
  const endIsLastStage = last > 0 && b.every((weight, i) => weight === (a[last][i] ?? 0));
  const lines = [
    ...loadParameters(split, slots),
    ...states.map((j) => `let y${j}=y[${j}],k0_${j}=k[${j}];`),
    'for(let i=from;i<to;i++){const t=start[i],h=size[i];',
  ];
  const combine = (name: string, row: readonly number[]): void => {
    lines.push(...factorText(`${name}h`, row), ...states.map((j) => `const ${name}${j}=${stateText(`${name}h`, row, j)};`));
  };
  const slopes = (slope: string, t: string, state: string): void => {
    const targets = states.map((j) => `${slope}_${j}`);
    lines.push(
      ...block(
        targets,
        split.roots.map((expr, j) => ({ target: targets[j], expr })),
        localAccess(slots, { t, state }),
      ),
    );
  };
  for (let i = 1; i <= last; i++) {
    const name = endIsLastStage && i === last ? 'z' : `s${i}_`;
    combine(name, a[i]);
    lines.push(...timeText(`t${i}`, c[i], split));
    slopes(`k${i}`, `t${i}`, name);
  }
  if (!endIsLastStage) {
    combine('z', b);
    slopes('ke', 'start[i+1]', 'z');
  }
  const slope = endIsLastStage ? `k${last}` : 'ke';
  lines.push(...states.map((j) => `y${j}=z${j};k0_${j}=${slope}_${j};`), '}');
  lines.push(...states.map((j) => `y[${j}]=y${j};k[${j}]=k0_${j};`));
  return lines.join('\n');
}
