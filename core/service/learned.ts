/** What a network has learned, as the window and the command line are told: plain data, and each suggested law also as MathML. */
import { Expressions } from '../equations/expression';
import { parseExpression } from '../equations/parse';
import { printMathML, wholeMathML } from '../equations/print-mathml';
import type { Suggestion } from '../fit/law-suggestion';
import { acceptedWeights, learnedTerms, type LearnedProgress } from '../fit/learned-terms';
import { findFit } from '../fit/run-start';
import { fitSubject } from '../model/fit-subject';
import { sumText } from '../model/rate-terms';
import type { Fit, Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import type { ParsedRequest, Response } from './contract';
import { requireSound } from './pipeline';

/** @returns whether a fit's result is of this model and these data */
export const isCurrent = (document: Scenario, fit: Fit, sha256: (text: string) => string): boolean =>
  fit.result !== undefined && fit.result.provenance.document === sha256(fitSubject(document, fit));

/**
 * @returns why there is nothing to tell, where a trajectory fails or it was cancelled
 * @throws DocumentError where document, fit and data do not fit together, or there is no such network
 */
export function describeLearned(
  { document, network, fit: id, parameters, ranges }: ParsedRequest<'learned'>,
  hooks: { onProgress(progress: LearnedProgress): void; cancelled(): boolean },
): Result<Response<'learned'>> {
  requireSound(document);
  const fit = id === undefined ? undefined : findFit(document, id),
    values = { ...fit?.result?.best.parameters, ...parameters };
  const told = learnedTerms(document, network, { fit, parameters: values, ranges, ...hooks });
  if (!told.ok) return told;
  const names = new Map(document.variables.map((variable) => [variable.id, variable.name]));
  return success({
    network,
    trained: `${network}.0` in values || document.networks.some((one) => one.id === network && one.weights !== undefined),
    starts: ranges ? acceptedWeights(network, fit).length : 0,
    terms: told.value.map((term) => ({
      ...term,
      along: { rate: term.along.rate, causes: { ...term.along.causes } },
      suggestion: term.suggestion === null ? null : sentSuggestion(term.suggestion, names),
    })),
  });
}

type Sent = NonNullable<Response<'learned'>['terms'][number]['suggestion']>;

function sentSuggestion({ best, sufficient, byConstants }: Suggestion, names: ReadonlyMap<string, string>): Sent {
  const pool = new Expressions();
  return {
    best: byConstants.indexOf(best),
    sufficient,
    laws: byConstants.map(({ terms, ...law }) => ({
      ...law,
      terms: terms.map(({ text, coefficient, factors, saturation }) => ({
        text,
        coefficient,
        factors: { ...factors },
        saturation,
      })),
      mathml: wholeMathML(
        ...terms.map((term, i) => {
          const text = sumText([{ ...term, coefficient: Math.abs(term.coefficient) }]),
            sign = term.coefficient < 0 ? '<mo>−</mo>' : i === 0 ? '' : '<mo>+</mo>';
          return sign + printMathML(parseExpression(pool, text, names), names);
        }),
      ),
    })),
  };
}
