import { describe, expect, it } from 'vitest';
import { clinic } from '../../core/host/cli/clinic';
import type { CommandContext } from '../../core/host/cli/context';
import type { NodePlatform } from '../../core/host/platform';
import type { WorkPrecision } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import { loadScenario } from '../scenarios/load';
import { handlersWith, runClinic } from './doubles';

const document = loadScenario('decay-stability');
const { workPrecision } = createHandlers({ runClinic } as NodePlatform);

async function run(json: boolean, method: string[]) {
  let out = '',
    err = '';
  const context: CommandContext = {
    json,
    terminal: { out: (text) => (out += text), err: (text) => (err += text), interactive: false, onInterrupt: () => () => {} },
    service: () => ({
      platform: {} as NodePlatform,
      handlers: handlersWith({ open: async ({ path }) => ({ path, document, migrated: false }), workPrecision }),
    }),
  };
  const code = await clinic(context, 'decay.doflow', { method });
  return { code, out, err };
}

describe('doflow clinic', () => {
  it('prints a row a setting with error and cost, what went wrong, and what is cheapest', async () => {
    const { code, out, err } = await run(false, ['euler', 'rodas5p']);
    expect(code).toBe(0);
    expect(err).toBe('');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^1 state, 201 outputs from 0 to 5 s\. Error: the largest relative one/);
    expect(lines.filter((line) => /^Rodas5P +rtol 1e-/.test(line))).toHaveLength(9);
    expect(lines.filter((line) => /^Euler +step /.test(line))).toHaveLength(9);
    // a step of 0.5 is hλ = −10: the error grows ninefold a step
    expect(lines.find((line) => /^Euler +step 0\.5 /.test(line))).toMatch(/ – .*Off by .* times the size of the solution$/);
    expect(lines.filter((line) => line.includes('(as set)'))).toHaveLength(1);
    expect(lines.filter((line) => /^cheapest for an error of 1e-[468]: /.test(line))).toHaveLength(3);
  });

  it('gives the same as one JSON object', async () => {
    const { code, out } = await run(true, ['rk4']);
    expect(code).toBe(0);
    const answer = JSON.parse(out) as WorkPrecision;
    const own = answer.runs.filter(({ method, current }) => method === 'rk4' && !current);
    expect(own).toHaveLength(9);
    const [before, last] = own.slice(-4, -2);
    // order 4: three times (10/3 at every other step) smaller steps, about 3⁴ times smaller errors
    expect(Math.log(before.error! / last.error!) / Math.log(before.step! / last.step!)).toBeCloseTo(4, 0);
  });
});
