/** Where the panels of small multiples go: as many columns as fit, equal plots, labels outside them. */

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Layout {
  readonly columns: number;
  readonly height: number;
  readonly plots: readonly Rect[];
}

export interface LayoutSpec {
  readonly count: number;
  /** width of the whole picture, pixels */
  readonly width: number;
  readonly minWidth: number;
  /** height of one plot, pixels, labels left out */
  readonly plotHeight: number;
  /** room above the first row, pixels */
  readonly head?: number;
}

/** Pixels around a plot for its title, its ticks and the name of its time axis. */
export const margins = { left: 46, right: 14, top: 30, bottom: 38 } as const;

export function layOut({ count, width, minWidth, plotHeight, head = 0 }: LayoutSpec): Layout {
  const most = Math.max(1, Math.min(count, Math.floor(width / minWidth)));
  const rows = Math.max(1, Math.ceil(count / most));
  const columns = Math.max(1, Math.ceil(count / rows));
  const cell = width / columns;
  const rowHeight = plotHeight + margins.top + margins.bottom;
  const plots = Array.from({ length: count }, (_, index): Rect => ({
    left: Math.round((index % columns) * cell + margins.left),
    top: head + Math.floor(index / columns) * rowHeight + margins.top,
    width: Math.max(20, Math.round(cell - margins.left - margins.right)),
    height: plotHeight,
  }));
  return { columns, height: head + rows * rowHeight, plots };
}

/** @returns index of the plot under a point, or −1 */
export const plotAt = (plots: readonly Rect[], x: number, y: number): number =>
  plots.findIndex((r) => x >= r.left && x <= r.left + r.width && y >= r.top - margins.top && y <= r.top + r.height + 8);
