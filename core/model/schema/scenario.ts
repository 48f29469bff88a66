/** The scenario document, whole: one declaration that validates, types and publishes the format. */
import { z } from './zod';
import { about } from './about';
import { variable } from './variable';
import { parameter } from './parameter';
import { mechanism } from './mechanism';
import { network } from './network';
import { event } from './event';
import { observable } from './observable';
import { condition } from './condition';
import { data } from './data';
import { intervention } from './intervention';
import { comparison } from './comparison';
import { fit } from './fit';
import { solver } from './solver';

export const FORMAT = 'doflow-scenario';
export const VERSION = 2;

export const scenario = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  about,
  variables: z.array(variable).default([]),
  parameters: z.array(parameter).default([]),
  mechanisms: z.array(mechanism).default([]),
  networks: z.array(network).default([]),
  events: z.array(event).default([]),
  observables: z.array(observable).default([]),
  conditions: z.array(condition).default([]),
  data: data.default({ measurements: [] }),
  interventions: z.array(intervention).default([]),
  comparisons: z.array(comparison).default([]),
  fits: z.array(fit).default([]),
  solver: solver.default(() => solver.parse({})),
});
export type Scenario = z.infer<typeof scenario>;
