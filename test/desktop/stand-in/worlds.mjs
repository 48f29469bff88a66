// The two worlds of an isolated window: the preload script's, with `require('electron')`, and the page's, which sees only
// what contextBridge exposes. They share the document and nothing else, so calls travel as events with JSON inside.

/** Runs in the page's world before any of its scripts. */
function pageWorld() {
  const callbacks = new Map(),
    waiting = new Map();
  let next = 0,
    answer;
  const say = (detail) => document.dispatchEvent(new CustomEvent('stand-in:preload', { detail: JSON.stringify(detail) }));
  const pack = (value) => {
    if (typeof value !== 'function') return { value };
    callbacks.set(next, value);
    return { callback: next++ };
  };
  const unpack = (result) => {
    if (result.promise !== undefined) return new Promise((resolve, reject) => waiting.set(result.promise, { resolve, reject }));
    if (result.callable !== undefined) return (...args) => call({ callable: result.callable }, args);
    return result.value;
  };
  const call = (target, args) => {
    answer = undefined;
    say({ ...target, args: args.map(pack) });
    return unpack(answer);
  };
  document.addEventListener('stand-in:page', ({ detail }) => {
    const message = JSON.parse(detail);
    if (message.kind === 'result') answer = message;
    else if (message.kind === 'callback') callbacks.get(message.callback)(...message.args);
    else if (message.kind === 'settled') {
      const { resolve, reject } = waiting.get(message.promise);
      waiting.delete(message.promise);
      if (message.error === undefined) resolve(message.value);
      else reject(new Error(message.error));
    } else {
      // JSON leaves a function's place empty
      const fields = message.fields.map(([name, value]) => [name, value ?? ((...args) => call({ field: name }, args))]);
      Object.defineProperty(globalThis, message.name, { value: Object.freeze(Object.fromEntries(fields)), enumerable: true });
    }
  });
}

/** Runs in the preload script's world; `toMain` is the binding that reaches the main process. */
function preloadWorld(runPreload) {
  const listeners = new Map(),
    waiting = new Map(),
    callables = [];
  let next = 0,
    promises = 0;
  const post = (message) => globalThis.standInToMain(JSON.stringify(message));
  globalThis.standInFromMain = (message) => {
    if (message.kind === 'event')
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...message.args);
    else {
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) resolve(message.value);
      else reject(new Error(message.error));
    }
  };
  const ipcRenderer = {
    send: (channel, ...args) => post({ kind: 'send', channel, args }),
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject });
        post({ kind: 'invoke', id: next++, channel, args });
      }),
    on: (channel, listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    removeListener: (channel, listener) => {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      );
    },
  };
  const say = (detail) => document.dispatchEvent(new CustomEvent('stand-in:page', { detail: JSON.stringify(detail) }));
  const contextBridge = {
    exposeInMainWorld(name, api) {
      const unpack = ({ value, callback }) =>
        callback === undefined ? value : (...args) => say({ kind: 'callback', callback, args });
      document.addEventListener('stand-in:preload', ({ detail }) => {
        const { field, callable, args } = JSON.parse(detail);
        const result = (field === undefined ? callables[callable] : api[field])(...args.map(unpack));
        if (typeof result === 'function') say({ kind: 'result', callable: callables.push(result) - 1 });
        else if (result instanceof Promise) {
          const promise = promises++;
          say({ kind: 'result', promise });
          result.then(
            (value) => say({ kind: 'settled', promise, value }),
            (error) => say({ kind: 'settled', promise, error: error.message }),
          );
        } else say({ kind: 'result', value: result });
      });
      say({
        kind: 'expose',
        name,
        fields: Object.entries(api).map(([key, value]) => [key, typeof value === 'function' ? undefined : value]),
      });
    },
  };
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`a sandboxed preload script has no module "${name}"`);
  };
  runPreload({}, require, { exports: {} });
}

export const pageScript = `(${pageWorld})();`;
/** @param {string} source the built preload script */
export const preloadScript = (source) => `(${preloadWorld})((exports, require, module) => {\n${source}\n});`;
