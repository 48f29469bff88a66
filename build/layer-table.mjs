// Who may import whom, as data. Paths are from the checkout's root; `npm:NAME` is a package and `node:` Node's own modules.

/** Core rooms in order: each may import only those before it. */
export const coreOrder = [
  'util',
  'model',
  'graph',
  'equations',
  'lower',
  'solve',
  'gradient',
  'fit',
  'effect',
  'report',
  'exchange',
  'service',
  'host',
];

const core = (name) => `core/${name}/`;
const outside = ['electron/', 'renderer/', 'test/', 'build/'];

/**
 * @typedef {object} Row
 * @property {string} name what the row is about
 * @property {string[]} from files that the row binds: a folder (with its slash) or a file without its extension
 * @property {string[]} [except] files of `from` that it does not bind
 * @property {string[]} [not] what they must not import
 * @property {string[]} [only] all that they may import
 * @property {string[]} [may] imports that `not` would forbid and the row allows
 * @property {string} because
 */

/** @type {Row[]} */
export const rows = [
  ...coreOrder.slice(0, -1).map((name, index) => ({
    name: `order: ${name}`,
    from: [core(name)],
    not: coreOrder.slice(index + 1).map(core),
    // a lowering gives what a solver takes, so it knows the solver's interface
    may: name === 'lower' ? ['core/solve/system', 'core/solve/fused', 'core/solve/tableau', 'core/solve/rosenbrock-tableau'] : [],
    because: 'a core room imports only rooms before it',
  })),
  {
    name: 'core',
    from: ['core/'],
    except: [core('host')],
    not: [
      'node:',
      'npm:electron',
      'npm:svelte',
      'npm:ws',
      'npm:commander',
      'npm:write-file-atomic',
      'npm:@tensorflow/tfjs-node',
      ...outside,
    ],
    because: 'the core runs on every host alike',
  },
  {
    name: 'host',
    from: [core('host')],
    not: ['npm:electron', 'npm:svelte', ...outside],
    because: "Node's side serves the desktop and the command line alike",
  },
  {
    name: 'model',
    from: [core('model')],
    only: [core('util'), core('model'), 'npm:zod', 'npm:jsondiffpatch'],
    because: 'files outlive algorithms',
  },
  { name: 'graph', from: [core('graph')], not: [core('equations')], because: 'structural faults are found before the maths' },
  {
    name: 'kernel',
    from: ['core/lower/kernel/'],
    not: ['core/lower/tensor/'],
    because: 'agreement of the two is a test only while they are independent',
  },
  {
    name: 'tensor',
    from: ['core/lower/tensor/'],
    not: ['core/lower/kernel/'],
    because: 'agreement of the two is a test only while they are independent',
  },
  {
    name: 'solve',
    from: [core('solve')],
    not: [core('model'), core('graph'), core('equations'), core('lower'), core('gradient')],
    because: 'a solver knows functions, not biology',
  },
  {
    name: 'optimisers',
    from: [
      'adam',
      'bfgs',
      'box-quadratic',
      'descent',
      'in-turn',
      'lbfgs',
      'levenberg-marquardt',
      'line-search',
      'moments',
      'optimiser',
      'schedule',
    ].map((name) => `core/fit/${name}`),
    not: [core('model'), core('graph'), core('equations'), core('lower'), core('solve'), core('gradient')],
    because: 'an optimiser sees an objective and nothing else',
  },
  {
    name: 'effect',
    from: [core('effect')],
    not: [core('lower'), core('solve'), core('gradient'), core('fit')],
    because: 'it is handed simulate and refit',
  },
  {
    name: 'report',
    from: [core('report')],
    not: [core('lower'), core('solve'), core('gradient')],
    because: 'a report is made from saved results',
  },
  {
    name: 'electron',
    from: ['electron/'],
    not: [core('solve'), core('lower'), core('fit'), core('gradient'), 'renderer/', 'test/', 'build/'],
    because: "the window's process never blocks on arithmetic",
  },
  {
    name: 'preload',
    from: ['electron/preload'],
    only: ['core/service/bridge', 'core/service/contract', 'electron/channels', 'npm:electron'],
    because: 'the smallest trusted surface',
  },
  {
    name: 'renderer',
    from: ['renderer/'],
    not: [core('lower'), core('host'), 'node:', 'npm:electron', 'npm:ws', 'electron/', 'test/', 'build/'],
    because: 'no eval, no Node: the same window on the desktop and in a browser',
  },
  {
    name: 'scenarios',
    from: ['scenarios/'],
    not: [core('host'), 'node:', 'npm:', 'electron/', 'renderer/', 'test/', 'build/'],
    because: 'a proof runs wherever the service does',
  },
];
