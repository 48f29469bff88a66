import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { provenScenarios } from '../../core/host/proofs';
import { parseDocument } from '../../core/model/document';
import { boundText, holds } from '../../core/service/proof';
import { root } from '../root';
import { expectProven, scenariosAt } from './proven';

const fast = await scenariosAt('fast');

describe('the gallery', () => {
  it('has a proof of every scenario', () => {
    const folders = readdirSync(join(root, 'scenarios'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(provenScenarios());
  });

  it.each(fast)('proves %s', async (scenario) => {
    await expectProven(scenario);
  });

  it('has a page of the handbook, a picture and a thumbnail for each, and a place on the start page', () => {
    for (const scenario of provenScenarios()) {
      for (const file of [
        `docs/scenarios/${scenario}.md`,
        `docs/scenarios/${scenario}.svg`,
        `scenarios/${scenario}/thumbnail.svg`,
      ])
        expect(existsSync(join(root, file)), file).toBe(true);
      const { document } = parseDocument(readFileSync(join(root, 'scenarios', scenario, `${scenario}.doflow`), 'utf8'));
      expect(document.about.topic, scenario).toBeDefined();
    }
  });
});

describe('a finding', () => {
  it.each([
    { figure: 1, bound: { atMost: 1 }, kept: true, text: '≤ 1' },
    { figure: 1.1, bound: { atMost: 1 }, kept: false, text: '≤ 1' },
    { figure: 0.5, bound: { atLeast: 0.5, atMost: 2 }, kept: true, text: '0.5 … 2' },
    { figure: 3, bound: { atLeast: 3, atMost: 3 }, kept: true, text: '= 3' },
    { figure: NaN, bound: { atLeast: 0 }, kept: false, text: '≥ 0' },
    { figure: Infinity, bound: { atLeast: 0 }, kept: true, text: '≥ 0' },
  ])('of $figure is judged by $text', ({ figure, bound, kept, text }) => {
    expect(holds({ claim: '', measure: '', figure, bound })).toBe(kept);
    expect(boundText(bound)).toBe(text);
  });
});
