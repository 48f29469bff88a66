/** Names that laboratories, PEtab and the tables of pharmacometrics give to the columns of their tables, and units of time. */
import type { Role } from './mapping';

const words: Readonly<Record<Exclude<Role, 'ignore'>, readonly string[]>> = {
  time: [
    'time',
    't',
    'times',
    'timepoint',
    'day',
    'days',
    'hour',
    'hours',
    'minute',
    'minutes',
    'week',
    'weeks',
    'dpi',
    'hpi',
    'zeit',
  ],
  condition: ['condition', 'conditions', 'simulationcondition', 'treatment', 'group', 'arm', 'experiment', 'cohort', 'genotype'],
  observable: ['observable', 'analyte', 'readout', 'marker', 'species', 'variable', 'measurand', 'dvid'],
  value: ['value', 'values', 'measurement', 'measured', 'dv', 'result', 'concentration', 'signal', 'y'],
  replicate: [
    'replicate',
    'rep',
    'subject',
    'individual',
    'animal',
    'mouse',
    'patient',
    'donor',
    'well',
    'sample',
    'batch',
    'id',
  ],
  sigma: ['sigma', 'sd', 'std', 'stdev', 'stddev', 'se', 'sem', 'error', 'noiseparameters', 'uncertainty', 'σ'],
  censored: ['censored', 'censoring', 'cens', 'blq'],
  limit: ['limit', 'lod', 'lloq', 'loq', 'uloq', 'detectionlimit'],
};
const roleByWord: ReadonlyMap<string, Role> = new Map(
  Object.entries(words).flatMap(([role, names]) => names.map((name) => [name, role as Role] as const)),
);

/** @returns what a column of that name holds: the whole name, then (for σ beside a value) one of its words */
export function roleOfHeading(name: string): Role | undefined {
  const lower = name.toLowerCase();
  const whole = lower.replace(/[^\p{Letter}\p{Number}]+/gu, '');
  const known = roleByWord.get(whole) ?? roleByWord.get(whole.replace(/id$/, ''));
  if (known !== undefined) return known;
  const parts = lower.split(/[^\p{Letter}\p{Number}]+/u);
  if (parts.some((part) => ['sd', 'sigma', 'std', 'stdev', 'sem'].includes(part))) return 'sigma';
  return parts[0] === 'time' ? 'time' : undefined;
}

const seconds: readonly (readonly [number, readonly string[]])[] = [
  [1, ['s', 'sec', 'secs', 'second', 'seconds']],
  [60, ['min', 'mins', 'minute', 'minutes']],
  [3600, ['h', 'hr', 'hrs', 'hour', 'hours']],
  [86_400, ['d', 'day', 'days']],
  [604_800, ['w', 'wk', 'week', 'weeks']],
];
const secondsOf = (unit: string): number | undefined => seconds.find(([, names]) => names.includes(unit.toLowerCase()))?.[0];

/** @returns what a time in `from` is multiplied by to be one in `to`; undefined where either is no known unit of time */
export function timeFactor(from: string, to: string): number | undefined {
  const a = secondsOf(from),
    b = secondsOf(to);
  return a === undefined || b === undefined ? undefined : a / b;
}
