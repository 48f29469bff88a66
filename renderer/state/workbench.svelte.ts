/**
 * All that the window knows: the open document with its history, what is selected, what the service says of it, and the
 * comparison and fit that follow it. Components read it and call its methods; nothing else holds state that outlives a panel.
 */
import type { Comparison, Scenario } from '../../core/model/schema';
import { emptyHistory, record, redo, seal, undo, type History } from '../../core/model/history';
import { droppedWeights, setValues } from '../../core/model/edit';
import type { Client, ComparisonResult } from '../../core/service/contract';
import { shownOf } from '../compare/quantities';
import type { Host } from '../client/host';
import type { TableFile } from '../import/open-table';
import { valuesOf } from '../parameters/sliders';
import { Clinic, type ClinicTab } from './clinic.svelte';
import { Description } from './description.svelte';
import { FitRun } from './fit-run.svelte';
import { Learned } from './learned.svelte';
import { LiveComparison } from './live-comparison.svelte';
import type { Notices } from './notices.svelte';
import { Plane } from './plane.svelte';
import { Selection } from './selection.svelte';
import { Theme } from './theme.svelte';

export type DialogName = 'palette' | 'shortcuts';
/** A yes-or-no question to the user; `answer` is called once. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly danger: boolean;
  answer(yes: boolean): void;
}
/** What the graph canvas lets others do to it while it is on screen. */
export interface CanvasCommands {
  fit(): void;
  zoomBy(factor: number): void;
  addVariable(): void;
  layOut(): void;
}
export type CompareShape = 'curves' | 'difference' | 'plane';
export type SidebarTab = 'inspector' | 'parameters' | 'interventions' | 'problems';
export type Workspace = 'model' | 'compare' | 'fit' | 'report' | 'clinic' | 'learned';

export class Workbench {
  readonly host: Host;
  readonly client: Client;
  readonly notices: Notices;
  readonly selection = new Selection();
  readonly theme = new Theme();
  readonly live: LiveComparison;
  readonly description: Description;
  readonly fit: FitRun;
  readonly clinic: Clinic;
  readonly learned: Learned;
  readonly plane: Plane;

  document: Scenario | null = $state.raw(null);
  path: string | null = $state(null);
  workspace: Workspace = $state('model');
  /** what the comparison is drawn as */
  compareShape: CompareShape = $state('curves');
  /** slider values that are simulated but not yet part of the document: parameter id → value, or state id → initial value */
  overrides: Readonly<Record<string, number>> = $state.raw({});
  /** id of the arm whose surgery the diagram shows */
  activeArm: string | null = $state(null);
  dialog: DialogName | null = $state(null);
  question: Question | null = $state.raw(null);
  /** a table of measurements that has been read and waits for its columns to be told */
  importing: TableFile | null = $state.raw(null);
  canvas: CanvasCommands | null = $state.raw(null);
  outlineOpen = $state(true);
  sidebar: SidebarTab = $state('inspector');
  /** the file that the program was started with has been looked for */
  ready = $state(false);
  /** values of parameters and initial values when the document was opened, for marks of change and for reset */
  baseline: ReadonlyMap<string, number> | null = $state.raw(null);
  #history: History = $state.raw(emptyHistory);
  /** newest history entry when the document was last saved; undefined: none */
  #savedAt: History['past'][number] | undefined = $state.raw(undefined);
  #neverSaved = $state(false);
  #comparisonId: string | null = $state(null);

  readonly dirty: boolean = $derived(this.#neverSaved || this.#history.past.at(-1) !== this.#savedAt);
  readonly undoLabel: string | null = $derived(this.#history.past.at(-1)?.label ?? null);
  readonly redoLabel: string | null = $derived(this.#history.future.at(-1)?.label ?? null);
  /** the comparison of the document that is shown: the chosen one, or the first */
  readonly comparisonDefinition: Comparison | null = $derived.by(() => {
    const all = this.document?.comparisons ?? [];
    return all.find((comparison) => comparison.id === this.#comparisonId) ?? all[0] ?? null;
  });

  constructor(host: Host) {
    this.host = host;
    this.client = host.client;
    this.notices = host.notices;
    this.live = new LiveComparison(this.client);
    this.description = new Description(this.client, this.notices);
    this.fit = new FitRun(this);
    this.clinic = new Clinic(this);
    this.learned = new Learned(this);
    this.plane = new Plane(this);
    host.onReconnect(() => {
      this.#changed();
      this.fit.refreshCurves();
    });
  }

  get comparisonId(): string | null {
    return this.comparisonDefinition?.id ?? null;
  }

  get comparison(): ComparisonResult | null {
    return this.live.result;
  }

  get ghost(): ComparisonResult | null {
    return this.live.ghost;
  }

  /** Shows a document as the one being worked on. `path` is null for one that has no file yet. */
  load(document: Scenario, path: string | null, options: { saved?: boolean } = {}): void {
    this.document = document;
    this.path = path;
    this.baseline = valuesOf(document);
    this.#history = emptyHistory;
    this.#savedAt = undefined;
    this.#neverSaved = options.saved === false;
    this.overrides = {};
    this.#comparisonId = null;
    this.activeArm = null;
    this.selection.clear();
    this.live.reset();
    this.fit.reset();
    this.clinic.reset();
    this.learned.reset();
    this.plane.reset();
    this.description.reset();
    this.compareShape = 'curves';
    this.#open(document.about.opens);
    this.#changed();
    this.fit.refreshCurves();
  }

  close(): void {
    this.document = null;
    this.path = null;
    this.#history = emptyHistory;
    this.#savedAt = undefined;
    this.#neverSaved = false;
    this.overrides = {};
    this.live.reset();
    this.fit.reset();
    this.clinic.reset();
    this.learned.reset();
    this.plane.reset();
    this.description.reset();
    this.selection.clear();
    this.host.setDocument({ title: 'Start', path: null, dirty: false });
  }

  /**
   * Changes the document as one undoable step; edits with the same `merge` key in a row become one.
   * @param change pure; returning its argument means nothing changed
   */
  edit(label: string, change: (document: Scenario) => Scenario, options: { merge?: string } = {}): void {
    if (this.document === null) return;
    const before = this.document;
    const after = change(before);
    if (after === before) return;
    this.notices.dropOffers();
    this.#history = record(this.#history, before, after, label, options.merge);
    this.document = after;
    if (Object.keys(this.overrides).length === 0) this.live.keepGhost();
    this.#changed();
    const untrained = droppedWeights(before, after);
    if (untrained.length > 0) {
      this.notices.show('warning', `The trained weights of ${untrained.join(', ')} were dropped`, {
        advice: 'The network starts from its seed again.',
        action: { label: 'Undo', run: () => this.undo() },
      });
    }
  }

  /** Ends a run of merged edits: the next one starts a step of its own. */
  endGesture(): void {
    this.#history = seal(this.#history);
  }

  undo(): void {
    this.#travel(undo);
  }

  redo(): void {
    this.#travel(redo);
  }

  /** Simulates with values that the document does not hold yet; `commit` writes them, `resetOverrides` forgets them. */
  override(values: Readonly<Record<string, number>>): void {
    if (Object.keys(this.overrides).length === 0) this.live.keepGhost();
    this.overrides = { ...this.overrides, ...values };
    this.#compare(false);
  }

  /** Writes the overrides into the document as one undoable edit. */
  commit(): void {
    const values = this.overrides;
    const names = Object.keys(values);
    if (names.length === 0 || this.document === null) return;
    const before = this.document;
    this.edit(names.length === 1 ? `Change ${names[0]}` : 'Change values', (document) => setValues(document, values));
    this.overrides = {};
    if (this.document === before) this.#compare(true);
  }

  resetOverrides(): void {
    if (Object.keys(this.overrides).length === 0) return;
    this.overrides = {};
    this.#compare(true);
  }

  /** Puts every value back to where it was when the document was opened, as one undoable edit. */
  resetToBaseline(): void {
    this.overrides = {};
    const { baseline } = this;
    if (baseline !== null) this.edit('Reset values', (document) => setValues(document, Object.fromEntries(baseline)));
  }

  hasBounds(id: string): boolean {
    return this.document?.parameters.some((parameter) => parameter.id === id && parameter.bounds !== undefined) ?? false;
  }

  chooseComparison(id: string): void {
    this.#comparisonId = id;
    this.activeArm = null;
    this.live.reset();
    this.plane.reset();
    this.#compare(true);
  }

  /** Called once `written` is in a file; edits made meanwhile leave the document unsaved. */
  markSaved(path: string | null, written: Scenario): void {
    if (path !== null) this.path = path;
    this.#history = seal(this.#history);
    if (written === this.document) {
      this.#savedAt = this.#history.past.at(-1);
      this.#neverSaved = false;
    }
    this.#tellHost();
  }

  /** Asks a yes-or-no question in a dialog. */
  ask(question: Omit<Question, 'answer'>): Promise<boolean> {
    return new Promise((resolve) => {
      this.question = {
        ...question,
        answer: (yes) => {
          this.question = null;
          resolve(yes);
        },
      };
    });
  }

  /** Shows what the document asks to be shown first. */
  #open(view: Scenario['about']['opens']): void {
    if (view === undefined) return;
    if (view === 'model' || view === 'compare' || view === 'fit' || view === 'report' || view === 'learned') {
      this.workspace = view;
      return;
    }
    if (view === 'plane') {
      this.workspace = 'compare';
      this.compareShape = 'plane';
      return;
    }
    this.workspace = 'clinic';
    this.clinic.tab = view satisfies ClinicTab;
    this.sidebar = 'parameters';
  }

  #travel(step: typeof undo): void {
    if (this.document === null) return;
    const moved = step(this.#history, this.document);
    if (moved === null) return;
    this.overrides = {};
    this.notices.dropOffers();
    this.live.dropGhost();
    this.#history = moved.history;
    this.document = moved.document;
    this.#changed();
  }

  #changed(): void {
    if (this.document === null) return;
    this.description.ask(this.document);
    this.#compare(true);
    this.#tellHost();
  }

  #compare(ranges: boolean): void {
    const { document, comparisonDefinition: comparison } = this;
    if (document === null || comparison === null) return;
    this.live.ask({
      document,
      comparison: comparison.id,
      overrides: { ...this.overrides },
      ranges,
      curves: shownOf(document, comparison).map(({ id }) => id),
    });
  }

  #tellHost(): void {
    this.host.setDocument({ title: this.document?.about.title ?? 'Start', path: this.path, dirty: this.dirty });
  }
}
