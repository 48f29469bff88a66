/** What the solver clinic is asked and answers, as schemas; core/service/contract.ts puts them into its table. */
import { scenario } from '../../model/schema';
import { z } from '../../model/schema/zod';
import { failure } from '../failure';

const numbers = z.array(z.number().nullable());

/** Which run of the model is examined: an arm of a comparison, over its horizon. */
export const subject = z.object({
  document: scenario,
  /** absent: the document's first one, or 100 units of time where it has none */
  comparison: z.string().optional(),
  /** absent: the baseline */
  arm: z.string().optional(),
  overrides: z.record(z.string(), z.number()).default({}),
});

/** One setting of one method, tried on the model. */
export const workPrecisionRun = z.object({
  /** `auto` or the name of a method */
  method: z.string(),
  title: z.string(),
  family: z.string(),
  /** of an adaptive method */
  rtol: z.number().optional(),
  atol: z.number().optional(),
  /** of a method with fixed steps */
  step: z.number().optional(),
  /** whether these are the settings of the document */
  current: z.boolean(),
  /** largest relative error over all output times and states; null where the run failed */
  error: z.number().nullable(),
  /** the fastest of repeated runs */
  seconds: z.number(),
  evaluations: z.int(),
  steps: z.int(),
  rejected: z.int(),
  failure: failure.optional(),
});
export const workPrecision = z.object({
  runs: z.array(workPrecisionRun),
  reference: z.object({
    title: z.string(),
    rtol: z.number(),
    /** largest relative difference between two references of different methods; null where there was no second one */
    uncertainty: z.number().nullable(),
    /** the method of the second one */
    against: z.string(),
  }),
  /** errors are relative to a value's size, but at least to this part of its state's largest */
  floor: z.number(),
  limits: z.object({ steps: z.int(), seconds: z.number() }),
  span: z.object({ from: z.number(), until: z.number(), outputs: z.int(), states: z.int() }),
  cancelled: z.boolean(),
});
export const workPrecisionRequest = subject.extend({
  /** names of methods, `auto` among them; absent: all */
  methods: z.array(z.string()).optional(),
});
export const workPrecisionProgress = z.object({
  done: z.int(),
  total: z.int(),
  title: z.string(),
  run: workPrecisionRun.optional(),
});

export const stepHistory = z.object({
  methods: z.array(
    z.object({
      method: z.string(),
      title: z.string(),
      why: z.string(),
      steps: z.int(),
      /** start and size of the accepted steps, thinned to the largest and smallest of each stretch where they are many */
      times: z.array(z.number()),
      sizes: z.array(z.number()),
      /** size times the largest |λ| of a mode that dies out; null where that is not known */
      stiffness: numbers,
      rejected: z.object({ count: z.int(), times: z.array(z.number()), sizes: z.array(z.number()) }),
      switches: z.array(z.object({ time: z.number(), from: z.string(), to: z.string() })),
      failure: failure.optional(),
    }),
  ),
  /** stretches in which the accuracy asked for allows longer steps than an explicit method's stability does */
  stiff: z.array(z.object({ from: z.number(), until: z.number() })),
  /** the method whose steps tell that, and the explicit one with its stability boundary on the negative real axis */
  judge: z.object({ title: z.string(), explicit: z.string(), boundary: z.number() }),
  span: z.object({ from: z.number(), until: z.number() }),
  settings: z.object({ rtol: z.number(), atol: z.number() }),
  cancelled: z.boolean(),
});
export const stepHistoryRequest = subject.extend({ methods: z.array(z.string()).min(1).max(16) });
export const clinicProgress = z.object({ done: z.int(), total: z.int(), title: z.string() });

export const fixedSteps = z.object({
  /** id of the variable drawn */
  variable: z.string(),
  step: z.number(),
  /** sensible ends for a slider of the step */
  range: z.object({ min: z.number(), max: z.number() }),
  view: z.object({ from: z.number(), until: z.number() }),
  /** most negative real part of an eigenvalue of the Jacobian over the first steps; null where none is negative */
  lambda: z.number().nullable(),
  /** whether the eigenvalue is one of a complex pair */
  oscillates: z.boolean(),
  curves: z.array(
    z.object({
      method: z.string(),
      title: z.string(),
      times: z.array(z.number()),
      values: numbers,
      steps: z.int(),
      /** |R(hλ)|: what one step multiplies the mode of that eigenvalue by; null without one */
      growth: z.number().nullable(),
      /** where |R| = 1 on the negative real axis; null where a method has no such boundary */
      boundary: z.number().nullable(),
      /** largest difference from the adaptive solution over the largest value of that; null after a failure */
      deviation: z.number().nullable(),
      /** |∂x(end)/∂x(t)| by the discrete adjoint through the steps, at each of the times; null without steps that can be reversed */
      gradient: numbers.nullable(),
      failure: failure.optional(),
    }),
  ),
  adaptive: z.object({ title: z.string(), times: z.array(z.number()), values: numbers }),
});
export const fixedStepsRequest = subject.extend({
  /** id of the variable to draw; absent: the state that decays fastest */
  variable: z.string().optional(),
  /** absent: just beyond Euler's stability boundary */
  step: z.number().positive().optional(),
});

/** One way to the gradient of a loss, judged by the reference. */
export const gradientRow = z.object({
  method: z.enum([
    'discrete-adjoint',
    'checkpointed-adjoint',
    'continuous-adjoint',
    'explicit-adjoint',
    'implicit-adjoint',
    'backward-state-adjoint',
    'forward-sensitivities',
    'replayed-differences',
    'solve-differences',
  ]),
  title: z.string(),
  /** `refused`: no gradient by this way, `failure` says why */
  verdict: z.enum(['reference', 'within', 'beyond', 'refused', 'informative']),
  /** largest deviation from the reference over its largest entry, on the parameters' scales; null where there is none */
  deviation: z.number().nullable(),
  /** what `deviation` may be at most; null where it is not judged */
  tolerance: z.number().nullable(),
  /** the parameter where the deviation lies */
  parameter: z.string().nullable(),
  seconds: z.number(),
  /** of (∂f/∂y)ᵀλ by a backward solve; null for a way that solves no equation backward */
  evaluations: z.int().nullable(),
  note: z.string(),
  failure: failure.optional(),
});
export const gradientAudit = z.object({
  /** one for each fit; one, with `fit` null, of a random functional where the document has no data or no fit */
  losses: z.array(
    z.object({ fit: z.string().nullable(), title: z.string(), parameters: z.array(z.string()), rows: z.array(gradientRow) }),
  ),
});

export type WorkPrecisionRun = z.infer<typeof workPrecisionRun>;
export type WorkPrecision = z.infer<typeof workPrecision>;
export type WorkPrecisionProgress = z.infer<typeof workPrecisionProgress>;
export type StepHistory = z.infer<typeof stepHistory>;
export type ClinicProgress = z.infer<typeof clinicProgress>;
export type FixedSteps = z.infer<typeof fixedSteps>;
export type GradientAudit = z.infer<typeof gradientAudit>;
export type GradientRow = z.infer<typeof gradientRow>;
