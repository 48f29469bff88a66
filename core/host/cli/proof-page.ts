/** A scenario's page of the handbook, made from the run that proved it. */
import { boundText, figureText, holds, type Proven } from '../../service/proof';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** @returns Markdown */
export function proofPage({ scenario, title, question, findings, picture, failure }: Proven): string {
  const rows = findings
    // how long it takes is the machine's, not the scenario's
    .filter(({ unit }) => unit !== 's')
    .map(
      (finding) =>
        `| ${cell(finding.claim)} | ${cell(finding.measure)} | ${figureText(finding)} | ${boundText(finding.bound)} | ${holds(finding) ? 'held' : '**not held**'} |`,
    );
  return [
    `# ${title}`,
    '',
    question,
    '',
    ...(picture === undefined ? [] : [`![${title}: what its arms do](${scenario}.svg)`, '']),
    `The science, the references and the data are in [the scenario's own page](../../scenarios/${scenario}/README.md). The figures below are those of one run of \`npx doflow prove ${scenario}\`, from a clean state with the recorded seeds.`,
    '',
    '| claim | measured | figure | bound | |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(failure === undefined ? [] : ['', `The run ended early: ${failure}`]),
    '',
  ].join('\n');
}
