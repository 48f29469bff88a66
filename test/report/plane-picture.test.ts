import { describe, expect, it } from 'vitest';
import { planePicture, planePlot } from '../../core/report/plane-picture';
import { LoweringCache } from '../../core/service/lowering-cache';
import { phasePlane } from '../../core/service/phase-plane';
import type { PhasePlane } from '../../core/service/contract';
import { makeDocument } from '../documents';

/** A point that turns around (0, 0) with the clock, measured twice; an arm that holds y at 1, and one that cannot be solved. */
const document = makeDocument({
  about: { title: 'turning', time: { unit: 's' } },
  variables: [
    { id: 'x', name: 'East & west', kind: 'state', initial: 1, unit: 'm' },
    { id: 'y', name: 'North', kind: 'state', initial: 0, unit: 'm' },
  ],
  mechanisms: [
    { id: 'a', name: 'a', law: { kind: 'custom', expression: 'y' }, inputs: [{ variable: 'y' }], effects: [{ variable: 'x' }] },
    {
      id: 'b',
      name: 'b',
      law: { kind: 'custom', expression: 'x' },
      inputs: [{ variable: 'x' }],
      effects: [{ variable: 'y', coefficient: -1 }],
    },
  ],
  observables: ['x', 'y'].map((id) => ({ id: `${id}_seen`, name: id, expression: id, noise: { sigma: 0.1 } })),
  conditions: [{ id: 'c', name: 'c' }],
  data: {
    measurements: [1, 2].flatMap((time) =>
      ['x_seen', 'y_seen'].map((observable) => ({ condition: 'c', observable, time, value: 0.5 })),
    ),
  },
  interventions: [
    { id: 'hold', name: 'hold', actions: [{ action: 'clamp', variable: 'y', value: 1 }] },
    { id: 'wild', name: 'wild', actions: [{ action: 'infuse', variable: 'x', rate: '1/(t - 1)' }] },
  ],
  comparisons: [
    {
      id: 'main',
      name: 'main',
      condition: 'c',
      baseline: { id: 'free', name: 'Free <of> all' },
      arms: [
        { id: 'held', name: 'Held', interventions: ['hold'] },
        { id: 'wild_arm', name: 'Wild', interventions: ['wild'] },
      ],
      horizon: { from: 0, until: 3, points: 31 },
    },
  ],
});
const plane: PhasePlane = phasePlane(document, new LoweringCache(), { document, overrides: {}, plane: ['x', 'y'], points: 9 }),
  svg = planePicture(document, plane);

describe('the picture of a plane', () => {
  it('has a panel for each arm that was solved, its name and axes as text, nothing unescaped', () => {
    expect(svg.match(/<rect [^>]*stroke="var\(--rule\)"/g)).toHaveLength(2);
    expect(svg).toContain('>Free &lt;of&gt; all</text>');
    expect(svg.match(/>East &amp; west \(m\)<\/text>/g)).toHaveLength(2);
    expect(svg).not.toContain('>Wild</text>');
  });

  it('has an arrow for each point that moves, pointing as the axes are drawn', () => {
    const arrows = [...svg.matchAll(/<path d="([^"]+)" stroke="var\(--ink\)"[^>]*opacity/g)].flatMap(([, path]) =>
      path.split('M').slice(1),
    );
    // 9 × 9, none of which is at rest, and 9 along y = 1
    expect(arrows).toHaveLength(90);
    // dx/dt = y, dy/dt = −x: to the right above the middle of the first panel, so clockwise there
    const [first] = plane.arms,
      { from, until } = plane.x;
    const right = arrows.map((arrow) => arrow.split('L').map((point) => point.split(' ').map(Number))).filter(([[x]]) => x < 330);
    for (const [[x0, y0], [x1, y1]] of right) {
      const middle = [(x0 + x1) / 2, (y0 + y1) / 2],
        centre = [
          56 + (262 * (0 - from)) / (until - from),
          28 + 262 - (262 * (0 - plane.y.from)) / (plane.y.until - plane.y.from),
        ];
      const [ax, ay] = [middle[0] - centre[0], middle[1] - centre[1]];
      // y down: clockwise on the page is a positive cross product of arm and arrow
      if (Math.hypot(ax, ay) > 5) expect(ax * (y1 - y0) - ay * (x1 - x0)).toBeGreaterThan(0);
    }
    expect(first.field!.given).toEqual([]);
  });

  it('follows the scheme of its reader, and says what is in it', () => {
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/#[0-9a-f]{3,6}"/);
    expect(svg).toContain('Small dots: measurements.');
    expect(svg).toContain('to the dot at t = 3 s');
    expect(svg.match(/<circle [^>]*r="2.2"/g)).toHaveLength(2);
  });

  it('is the same bytes for the same plane', () => {
    expect(planePicture(document, plane)).toBe(svg);
  });

  it('gives the courses alone for a thumbnail, on the axes of the plane', () => {
    const { x, curves } = planePlot(document, plane);
    expect(x).toMatchObject(plane.x);
    expect(curves).toHaveLength(2);
    expect(curves[0].points[0]).toEqual([1, 0]);
  });
});
