/**
 * Every request, response and progress message between the window (or a script) and the service, as schemas. The
 * preload bridge, the WebSocket client and the command line derive from this table; each message is validated on arrival.
 */
import { z } from '../model/schema/zod';
import { scenario } from '../model/schema';
import { topics } from '../model/schema/about';
import { fitResult } from '../model/schema/fit';
import {
  clinicProgress,
  fixedSteps,
  fixedStepsRequest,
  gradientAudit,
  stepHistory,
  stepHistoryRequest,
  workPrecision,
  workPrecisionProgress,
  workPrecisionRequest,
} from './clinic/schema';
import { checkpoints, checkpointsRequest } from './clinic/checkpoints-schema';
import { depthMap, depthMapRequest } from './clinic/depth-schema';
import { failure } from './failure';
import { fitCurves, fitPlan, fitProgress, parameterProfile } from './fit-schema';
import { learned, learnedRequest } from './learned-schema';
import { phasePlane, phasePlaneRequest } from './plane-schema';

const numbers = z.array(z.number().nullable());
export const problem = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message: z.string(),
  advice: z.string().optional(),
  about: z.string().optional(),
});
/** Edits that a slider makes without touching the document: parameter id → value, or state id → initial value. */
const overrides = z.record(z.string(), z.number()).default({});

export const equation = z.object({
  /** id of the variable or mechanism */
  id: z.string(),
  kind: z.enum(['derivative', 'assigned', 'rate', 'event', 'observable', 'initial']),
  text: z.string(),
  mathml: z.string(),
});
export const solverReport = z.object({
  method: z.string(),
  /** why the automatic choice fell on it */
  why: z.string(),
  steps: z.int(),
  rejected: z.int(),
  evaluations: z.int(),
});
export const series = z.object({
  times: z.array(z.number()),
  /** id of a variable or observable → value at each time */
  values: z.record(z.string(), numbers),
  solver: solverReport,
  /** executions of events in order: when the trigger turned true, and when the assignments were executed */
  fired: z.array(z.object({ event: z.string(), triggered: z.number(), time: z.number() })),
});
/** What an intervention does to the graph, for drawing. */
export const surgery = z.object({
  /** arrows into or out of these are cut while the window is open */
  cutEdges: z.array(z.object({ from: z.string(), to: z.string(), role: z.enum(['input', 'effect', 'regulator']) })),
  /** what a policy reads → what it decides */
  addedEdges: z.array(z.object({ from: z.string(), to: z.string() })),
  clamped: z.array(z.string()),
  scaled: z.array(z.object({ mechanism: z.string(), factor: z.number() })),
  set: z.array(z.string()),
  dosed: z.array(z.string()),
  infused: z.array(z.string()),
  /** one line a action, such as "TGF-β held at 0 from day 10" */
  lines: z.array(z.string()),
});
export const interval = z.object({
  low: z.number().nullable(),
  high: z.number().nullable(),
  kind: z.enum(['range', 'posterior']),
  members: z.int(),
});
export const outcomeResult = z.object({
  value: z.number().nullable(),
  effect: z.number().nullable(),
  interval: interval.optional(),
});
export const armResult = z.object({
  id: z.string(),
  name: z.string(),
  series: series.optional(),
  failure: failure.optional(),
  surgery,
  outcomes: z.record(z.string(), outcomeResult),
  /** why a curve looks as it does: mean rate of each mechanism over the horizon, and its ratio to the baseline's */
  mechanisms: z.array(z.object({ id: z.string(), mean: z.number().nullable(), baseline: z.number().nullable() })),
});
export const comparisonResult = z.object({ comparison: z.string(), arms: z.array(armResult), warnings: z.array(problem) });

const document = scenario;
export const contract = {
  about: {
    request: z.object({}),
    response: z.object({ versions: z.record(z.string(), z.string()), tensor: z.string(), host: z.string() }),
    progress: z.never(),
  },
  gallery: {
    request: z.object({}),
    response: z.array(
      z.object({
        path: z.string(),
        title: z.string(),
        question: z.string(),
        variables: z.int(),
        mechanisms: z.int(),
        measurements: z.int(),
        fits: z.int(),
        topic: z.enum(topics).optional(),
        /** an SVG file */
        thumbnail: z.string().optional(),
      }),
    ),
    progress: z.never(),
  },
  open: {
    request: z.object({ path: z.string() }),
    response: z.object({ path: z.string(), document, migrated: z.boolean() }),
    progress: z.never(),
  },
  /** text of a .doflow or of a report that carries one inside */
  parse: {
    request: z.object({ text: z.string() }),
    response: z.object({ document, migrated: z.boolean() }),
    progress: z.never(),
  },
  save: {
    request: z.object({ path: z.string(), document }),
    response: z.object({ path: z.string(), sha256: z.string() }),
    progress: z.never(),
  },
  describe: {
    request: z.object({ document }),
    response: z.object({ problems: z.array(problem), equations: z.array(equation) }),
    progress: z.never(),
  },
  simulate: {
    request: z.object({
      document,
      interventions: z.array(z.string()).default([]),
      condition: z.string().optional(),
      overrides,
      times: z.array(z.number()).optional(),
    }),
    response: series,
    progress: z.never(),
  },
  compare: {
    /** `key` names a stream of requests of which only the newest matters: an older one still waiting is answered 'superseded' */
    request: z.object({
      document,
      comparison: z.string().optional(),
      overrides,
      ranges: z.boolean().default(true),
      key: z.string().optional(),
      /** ids whose curves are wanted; absent: those of every variable and observable */
      curves: z.array(z.string()).optional(),
    }),
    response: comparisonResult,
    progress: z.never(),
  },
  /** a comparison in the plane of two states: fields, nullclines, trajectories */
  phasePlane: { request: phasePlaneRequest, response: phasePlane, progress: z.never() },
  fit: {
    request: z.object({ document, fit: z.string().optional(), starts: z.int().min(1).optional(), seed: z.int().optional() }),
    response: z.object({ fit: z.string(), result: fitResult, seconds: z.number() }),
    progress: fitProgress,
  },
  /** what a fit would do and why, before it does it */
  fitPlan: {
    request: z.object({ document, fit: z.string().optional(), starts: z.int().min(1).optional() }),
    response: fitPlan,
    progress: z.never(),
  },
  fitCurves: {
    request: z.object({ document, fit: z.string().optional(), parameters: z.record(z.string(), z.number()).default({}) }),
    response: fitCurves,
    progress: z.never(),
  },
  profile: {
    request: z.object({
      document,
      fit: z.string().optional(),
      parameter: z.string(),
      /** natural values to start from; absent: the fit's result, or the document's values */
      best: z.record(z.string(), z.number()).optional(),
    }),
    response: parameterProfile,
    /** points found so far, and the last one, natural */
    progress: z.object({ points: z.int(), value: z.number(), nllh: z.number() }),
  },
  /** what a network has learned, with progress by the steps of each place where it acts */
  learned: { request: learnedRequest, response: learned, progress: clinicProgress },
  gradientAudit: {
    request: z.object({ document }),
    response: gradientAudit,
    /** how many of all the ways have been gone, and the one that begins */
    progress: clinicProgress,
  },
  workPrecision: { request: workPrecisionRequest, response: workPrecision, progress: workPrecisionProgress },
  stepHistory: { request: stepHistoryRequest, response: stepHistory, progress: clinicProgress },
  /** the work of a solve from each of a grid of initial values, with progress by inputs */
  depthMap: { request: depthMapRequest, response: depthMap, progress: clinicProgress },
  /** memory and time of one gradient by what is kept of the steps, with progress by schedules */
  checkpoints: { request: checkpointsRequest, response: checkpoints, progress: clinicProgress },
  fixedSteps: { request: fixedStepsRequest, response: fixedSteps, progress: z.never() },
  report: {
    request: z.object({ document, comparison: z.string().optional() }),
    response: z.object({ html: z.string(), name: z.string() }),
    progress: z.never(),
  },
  /** a table of measurements as cells; what it means for a scenario is told by core/exchange/table */
  readTable: {
    request: z.object({
      /** its ending says what it is: .xlsx is a workbook, all else text */
      file: z.string(),
      content: z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })]),
    }),
    response: z.object({
      /** a text is one sheet without a name */
      sheets: z.array(
        z.object({
          name: z.string(),
          table: z.object({ rows: z.array(z.array(z.union([z.string(), z.number()]))), problems: z.array(problem) }),
        }),
      ),
      sha256: z.string(),
    }),
    progress: z.never(),
  },
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
export type Request<M extends Method> = z.input<Contract[M]['request']>;
export type ParsedRequest<M extends Method> = z.output<Contract[M]['request']>;
export type Response<M extends Method> = z.output<Contract[M]['response']>;
export type Progress<M extends Method> = z.output<Contract[M]['progress']>;
export type ComparisonResult = z.infer<typeof comparisonResult>;
export type ArmResult = z.infer<typeof armResult>;
export type Series = z.infer<typeof series>;
export type { CheckpointRow, Checkpoints } from './clinic/checkpoints-schema';
export type { DepthMap } from './clinic/depth-schema';
export type { FixedSteps, GradientAudit, GradientRow, StepHistory, WorkPrecision, WorkPrecisionRun } from './clinic/schema';
export type { Learned, LearnedCurve, LearnedLaw, LearnedPlace, LearnedSign, LearnedSlice } from './learned-schema';
export type { PhasePlane, PlaneArm, PlaneField } from './plane-schema';
export type { FitCurves, FitPlan, FitProgress, ParameterProfile, ResidualGroup } from './fit-schema';
export type Equation = z.infer<typeof equation>;
export type Surgery = z.infer<typeof surgery>;

/** One message on a wire, whatever the wire. `job` ties progress and result to their request. */
export const envelope = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('request'),
    job: z.string().max(64),
    method: z.enum(Object.keys(contract) as [Method, ...Method[]]),
    request: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('cancel'), job: z.string().max(64) }),
  /** holds a running job, or lets it go on; one that cannot pause takes no notice */
  z.strictObject({ kind: z.literal('pause'), job: z.string().max(64), on: z.boolean() }),
  z.strictObject({ kind: z.literal('progress'), job: z.string(), progress: z.unknown() }),
  z.strictObject({ kind: z.literal('response'), job: z.string(), response: z.unknown() }),
  z.strictObject({
    kind: z.literal('error'),
    job: z.string(),
    message: z.string(),
    problems: z.array(problem).default([]),
    code: z.enum(['invalid', 'model', 'cancelled', 'superseded', 'internal']),
  }),
]);
export type Envelope = z.infer<typeof envelope>;
/** What every host gives the window: send a request, hear of its progress, pause and cancel it. */
export interface Client {
  request<M extends Method>(
    method: M,
    request: Request<M>,
    options?: { onProgress?: (progress: Progress<M>) => void; signal?: CancelSignal; pause?: PauseSignal },
  ): Promise<Response<M>>;
}
/** The part of AbortSignal that the core needs; core has no DOM types. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
/** Whether a job is to wait; raised and lowered any number of times. */
export interface PauseSignal {
  readonly paused: boolean;
  addEventListener(type: 'change', listener: () => void): void;
  removeEventListener(type: 'change', listener: () => void): void;
}
