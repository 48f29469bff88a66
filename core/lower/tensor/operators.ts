/**
 * The operators of the expression language on tensors of one number or one a member, with the domain rules of
 * `equations/operators`. Where a rule cuts a function off, its argument is replaced before the function is taken, because a product
 * of a zero and an infinity in the backward sweep would be NaN. float32 has no number near TINY, so that the rules for logarithms
 * begin at the smallest normal number.
 */
import { TINY, type OperatorName } from '../../equations/operators';
import type { Tensor, TensorFlow } from './tensorflow';

type TensorOperator = (...args: Tensor[]) => Tensor;

const SMALLEST_NORMAL = 2 ** -126;

/** @returns the broadcast shape of tensors of one number or one a member */
const widest = (...args: readonly Tensor[]): number[] => args.find(({ rank }) => rank > 0)?.shape ?? [];

export function tensorOperators(tf: TensorFlow): Readonly<Record<OperatorName, TensorOperator>> {
  /** a function whose derivative is zero wherever it has one: comparisons have no gradient in TensorFlow.js */
  const flat =
    (f: (...args: Tensor[]) => Tensor): TensorOperator =>
    (...args) => {
      const shapes = args.map(({ shape }) => shape);
      return tf.customGrad((...inputs) => ({
        value: f(...(inputs.slice(0, args.length) as Tensor[])),
        gradFunc: () => shapes.map((shape) => tf.zeros(shape)),
      }))(...args);
    };
  const number = (truth: Tensor): Tensor => tf.cast(truth, 'float32');
  const comparison = (f: (a: Tensor, b: Tensor) => Tensor): TensorOperator => flat((a, b) => number(f(a, b)));
  const isTrue = (a: Tensor): Tensor => tf.notEqual(a, 0);
  const above = (bound: number): TensorOperator => flat((a) => tf.greater(a, bound));
  const isPositive = above(0),
    isNormal = above(SMALLEST_NORMAL),
    isNegative = flat((a) => tf.less(a, 0)),
    holds = flat(isTrue);
  const together = (...args: Tensor[]): Tensor[] => {
    const shape = widest(...args);
    return args.map((one) => (one.rank === shape.length ? one : tf.broadcastTo(one, shape)));
  };
  const ruled =
    (admits: TensorOperator, inside: number, f: TensorOperator, outside: number): TensorOperator =>
    (a) => {
      const admitted = admits(a);
      return tf.where(admitted, f(tf.where(admitted, a, inside)), outside);
    };
  const isWhole = flat((h) => tf.equal(h, tf.floor(h))),
    alternates = flat((h) => tf.sub(1, tf.mul(2, tf.sub(h, tf.mul(2, tf.floor(tf.div(h, 2)))))));
  const pow: TensorOperator = (x, h) => {
    const negative = isNegative(x),
      size = tf.pow(tf.where(negative, tf.neg(x), x), h);
    return tf.where(negative, tf.where(isWhole(h), tf.mul(alternates(h), size), 0), size);
  };
  return {
    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, b),
    neg: (a) => tf.neg(a),
    pow,
    exp: (a) => tf.exp(a),
    log: ruled(isNormal, 1, (a) => tf.log(a), Math.log(TINY)),
    log10: ruled(isNormal, 1, (a) => tf.mul(tf.log(a), Math.LOG10E), Math.log10(TINY)),
    sqrt: ruled(isPositive, 1, (a) => tf.sqrt(a), 0),
    abs: (a) => tf.mul(a, tf.sign(a)),
    sign: (a) => tf.sign(a),
    floor: (a) => tf.floor(a),
    ceil: (a) => tf.ceil(a),
    sin: (a) => tf.sin(a),
    cos: (a) => tf.cos(a),
    tan: (a) => tf.tan(a),
    asin: (a) => tf.asin(a),
    acos: (a) => tf.acos(a),
    atan: (a) => tf.atan(a),
    sinh: (a) => tf.sinh(a),
    cosh: (a) => tf.cosh(a),
    tanh: (a) => tf.tanh(a),
    softplus: (a) => tf.softplus(a),
    logistic: (a) => tf.sigmoid(a),
    min: (...args) => {
      const [a, b] = together(...args);
      return tf.minimum(a, b);
    },
    max: (...args) => {
      const [a, b] = together(...args);
      return tf.maximum(a, b);
    },
    lt: comparison((a, b) => tf.less(a, b)),
    le: comparison((a, b) => tf.lessEqual(a, b)),
    gt: comparison((a, b) => tf.greater(a, b)),
    ge: comparison((a, b) => tf.greaterEqual(a, b)),
    eq: comparison((a, b) => tf.equal(a, b)),
    ne: comparison((a, b) => tf.notEqual(a, b)),
    and: flat((a, b) => number(tf.logicalAnd(isTrue(a), isTrue(b)))),
    or: flat((a, b) => number(tf.logicalOr(isTrue(a), isTrue(b)))),
    not: flat((a) => number(tf.equal(a, 0))),
    if: (c, a, b) => tf.where(holds(c), a, b),
  };
}

/** The largest power that is multiplied out; beyond, tf.pow is as exact and cheaper. */
const MOST_FACTORS = 8;

/** @returns x to the power of h as products, which have a gradient at 0 and below; undefined where pow's domain rule is to do it */
export function wholePower(tf: TensorFlow, h: number): ((x: Tensor) => Tensor) | undefined {
  if (!Number.isInteger(h) || h === 0 || Math.abs(h) > MOST_FACTORS) return undefined;
  const product = (x: Tensor, k: number): Tensor => {
    if (k === 1) return x;
    return k % 2 === 0 ? tf.square(product(x, k / 2)) : tf.mul(x, product(x, k - 1));
  };
  return (x) => (h > 0 ? product(x, h) : tf.div(1, product(x, -h)));
}
