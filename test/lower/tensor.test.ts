import { expect, it } from 'vitest';
import { derivative } from '../../core/equations/differentiate';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions } from '../../core/equations/expression';
import { initialWeights } from '../../core/equations/network';
import { layersOf } from '../../core/equations/network-shape';
import { operators, type OperatorName } from '../../core/equations/operators';
import { lowerScenario } from '../../core/lower/lower';
import { lowerTensors } from '../../core/lower/tensor/lower';
import { compileProgram } from '../../core/lower/tensor/program';
import type { Tensor } from '../../core/lower/tensor/tensorflow';
import type { Network, Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { makeDocument, sampler } from '../documents';
import { allScenarios } from '../scenarios/load';
import { describeOnBackends } from './tensor-backends';

/** rounding of float32, twenty-fold for sums of products and what functions lose */
const FLOAT32 = 20 * 2 ** -23;

/** a network of every shape: plain, of two layers, with its substrate, monotone, a potential, and one in the Landau form */
const networks = (): Scenario => {
  const inputs = [
    { variable: 'x', scale: 2 },
    { variable: 'y', center: 0.5 },
  ];
  const network = (id: string, more: object): object => ({ id, inputs, start: 'random', seed: id.charCodeAt(0), ...more });
  const all = [
    network('plain', { hidden: [6, 4], outputs: 2 }),
    network('positive', { hidden: [5], constraint: { kind: 'positive' }, activation: 'softplus', vanishesWith: 'x' }),
    network('bounded', { hidden: [5], constraint: { kind: 'bounded', low: -1, high: 2 }, activation: 'logistic' }),
    network('rising', { inputs: inputs.map((one) => ({ ...one, monotone: 'increasing' })) }),
    network('well', { constraint: { kind: 'potential', of: ['x'] } }),
    network('magnet', {
      inputs: [{ ...inputs[0], symmetry: 'even' }, inputs[1]],
      constraint: { kind: 'potential', of: ['x'], degree: 6, control: 'y' },
    }),
  ];
  return makeDocument({
    variables: ['x', 'y'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
    networks: all,
    mechanisms: [...all, { id: 'plain', output: 1 }].map((one, i) => ({
      id: `m${i}`,
      name: `m${i}`,
      law: { kind: 'neural', network: (one as { id: string }).id, output: (one as { output?: number }).output ?? 0 },
      inputs: [{ variable: 'x' }, { variable: 'y' }],
      effects: [{ variable: i % 2 === 0 ? 'x' : 'y' }],
    })),
  });
};

/** the largest sum that gives an output of a network, before what is in it cancels: of the last layer, or of the bounds of the output */
function summands(network: Network): number {
  const { constraint, outputScale } = network;
  if (constraint.kind === 'bounded') return Math.abs(constraint.low) + Math.abs(constraint.high);
  const weights = Array.from(network.weights ?? initialWeights(network)),
    { kernel, fanIn, fanOut } = layersOf(network).at(-1) ?? { kernel: 0, fanIn: weights.length, fanOut: 1 };
  const rows = Array.from({ length: fanOut }, (_, unit) => weights.slice(kernel + unit * fanIn, kernel + (unit + 1) * fanIn));
  return outputScale * Math.max(...rows.map((row) => row.reduce((sum, weight) => sum + Math.abs(weight), 0)));
}

describeOnBackends('tensor programs', (tf) => {
  it('evaluate every operator as its table says, on both sides of its domain, with its derivative', () => {
    const whole: Partial<Record<OperatorName, readonly number[]>> = { pow: [-2.5, -1, 0.5, 2] };
    const inner: Partial<Record<OperatorName, readonly number[]>> = { asin: [-0.7, 0, 0.6], acos: [-0.7, 0, 0.6] };
    const second = [-3, 0.7, 2];
    for (const operator of Object.keys(operators) as OperatorName[]) {
      const { arity } = operators[operator],
        firsts = inner[operator] ?? whole[operator] ?? [-2.3, -1, 0, 0.4, 1, 3];
      const points = arity === 1 ? firsts.map((a) => [a]) : firsts.flatMap((a) => second.map((b) => [a, b]));
      if (arity > 1) points.push(...firsts.filter((a) => a > 0).map((a) => [a, a]));
      const pool = new Expressions(),
        symbols = ['a', 'b', 'c'].slice(0, arity),
        root = pool.apply(operator, ...symbols.map((symbol) => pool.symbol(symbol)));
      const full = points.map((point) => [point[0], point[1] ?? 0, 1.5].slice(0, arity));
      const program = compileProgram(tf, [root], {
        states: new Map(symbols.map((symbol, i) => [symbol, i])),
        parameters: new Map(),
      });
      const run = (y: Tensor): Tensor => program.bind({ values: tf.zeros([0]) }, full.length)(tf.scalar(0), y);
      const y = tf.tensor2d(symbols.map((_, i) => full.map((point) => point[i])));
      const values = tf.tidy(() => run(y).dataSync());
      const slopes = tf.tidy(() =>
        tf
          .grad((at: Tensor) => tf.sum(run(at)))(y)
          .arraySync(),
      ) as number[][];
      full.forEach((point, k) => {
        const at = (symbol: string): number => point[symbols.indexOf(symbol)],
          expected = evaluate(root, at),
          label = `${operator}(${point.join(', ')})`;
        if (Number.isNaN(expected)) expect(values[k], label).toBeNaN();
        else if (Number.isFinite(expected))
          expect(Math.abs(values[k] - expected), label).toBeLessThanOrEqual(FLOAT32 * (1 + Math.abs(expected)));
        else expect(values[k], label).toBe(expected);
        symbols.forEach((symbol, i) => {
          const slope = evaluate(derivative(pool, root, symbol), at);
          // a power of a negative number is there for whole exponents only, and has no derivative by them
          if (operator === 'pow' && symbol === 'b' && point[0] < 0) return;
          if (Number.isFinite(slope))
            expect(Math.abs(slopes[i][k] - slope), `∂${label}/∂${symbol}`).toBeLessThanOrEqual(FLOAT32 * (1 + Math.abs(slope)));
        });
      });
      y.dispose();
    }
  });

  // gene-knockouts, of forty states, is slow as tensors and has no operation that the others lack
  const scenarios = allScenarios().filter(([name]) => name !== 'gene-knockouts');
  it.each([...scenarios, ['the sampler', sampler()] as const, ['networks of every shape', networks()] as const])(
    'have the rates, jumps and readings of the kernel at sampled states: %s',
    (_title, document) => {
      const random = seededRandom(5);
      const arms = [[], ...document.interventions.map(({ id }) => [id])];
      for (const interventions of arms) {
        const span = { from: document.about.time.start, until: 20 };
        const outputs = document.observables.map(({ id, expression }) => ({ name: id, expression }));
        const kernel = lowerScenario(document, { interventions, outputs, rates: true, ...span }),
          tensor = lowerTensors(tf, document, { interventions, outputs, ...span });
        expect(tensor.states).toEqual(kernel.states);
        expect(tensor.parameters).toEqual(kernel.parameters);
        const { n, pieces } = kernel.plan,
          members = 7;
        const scales = new Float64Array(n);
        kernel.plan.initial.value(0, scales, kernel.nominal, scales);
        const batch = Array.from({ length: members }, () =>
          Float64Array.from(scales, (scale) => Math.fround((Math.abs(scale) + 0.1) * random.uniform() * 2)),
        );
        const states = tf.tensor2d(
          Array.from({ length: n }, (_, i) => batch.map((state) => state[i])),
          [n, members],
        );
        const p = tf.tensor1d(Array.from(kernel.nominal, Math.fround)),
          rounded = kernel.nominal.map(Math.fround);
        pieces.forEach((piece, k) => {
          const t = Math.fround(piece.from + 0.25);
          const call = (program: typeof tensor.initial): number[][] =>
            tf.tidy(() => program.bind({ values: p }, members)(tf.scalar(t), states).arraySync() as number[][]);
          const rates = call(tensor.pieces[k].rates),
            read = call(tensor.pieces[k].read);
          const { jump } = tensor.pieces[k],
            jumped = jump === undefined ? undefined : call(jump);
          expect(piece.jumps).toHaveLength(jump === undefined ? 0 : 1);
          batch.forEach((state, b) => {
            const out = new Float64Array(n),
              readings = new Float64Array(kernel.outputs.length);
            piece.rhs.value(t, state, rounded, out);
            kernel.read[k].value(t, state, rounded, readings);
            // a rate is a difference of what its mechanisms add and take away, and a network's output of what its units do, which are rounded each
            const scale = kernel.outputs.reduce(
              (most, id, i) => (document.mechanisms.some((one) => one.id === id) ? Math.max(most, Math.abs(readings[i])) : most),
              Math.max(0, ...document.networks.map(summands)),
            );
            out.forEach((expected, i) => {
              expect(Math.abs(rates[i][b] - expected), `${interventions.join()} d${kernel.states[i]}/dt`).toBeLessThanOrEqual(
                FLOAT32 * (scale + Math.abs(expected)),
              );
            });
            piece.jumps[0]?.value(t, state, rounded, out);
            jumped?.forEach((row, i) => expect(Math.abs(row[b] - out[i])).toBeLessThanOrEqual(FLOAT32 * (1 + Math.abs(out[i]))));
            tensor.outputs.forEach((id, i) => {
              const expected = readings[kernel.outputs.indexOf(id)];
              if (Number.isFinite(expected))
                expect(Math.abs(read[i][b] - expected), id).toBeLessThanOrEqual(FLOAT32 * (1 + Math.abs(expected)));
            });
          });
        });
        tf.dispose([states, p]);
      }
    },
  );
});
