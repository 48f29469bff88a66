/** The arrows of a vector field as a series of ECharts. */
import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import { arrowOpacity, arrowPoints } from '../../core/report/arrow';
import type { Arrows } from './multiples';
import type { ChartTheme } from './theme';

/** Rows of x, y, dx, dy, speed and the number of arrows along an axis. */
export const arrowRows = ({ x, y, dx, dy, speed, perAxis }: Arrows): number[][] =>
  x.map((at, i) => [at, y[i], dx[i], dy[i], speed[i], perAxis]);

export const arrowShape =
  (theme: ChartTheme): CustomSeriesRenderItem =>
  (params, api): CustomSeriesRenderItemReturn => {
    const { width, height } = params.coordSys as unknown as { width: number; height: number },
      [x, y] = api.coord([api.value(0), api.value(1)]),
      [unitX, unitY] = api.size!([1, 1]) as number[],
      [dx, dy, speed, perAxis] = [2, 3, 4, 5].map((column) => Number(api.value(column)));
    const points = arrowPoints(Math.min(width, height) / perAxis, dx * unitX, dy * unitY, speed);
    if (points === null) return null;
    return {
      type: 'polyline',
      shape: { points: points.map(([across, down]) => [x + across, y + down]) },
      style: { stroke: theme.ink, fill: 'none', lineWidth: 1.1, lineJoin: 'round', opacity: arrowOpacity(speed) },
    };
  };
