/**
 * A comparison in the plane of two states, as an SVG file of its own in the colours of the reader's scheme: a panel an arm on shared axes,
 * with the arrows of its field, the lines on which one of the two does not change, its course, and what was measured.
 */
import { planeMeasurements } from '../model/plane-measurements';
import type { Scenario } from '../model/schema';
import { arrowOpacity, arrowPoints } from './arrow';
import type { Plot } from './figure';
import { html, raw, type Html } from './html';
import type { ReportPlane } from './input';
import { formatNumber, withUnit } from './number';
import { armStroke } from './palette';
import { palette } from './style';

const WIDTH = 660,
  /** pixels around a panel's plot, for its title, ticks and names */
  ROOM = { left: 56, right: 12, top: 28, bottom: 42 },
  MOST_COLUMNS = 3,
  LINE = 18,
  NULLCLINES = ['6 3', '1.5 3'];

type Arm = ReportPlane['arms'][number] & { readonly field: NonNullable<ReportPlane['arms'][number]['field']> };
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly side: number;
  x(value: number): number;
  y(value: number): number;
}

const solvedArms = ({ arms }: ReportPlane): Arm[] =>
  arms.flatMap((arm) => (arm.field === undefined ? [] : [{ ...arm, field: arm.field }]));

/** @returns round numbers between the ends, about five */
function ticks({ from, until }: ReportPlane['x']): number[] {
  const rough = (until - from) / 5,
    power = 10 ** Math.floor(Math.log10(rough)),
    step = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(until / step) - first + 1 }, (_unused, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

const place = (value: number): string => value.toFixed(1);

/** @returns the path of a line, begun anew after each gap */
function pathOf(
  { x, y }: { readonly x: readonly (number | null)[]; readonly y: readonly (number | null)[] },
  frame: Frame,
): string {
  let pen = 'M';
  return x
    .map((value, i) => {
      const up = y[i];
      if (value === null || up === null) {
        pen = 'M';
        return '';
      }
      const text = `${pen}${place(frame.x(value))} ${place(frame.y(up))}`;
      pen = 'L';
      return text;
    })
    .join('');
}

function arrowsOf({ field: { arrows } }: Arm, frame: Frame, perAxis: number): Html[] {
  // a few shades, so that the arrows of one are one path
  const shades = new Map<string, string>();
  arrows.x.forEach((x, i) => {
    const across = frame.x(x + arrows.dx[i]) - frame.x(x),
      up = frame.y(arrows.y[i]) - frame.y(arrows.y[i] + arrows.dy[i]),
      points = arrowPoints(frame.side / perAxis, across, up, arrows.speed[i]);
    if (points === null) return;
    const shade = arrowOpacity(arrows.speed[i]).toFixed(1),
      at = points.map(([right, down]) => `${place(frame.x(x) + right)} ${place(frame.y(arrows.y[i]) + down)}`);
    shades.set(shade, `${shades.get(shade) ?? ''}M${at.join('L')}`);
  });
  return [...shades].map(([shade, path]) => html`<path d="${path}" stroke="var(--ink)" stroke-width="1.1" opacity="${shade}"/>`);
}

function axesOf(plane: ReportPlane, frame: Frame, names: readonly string[]): Html {
  const { left, top, side } = frame;
  return html`<rect x="${left}" y="${top}" width="${side}" height="${side}" stroke="var(--rule)"/><g fill="var(--muted)" stroke="none" font-size="11">${ticks(
    plane.x,
  ).map(
    (value) =>
      html`<text x="${place(frame.x(value))}" y="${top + side + 15}" text-anchor="middle">${formatNumber(value, 3)}</text>`,
  )}${ticks(plane.y).map(
    (value) => html`<text x="${left - 6}" y="${place(frame.y(value) + 4)}" text-anchor="end">${formatNumber(value, 3)}</text>`,
  )}<text x="${left + side / 2}" y="${top + side + 32}" text-anchor="middle">${names[0]}</text><text x="${left - 38}" y="${top + side / 2}" text-anchor="middle" transform="rotate(-90 ${left - 38} ${top + side / 2})">${names[1]}</text></g>`;
}

/** @param plane what the service gives of the comparison in the plane  @returns an SVG file, 660 wide: the panels, and what is in them below */
export function planePicture(document: Scenario, plane: ReportPlane): string {
  const comparison = document.comparisons.find(({ id }) => id === plane.comparison)!,
    definitions = [comparison.baseline, ...comparison.arms],
    arms = solvedArms(plane),
    columns = Math.max(1, Math.min(arms.length, MOST_COLUMNS)),
    cell = WIDTH / columns,
    side = Math.min(420, cell - ROOM.left - ROOM.right),
    rowHeight = side + ROOM.top + ROOM.bottom,
    bottom = Math.ceil(arms.length / columns) * rowHeight,
    states = plane.plane.map((id) => document.variables.find((one) => one.id === id)!),
    names = states.map(({ name, unit }) => withUnit(name, unit)),
    perAxis = Math.round(Math.sqrt(Math.max(...arms.map(({ field }) => field.arrows.x.length))));
  const panels = arms.map((arm, i) => {
    const left = (i % columns) * cell + ROOM.left,
      top = Math.floor(i / columns) * rowHeight + ROOM.top;
    const frame: Frame = {
      left,
      top,
      side,
      x: (value) => left + (side * (value - plane.x.from)) / (plane.x.until - plane.x.from),
      y: (value) => top + side - (side * (value - plane.y.from)) / (plane.y.until - plane.y.from),
    };
    const order = definitions.findIndex(({ id }) => id === arm.id),
      { color, dash } = armStroke(order),
      measured = planeMeasurements(document, comparison, definitions[order], plane.plane);
    const spot = (x: number, y: number): [string, string] => [place(frame.x(x)), place(frame.y(y))];
    const [hereX, hereY] = spot(...arm.field.here);
    return html`<g fill="none"><text x="${left}" y="${top - 10}" fill="var(--ink)" font-weight="600">${arm.name}</text>${axesOf(plane, frame, names)}${arrowsOf(arm, frame, perAxis)}${arm.field.nullclines.map(
      (lines, k) =>
        lines.length === 0
          ? null
          : html`<path d="${lines.map((line) => pathOf(line, frame)).join('')}" stroke="var(--muted)" stroke-dasharray="${NULLCLINES[k]}"/>`,
    )}<path d="${pathOf(arm.field.trajectory, frame)}" stroke="${color}" stroke-width="2" stroke-dasharray="${dash.join(' ') || 'none'}"/><g fill="var(--c2)" opacity="0.75">${measured.map(
      ({ x, y }) => {
        const [cx, cy] = spot(x, y);
        return html`<circle cx="${cx}" cy="${cy}" r="2.2"/>`;
      },
    )}</g><circle cx="${hereX}" cy="${hereY}" r="4" fill="${color}"/></g>`;
  });
  const isMeasured = definitions.some((arm) => planeMeasurements(document, comparison, arm, plane.plane).length > 0),
    time = `t = ${formatNumber(plane.at, 3)} ${document.about.time.unit}`;
  const legend = [
    'Arrows: the way of the two, longer and stronger where faster.',
    `Line: the course of the arm, to the dot at ${time}.${isMeasured ? ' Small dots: measurements.' : ''}`,
    `Dashed: ${states[0].name} does not change. Dotted: ${states[1].name} does not change.`,
    ...(arms.some(({ field }) => Object.keys(field.others).length > 0)
      ? [`All other states are as the arm has them at ${time}.`]
      : []),
  ];
  const height = bottom + LINE * legend.length + 8,
    label = `${names.join(' and ')} in the plane under ${arms.map(({ name }) => name).join(', ')}`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui,sans-serif" font-size="12"><style>${raw(palette)}</style><rect width="100%" height="100%" fill="var(--paper)"/>${panels}<g fill="var(--muted)">${legend.map((text, i) => html`<text x="16" y="${bottom + LINE * (i + 0.6)}">${text}</text>`)}</g></svg>
`.text;
}

/** The courses in the plane as a plot, for a thumbnail. */
export function planePlot(document: Scenario, plane: ReportPlane): Pick<Plot, 'x' | 'y' | 'curves'> {
  const order = document.comparisons.find(({ id }) => id === plane.comparison)!,
    ids = [order.baseline, ...order.arms].map(({ id }) => id);
  return {
    x: { name: plane.plane[0], ...plane.x },
    y: { name: plane.plane[1] },
    curves: solvedArms(plane).map(({ id, field: { trajectory } }) => ({
      points: trajectory.x.flatMap((x, i): [number, number | null][] => (x === null ? [] : [[x, trajectory.y[i]]])),
      ...armStroke(ids.indexOf(id)),
    })),
  };
}
