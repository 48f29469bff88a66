/**
 * Systems with known solutions as scenario documents: the problems on which solvers are compared. Equations, constants and
 * reference end points of the stiff ones are those of the test set for initial value problem solvers (Mazzia & Magherini, Bari)
 * and of Hairer & Wanner, Solving Ordinary Differential Equations II.
 */
import type { Scenario } from '../core/model/schema';
import { makeDocument } from './documents';

/** A rate and the coefficient with which it enters each state's derivative. */
export interface Reaction {
  readonly rate: string;
  readonly effects: Readonly<Record<string, number>>;
}

/** A problem with its span and what its tolerances and errors are measured by. */
export interface KnownSystem {
  readonly name: string;
  readonly document: Scenario;
  readonly stiff: boolean;
  readonly until: number;
  /** number of outputs, evenly spaced, the last at the end */
  readonly outputs: number;
  /** absolute tolerance over rtol, one number or one a state */
  readonly absolute: number | readonly number[];
  /** states at the end */
  readonly reference: readonly number[];
}

const NAME = /[A-Za-z_]\w*/g;

/** @param initial state → initial value, in the order of the system's components */
export function reactionSystem(
  title: string,
  initial: Readonly<Record<string, number>>,
  parameters: Readonly<Record<string, number>>,
  reactions: readonly Reaction[],
): Scenario {
  return makeDocument({
    about: { title },
    variables: Object.entries(initial).map(([id, value]) => ({ id, name: id, kind: 'state', initial: value })),
    parameters: Object.entries(parameters).map(([id, value]) => ({ id, value })),
    mechanisms: reactions.map(({ rate, effects }, i) => ({
      id: `r${i + 1}`,
      name: `r${i + 1}`,
      law: { kind: 'custom', expression: rate },
      inputs: [...new Set(rate.match(NAME))].filter((name) => name in initial).map((variable) => ({ variable })),
      effects: Object.entries(effects).map(([variable, coefficient]) => ({ variable, coefficient })),
    })),
  });
}

const from = (initial: readonly number[], prefix = 'y'): Record<string, number> =>
  Object.fromEntries(initial.map((value, i) => [`${prefix}${i + 1}`, value]));
/** one reaction a derivative */
const derivatives = (rates: Readonly<Record<string, string>>): Reaction[] =>
  Object.entries(rates).map(([state, rate]) => ({ rate, effects: { [state]: 1 } }));

export const lotkaVolterraDocument = (
  initial: readonly [number, number] = [0.44249296, 4.6280594],
  rates: readonly [number, number, number, number] = [1.3, 0.9, 0.8, 1.8],
): Scenario =>
  reactionSystem('Lotka–Volterra', { x: initial[0], y: initial[1] }, { a: rates[0], b: rates[1], c: rates[2], d: rates[3] }, [
    { rate: 'a*x', effects: { x: 1 } },
    { rate: 'b*x*y', effects: { x: -1 } },
    { rate: 'c*x*y', effects: { y: 1 } },
    { rate: 'd*y', effects: { y: -1 } },
  ]);

const eyeRates = [0.1, 0.3, 0.4, 0.2, 0.5, 0.8, 0.4, 0.3, 0.6, 2, 0.5, 0.5, 0.35, 0.5, 0.2, 0.25, 0.6, 0.1];
const eyeDocument = (): Scenario =>
  reactionSystem(
    'immune privilege of the eye',
    { A: 1, B: 0.9, T: 0.6, E: 0.05, R: 0.1, D: 0 },
    Object.fromEntries(eyeRates.map((value, i) => [`p${i}`, value])),
    derivatives({
      A: 'p0 - p1*A - p2*E*A/(p3 + A)',
      B: 'p4*(1 - B) - p5*E*B',
      T: 'p6 + p7*R - p8*T',
      E: 'p9*A/(p10 + A)*(1 - B)/(1 + (T/p11)^2) - p12*E - p13*R*E',
      R: 'p14*T*A - p15*R',
      D: 'p16*E - p17*D',
    }),
  );

const robertsonDocument = (): Scenario =>
  reactionSystem('Robertson', from([1, 0, 0]), {}, [
    { rate: '0.04*y1', effects: { y1: -1, y2: 1 } },
    { rate: '1e4*y2*y3', effects: { y1: 1, y2: -1 } },
    { rate: '3e7*y2^2', effects: { y2: -1, y3: 1 } },
  ]);

const oregonatorDocument = (): Scenario =>
  reactionSystem(
    'Oregonator',
    from([1, 2, 3]),
    {},
    derivatives({ y1: '77.27*(y2 + y1*(1 - 8.375e-6*y1 - y2))', y2: '(y3 - (1 + y1)*y2)/77.27', y3: '0.161*(y1 - y3)' }),
  );

const hiresDocument = (): Scenario =>
  reactionSystem('HIRES', from([1, 0, 0, 0, 0, 0, 0, 0.0057]), {}, [
    { rate: '1.71*y1', effects: { y1: -1, y2: 1 } },
    { rate: '0.43*y2', effects: { y1: 1, y2: -1 } },
    { rate: '8.32*y2', effects: { y2: -1, y4: 1 } },
    { rate: '8.32*y3', effects: { y1: 1, y3: -1 } },
    { rate: '1.71*y3', effects: { y3: -1, y4: 1 } },
    { rate: '0.43*y4', effects: { y3: 1, y4: -1 } },
    { rate: '0.69*y4', effects: { y4: -1, y6: 1 } },
    { rate: '0.035*y5', effects: { y3: 1, y5: -1 } },
    { rate: '1.71*y5', effects: { y5: -1, y6: 1 } },
    { rate: '0.43*y6', effects: { y5: 1, y6: -1 } },
    { rate: '0.43*y7', effects: { y5: 1, y7: -1, y8: 1 } },
    { rate: '0.69*y7', effects: { y6: 1, y7: -1, y8: 1 } },
    { rate: '280*y6*y8', effects: { y6: -1, y7: 1, y8: -1 } },
    { rate: '0.69*y7', effects: { y7: -1, y8: 1 } },
    { rate: '0.0007', effects: { y1: 1 } },
  ]);

const vanDerPolDocument = (): Scenario =>
  reactionSystem('Van der Pol, μ = 1000', from([2, 0]), { mu: 1000 }, derivatives({ y1: 'y2', y2: 'mu*(1 - y1^2)*y2 - y1' }));

/** Rate constants, reactants and effects of the 25 reactions (Verwer, SIAM J. Sci. Comput. 15 (1994) 1243). */
const pollutionReactions: readonly (readonly [k: number, reactants: string, effects: string])[] = [
  [0.35, '1', '-1 +2 +3'],
  [26.6, '2 4', '+1 -2 -4'],
  [12300, '5 2', '+1 -2 -5 +6'],
  [0.00086, '7', '+5 +5 -7 +8'],
  [0.00082, '7', '-7 +8'],
  [15000, '7 6', '+5 -6 -7 +8'],
  [0.00013, '9', '+5 +8 -9 +10'],
  [24000, '9 6', '-6 -9 +11'],
  [16500, '11 2', '+1 -2 +10 -11 +12'],
  [9000, '11 1', '-1 -11 +13'],
  [0.022, '13', '+1 +11 -13'],
  [12000, '10 2', '+1 -2 -10 +14'],
  [1.88, '14', '+5 +7 -14'],
  [16300, '1 6', '-1 -6 +15'],
  [4800000, '3', '-3 +4'],
  [0.00035, '4', '-4 +16'],
  [0.0175, '4', '+3 -4'],
  [1e8, '16', '+6 +6 -16'],
  [4.44e11, '16', '+3 -16'],
  [1240, '17 6', '+5 -6 -17 +18'],
  [2.1, '19', '+2 -19'],
  [5.78, '19', '+1 +3 -19'],
  [0.0474, '1 4', '-1 -4 +19'],
  [1780, '19 1', '-1 -19 +20'],
  [3.12, '20', '+1 +19 -20'],
];

function pollutionDocument(): Scenario {
  const initial = Array<number>(20).fill(0);
  Object.entries({ 2: 0.2, 4: 0.04, 7: 0.1, 8: 0.3, 9: 0.01, 17: 0.007 }).forEach(([i, value]) => {
    initial[Number(i) - 1] = value;
  });
  const reactions = pollutionReactions.map(([k, reactants, changes]): Reaction => {
    const effects: Record<string, number> = {};
    for (const change of changes.split(' ')) {
      const state = `y${change.slice(1)}`;
      effects[state] = (effects[state] ?? 0) + (change.startsWith('-') ? -1 : 1);
    }
    return { rate: [String(k), ...reactants.split(' ').map((i) => `y${i}`)].join('*'), effects };
  });
  return reactionSystem('Pollution', from(initial), {}, reactions);
}

/**
 * Brusselator with diffusion on a line of cells, u and v in turn, held at u = 1 and v = 3 outside both ends (Hairer & Wanner II, IV.10,
 * with α = 1/50).
 */
export function brusselatorChain(cells: number): Scenario {
  const initial: Record<string, number> = {},
    reactions: Reaction[] = [],
    name = (kind: 'u' | 'v', i: number): string => (i < 1 || i > cells ? (kind === 'u' ? '1' : '3') : `${kind}${i}`);
  for (let i = 1; i <= cells; i++) {
    initial[`u${i}`] = 1 + Math.sin((2 * Math.PI * i) / (cells + 1));
    initial[`v${i}`] = 3;
    const spread = (kind: 'u' | 'v'): string => `c*(${name(kind, i - 1)} - 2*${kind}${i} + ${name(kind, i + 1)})`;
    reactions.push(
      { rate: `1 + u${i}^2*v${i} - 4*u${i} + ${spread('u')}`, effects: { [`u${i}`]: 1 } },
      { rate: `3*u${i} - u${i}^2*v${i} + ${spread('v')}`, effects: { [`v${i}`]: 1 } },
    );
  }
  return reactionSystem(`Brusselator chain of ${cells} cells`, initial, { c: (cells + 1) ** 2 / 50 }, reactions);
}

export const knownSystems: readonly KnownSystem[] = [
  {
    name: 'lotka_volterra',
    document: lotkaVolterraDocument(),
    stiff: false,
    until: 20,
    outputs: 20,
    absolute: 1e-2,
    reference: [3.3629790755800242, 0.071851288493360879],
  },
  {
    name: 'eye',
    document: eyeDocument(),
    stiff: false,
    until: 60,
    outputs: 60,
    absolute: 1e-2,
    reference: [
      0.32944838019473349, 0.99300920295615736, 0.76737615979122675, 0.004039538461223415, 0.20167601393386816,
      0.041465969103139953,
    ],
  },
  {
    name: 'robertson',
    document: robertsonDocument(),
    stiff: true,
    until: 1e11,
    outputs: 1,
    absolute: [1e-10, 1e-16, 1e-2],
    reference: [2.083340149701255e-8, 8.333360770334713e-14, 0.999999979166505],
  },
  {
    name: 'oregonator',
    document: oregonatorDocument(),
    stiff: true,
    until: 360,
    outputs: 1,
    absolute: 1e-4,
    reference: [1.000814870318523, 1228.178521549917, 132.0554942846706],
  },
  {
    name: 'hires',
    document: hiresDocument(),
    stiff: true,
    until: 321.8122,
    outputs: 1,
    absolute: 1e-5,
    reference: [
      0.0007371312573325668, 0.0001442485726316185, 5.888729740967575e-5, 0.001175651343283149, 0.002386356198831331,
      0.006238968252742796, 0.002849998395185769, 0.002850001604814231,
    ],
  },
  {
    name: 'vanderpol',
    document: vanDerPolDocument(),
    stiff: true,
    until: 2000,
    outputs: 1,
    absolute: 1e-3,
    reference: [1.706167732170469, -0.0008928097010248125],
  },
  {
    name: 'pollution',
    document: pollutionDocument(),
    stiff: true,
    until: 60,
    outputs: 1,
    absolute: 1e-4,
    reference: [
      0.05646255480022769, 0.1342484130422339, 4.139734331099427e-9, 0.005523140207484359, 2.018977262302196e-7,
      1.464541863493966e-7, 0.07784249118997964, 0.3245075353396018, 0.007494013383880406, 1.622293157301561e-8,
      1.135863833257075e-8, 0.002230505975721359, 0.000208716288279863, 1.396921016840158e-5, 0.008964884856898295,
      4.352846369330103e-18, 0.006899219696263405, 0.0001007803037365946, 1.772146513969984e-6, 5.682943292316392e-5,
    ],
  },
];

/** @returns the known system of that name */
export function knownSystem(name: string): KnownSystem {
  const found = knownSystems.find((system) => system.name === name);
  if (found === undefined) throw new Error(`no known system ${name}`);
  return found;
}
