/** The service: one function a method of the contract, on whatever host the platform is. */
import { serializeDocument } from '../model/document';
import { fitSubject } from '../model/fit-subject';
import { fitCurves } from '../fit/curves';
import { assembleFitResult } from '../fit/result';
import { chooseEngine } from '../fit/engine';
import { methodOn } from '../fit/method';
import { findFit } from '../fit/run-start';
import { fixedStepCurves } from './clinic/fixed-steps';
import { lowerSubject } from './clinic/subject';
import type { ClinicKind } from './clinic/task';
import { modelFailure } from './failure';
import type { Handler, Handlers } from './handler';
import { isCurrent } from './learned';
import { LoweringCache } from './lowering-cache';
import {
  compare,
  describeScenario,
  findComparison,
  readScenario,
  report,
  requireSound,
  simulateSeries,
  type Engine,
} from './pipeline';
import { phasePlane } from './phase-plane';
import type { Platform } from './platform';
import { startStopwatch } from './stopwatch';
import { readTableFile } from './table-file';
import { runOnEngine } from './trained-fit';

export function createHandlers(platform: Platform): Handlers {
  const cache = new LoweringCache(),
    engine: Engine = { cache, sha256: (text) => platform.sha256(text) };
  const clinicTask =
    <K extends ClinicKind>(kind: K): Handler<K> =>
    (request, { signal, progress }) =>
      platform.runClinic(kind, request, signal, progress);
  return {
    about: async () => ({ versions: platform.versions, tensor: await platform.tensor(), host: platform.host }),

    gallery: async () => {
      const files = await platform.files.gallery();
      return files.map(({ path, text, thumbnail }) => {
        const { document } = readScenario(text),
          { about, variables, mechanisms, data, fits } = document;
        return {
          path,
          title: about.title,
          question: about.question,
          variables: variables.length,
          mechanisms: mechanisms.length,
          measurements: data.measurements.length,
          fits: fits.length,
          ...(about.topic === undefined ? {} : { topic: about.topic }),
          ...(thumbnail === undefined ? {} : { thumbnail }),
        };
      });
    },

    open: async ({ path }) => ({ path, ...readScenario(await platform.files.read(path)) }),

    parse: async ({ text }) => readScenario(text),

    save: async ({ path, document }) => {
      const text = serializeDocument(document);
      await platform.files.write(path, text);
      return { path, sha256: platform.sha256(text) };
    },

    describe: ({ document }) => describeScenario(document),

    simulate: async ({ document, interventions, condition, overrides, times }, { signal }) => {
      const horizon = document.comparisons[0]?.horizon,
        from = horizon?.from ?? document.about.time.start;
      const until = horizon?.until ?? from + 100;
      const grid =
        times === undefined
          ? Float64Array.from({ length: 201 }, (_unused, k) => from + ((until - from) * k) / 200)
          : Float64Array.from(times);
      const start = times === undefined ? from : Math.min(from, grid[0] ?? from);
      const run = simulateSeries(document, cache, {
        interventions,
        condition,
        overrides,
        from: start,
        times: grid,
        cancelled: () => signal.aborted,
      });
      if (!run.ok) throw modelFailure(run.failure);
      return run.value;
    },

    compare: async ({ document, comparison, overrides, ranges, curves }) =>
      compare(document, engine, { comparison, overrides, ranges, curves }),

    phasePlane: async (request) => phasePlane(request.document, cache, request),

    fit: async ({ document, fit: id, starts, seed }, { signal, pause, progress }) => {
      requireSound(document);
      const fit = findFit(document, id),
        watch = startStopwatch(() => platform.seconds(), pause);
      const task = { document, fit: fit.id, starts: starts ?? fit.starts, seed: seed ?? fit.seed };
      const { starts: results, engine: used } = await runOnEngine(platform, task, fit, { signal, progress, pause }).finally(() =>
        watch.close(),
      );
      const assembled = assembleFitResult(
        results,
        { document: platform.sha256(fitSubject(document, fit)), versions: platform.versions, finished: platform.now() },
        signal.aborted,
      );
      if (!assembled.ok) throw modelFailure(assembled.failure, `fits[${document.fits.indexOf(fit)}]`);
      const { best } = assembled.value;
      progress({
        kind: 'sampling',
        index: 0,
        iteration: 0,
        nllh: best.nllh,
        best: best.nllh,
        done: results.length,
        starts: task.starts,
      });
      const draws = signal.aborted
        ? null
        : await platform.samplePosterior({ document, fit: fit.id, best: best.parameters, seed: task.seed }, signal);
      const { holdout, regularisers } =
        fit.holdout === undefined && fit.regularisers === undefined ? {} : fitCurves(document, fit, best.parameters);
      return {
        fit: fit.id,
        result: {
          ...methodOn(used, document, fit),
          engine: used,
          ...assembled.value,
          ...(regularisers === undefined ? {} : { best: { ...best, regularisers } }),
          ...(holdout === undefined ? {} : { holdout }),
          ...(draws === null ? {} : { draws }),
        },
        seconds: watch.seconds(),
      };
    },

    fitPlan: async ({ document, fit: id, starts }) => {
      requireSound(document);
      const fit = findFit(document, id),
        chosen = await chooseEngine(document, fit, starts ?? fit.starts, () => platform.tensorBackend());
      return { ...methodOn(chosen, document, fit), engine: chosen };
    },

    fitCurves: async ({ document, fit, parameters }) => {
      requireSound(document);
      return fitCurves(document, document.fits.length === 0 ? undefined : findFit(document, fit), parameters);
    },

    learned: async (request, { signal, progress }) => {
      const fit = request.fit === undefined ? undefined : findFit(request.document, request.fit);
      // starts of a fit to another model or other data say nothing of this one
      const isRanged = fit !== undefined && isCurrent(request.document, fit, (text) => platform.sha256(text));
      return platform.runClinic('learned', { ...request, ranges: request.ranges && isRanged }, signal, progress);
    },

    profile: clinicTask('profile'),
    workPrecision: clinicTask('workPrecision'),
    stepHistory: clinicTask('stepHistory'),
    gradientAudit: clinicTask('gradientAudit'),
    depthMap: clinicTask('depthMap'),
    checkpoints: clinicTask('checkpoints'),

    fixedSteps: async ({ variable, step, ...request }, { signal }) => {
      const { subject, lowered } = lowerSubject(request, cache);
      const bench = { seconds: () => platform.seconds(), cancelled: () => signal.aborted };
      return fixedStepCurves(subject, { document: request.document, lowered, variable, step }, bench);
    },

    report: async ({ document, comparison }) => ({
      html: await report(document, engine, { comparison, versions: platform.versions, date: platform.now() }),
      name: `${document.about.title} – ${findComparison(document, comparison).name}.html`.replace(/[\\/:*?"<>|]+/g, ' '),
    }),

    readTable: ({ file, content }) => readTableFile(file, content, platform),
  };
}
