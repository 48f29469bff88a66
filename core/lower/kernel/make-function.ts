/** The only place that turns text into code. The text is printed from parsed expressions, never taken from a document. */
import { domain } from '../../equations/operators';
import { tanhTable } from '../../util/tanh';
import type { Block } from './loops';

/** @param body may call Math as `M`, the functions with rules of their own as `D`, and read the constants as `S` and tanh's table as `T` */
export function makeFunction(parameters: string, body: string, constants: readonly unknown[] = []): unknown {
  const make = new Function('M', 'D', 'T', 'S', `"use strict";return function(${parameters}){\n${body}\n};`) as (
    M: Math,
    D: typeof domain,
    T: Float64Array,
    S: readonly unknown[],
  ) => unknown;
  return make(Math, domain, tanhTable, constants);
}

/**
 * @param memory the array `w` of the block's code, which further blocks may have too
 * @param before statements that come first  @param after statements that come last
 */
export function makeBlock(parameters: string, { code, tables }: Block, memory: Float64Array, before = '', after = ''): unknown {
  const bind = `const w=S[0];${tables.map((_, i) => `const I${i}=S[${i + 1}];`).join('')}`;
  return makeFunction(parameters, `${bind}${before}\n${code}${after}`, [memory, ...tables]);
}
