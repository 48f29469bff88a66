/** Where each output time falls among the recorded steps, as `solve` places it: in the last step that starts at or before it. */
import type { StepRecording } from './recording';

/**
 * @param times sorted output times of the recorded solve
 * @returns for each step the number of outputs in or before it, int32[steps + 1]; the last entry counts those at the end too
 */
export function outputsByStep(recording: StepRecording, times: Float64Array): Int32Array {
  const { log } = recording;
  const upTo = new Int32Array(log.length + 1);
  let k = 0;
  for (let step = 0; step < log.length; step++) {
    while (k < times.length && times[k] < log.end[step]) k++;
    upTo[step] = k;
  }
  upTo[log.length] = times.length;
  return upTo;
}
