// `node --import register.mjs main.js`: makes `electron` mean the stand-in, for this process only.
import { register } from 'node:module';

const standIn = new URL('./electron.mjs', import.meta.url).href;
const hook = `export const resolve = (name, context, next) =>
  name === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
