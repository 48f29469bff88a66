/** Scenarios of the repository, for tests. */
import { readFileSync } from 'node:fs';
import { parseDocument } from '../../core/model/document';
import type { Scenario } from '../../core/model/schema';

export const scenarioUrl = (name: string): URL => new URL(`../../scenarios/${name}/${name}.doflow`, import.meta.url);
export const loadScenario = (name: string): Scenario => parseDocument(readFileSync(scenarioUrl(name), 'utf8')).document;
