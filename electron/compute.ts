/** Entry of the compute process: the service, with its workers, away from the process that owns the windows. */
import { createPlatform } from '../core/host/platform';
import { createDispatch } from '../core/service/dispatch';
import { createHandlers } from '../core/service/handlers';
import type { FromCompute, ToCompute } from './compute-messages';

const platform = createPlatform({ host: 'desktop', access: 'granted' });
const dispatch = createDispatch({
  handlers: createHandlers(platform),
  emit: (envelope) => process.parentPort.postMessage({ kind: 'envelope', envelope } satisfies FromCompute),
  defer: setImmediate,
  onFault: (error) => console.error(error),
});

// messages are taken in order, so that a grant holds before the request that needs it
let turn = Promise.resolve();
process.parentPort.on('message', ({ data }: { data: ToCompute }) => {
  turn = turn.then(async () => {
    if (data.kind === 'grant') await platform.files.grant(data.path);
    else dispatch.receive(data.envelope);
  });
});
