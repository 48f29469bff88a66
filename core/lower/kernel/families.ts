/**
 * Assignments that do not depend on each other, as many as there may be, to blocks of code: what they share is computed first,
 * then those of one shape follow each other, so that thousands of them become a few loops (see loops.ts).
 */
import type { Expr } from '../../equations/expression';
import { blocksOf, byShape, type Block, type Locate } from './loops';
import { at, emitRows, MARK, type Row } from './rows';

/** An element of an array that is set to an expression, or to which it is added. */
export interface Assignment {
  readonly array: string;
  readonly index: number;
  readonly expr: Expr;
  readonly add?: boolean;
}

/** Array of the values that assignments share. */
const SHARED = 'w';
/** What an array's name begins with where its elements are read to be added to. */
const BEFORE = 'before_';

/** @returns blocks that read and write the arrays, and the length of the array `w` of values between them */
export function familyBlocks(
  assignments: readonly Assignment[],
  access: (symbol: string) => string,
): { blocks: Block[]; shared: number } {
  const rows = assignments.map(({ array, index, expr, add }): Row => ({
    exprs: [expr],
    finish: ([code]) => `${at(array, index)}=${add === true ? `${at(`${BEFORE}${array}`, index)}+` : ''}${code};`,
  }));
  const values = emitRows(rows, access, SHARED).shared;
  // A value that is a row of its own is written by that row, before those that share it.
  const { code, shared } = emitRows(
    [...values.map((expr): Row => ({ exprs: [expr], finish: () => '' })), ...rows],
    access,
    SHARED,
  );
  const levels: string[][] = [],
    levelOf: number[] = [];
  for (const row of code.slice(0, values.length)) {
    const own: number[] = [];
    let level = 0;
    for (const [mark, array, value] of row.matchAll(MARK)) {
      if (array !== SHARED) continue;
      if (row.includes(`;${mark}=`)) own.push(Number(value));
      else level = Math.max(level, levelOf[Number(value)] + 1);
    }
    for (const value of own) levelOf[value] = level;
    (levels[level] ??= []).push(row);
  }
  const ordered = [...levels, code.slice(values.length)].flatMap(byShape);
  const locate: Locate = (array) => ({ name: array.startsWith(BEFORE) ? array.slice(BEFORE.length) : array, offset: 0 });
  const blocks = blocksOf([ordered], locate, (array) => array === SHARED);
  return { blocks, shared: shared.length };
}
