/** The engines as people read them, in the order of the picker. */
import type { EngineName } from '../../core/model/schema';

const texts: Readonly<Record<EngineName | 'auto', { label: string; note: string }>> = {
  auto: { label: 'Automatic', note: 'by the width of the problem, and says why' },
  kernel: { label: 'Float64 kernel', note: 'one trajectory at a time, exact steps' },
  tensor: { label: 'Tensors, then kernel', note: 'all subjects and starts at once by Adam, then polished' },
};

export const engines = (Object.keys(texts) as (keyof typeof texts)[]).map((id) => ({ id, ...texts[id] }));

export const engineLabel = (engine: EngineName): string => texts[engine].label;
