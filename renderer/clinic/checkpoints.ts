/** The picture of checkpoint schedules: memory across, time or forward passes upward, both logarithmic. */
import type { CheckpointRow, Checkpoints } from '../../core/service/contract';
import type { Line, Multiples, Points } from '../plots/multiples';
import { formatNumber } from '../ui/format';

/** measured, or counted and so the same on every machine */
export type CheckpointCost = 'seconds' | 'passes';

export const scheduleName: Readonly<Record<CheckpointRow['schedule'], string>> = {
  full: 'every step stored',
  uniform: 'every k-th state',
  recursive: 'recursive (revolve)',
};
export const scheduleStroke: Readonly<Record<CheckpointRow['schedule'], number>> = { full: 0, uniform: 1, recursive: 2 };

/** @returns how often the steps are taken forward in all, the solve itself counted; null after a failure */
export const passesOf = ({ steps }: Pick<Checkpoints, 'steps'>, { again }: CheckpointRow): number | null =>
  again === null ? null : 1 + again / steps;

/** @returns bytes as people say them */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${formatNumber(bytes / 1024, 3)} KiB` : `${formatNumber(bytes / 2 ** 20, 3)} MiB`;
}

const decade = (x: number, round: (x: number) => number): number => 10 ** round(Math.log10(x));

export function checkpointPicture(result: Checkpoints, cost: CheckpointCost): Multiples {
  const known = result.rows.filter(({ seconds }) => seconds !== null),
    costOf = (row: CheckpointRow): number =>
      cost === 'passes' ? passesOf(result, row)! : Math.max(1e3 * row.seconds!, Number.MIN_VALUE);
  const places = (schedule: CheckpointRow['schedule']): { x: number[]; y: number[] } => {
    const own = known.filter((row) => row.schedule === schedule);
    return { x: own.map(({ bytes }) => bytes), y: own.map(costOf) };
  };
  const lines = (['recursive', 'uniform'] as const).map((id): Line => ({
    id,
    name: scheduleName[id],
    stroke: scheduleStroke[id],
    dots: true,
    curve: id === 'uniform',
    ...places(id),
  }));
  const full: Points = { id: 'full', name: scheduleName.full, stroke: scheduleStroke.full, shape: 'diamond', ...places('full') },
    bytes = known.map((row) => row.bytes);
  return {
    x: {
      name: 'states and stages held at the peak (bytes)',
      from: decade(Math.min(...bytes), Math.floor),
      until: decade(Math.max(...bytes), Math.ceil),
      log: true,
    },
    scale: 'log',
    panels: [
      {
        id: 'checkpoints',
        title: cost === 'passes' ? 'Forward passes over the steps' : 'Time of solve and gradient',
        unit: cost === 'passes' ? undefined : 'ms',
        lines: lines.filter(({ x }) => x.length > 0),
        points: full.x.length > 0 ? [full] : [],
      },
    ],
  };
}
