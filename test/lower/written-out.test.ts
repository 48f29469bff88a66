import { describe, expect, it } from 'vitest';
import { Expressions } from '../../core/equations/expression';
import { domain } from '../../core/equations/operators';
import { compileVector } from '../../core/lower/kernel/compile';
import { slotsOf } from '../../core/lower/slots';
import { seededRandom } from '../../core/util/random';

const none = new Float64Array(0);

describe.each(['tanh', 'softplus', 'logistic'] as const)('%s, written out in generated code', (name) => {
  it.each([
    { way: 'in one piece', count: 3 },
    { way: 'in loops, where there are many', count: 1500 },
  ])('has the bits of the function itself, $way', ({ count }) => {
    const pool = new Expressions(),
      names = Array.from({ length: count }, (_, i) => `x${i}`);
    const exprs = names.map((x) => pool.mul(pool.number(3), pool.apply(name, pool.add(pool.symbol(x), pool.one))));
    const { value } = compileVector(pool, exprs, slotsOf(names, [])),
      out = new Float64Array(count),
      random = seededRandom(9);
    for (let round = 0; round < 30; round++) {
      const x = Float64Array.from(names, () => (random.uniform() - 0.5) * 10 ** (4 * random.uniform() - 1));
      x.set([-1, NaN, [Infinity, -Infinity][round % 2]]);
      value(0, x, none, out);
      expect(out).toEqual(x.map((one) => 3 * domain[name](one + 1)));
    }
  });
});
