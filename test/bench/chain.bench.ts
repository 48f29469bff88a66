/** Growth of a stiff solve with the number of states: the Brusselator chain, beside CVODE with KLU at equal achieved error. */
import { z } from 'zod';
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import { brusselatorChain } from '../systems';
import type { Measured } from './command';
import { drawDiagram } from './diagram';
import { CHAIN_RATIO, sundials } from './sundials';
import { fastest, microseconds, type Point } from './timing';

const CELLS = [8, 32, 128, 512, 2048];
const UNTIL = 10;
const ABSOLUTE_FACTORS = [1e-2, 1];
const RELATIVE_TOLERANCES = [1e-3, 3e-4, 1e-4, 5e-5, 3e-5, 2e-5, 1e-5, 5e-6, 3e-6, 1e-6];
const peerLine = z.object({
  states: z.number(),
  linsol: z.string(),
  rtol: z.number(),
  us: z.number(),
  err: z.number(),
  flag: z.number(),
});

interface Row extends Point {
  readonly states: number;
}

function rowsOf(cells: number): { rows: Row[]; lowering: number } {
  const started = performance.now();
  const { plan, nominal } = lowerScenario(brusselatorChain(cells), { from: 0, until: UNTIL });
  const lowering = performance.now() - started;
  const optionsFor = (rtol: number, absolute: number) => ({
    from: 0,
    until: UNTIL,
    settings: { method: 'rodas5p' as const, rtol, atol: rtol * absolute, maxSteps: 100_000 },
  });
  const tight = solve(plan, nominal, optionsFor(1e-11, 1e-2));
  if (!tight.ok) throw new Error(`chain of ${cells}: ${tight.failure.message}`);
  const reference = tight.value.final;
  const rows = ABSOLUTE_FACTORS.flatMap((absolute) =>
    RELATIVE_TOLERANCES.map((rtol): Row => {
      const options = optionsFor(rtol, absolute),
        result = solve(plan, nominal, options);
      if (!result.ok) throw new Error(`chain of ${cells}: ${result.failure.message}`);
      const error = Math.max(...result.value.final.map((value, i) => Math.abs(value - reference[i]) / Math.abs(reference[i])));
      return { states: 2 * cells, error, microseconds: microseconds(() => solve(plan, nominal, options), 7) };
    }),
  );
  return { rows, lowering };
}

export async function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  const own = CELLS.map((cells) => ({ states: 2 * cells, ...rowsOf(cells) }));
  const { states, lowering } = own[own.length - 1];
  measured.push({ what: `lowering of ${states} states`, value: lowering / 1000, unit: 's' });
  const built = await sundials();
  const peers: Row[] = [];
  if (typeof built === 'string') console.log(`chain: ${built}`);
  else {
    console.log(`chain: beside ${built.build}`);
    for (const { states: n, linsol, us, err, flag } of await built.read('scaling', [], peerLine))
      if (flag >= 0 && linsol === 'klu')
        peers.push({ states: n, microseconds: built.optimised ? us : us / CHAIN_RATIO, error: err });
  }
  const common = 1e-5;
  const times = own.map(({ states: n, rows }) => ({ n, time: fastest(rows, common)! }));
  // slope of log time on log states by least squares
  const logs = times.map(({ n, time }) => [Math.log(n), Math.log(time)] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, pair) => sum + pair[index], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const slope = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  times.forEach(({ n, time }) => {
    measured.push({ what: `chain of ${n} states within ${common}`, value: time, unit: 'µs' });
  });
  measured.push({ what: 'chain, exponent of growth with the states', value: slope, unit: '', target: 1.1 });
  for (const peer of peers) {
    const time = fastest(own.find(({ states: n }) => n === peer.states)?.rows ?? [], peer.error);
    measured.push({
      what: `chain of ${peer.states} states, CVODE with KLU (error ${peer.error})`,
      value: peer.microseconds,
      unit: 'µs',
    });
    if (time !== undefined)
      measured.push({
        what: `chain of ${peer.states} states, our time over CVODE's at its error`,
        value: time / peer.microseconds,
        unit: 'share',
        target: 1,
      });
  }
  drawDiagram('chain', 'states', 'µs a solve', [
    {
      title: 'Brusselator chain to t = 10',
      lines: [
        { name: `Rodas5P, error ≤ ${common}`, points: times.map(({ n, time }): [number, number] => [n, time]) },
        ...(peers.length === 0
          ? []
          : [
              {
                name: 'CVODE, KLU, rtol 1e-6',
                dashed: true,
                points: peers.map((peer): [number, number] => [peer.states, peer.microseconds]),
              },
            ]),
      ],
    },
  ]);
  return measured;
}
