import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call } from '../../core/service/call';
import type { Progress, Request, Response } from '../../core/service/contract';
import { createHandlers } from '../../core/service/handlers';
import { createCancelSource } from '../../core/service/jobs';
import type { Platform } from '../../core/service/platform';
import { fittedPredation, predation, weightsAt } from '../fit/learned-predation';
import { runClinic } from '../host/doubles';

const handlers = createHandlers({
  runClinic,
  seconds: () => 0,
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
} as Platform);

/** Every message is held to the contract. @param until cancels once it holds */
function ask(
  request: Partial<Request<'learned'>>,
  until: (progress: Progress<'learned'>) => boolean = () => false,
): Promise<Response<'learned'>> {
  const { signal, cancel } = createCancelSource();
  return call(
    handlers,
    'learned',
    { document: predation, network: 'net', ...request },
    {
      signal,
      strict: true,
      progress: (progress) => {
        if (until(progress)) cancel();
      },
    },
  );
}

describe('what a network has learned, as the service tells it', () => {
  it('has curves, slices, signs, and laws with their formulas', async () => {
    const { network, trained, starts, terms } = await ask({});
    expect([network, trained, starts, terms.length]).toEqual(['net', true, 0, 1]);
    const [{ mechanism, regulator, samples, curves, slices, signs, suggestion }] = terms;
    expect([mechanism, regulator, samples]).toEqual(['predation', null, 201]);
    expect([curves.length, slices.length]).toEqual([2, 1]);
    expect(signs.map(({ sign }) => sign)).toEqual(['decreasing', 'decreasing']);
    const best = suggestion!.laws[suggestion!.best];
    expect(best.terms[0]).toMatchObject({ text: 'x*y', factors: { x: 1, y: 1 } });
    expect(best.mathml).toMatch(
      /^<math .*<mo>−<\/mo><mrow>.*<mn>0\.\d+<\/mn>.*<mtext>prey<\/mtext>.*<mtext>predator<\/mtext>.*<\/math>$/,
    );
  });

  it('is at the best values of a fit where one is named, with the range over its accepted starts', async () => {
    const { document } = fittedPredation();
    const halved = { ...document, networks: [{ ...document.networks[0], weights: Object.values(weightsAt(-0.45)) }] };
    const [own, fitted] = [await ask({ document: halved }), await ask({ document: halved, fit: 'all' })];
    expect(fitted.starts).toBe(2);
    expect(fitted.terms[0].curves[0].range).toBeDefined();
    expect(own.terms[0].curves[0].range).toBeUndefined();
    const coefficient = ({ terms: [{ suggestion }] }: Response<'learned'>): number =>
      suggestion!.laws[suggestion!.best].terms[0].coefficient;
    expect(coefficient(fitted) / coefficient(own)).toBeCloseTo(2, 1);
  });

  it('has no range over the starts of a fit to another model', async () => {
    const { document } = fittedPredation(),
      [prey, predator] = document.variables;
    const changed = { ...document, variables: [{ ...prey, initial: 0.5 }, predator] } as typeof document;
    const { starts, terms } = await ask({ document: changed, fit: 'all' });
    expect(starts).toBe(0);
    expect(terms[0].curves[0].range).toBeUndefined();
  });

  it('says that an untrained network has initial weights', async () => {
    const { weights: _, ...untrained } = predation.networks[0];
    // without predation the prey grows for ever, so the first day has to do
    const data = { measurements: predation.data.measurements.slice(0, 1) };
    expect((await ask({ document: { ...predation, data, networks: [untrained] } })).trained).toBe(false);
  });

  it('names a network that is none, and one that is near', async () => {
    await expect(ask({ network: 'nett' })).rejects.toThrow(/no network "nett".*did you mean "net"/s);
  });

  it('needs measurements, since the trajectories that they see are where the rate is known', async () => {
    await expect(ask({ document: { ...predation, data: { measurements: [] } } })).rejects.toThrow(/measurement/);
  });

  it('stops when asked', async () => {
    await expect(ask({}, ({ done }) => done === 1)).rejects.toThrow('cancelled');
  });
});
