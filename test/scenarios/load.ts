/** Scenarios of the repository, for tests. */
import { readFileSync, readdirSync } from 'node:fs';
import { parseDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';

export const scenarioUrl = (name: string): URL => new URL(`../../scenarios/${name}/${name}.doflow`, import.meta.url);
export const loadScenario = (name: string): Scenario => parseDocument(readFileSync(scenarioUrl(name), 'utf8')).document;

/** Every scenario with its name. */
export const allScenarios = (): [name: string, document: Scenario][] =>
  readdirSync(new URL('../../scenarios/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, loadScenario(name)]);
