/**
 * Time and achieved error of the solvers on problems whose end points are known: work and precision side by side, to be
 * compared with another code at equal error, never at equal rtol.
 */
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import type { Plan } from '../../core/solve/system';
import type { Measured } from './command';
import { eye, eyeParameters, lotkaVolterra, onePiece, oregonator, robertson } from '../solve/problems';

export interface BenchRow {
  readonly problem: string;
  readonly method: string;
  readonly rtol: number;
  /** largest relative error of the end point */
  readonly error: number;
  /** median of a solve with its outputs */
  readonly microseconds: number;
  readonly steps: number;
}
interface Problem {
  readonly name: string;
  readonly plan: Plan;
  readonly p: Float64Array;
  readonly until: number;
  readonly outputs: number;
  readonly atol: (rtol: number) => number | Float64Array;
  readonly reference: readonly number[];
  readonly methods: readonly Settings['method'][];
}

const none = new Float64Array(0);
const problems: readonly Problem[] = [
  {
    name: 'lotka-volterra',
    plan: onePiece(lotkaVolterra, [0.44249296, 4.6280594], 4),
    p: Float64Array.of(1.3, 0.9, 0.8, 1.8),
    until: 20,
    outputs: 20,
    atol: (rtol) => rtol * 1e-2,
    reference: [3.3629790755800242, 0.071851288493360879],
    methods: ['auto', 'tsit5'],
  },
  {
    name: 'eye',
    plan: onePiece(eye, [1, 0.9, 0.6, 0.05, 0.1, 0], 18),
    p: Float64Array.from(eyeParameters),
    until: 60,
    outputs: 60,
    atol: (rtol) => rtol * 1e-2,
    methods: ['auto', 'tsit5'],
    reference: [
      0.32944838019473349, 0.99300920295615736, 0.76737615979122675, 0.004039538461223415, 0.20167601393386816,
      0.041465969103139953,
    ],
  },
  {
    name: 'robertson',
    plan: onePiece(robertson, [1, 0, 0]),
    p: none,
    until: 1e11,
    outputs: 1,
    atol: (rtol) => Float64Array.of(rtol * 1e-10, rtol * 1e-16, rtol * 1e-2),
    methods: ['auto', 'rodas5p'],
    reference: [2.083340149701255e-8, 8.333360770334713e-14, 0.999999979166505],
  },
  {
    name: 'oregonator',
    plan: onePiece(oregonator, [1, 2, 3]),
    p: none,
    until: 360,
    outputs: 1,
    atol: (rtol) => rtol * 1e-4,
    methods: ['auto', 'rodas5p'],
    reference: [1.000814870318523, 1228.178521549917, 132.0554942846706],
  },
];
const REPEATS = 9,
  SHORTEST_MS = 20;

function measure(problem: Problem, method: Settings['method'], rtol: number): BenchRow {
  const { name, plan, p, until, outputs, reference } = problem;
  const times = Float64Array.from({ length: outputs }, (_, i) => (i === outputs - 1 ? until : (until * (i + 1)) / outputs));
  const options = { from: 0, until, times, settings: { method, rtol, atol: problem.atol(rtol), maxSteps: 1_000_000 } };
  const result = solve(plan, p, options);
  if (!result.ok) throw new Error(`${name}, ${method}, rtol ${rtol}: ${result.failure.message}`);
  const { final, steps } = result.value;
  const error = Math.max(...reference.map((value, i) => Math.abs(final[i] - value) / Math.abs(value)));
  const time = (solves: number): number => {
    const start = performance.now();
    for (let i = 0; i < solves; i++) solve(plan, p, options);
    return (performance.now() - start) / solves;
  };
  time(20);
  const solves = Math.ceil(SHORTEST_MS / time(20));
  const sorted = Array.from({ length: REPEATS }, () => time(solves) * 1000).sort((a, b) => a - b);
  return { problem: name, method, rtol, error, microseconds: sorted[(REPEATS - 1) / 2], steps };
}

/** Measures every problem, method and rtol 1e-3 … 1e-10 in turn, and lets others run between two of them. */
export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const problem of problems) {
    for (const method of problem.methods) {
      for (let exponent = 3; exponent <= 10; exponent++) {
        rows.push(measure(problem, method, Number(`1e-${exponent}`)));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
  return rows;
}

/** @returns for each problem and method, the time of the cheapest solve whose end point is right to one in a thousand and to one in a million */
export async function run(): Promise<Measured[]> {
  const rows = await bench();
  const pairs = [...new Set(rows.map(({ problem, method }) => `${problem}, ${method}`))];
  return pairs.flatMap((pair) =>
    [1e-3, 1e-6].flatMap((error): Measured[] => {
      const times = rows
        .filter((row) => `${row.problem}, ${row.method}` === pair && row.error <= error)
        .map(({ microseconds }) => microseconds);
      return times.length === 0 ? [] : [{ what: `${pair}, end point within ${error}`, value: Math.min(...times), unit: 'µs' }];
    }),
  );
}
