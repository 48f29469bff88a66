import { expect, it } from 'vitest';
import { createPauseSource } from '../../core/service/jobs';
import { startStopwatch } from '../../core/service/stopwatch';

it('counts the seconds that a job works, and none of its pauses', () => {
  let now = 100;
  const pause = createPauseSource(),
    watch = startStopwatch(() => now, pause.signal);
  now = 103;
  pause.set(true);
  now = 110;
  expect(watch.seconds()).toBe(3);
  pause.set(false);
  now = 112;
  expect(watch.seconds()).toBe(5);
  watch.close();
  pause.set(true);
  now = 113;
  expect(watch.seconds()).toBe(6);
});
