/** The losses whose gradients are audited: the objective of every fit, or a random functional where there is nothing to fit. */
import { auditGradients, WAYS } from '../gradient/audit';
import type { Loss } from '../gradient/loss';
import { failures } from '../gradient/messages';
import type { Scenario } from '../model/schema';
import { initialName } from '../equations/system';
import { estimatedParameters } from '../fit/estimated';
import { lowerCondition } from '../fit/lower-condition';
import { pointsCost } from '../fit/points-cost';
import { scales } from '../fit/scale';
import type { ScaleName } from '../fit/scale';
import { buildTrajectories } from '../fit/trajectories';
import { estimatedSlots } from '../fit/trajectory-parameters';
import { solve } from '../solve/integrate';
import { seededRandom } from '../util/random';
import { failed, success } from '../util/result';
import { CancelledError } from './call';
import { spanOf } from './clinic/subject';
import type { ClinicProgress, GradientAudit, GradientRow } from './clinic/schema';
import { sent } from './failure';
import { requireSound } from './pipeline';

interface AuditedLoss {
  readonly fit: string | null;
  readonly title: string;
  readonly loss: Loss;
}

const SEED = 1;
const OUTPUTS = 20;

/**
 * After a cancel the answer holds the rows that were done.
 * @param bench a clock that only goes forward, and whether to stop
 * @throws DocumentError where document and data do not fit together
 * @throws CancelledError where there was nothing to show yet
 */
export function auditDocument(
  document: Scenario,
  bench: { seconds(): number; cancelled(): boolean },
  onProgress: (progress: ClinicProgress) => void,
): GradientAudit {
  requireSound(document);
  const fits = document.data.measurements.length === 0 ? [] : document.fits;
  const losses = fits.length === 0 ? [randomFunctional(document)] : fits.map((fit) => fitLoss(document, fit));
  const total = losses.length * WAYS.length;
  const result: GradientAudit = { losses: [] };
  for (const [index, { fit, title, loss }] of losses.entries()) {
    const rows: GradientRow[] = [],
      ways = auditGradients(
        loss,
        () => bench.seconds(),
        () => bench.cancelled(),
      );
    result.losses.push({ fit, title, parameters: [...loss.parameters], rows });
    for (const way of WAYS) {
      onProgress({ done: index * WAYS.length + rows.length, total, title: way.title });
      const next = ways.next();
      if (bench.cancelled()) {
        if (rows.length === 0) result.losses.pop();
        if (result.losses.length === 0) throw new CancelledError();
        return result;
      }
      if (next.done === true) break;
      const { failure, ...row } = next.value;
      rows.push({ ...row, ...(failure === undefined ? {} : { failure: sent(failure) }) });
    }
  }
  return result;
}

/** How far the audit goes from the document's values: where these are fitted the gradient vanishes, and with it all but rounding. */
const ASIDE = 0.1;

/** @returns a value up to so much beside the given one that its scale can hold */
const aside = (value: number, scale: ScaleName, part: number): number =>
  scale === 'logit' ? value + part * value * (1 - value) : value === 0 ? part : value * (1 + part);

/** The objective of a fit a little beside its parameters, priors apart, which every way would have to add alike. */
function fitLoss(document: Scenario, fit: Scenario['fits'][number]): AuditedLoss {
  const estimated = estimatedParameters(document, fit),
    parameters = estimated.map(({ name }) => name);
  const random = seededRandom(SEED);
  const natural = estimated.map(({ scale, nominal }) =>
    aside(scales[scale].toNatural(nominal), scale, ASIDE * (2 * random.uniform() - 1)),
  );
  return {
    fit: fit.id,
    title: fit.name,
    loss: {
      parameters,
      slopes: Float64Array.from(estimated, ({ scale }, i) => scales[scale].slope(natural[i])),
      shares: buildTrajectories(document, fit).map((trajectory) => {
        const { lowered, from, until, times } = trajectory,
          slots = estimatedSlots(trajectory, estimated),
          p = Float64Array.from(lowered.nominal);
        slots.forEach((slot, i) => {
          if (slot >= 0) p[slot] = natural[i];
        });
        return {
          plan: lowered.plan,
          p,
          from,
          until,
          times,
          settings: document.solver,
          slots,
          value: (outputs, q, adjoint) => pointsCost(trajectory, outputs, q, adjoint),
        };
      }),
    },
  };
}

/**
 * Σ w_kj y_j(t_k)/s_j at twenty times, with normal weights and s_j the largest |y_j| there, under the first arm that intervenes;
 * by the logarithms of the parameters or, where these are 0, over their sizes, so that units have no say.
 */
function randomFunctional(document: Scenario): AuditedLoss {
  const comparison = document.comparisons.at(0),
    { from, until } = spanOf(document, comparison),
    arm = comparison?.arms.find(({ interventions }) => interventions.length > 0);
  const { plan, nominal, parameters, states } = lowerCondition(document, {
    from,
    until,
    condition: comparison?.condition,
    interventions: arm?.interventions,
  });
  const times = Float64Array.from({ length: OUTPUTS }, (_unused, k) => from + ((until - from) * (k + 1)) / OUTPUTS);
  const random = seededRandom(SEED);
  const weights = Float64Array.from({ length: OUTPUTS * plan.n }, () => random.normal());
  const solved = solve(plan, nominal, { from, until, times, settings: document.solver });
  const sizes = new Float64Array(plan.n);
  if (solved.ok) {
    solved.value.states.forEach((value, i) => {
      sizes[i % plan.n] = Math.max(sizes[i % plan.n], Math.abs(value));
    });
    weights.forEach((weight, i) => {
      weights[i] = weight / (sizes[i % plan.n] || 1);
    });
  }
  /** the size of a parameter: its own, or for an initial value of 0 that of its state later on */
  const sizeOf = (value: number, slot: number): number =>
    Math.abs(value) || sizes[states.findIndex((id) => initialName(id) === parameters[slot])] || 1;
  return {
    fit: null,
    title: arm === undefined ? 'random functional of the states' : `random functional of the states under "${arm.name}"`,
    loss: {
      parameters,
      slopes: Float64Array.from(nominal, sizeOf),
      shares: [
        {
          plan,
          p: nominal,
          from,
          until,
          times,
          settings: document.solver,
          slots: parameters.map((_name, i) => i),
          value({ states }, _p, adjoint) {
            let value = 0;
            for (let i = 0; i < weights.length; i++) value += weights[i] * states[i];
            if (adjoint !== undefined) for (let i = 0; i < weights.length; i++) adjoint.cotangents[i] += weights[i];
            return Number.isFinite(value) ? success(value) : failed(failures.nonFinite());
          },
        },
      ],
    },
  };
}
