/** Files named when the app is started, or when a second start hands over to the first. */
import { resolve } from 'node:path';

/** @returns the absolute path of the first scenario or report among the arguments, or null */
export function fileArgument(args: readonly string[], cwd: string): string | null {
  const file = args.find((arg) => !arg.startsWith('-') && /\.(doflow|html)$/i.test(arg));
  return file === undefined ? null : resolve(cwd, file);
}
