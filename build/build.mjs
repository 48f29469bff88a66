// Builds everything that a release holds, whether or not it is current.
import { ensure, parts } from './ensure.mjs';

for (const name of Object.keys(parts)) await ensure(name, { force: true });
