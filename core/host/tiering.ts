/** Has V8 optimise long functions, such as generated right-hand sides, after about as many calls as short ones. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 waits the longer the longer a function is, 150 bytes of bytecode a turn, for some thousand calls of a step that is written out.
 * Applies to the whole process, threads included. Electron may have its flags sealed by then, and goes without.
 */
export function optimiseLongFunctionsEarly(): void {
  if (process.versions.electron === undefined) setFlagsFromString('--bytecode-size-allowance-per-tick=3000');
}
