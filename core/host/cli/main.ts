/** Entry of the command line. */
import { createHandlers } from '../../service/handlers';
import { createPlatform } from '../platform';
import type { Terminal } from './context';
import { run } from './program';

const SIGINT_EXIT = 130;

const terminal: Terminal = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  interactive: process.stderr.isTTY,
  onInterrupt(listener) {
    let heard = false;
    const onSignal = (): void => {
      // the second one means it
      if (heard) process.exit(SIGINT_EXIT);
      heard = true;
      listener();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    return () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    };
  },
};

// a reader that closes early, such as head, is no fault
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  else throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  terminal,
  startService(host, access) {
    const platform = createPlatform({ host, access });
    return { platform, handlers: createHandlers(platform) };
  },
});
