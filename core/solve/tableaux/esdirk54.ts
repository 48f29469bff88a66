/**
 * ESDIRK5(4)7L[2]SA2: order 5 with an embedded method of order 4, both L-stable, stage order 2. C. A. Kennedy & M. H. Carpenter,
 * "Higher-order additive Runge–Kutta schemes for ordinary differential equations", Applied Numerical Mathematics 136 (2019) 183–205.
 * The interpolant was derived for Doflow: of the quartics of order 4 whose first two weights agree (so that on y′ = λy it stays
 * within [−1, 1] for any step and λ < 0) it is the one with the least residual in the conditions of order 5.
 */
import { dirkTableau } from '../dirk-tableau';
import { total } from '../tableau';

const gamma = 23 / 125;
const c = [0, 46 / 125, 7121331996143 / 11335814405378, 49 / 353, 3706679970760 / 5295570149437, 347 / 382, 1];

/** row i from its entries 1 … i: the paper states the nodes, the first entry follows */
const row = (i: number, ...rest: number[]): number[] => [c[i] - total(rest), ...rest];
const weights = (...rest: number[]): number[] => [1 - total(rest), ...rest];

const b = weights(
  -188593204321 / 4778616380481,
  2809310203510 / 10304234040467,
  1021729336898 / 2364210264653,
  870612361811 / 2470410392208,
  -1307970675534 / 8059683598661,
  gamma,
);
const embedded = weights(
  -582099335757 / 7214068459310,
  615023338567 / 3362626566945,
  3192122436311 / 6174152374399,
  6156034052041 / 14430468657929,
  -1011318518279 / 9693750372484,
  1914490192573 / 13754262428401,
);

export const esdirk54 = dirkTableau({
  name: 'esdirk54',
  order: 5,
  a: [
    [0],
    row(1, gamma),
    row(2, 791020047304 / 3561426431547, gamma),
    row(3, -158159076358 / 11257294102345, -85517644447 / 5003708988389, gamma),
    row(4, -1653327111580 / 4048416487981, 1514767744496 / 9099671765375, 14283835447591 / 12247432691556, gamma),
    row(
      5,
      -4540011970825 / 8418487046959,
      -1790937573418 / 7393406387169,
      10819093665085 / 7266595846747,
      4109463131231 / 7386972500302,
      gamma,
    ),
    b,
  ],
  c,
  error: { weights: b.map((weight, i) => weight - embedded[i]), order: 4 },
  interpolant: {
    weights: [
      [1.552664366895696, -7.295351565972296, 9.535173217741827, -3.831952087774967],
      [1.552664366895696, -7.295351565972296, 9.535173217741827, -3.831952087774967],
      [-1.5127227496874125, 8.634909031399783, -12.16283299693454, 5.313283205472412],
      [-1.3878021075025027, 11.505980448859104, -16.62658414479246, 6.940570975956146],
      [0.7200924373102962, -5.767773998502539, 11.21623821024477, -5.816140562819637],
      [0.08253848303549788, 0.19017602819505336, -0.9401381755530805, 0.5051380535385898],
      [-0.00743479694727121, 0.027411621993191495, -0.5570293284483425, 0.7210525034024222],
    ],
    order: 4,
  },
});
