/** Data and fit: measurements with the fitted curves, the cost of every start, and the fitted values. */
import { acceptedStarts, ACCEPTED_RISE } from '../../fit/accepted';
import { noiseText } from '../../model/noises';
import type { FitResult, Scenario } from '../../model/schema';
import { splitSubjectName } from '../../model/subjects';
import { drawPlot } from '../figure';
import type { Cloud, Marker } from '../figure';
import { html, nothing } from '../html';
import type { Html } from '../html';
import type { ReportFitCurves, ReportInput } from '../input';
import { count, formatNumber, formatRange, withUnit } from '../number';
import { conditionColor, ink } from '../palette';
import { table } from '../table';

export function fit({ document, fitCurves, fit: done }: ReportInput): Html {
  const { source, measurements } = document.data;
  if (measurements.length === 0) return html`<p>The scenario holds no measurements; nothing was fitted.</p>`;
  const censored = measurements.filter((measurement) => measurement.censored !== undefined).length;
  return html`<p>${count(measurements.length, 'measurement')} under ${count(new Set(measurements.map(({ condition }) => condition)).size, 'condition')}${
    censored > 0 ? `, ${censored} of them known only to lie beyond a limit (open triangles)` : nothing
  }. ${
    source === undefined
      ? 'Their source is not stated.'
      : html`${source.kind === 'synthetic' ? 'Synthetic data: ' : 'Source: '}${source.text}${source.file === undefined ? nothing : html` (<code>${source.file}</code>)`}.`
  }</p>
${fitCurves === null ? nothing : dataPlots(document, fitCurves)}
${done === null ? html`<p>No fit has been run; the curves are those of the parameters in the table.</p>` : fitted(document, done)}`;
}

function dataPlots(document: Scenario, curves: ReportFitCurves): Html {
  const { observables, nllh, holdout } = curves;
  const conditions = document.conditions.map(({ id }) => id);
  const used = conditions.filter((id) => observables.some(({ points }) => points.some(({ condition }) => condition === id)));
  const color = (condition: string): string => conditionColor(Math.max(0, used.indexOf(condition)));
  const legend =
    used.length < 2
      ? nothing
      : html`<div class="legend" aria-label="Conditions">${used.map((id) => html`<span><svg viewBox="0 0 30 10" aria-hidden="true"><circle cx="15" cy="5" r="4" fill="${color(id)}"/></svg>${document.conditions.find((condition) => condition.id === id)?.name ?? id}</span>`)}</div>`;
  return html`${legend}<div class="grid">${observables.map(({ id, name, unit, curves, points }) => {
    const noise = document.observables.find((observable) => observable.id === id)?.noise,
      model = noise?.model;
    const all = [...points.map(({ value }) => value), ...curves.flatMap(({ values }) => values)];
    const log = (model === 'log-normal' || model === 'log-laplace') && all.every((value) => value === null || value > 0);
    const marker = ({ censored, heldOut }: (typeof points)[number]): Marker =>
      censored === 'left' ? 'below' : censored === 'right' ? 'above' : heldOut ? 'ring' : 'circle';
    const clouds = used
      .flatMap((condition) =>
        (['circle', 'ring', 'below', 'above'] as const).map((kind): Cloud => ({
          marker: kind,
          color: color(condition),
          points: points
            .filter((point) => point.condition === condition && marker(point) === kind)
            .map(({ time, value }) => [time, value]),
        })),
      )
      .filter((cloud) => cloud.points.length > 0);
    return html`<figure><figcaption><b>${name}.</b> Points are measurements, lines the model${noise === undefined ? nothing : html`; ${noiseText(noise, formatNumber)}`}.</figcaption>${drawPlot(
      {
        label: `${name}: ${points.length} measurements and the model's curves`,
        x: { name: `Time (${document.about.time.unit})` },
        y: { name: withUnit(name, unit), log },
        clouds,
        curves: curves.map((curve) => ({
          points: curve.times.map((t, i) => [t, curve.values[i] ?? null] as const),
          dash: [],
          color: curve.conditions.length === 1 ? color(curve.conditions[0]) : ink,
        })),
        width: 440,
        height: 250,
      },
      `fit-${id}`,
    )}</figure>`;
  })}</div>${nllh === null ? nothing : html`<p class="note">Cost of these curves (negative log-likelihood, priors and regularisers): ${formatNumber(nllh, 6)}.${holdout === undefined ? nothing : ` ${count(holdout.measurements, 'measurement')} held out of the fit (rings): ${formatNumber(holdout.nllh, 6)}.`}</p>`}${residuals(document, curves)}`;
}

/** What tests of the residuals found, or that they found nothing. */
function residuals(document: Scenario, { diagnostics }: ReportFitCurves): Html {
  const tests = diagnostics.flatMap((group) => group.tests.map(({ finding }) => ({ ...group, finding })));
  if (tests.length === 0) return nothing;
  const nameOf = (id: string): string =>
    [...document.observables, ...document.conditions].find((candidate) => candidate.id === id)?.name ?? id;
  const found = tests.flatMap(({ observable, condition, finding }) =>
    finding === null
      ? []
      : [html`<li><b>${nameOf(observable)}</b>${condition === null ? nothing : html`, ${nameOf(condition)}`}: ${finding}.</li>`],
  );
  const head = html`${count(tests.length, 'test')} of the residuals (mean, spread, runs along time, normality; by observable and condition)`;
  return found.length === 0
    ? html`<p class="note">${head} found no departure from the noise that the model states (Holm’s correction, 5 %).</p>`
    : html`<p>${head} found, after Holm’s correction at 5 %:</p><ul>${found}</ul>`;
}

/** What of a cost is of the fit's regularisers. */
const penalties = ({ best }: FitResult): string =>
  best.regularisers === undefined
    ? ''
    : `, of it ${best.regularisers.map(({ kind, of, value }) => `${formatNumber(value)} for ${kind} of ${of.join(', ')}`).join('; ')}`;

function fitted(document: Scenario, { id, result }: { id: string; result: FitResult }): Html {
  const accepted = acceptedStarts(result);
  const costs = result.starts.flatMap(({ nllh }) => nllh ?? []).sort((a, b) => a - b);
  const name = document.fits.find((candidate) => candidate.id === id)?.name ?? id;
  const failed = result.starts.length - costs.length;
  const values = table(
    html`<b>Fitted values</b> of “${name}”. Range: over the ${count(accepted.length, 'start')} whose cost is within ${ACCEPTED_RISE} of the best${result.starts.some(({ resampled }) => resampled === true) ? ', or that fit drawn subjects' : ''}.`,
    [{ head: 'Parameter' }, { head: 'Best', numeric: true }, { head: 'Range', numeric: true }, { head: 'Unit' }],
    [
      {
        rows: Object.entries(result.best.parameters).map(([parameter, best]) => {
          const over = accepted.flatMap(({ parameters }) => parameters[parameter] ?? []);
          const subject = splitSubjectName(parameter),
            known = document.parameters.find(({ id: own }) => own === (subject?.parameter ?? parameter)),
            condition = document.conditions.find(({ id: own }) => own === subject?.condition);
          return [
            `${known?.name ?? parameter}${condition === undefined ? '' : `, ${condition.name}`}`,
            formatNumber(best),
            over.length === 0 ? '–' : formatRange(Math.min(...over), Math.max(...over)),
            known?.unit ?? '',
          ];
        }),
      },
    ],
  );
  const waterfall =
    costs.length === 0
      ? nothing
      : html`<div class="grid"><figure><figcaption><b>Cost of the starts</b>, sorted, as distance from the best plus 1: a flat beginning means that many starts agree.</figcaption>${drawPlot(
          {
            label: `Costs of ${costs.length} starts, sorted`,
            x: { name: 'Start, best first', from: 1, until: Math.max(2, costs.length), whole: true },
            y: { name: '1 + cost − best', log: true },
            curves: [{ points: costs.map((cost, i) => [i + 1, 1 + cost - costs[0]]), color: ink, dash: [] }],
            clouds: [
              { points: costs.map((cost, i) => [i + 1, 1 + cost - costs[0]]), color: conditionColor(0), marker: 'circle' },
            ],
            width: 440,
            height: 230,
          },
          'starts',
        )}</figure></div>`;
  return html`<p>${count(result.starts.length, 'start')}; best cost (negative log-likelihood, priors and regularisers) ${formatNumber(result.best.nllh, 6)}${penalties(result)}${
    failed > 0 ? `; ${failed} could not be evaluated` : nothing
  }${result.cancelled ? '; the fit was cancelled before its end' : nothing}.</p>${waterfall}${values}`;
}
