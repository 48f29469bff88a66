/** The kinds of prior as people meet them: names, numbers, what each says, and a first guess at its numbers. */
import type { Parameter, Prior, PriorKind } from './schema';

export interface PriorField {
  /** key of the number in the prior */
  readonly name: string;
  readonly label: string;
  readonly isPositive: boolean;
}
export interface PriorDescription {
  readonly label: string;
  readonly note: string;
  readonly fields: readonly PriorField[];
  /** whether it may be the density of the parameter on its fit scale; the others are of the natural value */
  readonly mayBeOfScale: boolean;
}

const any = (name: string, label: string): PriorField => ({ name, label, isPositive: false });
const above0 = (name: string, label: string): PriorField => ({ name, label, isPositive: true });

/** In the order in which they are offered. */
export const priorKinds: Readonly<Record<PriorKind, PriorDescription>> = {
  normal: {
    label: 'Normal',
    note: 'around a mean',
    fields: [any('mean', 'Mean'), above0('sd', 'Standard deviation')],
    mayBeOfScale: true,
  },
  'log-normal': {
    label: 'Log-normal',
    note: 'the natural logarithm of the value is normal',
    fields: [any('mean', 'Mean of ln'), above0('sd', 'SD of ln')],
    mayBeOfScale: false,
  },
  uniform: {
    label: 'Uniform',
    note: 'flat between two ends, 0 beyond them',
    fields: [any('low', 'From'), any('high', 'To')],
    mayBeOfScale: true,
  },
  'log-uniform': {
    label: 'Log-uniform',
    note: 'the logarithm of the value is flat between two ends',
    fields: [above0('low', 'From'), above0('high', 'To')],
    mayBeOfScale: false,
  },
  laplace: {
    label: 'Laplace',
    note: 'peaked, with heavier tails than the normal',
    fields: [any('location', 'Location'), above0('scale', 'Width')],
    mayBeOfScale: true,
  },
  'log-laplace': {
    label: 'Log-Laplace',
    note: 'the natural logarithm of the value is Laplace',
    fields: [any('location', 'Location of ln'), above0('scale', 'Width of ln')],
    mayBeOfScale: false,
  },
  cauchy: {
    label: 'Cauchy',
    note: 'so heavy tails that far values stay possible',
    fields: [any('location', 'Location'), above0('scale', 'Half width')],
    mayBeOfScale: true,
  },
  gamma: {
    label: 'Gamma',
    note: 'positive, with mean shape/rate',
    fields: [above0('shape', 'Shape'), above0('rate', 'Rate')],
    mayBeOfScale: false,
  },
  exponential: {
    label: 'Exponential',
    note: 'the smaller the likelier, with mean 1/rate',
    fields: [above0('rate', 'Rate')],
    mayBeOfScale: false,
  },
  'chi-square': {
    label: 'Chi-square',
    note: 'positive, with the degrees of freedom as mean',
    fields: [above0('degreesOfFreedom', 'Degrees of freedom')],
    mayBeOfScale: false,
  },
  rayleigh: {
    label: 'Rayleigh',
    note: 'positive, likeliest at its scale',
    fields: [above0('scale', 'Scale')],
    mayBeOfScale: false,
  },
};

const onScale = (value: number, scale: Parameter['scale']): number =>
  scale === 'log10' ? Math.log10(value) : scale === 'logit' ? Math.log(value / (1 - value)) : value;

/**
 * A prior around the parameter's value, or over its bounds, to go on from.
 * @param on for the kinds that may be of either
 */
export function firstPrior(kind: PriorKind, { value, scale, bounds }: Parameter, on?: 'scale' | 'value'): Prior {
  const size = value > 0 ? value : 1,
    own = on === undefined ? {} : { on };
  const ofScale = on !== 'value' && scale !== 'linear',
    scaled = ofScale ? onScale(value, scale) : value,
    centre = Number.isFinite(scaled) ? scaled : 0,
    width = ofScale || value === 0 ? 1 : Math.abs(value);
  switch (kind) {
    case 'normal':
      return { kind, mean: centre, sd: width, ...own };
    case 'laplace':
    case 'cauchy':
      return { kind, location: centre, scale: width, ...own };
    case 'uniform': {
      const ends = bounds?.map((bound) => (ofScale ? onScale(bound, scale) : bound));
      const isRange = ends !== undefined && ends.every(Number.isFinite) && ends[0] < ends[1];
      return { kind, low: isRange ? ends[0] : centre - width, high: isRange ? ends[1] : centre + width, ...own };
    }
    case 'log-normal':
      return { kind, mean: Math.log(size), sd: 1 };
    case 'log-laplace':
      return { kind, location: Math.log(size), scale: 1 };
    case 'log-uniform':
      return bounds !== undefined && bounds[0] > 0 && bounds[0] < bounds[1]
        ? { kind, low: bounds[0], high: bounds[1] }
        : { kind, low: size / 100, high: size * 100 };
    case 'gamma':
      return { kind, shape: 2, rate: 2 / size };
    case 'exponential':
      return { kind, rate: 1 / size };
    case 'chi-square':
      return { kind, degreesOfFreedom: size };
    case 'rayleigh':
      return { kind, scale: size };
  }
}

/** @returns the prior with one of its numbers changed; the ends of a range keep their order, the other end moves along */
export function withNumber(prior: Prior, name: string, value: number): Prior {
  const changed = { ...prior, [name]: value };
  if (changed.kind !== 'uniform' && changed.kind !== 'log-uniform') return changed;
  if (changed.low < changed.high || (prior.kind !== 'uniform' && prior.kind !== 'log-uniform')) return changed;
  const isLow = name === 'low';
  if (changed.kind === 'uniform') {
    const width = prior.high - prior.low;
    return isLow ? { ...changed, high: value + width } : { ...changed, low: value - width };
  }
  const ratio = prior.high / prior.low;
  return isLow ? { ...changed, high: value * ratio } : { ...changed, low: value / ratio };
}

/** @returns such as "normal, mean −2, standard deviation 0.5, on the log10 scale" */
export function priorText(prior: Prior, scale: Parameter['scale'], format: (value: number) => string): string {
  const { label, fields, mayBeOfScale } = priorKinds[prior.kind],
    numbers = Object.fromEntries(Object.entries(prior)) as Readonly<Record<string, number>>;
  const parts = fields.map(
    (field) => `${field.label.charAt(0).toLowerCase()}${field.label.slice(1)} ${format(numbers[field.name])}`,
  );
  const isOfScale = mayBeOfScale && !('on' in prior && prior.on === 'value');
  const where = scale === 'linear' || !mayBeOfScale ? [] : [isOfScale ? `on the ${scale} scale` : 'of the value itself'];
  return [label.charAt(0).toLowerCase() + label.slice(1), ...parts, ...where].join(', ');
}
