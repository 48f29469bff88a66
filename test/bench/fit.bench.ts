/** How long the influenza fit takes on the command line, and how many of its starts find the best cost. */
import { z } from 'zod';
import { command, scenarioFile, type Measured } from './command';

const answer = z.object({
  best: z.object({ nllh: z.number() }),
  starts: z.array(z.object({ nllh: z.number().nullable() })).min(1),
});
/** A cost this close to the best counts as the same optimum; a likelihood ratio of 1 % no data can tell. */
const SAME = 0.01;

export async function run(): Promise<Measured[]> {
  const { seconds, output } = await command('fit', scenarioFile('influenza'));
  const { best, starts } = answer.parse(output);
  const agreeing = starts.filter(({ nllh }) => nllh !== null && nllh - best.nllh <= SAME).length;
  return [
    {
      what: `influenza fitted from ${starts.length} starts, with draws for the intervals`,
      value: seconds,
      unit: 's',
      target: 30,
    },
    { what: `starts within ${SAME} of the best cost`, value: agreeing / starts.length, unit: 'share' },
  ];
}
