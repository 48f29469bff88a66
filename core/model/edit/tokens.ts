/** Identifiers within expressions, found token by token, so that `k` is never mistaken for a part of `k_decay` or of `2k`. */
import type { Parameter } from '../schema';

/** numbers first, so that the e of 1e5 is not read as a name; a name before `(` is a function */
const token = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*(?!\s*\(|[A-Za-z0-9_])|[A-Za-z_][A-Za-z0-9_]*/g;
const name = /^[A-Za-z_]/;

function mapNames(text: string, change: (name: string) => string): string {
  return text.replace(token, (word, offset: number) =>
    name.test(word) && !/^\s*\(/.test(text.slice(offset + word.length)) ? change(word) : word,
  );
}

/** @returns the expression with one identifier replaced wherever it stands for a quantity */
export const renameIn = (text: string, from: string, to: string): string => mapNames(text, (word) => (word === from ? to : word));

/** @returns the expression with a parameter replaced by its value */
export function inlineIn(text: string, { id, value }: Parameter): string {
  return renameIn(text, id, value < 0 ? `(${value})` : String(value));
}

/** @returns the identifiers that a number or expression names, in order, each as often as it does */
export function namesIn(quantity: number | string | undefined): string[] {
  const names: string[] = [];
  if (typeof quantity === 'string')
    mapNames(quantity, (word) => {
      names.push(word);
      return word;
    });
  return names;
}

/** @returns whether a number or expression names the identifier */
export const mentions = (quantity: number | string | undefined, id: string): boolean => namesIn(quantity).includes(id);
