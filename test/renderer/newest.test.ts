import { describe, expect, it } from 'vitest';
import { Newest } from '../../renderer/state/newest';

const tick = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

describe('The newest request', () => {
  it('runs alone, and only the latest of those that waited runs after it', async () => {
    const ran: number[] = [];
    const release: (() => void)[] = [];
    const queue = new Newest<number>(
      (n) =>
        new Promise((resolve) => {
          ran.push(n);
          release.push(resolve);
        }),
    );
    queue.push(1);
    queue.push(2);
    queue.push(3);
    expect(ran).toEqual([1]);
    release[0]();
    await tick();
    expect(ran).toEqual([1, 3]);
    expect(queue.busy).toBe(true);
    release[1]();
    await tick();
    expect(queue.busy).toBe(false);
  });
  it('can forget what waits', async () => {
    const ran: number[] = [];
    let release = (): void => undefined;
    const queue = new Newest<number>(
      (n) =>
        new Promise((resolve) => {
          ran.push(n);
          release = resolve;
        }),
    );
    queue.push(1);
    queue.push(2);
    queue.clear();
    release();
    await tick();
    expect(ran).toEqual([1]);
  });
});
