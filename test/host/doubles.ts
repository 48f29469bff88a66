/** Handlers that answer without arithmetic, for tests of what lies around them. */
import type { Handlers } from '../../core/service/handler';

/** @returns handlers that throw unless replaced */
export const handlersWith = (replaced: Partial<Handlers>): Handlers =>
  new Proxy(replaced, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`nobody expected "${String(name)}"`);
      }),
  }) as Handlers;
