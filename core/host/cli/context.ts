/** What a command is given: the service, the terminal, and the two places that output goes to. */
import type { Method, Progress, Request, Response } from '../../service/contract';
import { call } from '../../service/call';
import type { Handlers } from '../../service/handler';
import { createCancelSource } from '../../service/jobs';
import type { NodePlatform } from '../platform';

export interface Terminal {
  /** results only */
  out(text: string): void;
  /** everything else */
  err(text: string): void;
  /** whether someone watches `err` */
  readonly interactive: boolean;
  /** Calls back on Ctrl-C until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

export interface Service {
  readonly handlers: Handlers;
  readonly platform: NodePlatform;
}

export interface CommandContext {
  readonly terminal: Terminal;
  /** Starts the service; the command line keeps one for its life. */
  service(): Service;
  /** one JSON object on `out`, and nothing else there */
  readonly json: boolean;
}

/** Faults of a model or its data that are results of a command, not exceptions: the command has told of them. */
export const EXIT = { ok: 0, fault: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface AskOptions<M extends Method> {
  /** shown while it runs, where someone watches */
  readonly doing: string;
  readonly onProgress?: (progress: Progress<M>, show: (text: string) => void) => void;
  /** Ctrl-C cancels the request rather than the process */
  readonly cancellable?: boolean;
}

/** Calls the service as a window would, with a line on the terminal while it works. */
export async function ask<M extends Method>(
  { terminal, service }: CommandContext,
  method: M,
  request: Request<M>,
  options: AskOptions<M>,
): Promise<Response<M>> {
  const { doing, onProgress, cancellable = false } = options;
  const show = (text: string): void => {
    if (terminal.interactive) terminal.err(`\r\x1b[2K${text}`);
  };
  const { signal, cancel } = createCancelSource();
  const release = cancellable
    ? terminal.onInterrupt(() => {
        show('stopping …');
        cancel();
      })
    : () => {};
  show(`${doing} …`);
  try {
    return await call(service().handlers, method, request, { signal, progress: (progress) => onProgress?.(progress, show) });
  } finally {
    release();
    show('');
  }
}

/** Opens a scenario as every host does: read, migrated, checked. */
export const open = (context: CommandContext, path: string): Promise<Response<'open'>> =>
  ask(context, 'open', { path }, { doing: `reading ${path}` });

export const printJson = ({ terminal }: CommandContext, value: unknown): void => terminal.out(`${JSON.stringify(value)}\n`);
