/** How long a comparison takes on the command line from a cold start, with its intervals. */
import { command, quantile, scenarioFile, type Measured } from './command';

const REPEATS = 3;

export async function run(): Promise<Measured[]> {
  const seconds: number[] = [];
  for (let i = 0; i < REPEATS; i++) seconds.push((await command('compare', scenarioFile('eye-privilege'))).seconds);
  return [{ what: 'eye scenario compared from a cold start, median', value: quantile(seconds, 0.5), unit: 's', target: 5 }];
}
