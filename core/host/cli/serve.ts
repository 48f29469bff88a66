/** `doflow serve [FILE]`: the window in a browser on this machine, until Ctrl-C. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HostError } from '../../service/host-error';
import { readText } from '../files';
import { applicationRoot } from '../platform';
import { serve as startServer } from '../server';
import { EXIT, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export interface ServeOptions {
  readonly port: number;
}

export async function serve(context: CommandContext, path: string | undefined, { port }: ServeOptions): Promise<ExitCode> {
  const { terminal } = context;
  const folder = join(applicationRoot(), 'dist', 'renderer');
  if (!existsSync(join(folder, 'index.html'))) throw new HostError(`the window is not built; run "npm run build"`);
  const initialPath = path === undefined ? null : resolve(path);
  const { handlers, platform } = context.service();
  if (initialPath !== null) {
    // fails here, on the terminal, rather than later in a window
    await readText(initialPath);
    await platform.files.grant(initialPath);
  }
  const server = await startServer({
    handlers,
    folder,
    port,
    initialPath,
    onFault: (error) => terminal.err(`doflow: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    onOpened: (next) => terminal.err(`opened in a browser; once more at ${next}\n`),
  });
  const url = server.link();
  if (context.json) printJson(context, { url, port: server.port });
  else terminal.out(`Doflow is at ${url}\n`);
  terminal.err('Ctrl-C stops it.\n');
  terminal.err(`${await platform.tensor()}\n`);
  await new Promise<void>((done) => {
    const release = terminal.onInterrupt(() => {
      release();
      done();
    });
  });
  await server.close();
  return EXIT.ok;
}
