import { describe, expect, it } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { seededRandom } from '../../core/util/random';
import { multiply } from '../../core/util/sparsity';
import { makeDocument, sampler } from '../documents';

const random = seededRandom(5);
const probe = (n: number): Float64Array => Float64Array.from({ length: n }, () => 0.2 + 2 * random.uniform());

describe('the generated kernel', () => {
  const lowered = lowerScenario(sampler(), {
    from: 0,
    until: 10,
    rates: true,
    outputs: [{ name: 'ratio', expression: 'A/(total + k)' }],
  });
  const {
    plan: {
      n,
      m,
      pieces: [{ rhs }],
    },
    nominal,
    read,
  } = lowered;
  const f = (t: number, y: Float64Array, p: Float64Array): Float64Array => {
    const out = new Float64Array(n);
    rhs.value(t, y, p, out);
    return out;
  };

  const product = (write: (out: Float64Array) => void): Float64Array => {
    const out = new Float64Array(n);
    write(out);
    return out;
  };

  it("has the document's states, then the hidden stages of delays", () => {
    expect(lowered.states).toEqual(['A', 'B', 'C', 'late.stage1', 'late.stage2']);
  });

  it('computes the equations that the mechanisms mean', () => {
    const y = Float64Array.of(2, 0.3, 0.5, 0.1, 0.2),
      t = 0.4,
      p = nominal;
    const conversion = (0.7 * 2) / (1 + (0.5 / 1.1) ** 2.5),
      supply = (0.4 * (1 + 0.5 * Math.sin(t))) / (1 + 2.3),
      entry = 0.2 * 0.3,
      loss = (0.3 * 0.5) / (1.1 + 0.5);
    const expected = [supply - conversion, conversion - entry, 0.2 - loss, entry - 0.1, 0.1 - 0.2];
    f(t, y, p).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 14);
    });
    const out = new Float64Array(lowered.outputs.length);
    read[0].value(t, y, p, out);
    expect(Object.fromEntries(lowered.outputs.map((name, i) => [name, out[i]]))).toMatchObject({
      total: 2.3,
      conversion,
      supply,
      ratio: 2 / (2.3 + 0.7),
    });
  });

  it('has a Jacobian and time derivative that agree with central differences to 1e-7', () => {
    const y = probe(n),
      p = nominal,
      t = 0.7,
      entries = new Float64Array(rhs.pattern.column.length),
      ft = new Float64Array(n),
      d = 1e-6;
    rhs.jacobian(t, y, p, entries);
    const columnOf = (j: number): Float64Array =>
      product((out) => {
        multiply(
          rhs.pattern,
          entries,
          Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)),
          out,
        );
      });
    rhs.timeDerivative(t, y, p, ft);
    for (let j = 0; j < n; j++) {
      const up = y.slice(),
        down = y.slice();
      up[j] += d;
      down[j] -= d;
      const a = f(t, up, p),
        b = f(t, down, p);
      columnOf(j).forEach((entry, i) => {
        expect(entry).toBeCloseTo((a[i] - b[i]) / (2 * d), 7);
      });
    }
    const a = f(t + d, y, p),
      b = f(t - d, y, p);
    for (let i = 0; i < n; i++) expect(ft[i]).toBeCloseTo((a[i] - b[i]) / (2 * d), 7);
  });

  it('has forward products that are the transpose of its reverse products', () => {
    const y = probe(n),
      p = nominal,
      lambda = probe(n).reverse(),
      dy = probe(n).map((value, i) => value - i),
      dp = p.map((value, i) => value * Math.sin(i + 1));
    const gy = new Float64Array(n),
      gp = new Float64Array(m);
    rhs.vjp(0.7, y, p, lambda, gy, gp);
    const forward = product((out) => {
      rhs.jvp(0.7, y, p, dy, dp, out);
    });
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expect(dot(lambda, forward)).toBeCloseTo(dot(gy, dy) + dot(gp, dp), 10);
  });

  it('has reverse products that agree with differences of λᵀf in every state and parameter', () => {
    const y = probe(n),
      p = nominal.slice(),
      lambda = probe(n),
      gy = new Float64Array(n),
      gp = new Float64Array(m),
      d = 1e-6;
    rhs.vjp(0.7, y, p, lambda, gy, gp);
    const dot = (y1: Float64Array, p1: Float64Array): number =>
      f(0.7, y1, p1).reduce((sum, value, i) => sum + value * lambda[i], 0);
    const difference = (vector: Float64Array, i: number, g: () => number): number => {
      const kept = vector[i];
      vector[i] = kept + d;
      const up = g();
      vector[i] = kept - d;
      const down = g();
      vector[i] = kept;
      return (up - down) / (2 * d);
    };
    for (let i = 0; i < n; i++)
      expect(gy[i]).toBeCloseTo(
        difference(y, i, () => dot(y, p)),
        7,
      );
    for (let i = 0; i < m; i++)
      expect(gp[i]).toBeCloseTo(
        difference(p, i, () => dot(y, p)),
        7,
      );
  });

  it('names the mechanism whose rate is not finite', () => {
    const y = Float64Array.of(2, 0.3, 0.5, 0, 0),
      p = nominal.slice();
    p[lowered.parameters.indexOf('q')] = Infinity;
    expect(rhs.blame!(0, y, p)).toEqual(['supply']);
  });
});

describe('neural terms in the kernel', () => {
  const network = (constraint: object, vanishesWith?: string): Record<string, unknown> => ({
    id: 'net',
    inputs: [{ variable: 'A', center: 1, scale: 2 }, { variable: 'B' }],
    hidden: [4, 3],
    seed: 3,
    constraint,
    vanishesWith,
  });
  const lowerNet = (constraint: object, vanishesWith?: string): ReturnType<typeof lowerScenario> =>
    lowerScenario(
      makeDocument({
        variables: [
          { id: 'A', name: 'A', kind: 'state', initial: 1 },
          { id: 'B', name: 'B', kind: 'state', initial: 1 },
        ],
        mechanisms: [
          {
            id: 'm',
            name: 'm',
            law: { kind: 'neural', network: 'net' },
            inputs: [{ variable: 'A' }, { variable: 'B' }],
            effects: [{ variable: 'A', coefficient: 1 }],
          },
        ],
        networks: [network(constraint, vanishesWith)],
      }),
      { from: 0, until: 1 },
    );
  const rate = (lowered: ReturnType<typeof lowerScenario>, y: readonly number[], p: Float64Array): number => {
    const out = new Float64Array(2);
    lowered.plan.pieces[0].rhs.value(0, Float64Array.from(y), p, out);
    return out[0];
  };

  it('equal a perceptron written out by hand', () => {
    const lowered = lowerNet({ kind: 'free' }),
      w = [...lowered.nominal].slice(2);
    for (let i = 0; i < w.length; i++) w[i] += 0.1 * (i % 5);
    const p = Float64Array.from([1, 1, ...w]),
      at = [0.4, 1.9];
    let layer = [(at[0] - 1) / 2, at[1]],
      offset = 0;
    for (const [size, last] of [
      [4, false],
      [3, false],
      [1, true],
    ] as const) {
      const inputs = layer,
        kernel = offset,
        bias = offset + size * inputs.length;
      layer = Array.from({ length: size }, (_u, u) => {
        const z = inputs.reduce((s, x, i) => s + w[kernel + u * inputs.length + i] * x, w[bias + u]);
        return last ? z : Math.tanh(z);
      });
      offset = bias + size;
    }
    expect(rate(lowered, at, p)).toBeCloseTo(layer[0], 13);
  });

  it.each([
    ['positive', { kind: 'positive' }, 0, Infinity],
    ['bounded', { kind: 'bounded', low: -2, high: 5 }, -2, 5],
  ] as const)('keep their %s output for any weights', (_name, constraint, low, high) => {
    const lowered = lowerNet(constraint),
      draw = seededRandom(8);
    for (let i = 0; i < 2000; i++) {
      const p = Float64Array.from(lowered.nominal, () => 20 * (draw.uniform() - 0.5));
      const value = rate(lowered, [50 * draw.normal(), 50 * draw.normal()], p);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });

  it('vanish with their substrate for any weights, and start at near-zero effect', () => {
    const lowered = lowerNet({ kind: 'positive' }, 'A');
    expect(
      rate(
        lowered,
        [0, 3],
        Float64Array.from(lowered.nominal, (_v, i) => i),
      ),
    ).toBe(0);
    expect(Math.abs(rate(lowered, [1, 1], lowered.nominal))).toBeLessThan(0.02);
  });
});
