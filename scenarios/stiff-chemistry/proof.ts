/** Robertson's problem: explicit methods starve, implicit ones run, and the digits of the Bari test set at t = 1e11 are met. */
import type { Series } from '../../core/service/contract';
import type { Proof } from '../../core/service/proof';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';

const SPECIES = ['A', 'B', 'C'] as const;
type State = Readonly<Record<(typeof SPECIES)[number], number>>;

/** Mazzia and Magherini, Test Set for Initial Value Problem Solvers, release 2.4, problem ROBER */
const LATE = 1e11,
  published: State = { A: 2.083340149701255e-8, B: 8.333360770334713e-14, C: 0.999999979166505 };

const stateOf = ({ values }: Series): State => {
  const [A, B, C] = SPECIES.map((id) => values[id].at(-1) ?? NaN);
  return { A, B, C };
};
const worst = (found: State, truth: State): number => Math.max(...SPECIES.map((id) => Math.abs(found[id] / truth[id] - 1)));
const imbalance = ({ values }: Series): number =>
  Math.max(...values.A.map((a, k) => Math.abs((a ?? NaN) + (values.B[k] ?? NaN) + (values.C[k] ?? NaN) - 1)));

const proof: Proof = {
  pace: 'fast',
  picture: { comparison: 'arms', curve: 'C' },
  async *findings({ document, request }) {
    const { solver, comparisons } = document;
    const run = (settings: Partial<typeof solver>, times: number[]): Promise<Series> =>
      request('simulate', { document: { ...document, solver: { ...solver, ...settings } }, times });
    const tight = stateOf(await run({ method: 'rodas5p', rtol: 1e-11, atol: 1e-16 }, [40]));
    const rosenbrock = await run({ method: 'rodas5p' }, [40]);

    for (const method of ['bs3', 'dp5', 'tsit5', 'dop853'] as const) {
      const { evaluations } = (await run({ method }, [40])).solver;
      yield {
        claim: 'explicit methods starve over forty seconds, at the same tolerances',
        measure: `evaluations of ${solvers[method].title} over those of Rodas5P`,
        figure: evaluations / rosenbrock.solver.evaluations,
        bound: { atLeast: 200 },
      };
    }
    const { arms } = await request('compare', {
      document: {
        ...document,
        solver: { ...solver, method: 'tsit5' },
        comparisons: comparisons.map((one) => ({ ...one, horizon: { from: 0, until: 400, points: 2 } })),
      },
      ranges: false,
    });
    yield {
      claim: 'over four hundred Tsit5 does not arrive: its 100,000 steps are used up on the way',
      measure: 'time that it reaches',
      figure: arms[0].failure?.reason === 'too-many-steps' ? (arms[0].failure.time ?? NaN) : NaN,
      unit: 's',
      bound: { atMost: 200 },
    };

    // Rtol 1e-6; errors of stiff problems may be ten times the tolerance, those of the methods of low order more.
    for (const [method, evaluations, error] of [
      ['rodas5p', 1000, 1e-5],
      ['esdirk54', 1000, 1e-5],
      ['tr-bdf2', 2000, 1e-4],
      ['trapezoidal', 2000, 1e-4],
      ['backward-euler', 20_000, 1e-3],
    ] as const satisfies readonly (readonly [MethodName, number, number])[]) {
      const found = await run({ method }, [40]),
        { title } = solvers[method];
      yield {
        claim: 'implicit methods run',
        measure: `evaluations of ${title}`,
        figure: found.solver.evaluations,
        bound: { atMost: evaluations },
      };
      yield {
        claim: 'implicit methods run',
        measure: `relative distance of ${title} at 40 s from a solution at rtol 1e-11`,
        figure: worst(stateOf(found), tight),
        bound: { atMost: error },
      };
    }

    for (const [method, rtol, atol, error] of [
      ['rodas5p', 1e-6, 1e-18, 1e-5],
      ['rodas5p', 1e-11, 1e-22, 1e-8],
      ['esdirk54', 1e-10, 1e-22, 1e-7],
      ['auto', 1e-10, 1e-22, 1e-6],
    ] as const) {
      const found = await run({ method, rtol, atol }, [40, 1e5, LATE]),
        title = method === 'auto' ? 'the automatic choice' : solvers[method].title;
      yield {
        claim: 'the reference digits of the Bari test set at 1e11 s are met',
        measure: `relative distance of A, B and C by ${title} at rtol ${rtol}`,
        figure: worst(stateOf(found), published),
        bound: { atMost: error },
      };
      yield {
        claim: 'mass is kept to rounding',
        measure: `A + B + C over 1e11 s by ${title} at rtol ${rtol}, largest distance from 1`,
        figure: imbalance(found),
        bound: { atMost: 1e-12 },
      };
    }

    const automatic = await run({ method: 'auto' }, [40]);
    yield {
      claim: 'the automatic choice changes to Rodas5P once B has settled, and says so',
      measure: 'time that it tells as the beginning of stiffness',
      figure: Number(/^auto: stiff from t = ([\d.e-]+), Rodas5P from there$/.exec(automatic.solver.why)?.[1] ?? NaN),
      unit: 's',
      bound: { atLeast: 1e-3, atMost: 1 },
    };
    yield {
      claim: 'the automatic choice costs what Rodas5P does',
      measure: 'its evaluations over those of Rodas5P',
      figure: automatic.solver.evaluations / rosenbrock.solver.evaluations,
      bound: { atMost: 1.5 },
    };

    const tamed = (await request('compare', { document, ranges: false })).arms.find(({ id }) => id === 'tamed')!;
    yield {
      claim: 'with the fast reactions slowed the same chemistry is not stiff',
      measure: 'steps of Tsit5, which the automatic choice keeps throughout',
      figure: tamed.series?.solver.why === 'auto: not stiff, Tsit5 throughout' ? tamed.series.solver.steps : NaN,
      bound: { atMost: 1000 },
    };
    yield {
      claim: 'with the fast reactions slowed the same chemistry is not stiff',
      measure: 'C at 40 s over that of the baseline, distance from 1',
      figure: Math.abs((tamed.outcomes.product.effect ?? NaN) - 1),
      bound: { atMost: 2e-3 },
    };
  },
};
export default proof;
