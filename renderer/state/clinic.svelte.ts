/**
 * The solver clinic of the open document: the diagram of work and precision, step sizes, stability at a fixed step, and the audit
 * of the gradient. Results stay until the next run and say when the model has changed since.
 */
import { setValues } from '../../core/model/edit';
import type { Arm, Scenario, SolverSettings } from '../../core/model/schema';
import type { Cost } from '../../core/service/clinic/cheapest';
import type { FixedSteps, WorkPrecisionRun } from '../../core/service/contract';
import { ServiceError } from '../client/errors';
import { methodName } from '../clinic/pictures';
import { clinicSubject } from '../clinic/subject';
import { armsOf } from '../compare/quantities';
import { ClinicJob } from './clinic-job.svelte';
import { DepthPerInput } from './depth.svelte';
import { Newest } from './newest';
import type { Workbench } from './workbench.svelte';

export type ClinicTab = 'work-precision' | 'step-sizes' | 'stability' | 'depth' | 'checkpoints' | 'gradients';
/** Of the step sizes that are drawn first: the automatic choice, and a method of each kind. */
const FIRST_METHODS: readonly string[] = ['auto', 'tsit5', 'rodas5p'];
const FIRST_STEPS = 10_000;

interface StabilityAsk {
  readonly document: Scenario;
  readonly comparison: string | undefined;
  readonly arm: string | undefined;
  readonly overrides: Record<string, number>;
  readonly variable: string | undefined;
  readonly step: number | undefined;
}

export class Clinic {
  readonly #workbench: Workbench;
  tab: ClinicTab = $state('work-precision');
  /** id of the arm examined; the baseline until another is chosen */
  #armId: string | null = $state(null);
  readonly work: ClinicJob<'workPrecision'>;
  readonly steps: ClinicJob<'stepHistory'>;
  readonly audit: ClinicJob<'gradientAudit'>;
  readonly depth: DepthPerInput;
  readonly checkpoints: ClinicJob<'checkpoints'>;
  /** equal steps of the trajectory that the checkpoints are measured on */
  checkpointSteps: number = $state(FIRST_STEPS);
  /** runs of the diagram as they come */
  #coming: readonly WorkPrecisionRun[] = $state.raw([]);
  cost: Cost = $state('seconds');
  /** methods whose lines are not drawn */
  hidden: ReadonlySet<string> = $state.raw(new Set());
  /** methods whose step sizes are drawn */
  chosen: readonly string[] = $state.raw(FIRST_METHODS);
  stability: FixedSteps | null = $state.raw(null);
  stabilityError: string | null = $state(null);
  /** the fixed step that the user set; null until then */
  step: number | null = $state(null);
  /** id of the variable that the stability view draws; null for the one that decays fastest */
  variable: string | null = $state(null);
  readonly #stabilityQueue: Newest<StabilityAsk>;

  readonly arms: readonly Arm[] = $derived.by(() => {
    const comparison = this.#workbench.comparisonDefinition;
    return comparison === null ? [] : armsOf(comparison);
  });
  readonly arm: Arm | null = $derived(this.arms.find(({ id }) => id === this.#armId) ?? this.arms[0] ?? null);
  readonly subject: string = $derived.by(() => {
    const { document, comparisonDefinition, overrides } = this.#workbench;
    return document === null ? '' : clinicSubject(document, comparisonDefinition, this.arm, overrides);
  });
  readonly runs: readonly WorkPrecisionRun[] = $derived.by(() => this.work.result?.runs ?? this.#coming);

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    const { client, notices } = workbench;
    this.work = new ClinicJob('workPrecision', 'Measuring the methods', client, notices);
    this.steps = new ClinicJob('stepHistory', 'Following the step sizes', client, notices);
    this.audit = new ClinicJob('gradientAudit', 'The audit of the gradient', client, notices);
    this.depth = new DepthPerInput(workbench, { stepSubject: () => this.stepSubject, request: () => this.#request() });
    this.checkpoints = new ClinicJob('checkpoints', 'Measuring the checkpoints', client, notices);
    this.work.onProgress = ({ run }) => {
      if (run !== undefined) this.#coming = [...this.#coming, run];
    };
    this.#stabilityQueue = new Newest(async (ask) => {
      try {
        const answer = await client.request('fixedSteps', ask);
        if (workbench.document === null) return;
        this.stability = answer;
        this.stabilityError = null;
      } catch (error) {
        this.stabilityError = error instanceof ServiceError ? error.message : String(error);
      }
    });
  }

  get #jobs() {
    return [this.work, this.steps, this.audit, this.depth.job, this.checkpoints] as const;
  }
  get running(): boolean {
    return this.#jobs.some(({ running }) => running);
  }
  cancel(): void {
    for (const job of this.#jobs) job.cancel();
  }

  chooseArm(id: string): void {
    this.#armId = id;
  }

  runWork(): void {
    const request = this.#request();
    if (request === null) return;
    this.#coming = [];
    void this.work.run(request, this.subject);
  }

  runSteps(): void {
    const request = this.#request();
    if (request !== null && this.chosen.length > 0)
      void this.steps.run({ ...request, methods: [...this.chosen] }, this.stepSubject);
  }

  runCheckpoints(): void {
    const request = this.#request();
    if (request !== null) void this.checkpoints.run({ ...request, steps: this.checkpointSteps }, this.checkpointSubject);
  }

  runAudit(): void {
    const { document, overrides } = this.#workbench;
    if (document !== null) void this.audit.run({ document: setValues(document, overrides) }, this.auditSubject);
  }

  /** Step sizes depend on the tolerances of the document as well. */
  get stepSubject(): string {
    return `${this.subject} ${JSON.stringify(this.#workbench.document?.solver)}`;
  }

  get checkpointSubject(): string {
    return `${this.stepSubject} ${this.checkpointSteps}`;
  }

  /** The gradient is one of the fits' losses, or of a functional of the model. */
  get auditSubject(): string {
    const { document } = this.#workbench;
    return `${this.stepSubject} ${document?.data.measurements.length} ${document?.fits.map(({ id }) => id).join()}`;
  }

  /** Asks for the curves at a fixed step, of the document as it is now; the newest wins. */
  refreshStability(): void {
    const request = this.#request();
    if (request === null || this.#workbench.document?.variables.every(({ kind }) => kind !== 'state')) return;
    this.#stabilityQueue.push({ ...request, variable: this.variable ?? undefined, step: this.step ?? undefined });
  }

  /** Writes a run's settings into the document, as one undoable step. */
  adopt({ method, rtol, atol, step }: WorkPrecisionRun): void {
    const name = methodName(method);
    this.#workbench.edit(`Use ${name}`, (document) => {
      const { step: _before, ...solver } = document.solver;
      const control = step === undefined ? { rtol: rtol ?? solver.rtol, atol: atol ?? solver.atol } : { step };
      return { ...document, solver: { ...solver, method: method as SolverSettings['method'], ...control } };
    });
    this.#workbench.notices.show('success', `The document is solved with ${name} now`, {
      action: { label: 'Undo', run: () => this.#workbench.undo() },
    });
  }

  reset(): void {
    for (const job of this.#jobs) job.reset();
    this.depth.reset();
    this.checkpointSteps = FIRST_STEPS;
    this.#stabilityQueue.clear();
    this.#coming = [];
    this.#armId = null;
    this.hidden = new Set();
    this.chosen = FIRST_METHODS;
    this.stability = null;
    this.stabilityError = null;
    this.step = null;
    this.variable = null;
  }

  #request(): Omit<StabilityAsk, 'variable' | 'step'> | null {
    const { document, overrides, comparisonDefinition } = this.#workbench;
    if (document === null) return null;
    // curves and step sizes need neither measurements nor fits, which are most of a document
    const bare: Scenario = { ...document, data: { measurements: [] }, fits: [] };
    return { document: bare, comparison: comparisonDefinition?.id, arm: this.arm?.id, overrides: { ...overrides } };
  }
}
