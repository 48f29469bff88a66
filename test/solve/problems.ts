/** Right-hand sides written by hand, for tests of what sees only functions, and the problems of test/bench. */
import type { Plan, RightHandSide, VectorFunction } from '../../core/solve/system';
import { fullPattern } from '../../core/util/sparsity';

type Value = (t: number, y: Float64Array, p: Float64Array, out: Float64Array) => void;

export interface HandWritten {
  n: number;
  value: Value;
  /** row-major ∂f/∂y; by default central differences */
  jacobian?: Value;
  timeDerivative?: Value;
  blame?: RightHandSide['blame'];
}

/** ∂f/∂v by central differences, row-major, for tests: relative accuracy about 1e-9 */
function differences(size: number, v: Float64Array, evaluate: (out: Float64Array) => void): Float64Array {
  const up = new Float64Array(size),
    down = new Float64Array(size),
    out = new Float64Array(size * v.length);
  for (let j = 0; j < v.length; j++) {
    const kept = v[j],
      h = 1e-5 * Math.max(Math.abs(kept), 1e-2);
    v[j] = kept + h;
    evaluate(up);
    v[j] = kept - h;
    evaluate(down);
    v[j] = kept;
    for (let i = 0; i < size; i++) out[i * v.length + j] = (up[i] - down[i]) / (2 * h);
  }
  return out;
}

function addProduct(matrix: Float64Array, lambda: Float64Array, g: Float64Array): void {
  for (let i = 0; i < lambda.length; i++) for (let j = 0; j < g.length; j++) g[j] += lambda[i] * matrix[i * g.length + j];
}

const zeroTimeDerivative: Value = (_t, _y, _p, out) => {
  out.fill(0);
};

/** A vector function from its value alone; its derivative products are central differences. */
export function vectorFunction(size: number, value: Value, timeDerivative = zeroTimeDerivative): VectorFunction {
  return {
    size,
    value,
    timeDerivative,
    jvp(t, y, p, dy, dp, out) {
      const up = new Float64Array(size),
        h = 1e-6;
      const at = (sign: number, result: Float64Array): void => {
        value(
          t,
          y.map((v, j) => v + sign * h * (dy[j] ?? 0)),
          p.map((v, j) => v + sign * h * (dp[j] ?? 0)),
          result,
        );
      };
      at(1, up);
      at(-1, out);
      for (let i = 0; i < size; i++) out[i] = (up[i] - out[i]) / (2 * h);
    },
    vjp(t, y, p, lambda, gy, gp) {
      const ys = Float64Array.from(y),
        ps = Float64Array.from(p);
      addProduct(
        differences(size, ys, (out) => {
          value(t, ys, ps, out);
        }),
        lambda,
        gy,
      );
      addProduct(
        differences(size, ps, (out) => {
          value(t, ys, ps, out);
        }),
        lambda,
        gp,
      );
    },
  };
}

export function rightHandSide({ n, value, jacobian, timeDerivative, blame }: HandWritten): RightHandSide {
  return {
    ...vectorFunction(n, value, timeDerivative),
    pattern: fullPattern(n),
    jacobian:
      jacobian ??
      ((t, y, p, out) => {
        const ys = Float64Array.from(y);
        out.set(
          differences(n, ys, (o) => {
            value(t, ys, p, o);
          }),
        );
      }),
    ...(blame === undefined ? {} : { blame }),
  };
}

const zeroJvp: VectorFunction['jvp'] = (_t, _y, _p, _dy, _dp, out) => {
  out.fill(0);
};

/** initial state that is the same for all parameters */
export const constantInitial = (y0: readonly number[]): VectorFunction => ({
  size: y0.length,
  value(_t, _y, _p, out) {
    out.set(y0);
  },
  vjp() {
    /* does not depend on anything */
  },
  jvp: zeroJvp,
  timeDerivative: zeroTimeDerivative,
});

export const onePiece = (rhs: RightHandSide, y0: readonly number[], m = 0): Plan => ({
  n: rhs.size,
  m,
  initial: constantInitial(y0),
  pieces: [{ from: 0, until: Infinity, rhs, jumps: [] }],
});

/** y′ = λy */
export const linear = (lambda: number): RightHandSide =>
  rightHandSide({
    n: 1,
    value(_t, y, _p, out) {
      out[0] = lambda * y[0];
    },
    jacobian(_t, _y, _p, out) {
      out[0] = lambda;
    },
  });

/** Lotka–Volterra at p = (growth, predation, conversion, death) */
export const lotkaVolterra = rightHandSide({
  n: 2,
  value(_t, y, p, out) {
    const xy = y[0] * y[1];
    out[0] = p[0] * y[0] - p[1] * xy;
    out[1] = p[2] * xy - p[3] * y[1];
  },
  jacobian(_t, y, p, out) {
    out[0] = p[0] - p[1] * y[1];
    out[1] = -p[1] * y[0];
    out[2] = p[2] * y[1];
    out[3] = p[2] * y[0] - p[3];
  },
});

/** immune privilege of the eye in six states at eighteen rates */
export const eye = rightHandSide({
  n: 6,
  value(_t, y, p, out) {
    const antigen = y[0],
      barrier = y[1],
      tgfb = y[2],
      effector = y[3],
      regulatory = y[4],
      damage = y[5];
    const h = tgfb / p[11],
      infiltration = (((p[9] * antigen) / (p[10] + antigen)) * (1 - barrier)) / (1 + h * h);
    out[0] = p[0] - p[1] * antigen - (p[2] * effector * antigen) / (p[3] + antigen);
    out[1] = p[4] * (1 - barrier) - p[5] * effector * barrier;
    out[2] = p[6] + p[7] * regulatory - p[8] * tgfb;
    out[3] = infiltration - p[12] * effector - p[13] * regulatory * effector;
    out[4] = p[14] * tgfb * antigen - p[15] * regulatory;
    out[5] = p[16] * effector - p[17] * damage;
  },
});

export const eyeParameters = [0.1, 0.3, 0.4, 0.2, 0.5, 0.8, 0.4, 0.3, 0.6, 2, 0.5, 0.5, 0.35, 0.5, 0.2, 0.25, 0.6, 0.1];

export const robertson = rightHandSide({
  n: 3,
  value(_t, y, _p, out) {
    const a = 0.04 * y[0],
      b = 1e4 * y[1] * y[2],
      c = 3e7 * y[1] * y[1];
    out[0] = -a + b;
    out[1] = a - c - b;
    out[2] = c;
  },
  jacobian(_t, y, _p, out) {
    out[0] = -0.04;
    out[1] = 1e4 * y[2];
    out[2] = 1e4 * y[1];
    out[3] = 0.04;
    out[4] = -6e7 * y[1] - 1e4 * y[2];
    out[5] = -1e4 * y[1];
    out[6] = 0;
    out[7] = 6e7 * y[1];
    out[8] = 0;
  },
});

export const oregonator = rightHandSide({
  n: 3,
  value(_t, y, _p, out) {
    out[0] = 77.27 * (y[1] + y[0] - y[0] * y[1] - 8.375e-6 * y[0] * y[0]);
    out[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
    out[2] = 0.161 * (y[0] - y[2]);
  },
  jacobian(_t, y, _p, out) {
    out[0] = 77.27 * (1 - y[1] - 2 * 8.375e-6 * y[0]);
    out[1] = 77.27 * (1 - y[0]);
    out[2] = 0;
    out[3] = -y[1] / 77.27;
    out[4] = -(1 + y[0]) / 77.27;
    out[5] = 1 / 77.27;
    out[6] = 0.161;
    out[7] = 0;
    out[8] = -0.161;
  },
});

/** Van der Pol's oscillator with μ = 1000 */
export const vanDerPol = rightHandSide({
  n: 2,
  value(_t, y, _p, out) {
    out[0] = y[1];
    out[1] = 1000 * (1 - y[0] * y[0]) * y[1] - y[0];
  },
  jacobian(_t, y, _p, out) {
    out[0] = 0;
    out[1] = 1;
    out[2] = -2000 * y[0] * y[1] - 1;
    out[3] = 1000 * (1 - y[0] * y[0]);
  },
});

/** HIRES, the photomorphogenesis problem of the Bari test set */
export const hires = rightHandSide({
  n: 8,
  value(_t, y, _p, out) {
    const b = 280 * y[5] * y[7],
      k = 0.43 + 0.69 + 0.69;
    out[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
    out[1] = 1.71 * y[0] - 8.75 * y[1];
    out[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
    out[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
    out[4] = -1.745 * y[4] + 0.43 * (y[5] + y[6]);
    out[5] = -b + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
    out[6] = b - k * y[6];
    out[7] = -b + k * y[6];
  },
});
