import { describe, expect, it } from 'vitest';
import { fewestForwardSteps } from '../../core/gradient/checkpoints';
import { checkpoints, checkpointsRequest } from '../../core/service/clinic/checkpoints-schema';
import { runClinicTask } from '../../core/service/clinic/task';
import type { Checkpoints, Request } from '../../core/service/contract';
import { knownSystem, lotkaVolterraDocument } from '../systems';

/** a clock on which every reading is a second later, so that each schedule is run once */
const hasty = (cancelled: () => boolean = () => false) => {
  let now = 0;
  return { seconds: () => now++, cancelled };
};
const schedules = (
  request: Partial<Request<'checkpoints'>>,
  bench = hasty(),
  told: { done: number; total: number; title: string }[] = [],
): Checkpoints =>
  checkpoints.parse(
    runClinicTask('checkpoints', checkpointsRequest.parse({ document: lotkaVolterraDocument(), ...request }), bench, (progress) =>
      told.push(progress),
    ),
  );
const of = ({ rows }: Checkpoints, schedule: string) => rows.filter((row) => row.schedule === schedule);

describe('checkpoint schedules', () => {
  const told: { done: number; total: number; title: string }[] = [],
    found = schedules({ steps: 1000 }, hasty(), told);

  it('give the gradient of full storage, to the bit', () => {
    expect(found.method).toBe('tsit5');
    expect(found.steps).toBe(1000);
    expect(found.rows.map(({ schedule, stored }) => `${schedule} ${stored}`)).toEqual([
      'full 1000',
      ...['uniform 250', 'uniform 63', 'uniform 16', 'uniform 4'],
      ...['recursive 4', 'recursive 16', 'recursive 64', 'recursive 256'],
    ]);
    expect(found.rows.every(({ same }) => same === true)).toBe(true);
    expect(found.cancelled).toBe(false);
    expect(told.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(told.every(({ total }) => total === 9)).toBe(true);
  });

  it('take the published fewest steps again, each step of a uniform stretch but its last, and none with all stored', () => {
    expect(of(found, 'full')[0].again).toBe(0);
    for (const { again, stored } of of(found, 'recursive')) expect(again).toBe(fewestForwardSteps(1000, stored));
    for (const { again, stored } of of(found, 'uniform')) expect(again).toBe(1000 - stored);
  });

  it('hold what they store: of Tsit5 two states, seven stages of two and a place for each step', () => {
    const step = 8 * (2 + 7 * 2 + 1);
    expect(of(found, 'full')[0].bytes).toBe(1000 * step);
    expect(of(found, 'uniform').map(({ bytes }) => bytes)).toEqual(
      [4, 16, 64, 256].map((every) => Math.ceil(1000 / every) * 16 + every * step),
    );
    expect(of(found, 'recursive').map(({ bytes }) => bytes)).toEqual([4, 16, 64, 256].map((states) => states * 16 + step));
    expect(found.timesBytes).toBe(16_000);
  });

  it('run a stiff model by a method whose steps can be reversed', () => {
    const { document } = knownSystem('hires'),
      hires = schedules({ document: { ...document, solver: { ...document.solver, method: 'rodas5p' } }, steps: 200 });
    expect(hires.method).toBe('esdirk54');
    expect(hires.rows).toHaveLength(7);
    expect(hires.rows.every(({ same }) => same === true)).toBe(true);
  });

  it('ask for more steps where equal ones are too long', () => {
    expect(() => schedules({ document: knownSystem('robertson').document, steps: 20 })).toThrow(
      /by 20 equal steps; Ask for more steps/,
    );
  });

  it('are kept as far as they came when it is cancelled', () => {
    let cancelled = false;
    const { steps, rows, ...rest } = checkpoints.parse(
      runClinicTask(
        'checkpoints',
        checkpointsRequest.parse({ document: lotkaVolterraDocument(), steps: 1000 }),
        hasty(() => cancelled),
        ({ done }) => {
          cancelled = done === 3;
        },
      ),
    );
    expect(steps).toBe(1000);
    expect(rest.cancelled).toBe(true);
    expect(rows.map(({ schedule }) => schedule)).toEqual(['full', 'uniform', 'uniform']);
  });
});
