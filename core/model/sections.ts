/** The sections of a document whose entries have ids, in the order of the file. */
export const sections = [
  'variables',
  'parameters',
  'mechanisms',
  'networks',
  'events',
  'observables',
  'conditions',
  'interventions',
  'comparisons',
  'fits',
] as const;
export type Section = (typeof sections)[number];
