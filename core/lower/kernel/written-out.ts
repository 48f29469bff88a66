/**
 * The functions of small networks as arithmetic within the generated code. V8 does not inline a call into a long function, and a
 * call that it does not inline boxes its numbers. The bits are those of the functions in core/equations/operators.
 */
import type { OperationNode } from '../../equations/expression';
import { operators, type OperatorName } from '../../equations/operators';
import { tanhText } from '../../util/tanh';

/** Declares a constant of that value.  @returns its name */
type Fresh = (text: string) => string;

const decayText = (fresh: Fresh, x: string): string => fresh(`M.exp(-M.abs(${x}))`);

const writtenOut: Partial<Record<OperatorName, (fresh: Fresh, x: string) => string>> = {
  tanh: (fresh, x) => tanhText(fresh, x, 'T'),
  softplus(fresh, argument) {
    const x = fresh(argument);
    return `(${x}>0?${x}:0)+M.log1p(${decayText(fresh, x)})`;
  },
  logistic(fresh, argument) {
    const x = fresh(argument),
      decay = decayText(fresh, x);
    return `(${x}>=0?1:${decay})/(1+${decay})`;
  },
};

/**
 * @param args JavaScript of the arguments
 * @param fresh declares a constant of that value and returns its name
 * @returns JavaScript of the operation's value
 */
export const operationText = ({ operator }: OperationNode, args: readonly string[], fresh: Fresh): string =>
  writtenOut[operator]?.(fresh, args[0]) ?? operators[operator].emit(...args);
