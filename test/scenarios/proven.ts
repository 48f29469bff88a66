/** Running the proofs of scenarios within tests. */
import { expect } from 'vitest';
import { createPlatform } from '../../core/host/platform';
import { loadProof, prove, provenScenarios } from '../../core/host/proofs';
import { call } from '../../core/service/call';
import { createHandlers } from '../../core/service/handlers';
import { holds, type Proof } from '../../core/service/proof';

/** @returns names of the scenarios whose proofs are of this pace */
export async function scenariosAt(pace: Proof['pace']): Promise<string[]> {
  const all = await Promise.all(provenScenarios().map(async (scenario) => ({ scenario, proof: await loadProof(scenario) })));
  return all.filter(({ proof }) => proof.pace === pace).map(({ scenario }) => scenario);
}

export async function expectProven(scenario: string): Promise<void> {
  const platform = createPlatform({ host: 'test', access: 'any' }),
    handlers = createHandlers(platform),
    { signal } = new AbortController();
  try {
    const { failure, findings } = await prove(scenario, (method, input) => call(handlers, method, input, { signal }), {
      // a clock that stands still: how long it takes is for `doflow prove` to judge
      seconds: () => 0,
    });
    expect(failure).toBeUndefined();
    expect(findings.filter((finding) => !holds(finding))).toEqual([]);
    expect(findings.length).toBeGreaterThan(2);
  } finally {
    await platform.close();
  }
}
