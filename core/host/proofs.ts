/** The proofs of the scenarios in the gallery, each loaded when it is run, and how one is run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from '../model/document';
import type { Scenario } from '../model/schema';
import { armsPicture, armsPlot } from '../report/picture';
import { planePicture, planePlot } from '../report/plane-picture';
import { thumbnail } from '../report/thumbnail';
import type { Client } from '../service/contract';
import type { Finding, Proof, ProofPicture, Proven } from '../service/proof';
import { applicationRoot } from './platform';

const modules = import.meta.glob<{ readonly default: Proof }>('../../scenarios/*/proof.ts');
const nameOf = (path: string): string => path.split('/').at(-2)!;

/** names of the scenarios that have a proof */
export const provenScenarios = (): string[] => Object.keys(modules).map(nameOf).sort();

/** @throws RangeError for a scenario without a proof */
export async function loadProof(scenario: string): Promise<Proof> {
  const path = Object.keys(modules).find((one) => nameOf(one) === scenario);
  if (path === undefined) throw new RangeError(`no proof of "${scenario}"; there are: ${provenScenarios().join(', ')}`);
  return (await modules[path]()).default;
}

/** the most that opening and simulating may take, in s */
const OPENING = 2;

export interface ProofHooks {
  onFinding?(finding: Finding): void;
  /** whether to stop after the finding at hand */
  cancelled?(): boolean;
  /** s, on a clock that only goes forward */
  seconds(): number;
}

/** @returns the picture of a scenario's page and of its card, in SVG */
export async function drawPicture(
  document: Scenario,
  picture: ProofPicture,
  request: Client['request'],
): Promise<Required<Pick<Proven, 'picture' | 'thumbnail'>>> {
  const { comparison } = picture;
  if ('plane' in picture) {
    const { at } = picture,
      plane = await request('phasePlane', {
        document,
        comparison,
        plane: [...picture.plane],
        ...(at === undefined ? {} : { at }),
      });
    return { picture: planePicture(document, plane), thumbnail: thumbnail(planePlot(document, plane)) };
  }
  const { curve, log } = picture,
    result = await request('compare', { document, comparison, ranges: false, curves: [curve] });
  return { picture: armsPicture(document, result, curve, log), thumbnail: thumbnail(armsPlot(document, result, curve, log)) };
}

/** @returns what was found; a proof that throws ends there, with the reason */
export async function prove(scenario: string, request: Client['request'], hooks: ProofHooks): Promise<Proven> {
  const proof = await loadProof(scenario);
  // as the start page does
  await request('gallery', {});
  const started = hooks.seconds(),
    findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    hooks.onFinding?.(finding);
  };
  const file = join(applicationRoot(), 'scenarios', scenario, `${scenario}.doflow`),
    { document } = parseDocument(readFileSync(file, 'utf8')),
    { title, question } = document.about;
  let failure: string | undefined,
    drawn: Pick<Proven, 'picture' | 'thumbnail'> = {};
  try {
    const { problems } = await request('describe', { document });
    await request('simulate', { document });
    found({
      claim: 'opens and simulates at once',
      measure: 'time for both',
      figure: hooks.seconds() - started,
      unit: 's',
      bound: { atMost: OPENING },
    });
    const faults = problems.filter(({ severity }) => severity !== 'info').length;
    found({ claim: 'is free of faults', measure: 'errors and warnings', figure: faults, bound: { atMost: 0 } });
    for await (const finding of proof.findings({ document, request })) {
      found(finding);
      if (hooks.cancelled?.() === true) {
        failure = 'cancelled';
        break;
      }
    }
    if (proof.picture !== undefined) drawn = await drawPicture(document, proof.picture, request);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return {
    scenario,
    title,
    question,
    findings,
    seconds: hooks.seconds() - started,
    ...drawn,
    ...(failure === undefined ? {} : { failure }),
  };
}
