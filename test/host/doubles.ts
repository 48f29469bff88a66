/** Handlers that answer without arithmetic, for tests of what lies around them; and the clinic on the thread of the test. */
import { runClinicTask } from '../../core/service/clinic/task';
import type { Handlers } from '../../core/service/handler';
import type { Platform } from '../../core/service/platform';

/** @returns handlers that throw unless replaced */
export const handlersWith = (replaced: Partial<Handlers>): Handlers =>
  new Proxy(replaced, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`nobody expected "${String(name)}"`);
      }),
  }) as Handlers;

/** Answers at once, in this thread, on this machine's clock. */
export const runClinic: Platform['runClinic'] = async (kind, request, signal, onProgress) =>
  runClinicTask(kind, request, { seconds: () => performance.now() / 1000, cancelled: () => signal.aborted }, onProgress);
