/** Networks of every constraint, compiled, and probed at many points with small and large weights: how often is the constraint broken? */
import { checkNetworks } from '../../core/equations/network-check';
import { networkExpression, weightCount, weightName } from '../../core/equations/network';
import { Expressions } from '../../core/equations/expression';
import { Faults } from '../../core/equations/faults';
import { compileVector } from '../../core/lower/kernel/compile';
import type { Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

/** A network's outputs at a point, and the derivatives of the first in every variable. */
export interface Probe {
  readonly variables: readonly string[];
  readonly values: Float64Array;
  /** row-major [output][variable] */
  readonly slopes: Float64Array;
}

export interface Certificate {
  readonly name: string;
  /** what the document says of the network */
  readonly network: Record<string, unknown>;
  /** the same network without the constraint */
  readonly unconstrained: Record<string, unknown>;
  /** whether a substrate among the variables is an amount, probed from zero up */
  readonly amounts: readonly string[];
  /** @param at value of a variable at the point; @returns whether the constraint is broken there */
  broken(probe: Probe, at: (variable: string) => number): boolean;
}

const VARIABLES = ['x', 'y', 'z'];

/** A document whose one mechanism is the network, of the causes x, y and z. */
export const networkDocument = (network: Record<string, unknown>): Scenario =>
  makeDocument({
    variables: VARIABLES.map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
    networks: [{ id: 'net', inputs: VARIABLES.map((variable) => ({ variable })), hidden: [6, 5], ...network }],
    mechanisms: [
      {
        id: 'term',
        name: 'term',
        law: { kind: 'neural', network: 'net' },
        inputs: VARIABLES.map((variable) => ({ variable })),
        effects: [{ variable: 'x' }],
      },
    ],
  });

/** How wide the weights and the points are: within the data, at the fit's bounds, and far beyond both. */
const REGIMES = [
  { weight: 0.3, point: 1.5 },
  { weight: 1.5, point: 5 },
  { weight: 10, point: 30 },
  { weight: 200, point: 1e4 },
];
const POINTS_PER_WEIGHTS = 2000;

/** @returns how many of `points` probes break the constraint, or give a value that is not finite */
export function violations(fields: Record<string, unknown>, certificate: Certificate, points: number, seed: number): number {
  const document = networkDocument(fields),
    [network] = document.networks,
    faults = new Faults();
  checkNetworks(document, faults);
  faults.raise();
  const pool = new Expressions(),
    count = weightCount(network);
  const compiled = compileVector(
    pool,
    Array.from({ length: network.outputs }, (_, k) => networkExpression(pool, network, k)),
    {
      states: new Map(VARIABLES.map((id, i) => [id, i])),
      parameters: new Map(Array.from({ length: count }, (_, i) => [weightName('net', i), i])),
    },
  );
  const random = seededRandom(seed),
    n = VARIABLES.length;
  const weights = new Float64Array(count),
    state = new Float64Array(n),
    lambda = new Float64Array(network.outputs),
    unused = new Float64Array(count),
    row = new Float64Array(n);
  const probe: Probe = {
    variables: VARIABLES,
    values: new Float64Array(network.outputs),
    slopes: new Float64Array(network.outputs * n),
  };
  const at = (variable: string): number => state[VARIABLES.indexOf(variable)];
  let broken = 0;
  for (let point = 0; point < points; point++) {
    const regime = REGIMES[Math.floor(point / POINTS_PER_WEIGHTS) % REGIMES.length];
    if (point % POINTS_PER_WEIGHTS === 0) for (let i = 0; i < count; i++) weights[i] = regime.weight * random.normal();
    VARIABLES.forEach((variable, i) => {
      const value = regime.point * random.normal();
      state[i] = certificate.amounts.includes(variable) ? Math.abs(value) : value;
    });
    compiled.value(0, state, weights, probe.values);
    for (let k = 0; k < network.outputs; k++) {
      lambda.fill(0)[k] = 1;
      compiled.vjp(0, state, weights, lambda, row.fill(0), unused);
      probe.slopes.set(row, k * n);
    }
    if (!probe.values.every(Number.isFinite) || !probe.slopes.every(Number.isFinite) || certificate.broken(probe, at)) broken++;
  }
  return broken;
}

/** Exactness that rounding allows: sums of a few hundred products, against the largest of them. */
const ROUNDING = 1e-12;
const signed = (variable: string, sign: 1 | -1) => ({ variable, monotone: sign === 1 ? 'increasing' : 'decreasing' });
const free = (variable: string): { variable: string } => ({ variable });
const slope = ({ variables, slopes }: Probe, variable: string): number => slopes[variables.indexOf(variable)];

export const certificates: readonly Certificate[] = [
  {
    name: 'positive',
    network: { constraint: { kind: 'positive' } },
    unconstrained: {},
    amounts: [],
    broken: ({ values }) => values[0] < 0,
  },
  {
    name: 'bounded',
    network: { constraint: { kind: 'bounded', low: -0.5, high: 2 } },
    unconstrained: {},
    amounts: [],
    broken: ({ values }) => values[0] < -0.5 || values[0] > 2,
  },
  {
    name: 'vanishing with its substrate and positive',
    network: { constraint: { kind: 'positive' }, vanishesWith: 'x', inputs: [free('y'), free('z')] },
    unconstrained: { inputs: [free('y'), free('z')] },
    amounts: ['x'],
    broken: ({ values, ...rest }, at) =>
      values[0] < 0 || Math.abs(values[0] - at('x') * slope({ values, ...rest }, 'x')) > ROUNDING * values[0],
  },
  {
    name: 'rising in x and falling in y, free in z, of tanh units',
    network: { inputs: [signed('x', 1), signed('y', -1), free('z')] },
    unconstrained: {},
    amounts: [],
    broken: (probe) => slope(probe, 'x') < 0 || slope(probe, 'y') > 0,
  },
  {
    name: 'rising in x and falling in y, of softplus units',
    network: { activation: 'softplus', inputs: [signed('x', 1), signed('y', -1), free('z')] },
    unconstrained: { activation: 'softplus' },
    amounts: [],
    broken: (probe) => slope(probe, 'x') < 0 || slope(probe, 'y') > 0,
  },
  {
    name: 'rising in x and falling in y, of logistic units',
    network: { activation: 'logistic', inputs: [signed('x', 1), signed('y', -1), free('z')] },
    unconstrained: { activation: 'logistic' },
    amounts: [],
    broken: (probe) => slope(probe, 'x') < 0 || slope(probe, 'y') > 0,
  },
  {
    name: 'positive, vanishing with x, rising in x and falling in y',
    network: { constraint: { kind: 'positive' }, vanishesWith: 'x', inputs: [signed('x', 1), signed('y', -1), free('z')] },
    unconstrained: { vanishesWith: 'x' },
    amounts: ['x'],
    broken: (probe) => slope(probe, 'x') < 0 || slope(probe, 'y') > 0 || probe.values[0] < 0,
  },
  {
    name: 'bounded per substrate, rising in its substrate x and in y',
    network: {
      constraint: { kind: 'bounded', low: 0, high: 3 },
      vanishesWith: 'x',
      inputs: [signed('x', 1), signed('y', 1), free('z')],
    },
    unconstrained: { constraint: { kind: 'bounded', low: 0, high: 3 }, vanishesWith: 'x' },
    amounts: ['x'],
    broken: (probe) => slope(probe, 'x') < 0 || slope(probe, 'y') < 0 || probe.values[0] < 0,
  },
  {
    name: 'dissipative',
    network: { constraint: { kind: 'dissipative', velocity: 'x' } },
    unconstrained: {},
    amounts: [],
    broken: ({ values }, at) => values[0] * at('x') > 0,
  },
  {
    name: 'Landau form: what drives x away from zero weakens as x grows',
    network: {
      constraint: { kind: 'potential', of: ['x'], degree: 6, control: 'y' },
      inputs: [{ variable: 'x', symmetry: 'even' }, free('y')],
    },
    unconstrained: { inputs: [free('x'), free('y')] },
    amounts: [],
    broken: (probe, at) => slope(probe, 'x') - probe.values[0] / at('x') > ROUNDING * Math.abs(slope(probe, 'x')),
  },
  {
    name: 'gradient of a potential: no curl',
    network: { constraint: { kind: 'potential', of: ['x', 'y'] }, outputs: 2 },
    unconstrained: { outputs: 2 },
    amounts: [],
    broken: ({ slopes }) =>
      Math.abs(slopes[1] - slopes[3]) > ROUNDING * slopes.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-300),
  },
  {
    name: 'gradient of a potential that is radial in x and y: no torque',
    network: {
      constraint: { kind: 'potential', of: ['x', 'y'] },
      outputs: 2,
      inputs: [{ variable: 'x', symmetry: 'radial' }, { variable: 'y', symmetry: 'radial' }, free('z')],
    },
    unconstrained: { constraint: { kind: 'potential', of: ['x', 'y'] }, outputs: 2 },
    amounts: [],
    broken: ({ values }, at) => {
      const [a, b] = [at('x') * values[1], at('y') * values[0]];
      return Math.abs(a - b) > ROUNDING * (Math.abs(a) + Math.abs(b));
    },
  },
  {
    name: 'gradient of a polynomial potential of degree 4: no curl',
    network: { constraint: { kind: 'potential', of: ['x', 'y'], degree: 4 }, outputs: 2 },
    unconstrained: { outputs: 2 },
    amounts: [],
    // Terms of opposite sign cancel by what x⁴ may be against their sum; rounding is against the largest slope.
    broken: ({ slopes }) =>
      Math.abs(slopes[1] - slopes[3]) > 1e-9 * slopes.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-300),
  },
];
