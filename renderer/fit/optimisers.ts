/** The optimisers as people read them, in the order of the picker. */
import type { OptimiserName } from '../../core/model/schema';

const texts: Readonly<Record<OptimiserName | 'auto', { label: string; note: string }>> = {
  auto: { label: 'Automatic', note: 'by the parameters and the noise, and says why' },
  'levenberg-marquardt': { label: 'Levenberg–Marquardt', note: 'few parameters, smooth noise' },
  bfgs: { label: 'BFGS', note: 'up to some hundred parameters' },
  'l-bfgs': { label: 'L-BFGS', note: 'many parameters' },
  adam: { label: 'Adam', note: 'a fixed number of steps' },
  'adam-then-l-bfgs': { label: 'Adam, then L-BFGS', note: 'large networks' },
};

export const optimisers = (Object.keys(texts) as (keyof typeof texts)[]).map((id) => ({ id, ...texts[id] }));

/** @returns a method's name for people; one that this version does not know stands as it is */
export const optimiserLabel = (method: string): string => optimisers.find(({ id }) => id === method)?.label ?? method;
