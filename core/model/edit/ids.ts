/** Identifiers: made from names in plain letters, unique across the document. */
import type { Scenario } from '../schema';
import { sections } from '../sections';

const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  µ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};
/** Words that expressions give a meaning of their own. */
const reserved = new Set([
  't',
  'e',
  'pi',
  'i',
  'Infinity',
  'NaN',
  'true',
  'false',
  'null',
  'mod',
  'to',
  'in',
  'and',
  'or',
  'not',
  'xor',
]);
export const idPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** @returns an id in ASCII letters that reads like the name (TGF-β → TGF_beta), and is not taken */
export function makeId(name: string, taken: ReadonlySet<string>): string {
  const ascii = [...name.normalize('NFKD')]
    .map((letter) => greek[letter.toLowerCase()] ?? letter)
    .join('')
    .replace(/\p{Mark}/gu, '')
    .replace(/\+/g, '_plus')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const start = ascii === '' ? 'item' : /^[0-9]/.test(ascii) ? `_${ascii}` : ascii;
  const base = reserved.has(start) ? `${start}_` : start;
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) if (!taken.has(`${base}_${n}`)) return `${base}_${n}`;
}

/** @returns every id that the document uses for a part of itself */
export function takenIds(document: Scenario): Set<string> {
  const ids = new Set<string>();
  for (const section of sections) for (const { id } of document[section]) ids.add(id);
  for (const { baseline, arms, outcomes } of document.comparisons)
    for (const { id } of [baseline, ...arms, ...outcomes]) ids.add(id);
  return ids;
}

/** @returns what is wrong with a new id for a part of the document, or null */
export function idFault(document: Scenario, id: string): string | null {
  if (!idPattern.test(id)) return 'An id has letters, digits and _ and does not start with a digit';
  if (reserved.has(id)) return `"${id}" has a meaning of its own in expressions`;
  if (takenIds(document).has(id)) return `"${id}" is already used`;
  return null;
}
