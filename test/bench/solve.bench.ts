/**
 * Work and precision of the solvers side by side with CVODE in C: the fastest setting of each side that reaches an error, the
 * largest relative one over all outputs and components; never compared at equal tolerance. The C programs judge by the end point
 * alone, so ours are judged by it as well.
 */
import { lowerScenario } from '../../core/lower/lower';
import { solve } from '../../core/solve/integrate';
import type { Settings } from '../../core/solve/options';
import { knownSystems, type KnownSystem } from '../systems';
import type { Measured } from './command';
import { drawDiagram, type Line } from './diagram';
import { benchLine, ratios, slowness, sundials } from './sundials';
import { fastest, geometricMean, microseconds, type Point } from './timing';

interface Row extends Point {
  readonly method: string;
  readonly rtol: number;
  /** error of the end point alone; `error` is that of all outputs */
  readonly endError: number;
}

const EXPONENTS = [3, 4, 5, 6, 7, 8, 9, 10, 11];
/** the C program sweeps these as well */
const ABSOLUTE_FACTORS = [1e-2, 1, 1e2];
const ERRORS = [1e-4, 1e-6, 1e-8];
const methodsFor = ({ stiff }: KnownSystem): Settings['method'][] =>
  stiff ? ['auto', 'rodas5p', 'esdirk54'] : ['auto', 'tsit5', 'dop853'];
/** Dearer than this a setting is not going to be the fastest. */
const TOO_LONG_MS = 200;

const outputTimes = ({ until, outputs }: KnownSystem): Float64Array =>
  Float64Array.from({ length: outputs }, (_, i) => (i === outputs - 1 ? until : (until * (i + 1)) / outputs));

function rowsOf(system: KnownSystem): Row[] {
  const { plan, nominal } = lowerScenario(system.document, { from: 0, until: system.until });
  const times = outputTimes(system),
    factors =
      typeof system.absolute === 'number'
        ? Float64Array.from(system.reference, () => system.absolute as number)
        : system.absolute;
  const optionsFor = (method: Settings['method'], rtol: number, factor: number) => ({
    from: 0,
    until: system.until,
    times,
    settings: { method, rtol, atol: Float64Array.from(factors, (absolute) => absolute * factor * rtol), maxSteps: 1_000_000 },
  });
  const tight = solve(plan, nominal, optionsFor(system.stiff ? 'rodas5p' : 'dop853', 1e-13, 1e-2));
  if (!tight.ok) throw new Error(`${system.name}: ${tight.failure.message}`);
  // between the ends our own tight solution is the reference; at the end the published digits
  const reference = tight.value.states.slice();
  reference.set(system.reference, reference.length - system.reference.length);
  const worst = (states: Float64Array, first: number): number => {
    let error = 0;
    for (let i = first; i < states.length; i++)
      error = Math.max(error, Math.abs(states[i] - reference[i]) / Math.abs(reference[i]));
    return error;
  };
  const rows: Row[] = [];
  for (const method of methodsFor(system)) {
    for (const factor of ABSOLUTE_FACTORS) {
      for (const exponent of EXPONENTS) {
        const rtol = Number(`1e-${exponent}`),
          options = optionsFor(method, rtol, factor);
        const started = performance.now(),
          result = solve(plan, nominal, options);
        if (!result.ok || performance.now() - started > TOO_LONG_MS) continue;
        const { states } = result.value;
        rows.push({
          method,
          rtol,
          error: worst(states, 0),
          endError: worst(states, states.length - system.reference.length),
          microseconds: microseconds(() => solve(plan, nominal, options)),
        });
      }
    }
  }
  return rows;
}

/** Jitted diffrax, Tsit5, with outputs: the harder bar on smooth problems. Error and µs, from the peers' figures. */
const diffrax: Readonly<Record<string, Point>> = {
  lotka_volterra: { error: 1.0008e-5, microseconds: 135.96 },
  eye: { error: 6.3905e-6, microseconds: 118.5 },
};

/** the lower envelope: the points that no other beats in both time and error */
const envelope = (points: readonly Point[]): [number, number][] =>
  [...points]
    .filter(({ error }) => error > 0)
    .sort((a, b) => a.microseconds - b.microseconds)
    .reduce<Point[]>(
      (kept, point) => (kept.length === 0 || point.error < kept[kept.length - 1].error ? [...kept, point] : kept),
      [],
    )
    .map((point) => [point.error, point.microseconds]);

export async function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  const own = new Map<string, Row[]>();
  for (const system of knownSystems) {
    own.set(system.name, rowsOf(system));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const built = await sundials();
  const peers = new Map<string, Point[]>();
  let slower: number | undefined;
  if (typeof built === 'string') console.log(`solve: ${built}`);
  else {
    console.log(`solve: beside ${built.build}`);
    const lines = await built.read('bench', ['wp'], benchLine);
    slower = slowness(lines, built);
    for (const { problem, us, err, flag } of lines) {
      if (flag < 0 || err === null) continue;
      const points = peers.get(problem) ?? [];
      points.push({ microseconds: built.optimised ? us : us / ratios[problem], error: err });
      peers.set(problem, points);
    }
  }
  if (slower !== undefined)
    for (const [name, peer] of Object.entries(diffrax)) {
      const time = fastest(own.get(name)!, peer.error);
      if (time !== undefined)
        measured.push({
          what: `${name} within ${peer.error}, our time over jitted diffrax's, scaled`,
          value: time / (peer.microseconds * slower),
          unit: 'share',
          target: 1 / 5,
        });
    }
  const shares: { stiff: boolean; share: number }[] = [];
  for (const { name, stiff } of knownSystems) {
    const rows = own.get(name)!;
    for (const error of ERRORS) {
      const all = fastest(rows, error),
        end = fastest(
          rows.map((row) => ({ microseconds: row.microseconds, error: row.endError })),
          error,
        ),
        peer = fastest(peers.get(name) ?? [], error);
      const best = rows.filter((row) => row.error <= error && row.microseconds === all)[0];
      if (all !== undefined)
        measured.push({
          what: `${name}, all outputs within ${error} (${best.method}, rtol ${best.rtol})`,
          value: all,
          unit: 'µs',
        });
      if (end === undefined || peer === undefined || all === undefined) continue;
      measured.push({ what: `${name}, CVODE's end point within ${error}`, value: peer, unit: 'µs' });
      shares.push({ stiff, share: end / peer });
      measured.push({
        what: `${name} within ${error}, our time over CVODE's`,
        value: end / peer,
        unit: 'share',
        ...(stiff ? { target: 1 } : {}),
      });
    }
  }
  for (const stiff of [false, true]) {
    const values = shares.filter((share) => share.stiff === stiff).map(({ share }) => share);
    if (values.length > 0)
      measured.push({
        what: `${stiff ? 'stiff' : 'non-stiff'} problems, our time over CVODE's, geometric mean`,
        value: geometricMean(values),
        unit: 'share',
        target: stiff ? 1 / 2 : 1 / 5,
      });
  }
  drawDiagram(
    'work-precision',
    'largest relative error',
    'µs a solve',
    knownSystems.map(({ name }) => {
      const rows = own.get(name)!,
        peer = peers.get(name);
      const lines = [...new Set(rows.map(({ method }) => method))].map((method): Line => ({
        name: method,
        points: envelope(rows.filter((row) => row.method === method)),
      }));
      if (peer !== undefined) lines.push({ name: 'CVODE', points: envelope(peer), dashed: true });
      return { title: name, lines };
    }),
  );
  return measured;
}
