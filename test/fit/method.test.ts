import { describe, expect, it } from 'vitest';
import { estimatedParameters } from '../../core/fit/estimated';
import { chooseMethod } from '../../core/fit/method';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

interface Made {
  readonly parameters?: number;
  /** whether the state depends on them */
  readonly moving?: boolean;
  readonly noise?: string;
  readonly weights?: number;
  readonly method?: string;
  readonly solver?: string;
}
const made = ({ parameters = 3, moving = true, noise = 'normal', weights = 0, method, solver = 'auto' }: Made): Scenario =>
  makeDocument({
    variables: [
      {
        id: 'x',
        name: 'x',
        kind: 'state',
        initial: moving ? Array.from({ length: parameters }, (_, i) => `k${i}`).join(' + ') : 1,
      },
    ],
    parameters: Array.from({ length: parameters }, (_, i) => ({ id: `k${i}`, value: 1, scale: 'log10', estimate: true })),
    networks:
      weights === 0
        ? []
        : // h weights and h biases into the hidden layer, h weights and a bias out of it
          [{ id: 'net', inputs: [{ variable: 'x' }], hidden: [(weights - 1) / 3], seed: 1, estimate: true }],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: noise, sigma: 1 } }],
    conditions: [{ id: 'only', name: 'Only' }],
    data: { measurements: [{ condition: 'only', observable: 'seen', time: 1, value: 1 }] },
    fits: [{ id: 'main', name: 'Main', ...(method === undefined ? {} : { method }) }],
    solver: { method: solver },
  });
const chosen = (of: Made): string => {
  const document = made(of),
    fit = document.fits[0];
  const { method, why } = chooseMethod(document, fit, estimatedParameters(document, fit));
  return `${method}: ${why}`;
};

describe('the choice of an optimiser', () => {
  it('follows number, noise and networks, and says so', () => {
    expect(chosen({})).toMatch(/^levenberg-marquardt: 3 parameters, smooth noise/);
    expect(chosen({ noise: 'log-normal' })).toMatch(/^levenberg-marquardt/);
    expect(chosen({ noise: 'laplace' })).toMatch(/^bfgs: the Laplace noise of seen has kinks/);
    expect(chosen({ parameters: 31 })).toMatch(/^bfgs: 31 parameters: beyond 30/);
    // such as scalings: nothing has to be solved for them
    expect(chosen({ parameters: 31, moving: false })).toMatch(/^levenberg-marquardt: 31 parameters/);
    expect(chosen({ parameters: 301 })).toMatch(/^l-bfgs: 301 parameters/);
    expect(chosen({ solver: 'strang' })).toMatch(/^bfgs: the splitting method/);
    expect(chosen({ weights: 31 })).toMatch(/^bfgs: 31 weights of networks/);
    expect(chosen({ weights: 601 })).toMatch(/^adam-then-l-bfgs: 604 parameters/);
  });
  it("is the fit's own where it names one", () => {
    expect(chosen({ method: 'adam' })).toBe('adam: as the fit says');
    expect(chosen({ method: 'auto' })).toMatch(/^levenberg-marquardt/);
    expect(() => made({ method: 'simplex' })).toThrow(/fits\[0\]\.method/);
  });
});
