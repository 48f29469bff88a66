/** A sharp transition that a network has learned: a forward solve of some tens of steps, its adjoint stiff, and what each way to the gradient costs. */
import { learnedRate } from '../../core/fit/learned-rate';
import { rankedStarts } from '../../core/fit/ranked-starts';
import { applyFit, untrained } from '../../core/model/edit';
import { networkUses } from '../../core/model/edit/network';
import type { Scenario } from '../../core/model/schema';
import { madeAgain, type Proof } from '../../core/service/proof';
import type { MethodName } from '../../core/solve/solver';
import { continuous, discrete, distance, fastestRate, forwardEvaluations, replayed, sensitivities, subjectOf } from './gradients';
import { syntheticData } from './synthetic-data';

/** relative tolerance of the solves that are compared, and of those that others are held to */
const RTOL = 1e-6,
  TIGHT = 1e-10;
const settings = (method: MethodName, rtol = RTOL) => ({ method, rtol, atol: rtol / 100, maxSteps: 100_000 });

/** @returns the scenario with its network trained anew by its fit  @throws Error where no start has a cost */
function trained(document: Scenario): Scenario {
  const clean = untrained(document);
  return applyFit(clean, rankedStarts(clean)[0].parameters);
}

/** @returns the temperature at which the network says that so much of the membrane is fluid, by bisection between 37 and 45 °C */
function temperatureAt(document: Scenario, share: number): number {
  const [use] = networkUses(document, 'melt'),
    fluid = learnedRate(document, use, {});
  let [low, high] = [37, 45];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (fluid.value(Float64Array.of(middle)) < share) low = middle;
    else high = middle;
  }
  return low;
}

const proof: Proof = {
  pace: 'slow',
  picture: { comparison: 'arms', curve: 'dye' },
  *findings({ document }) {
    const { source } = document.data;
    yield madeAgain(document, syntheticData(document));
    const learned = trained(document);
    yield {
      claim: 'from untrained weights, the network learns where the membrane melts',
      measure: 'temperature at which half is fluid, distance from the truth',
      figure: Math.abs(temperatureAt(learned, 0.5) - source!.truth!.melting),
      unit: 'K',
      bound: { atMost: 0.1 },
    };
    yield {
      claim: 'what it has learned is a sharp transition',
      measure: 'from a tenth to nine tenths fluid',
      figure: temperatureAt(learned, 0.9) - temperatureAt(learned, 0.1),
      unit: 'K',
      bound: { atMost: 2 },
    };

    const equal = subjectOf(learned),
      tracer = subjectOf(learned, ['tracer']),
      solid = subjectOf(learned, ['cool']);
    const explicit = forwardEvaluations(equal, settings('tsit5'));
    yield {
      claim: 'the forward solve is easy: no method needs many evaluations, and an explicit one the fewest',
      measure: 'evaluations of Tsit5 over two hours',
      figure: explicit,
      bound: { atMost: 600 },
    };
    yield {
      claim: 'the forward solve is easy: no method needs many evaluations, and an explicit one the fewest',
      measure: 'evaluations of Tsit5 over those of Rodas5P',
      figure: explicit / forwardEvaluations(equal, settings('rodas5p')),
      bound: { atMost: 1 },
    };
    yield {
      claim:
        'yet its Jacobian has a mode that decays within a fifth of a second, in two hours: that of a difference between the sides',
      measure: 'largest |λ| of a mode that dies out, times the horizon',
      figure: fastestRate(equal) * 120,
      bound: { atLeast: 20_000 },
    };
    yield {
      claim:
        'it is easy because the sides are equal to the last bit: with a thousandth more inside it is as stiff as its adjoint',
      measure: 'evaluations of Tsit5 with tracer over those without',
      figure: forwardEvaluations(tracer, settings('tsit5')) / explicit,
      bound: { atLeast: 50 },
    };

    const tight = discrete(equal, settings('esdirk54', TIGHT)).values;
    yield {
      claim: 'the gradient to compare with is known from two sides',
      measure: `distance of the discrete and the implicit continuous adjoint at rtol ${TIGHT}`,
      figure: distance(equal, continuous(equal, settings('esdirk54', TIGHT), 'rodas5p').values, tight),
      bound: { atMost: 1e-6 },
    };
    const forward = settings('esdirk54'),
      byExplicit = continuous(equal, forward, 'tsit5'),
      byImplicit = continuous(equal, forward, 'rodas5p');
    yield {
      claim: 'the continuous adjoint is stiff: solved backward, an explicit method starves where an implicit one runs',
      measure: 'evaluations of Tsit5 over those of Rodas5P',
      figure: byExplicit.evaluations / byImplicit.evaluations,
      bound: { atLeast: 15 },
    };
    yield {
      claim: 'the continuous adjoint is stiff: solved backward, an explicit method starves where an implicit one runs',
      measure: 'evaluations of Tsit5 backward over those of Tsit5 forward',
      figure: byExplicit.evaluations / explicit,
      bound: { atLeast: 100 },
    };
    const loose = settings('esdirk54', 1e-3);
    yield {
      claim: 'stability sets the explicit steps, not accuracy: a looser tolerance does not save it anything',
      measure: 'evaluations of Tsit5 at rtol 1e-3 over those at 1e-6',
      figure: continuous(equal, loose, 'tsit5').evaluations / byExplicit.evaluations,
      bound: { atLeast: 0.9 },
    };
    yield {
      claim: 'stability sets the explicit steps, not accuracy: a looser tolerance does not save it anything',
      measure: 'the same of Rodas5P',
      figure: continuous(equal, loose, 'rodas5p').evaluations / byImplicit.evaluations,
      bound: { atMost: 0.6 },
    };
    for (const [title, { values }] of [
      ['Tsit5', byExplicit],
      ['Rodas5P', byImplicit],
    ] as const)
      yield {
        claim: 'both continuous adjoints arrive at the gradient: what the explicit one loses is work',
        measure: `distance of that by ${title} from the tight gradient`,
        figure: distance(equal, values, tight),
        bound: { atMost: 1e-5 },
      };
    yield {
      claim: 'while the membrane is solid the adjoint is not stiff',
      measure: 'evaluations backward of Tsit5 over those of Rodas5P, at 39 °C',
      figure: continuous(solid, forward, 'tsit5').evaluations / continuous(solid, forward, 'rodas5p').evaluations,
      bound: { atMost: 1.5 },
    };

    const exact = discrete(equal, forward);
    yield {
      claim: 'the discrete adjoint of implicit steps is exact beside them',
      measure: 'distance from differences of the same steps',
      figure: distance(equal, replayed(equal, exact.recording), exact.values),
      bound: { atMost: 1e-7 },
    };
    yield {
      claim: 'the discrete adjoint of implicit steps is exact beside them',
      measure: 'distance from forward sensitivities of the same steps',
      figure: distance(equal, sensitivities(equal, forward), exact.values),
      bound: { atMost: 1e-10 },
    };
    yield {
      claim: 'and as near to the gradient of the exact solution as its steps are to that solution',
      measure: 'distance from the tight gradient',
      figure: distance(equal, exact.values, tight),
      bound: { atMost: 1e-4 },
    };

    const short = subjectOf(learned, [], 20),
      blown = discrete(short, settings('tsit5')).values;
    yield {
      claim:
        'through the few steps of the explicit forward solve it is exact for these steps, and useless: none of them is stable for a difference',
      measure: 'its distance from the tight gradient over the first twenty minutes, power of ten',
      figure: Math.log10(distance(short, blown, discrete(short, settings('esdirk54', TIGHT)).values)),
      bound: { atLeast: 6 },
    };
  },
};
export default proof;
