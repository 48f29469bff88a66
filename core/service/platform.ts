/** What the service needs of the host it runs on; Node's side of it is in core/host. */
import type { PosteriorTask } from '../fit/posterior';
import type { TensorBackendName } from '../fit/engine';
import type { FitTask, StartResult } from '../fit/run-start';
import type { TrainedStarts } from '../fit/tensor-start';
import type { PosteriorDraws } from '../model/schema';
import type { Result } from '../util/result';
import type { ClinicKind } from './clinic/task';
import type { CancelSignal, FitProgress, ParsedRequest, PauseSignal, Progress, Response } from './contract';

export interface Files {
  /** @returns the file's text; throws where it cannot be read, is too large, or may not be opened from this host */
  read(path: string): Promise<string>;
  /** Replaces the file in one step: a reader sees the old text or the new, never a part. */
  write(path: string, text: string): Promise<void>;
  /** the scenarios that come with Doflow, each with its thumbnail as an SVG file where it has one */
  gallery(): Promise<{ path: string; text: string; thumbnail?: string }[]>;
}

/** What tensors have made of the starts of a fit. */
export interface Training {
  readonly trained: TrainedStarts;
  readonly backend: TensorBackendName;
}

export interface Platform {
  readonly files: Files;
  /** @returns lower-case hexadecimal SHA-256 of bytes, or of a text as UTF-8 */
  sha256(content: string | Uint8Array): string;
  readonly versions: Record<string, string>;
  /** @returns one line: which tensor backend is active */
  tensor(): Promise<string>;
  /** @returns which one that is */
  tensorBackend(): Promise<TensorBackendName>;
  /** which host this is, such as `command line` or `desktop` */
  readonly host: string;
  /**
   * Runs the starts of a fit on workers. The results are in the order of their index and have the same bits whatever
   * the number of workers and the pauses; after a cancel they are those that had begun, each with its best iterate.
   * @param pause while it is raised, the starts wait where they are
   */
  runStarts(
    task: FitTask,
    signal: CancelSignal,
    onProgress: (progress: FitProgress) => void,
    pause?: PauseSignal,
  ): Promise<StartResult[]>;
  /**
   * Trains the starts of a fit by tensors on a thread; after a cancel the answer holds what was found. Same seed, same backend, same bits.
   * @throws DocumentError where the document has what tensors cannot do
   */
  trainStarts(
    task: FitTask,
    signal: CancelSignal,
    onProgress: (progress: FitProgress) => void,
    pause?: PauseSignal,
  ): Promise<Result<Training>>;
  /** Draws parameter sets on a worker. @returns null where there are none to be had, or after a cancel */
  samplePosterior(task: PosteriorTask, signal: CancelSignal): Promise<PosteriorDraws | null>;
  /**
   * Runs a long computation of the solver clinic beside everything else; after a cancel the answer holds what was found.
   * @throws CancelledError where a cancel came before there was anything
   */
  runClinic<K extends ClinicKind>(
    kind: K,
    request: ParsedRequest<K>,
    signal: CancelSignal,
    onProgress: (progress: Progress<K>) => void,
  ): Promise<Response<K>>;
  /** @returns the time of day, ISO 8601 */
  now(): string;
  /** @returns seconds on a clock that only goes forward */
  seconds(): number;
}
