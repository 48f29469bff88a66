import { describe, expect, it } from 'vitest';
import { chooseEngine, type ChosenEngine, type TensorBackendName } from '../../core/fit/engine';
import { methodOn } from '../../core/fit/method';
import type { Scenario } from '../../core/model/schema';
import { mixed } from './tensor-problem';
import { wideProblem } from './wide-problem';

const never = (): Promise<TensorBackendName> => Promise.reject(new Error('nobody needed a backend'));
const choose = (document: Scenario, starts: number, backend: () => Promise<TensorBackendName> = never): Promise<ChosenEngine> =>
  chooseEngine(document, document.fits[0], starts, backend);
const on = (name: TensorBackendName) => (): Promise<TensorBackendName> => Promise.resolve(name);

describe('the engine of a fit', () => {
  it('is the kernel without a network, and where the problem is narrow, which no backend has to be started for', async () => {
    const plain = await choose(mixed(), 1000);
    expect(plain).toMatchObject({ name: 'kernel' });
    expect(plain.why).toContain('no weights of networks');
    const narrow = await choose(wideProblem(5, 4), 2);
    expect(narrow.name).toBe('kernel');
    // 2·4 + 4, 4·4 + 4 and 4 + 1 weights
    expect(narrow.why).toMatch(/^5 trajectories × 2 starts × 37 weights: narrower than/);
  });

  it('is tensors where it is wide, by the crossover of the backend, and never in plain JavaScript', async () => {
    const wide = wideProblem(40, 16),
      starts = 400;
    expect(await choose(wide, starts, on('tensorflow'))).toMatchObject({ name: 'tensor' });
    expect(await choose(wide, starts, on('wasm'))).toMatchObject({ name: 'tensor' });
    const plain = await choose(wide, starts, on('cpu'));
    expect(plain).toMatchObject({ name: 'kernel' });
    expect(plain.why).toContain('plain JavaScript');
  });

  it('counts the trajectories, not the conditions that share one', async () => {
    const alike = wideProblem(40, 16);
    for (const condition of alike.conditions) condition.overrides = {};
    expect(await choose(alike, 400, on('tensorflow'))).toMatchObject({ name: 'kernel' });
  });

  it('is the one that the fit names, with an error at that field where tensors cannot do it', async () => {
    const document = wideProblem(2, 4, { engine: 'tensor' });
    expect(await choose(document, 1)).toEqual({ name: 'tensor', why: 'as the fit says' });
    document.data.measurements[1].censored = 'left';
    await expect(choose(document, 1)).rejects.toMatchObject({
      problems: [{ path: 'fits[0].engine', message: expect.stringContaining('data.measurements[1].censored') as string }],
    });
    document.fits[0].engine = 'kernel';
    expect(await choose(document, 1)).toMatchObject({ name: 'kernel' });
  });

  it('says in words what stands in the way of tensors, where it is left to choose', async () => {
    const document = wideProblem(40, 16);
    document.fits[0].warmStart = { kind: 'growing-horizon', iterations: 15 };
    const { name, why } = await choose(document, 400);
    expect(name).toBe('kernel');
    expect(why).toContain('a warm start');
  });

  it('leaves to the kernel what follows Adam', () => {
    const document = wideProblem(2, 4, { method: 'adam-then-l-bfgs' }),
      [fit] = document.fits;
    expect(methodOn({ name: 'kernel' }, document, fit).method).toBe('adam-then-l-bfgs');
    expect(methodOn({ name: 'tensor' }, document, fit).method).toBe('l-bfgs');
  });
});
