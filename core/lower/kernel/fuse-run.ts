/**
 * Many explicit Runge–Kutta steps of known sizes in one loop, with state and slope in local variables: what a schedule of
 * checkpoints takes again and again. The arithmetic of a step is that of fuse-explicit, to the bit.
 */
import type { ExplicitTableau } from '../../solve/tableau';
import {
  argumentText,
  factorText,
  indices,
  loadParameters,
  localAccess,
  slopesText,
  splitOnce,
  timeText,
  type Model,
} from './fuse-text';

/** Body of a FusedRun, a function of (start, size, from, to, y, p, k). */
export function runText({ pool, derivatives, slots }: Model, { a, b, c, firstSameAsLast }: ExplicitTableau): string {
  const split = splitOnce(pool, derivatives, slots),
    n = derivatives.length,
    states = indices(n),
    last = b.length - 1;
  const lines = [
    ...loadParameters(split, slots),
    ...states.map((j) => `let y${j}=y[${j}],k0_${j}=k[${j}];`),
    'for(let i=from;i<to;i++){const t=start[i],h=size[i];',
  ];
  const combine = (name: string, row: readonly number[]): void => {
    lines.push(...factorText(`${name}h`, row), ...argumentText(name, `${name}h`, row, n));
  };
  const slopes = (slope: string, t: string, state: string): void => {
    lines.push(...slopesText(split.roots, slope, localAccess(slots, { t, state })));
  };
  for (let i = 1; i <= last; i++) {
    const name = firstSameAsLast && i === last ? 'z' : `s${i}_`;
    combine(name, a[i]);
    lines.push(...timeText(`t${i}`, c[i], split));
    slopes(`k${i}`, `t${i}`, name);
  }
  if (!firstSameAsLast) {
    combine('z', b);
    slopes('ke', 'start[i+1]', 'z');
  }
  const slope = firstSameAsLast ? `k${last}` : 'ke';
  lines.push(...states.map((j) => `y${j}=z${j};k0_${j}=${slope}_${j};`), '}');
  lines.push(...states.map((j) => `y[${j}]=y${j};k[${j}]=k0_${j};`));
  return lines.join('\n');
}
