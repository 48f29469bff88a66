/** Seconds that a job has worked: what it was paused for does not count. */
import type { PauseSignal } from './contract';

export interface Stopwatch {
  /** @returns seconds since it was made, pauses left out */
  seconds(): number;
  /** Stops listening to the pauses. */
  close(): void;
}

/** @param now seconds on a clock that only goes forward */
export function startStopwatch(now: () => number, pause?: PauseSignal): Stopwatch {
  const began = now();
  let waited = 0,
    since = pause?.paused === true ? began : null;
  const onChange = (): void => {
    if (pause?.paused === true) since ??= now();
    else if (since !== null) {
      waited += now() - since;
      since = null;
    }
  };
  pause?.addEventListener('change', onChange);
  return { seconds: () => (since ?? now()) - began - waited, close: () => pause?.removeEventListener('change', onChange) };
}
