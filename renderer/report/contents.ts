/** What a report of the document will hold, in words, before it is made. */
import type { Comparison, Scenario } from '../../core/model/schema';
import { plural } from '../ui/format';

export interface Content {
  readonly title: string;
  readonly text: string;
  readonly present: boolean;
}

/** @param comparison the one the report is about, or null */
export function contentsOf(document: Scenario, comparison: Comparison | null): Content[] {
  const fitted = document.fits.filter(({ result }) => result !== undefined);
  const measurements = document.data.measurements.length;
  const sourced = document.parameters.filter(({ source }) => source !== undefined).length;
  const arms = comparison === null ? 0 : comparison.arms.length + 1;
  return [
    {
      title: 'Question',
      text: document.about.question === '' ? 'The scenario asks none yet' : document.about.question,
      present: document.about.question !== '',
    },
    {
      title: 'Effects and curves',
      text:
        comparison === null
          ? 'No comparison in this scenario'
          : `${plural(arms, 'arm')}, ${plural(comparison.outcomes.length, 'outcome')}, drawn as SVG`,
      present: comparison !== null,
    },
    {
      title: 'Causal diagrams',
      text: comparison === null ? 'The graph of the model' : 'The graph of each arm, with the arrows its interventions cut',
      present: document.variables.length > 0,
    },
    {
      title: 'Loops and pathways',
      text: 'Feedback loops, and the paths by which each arm can reach each outcome',
      present: document.mechanisms.length > 0,
    },
    {
      title: 'Equations',
      text: `${plural(document.variables.length, 'variable')}, ${plural(document.mechanisms.length, 'mechanism')}`,
      present: document.variables.length > 0,
    },
    {
      title: 'Parameters',
      text: `${document.parameters.length}, ${sourced} of them with a source`,
      present: document.parameters.length > 0,
    },
    {
      title: 'Data and fit',
      text:
        measurements === 0
          ? 'No measurements'
          : `${plural(measurements, 'measurement')}, ${fitted.length === 0 ? 'no fit has been run' : plural(fitted.length, 'fit')}`,
      present: measurements > 0,
    },
    {
      title: 'Assumptions and warnings',
      text: 'What the checks say of the model, and what is illustrative or synthetic',
      present: true,
    },
    {
      title: 'Provenance',
      text: 'Hashes, seeds, versions, references, and the scenario itself, so that the report can be opened again',
      present: true,
    },
  ];
}
