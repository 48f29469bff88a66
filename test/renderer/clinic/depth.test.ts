import { describe, expect, it } from 'vitest';
import type { DepthMap } from '../../../core/service/contract';
import {
  errorMap,
  inputText,
  knownOf,
  linePicture,
  orderPicture,
  rangeOf,
  spreadOf,
  workMap,
} from '../../../renderer/clinic/depth';
import { fillData } from '../../../renderer/plots/fills';
import { tableOf } from '../../../renderer/plots/multiples';
import { makeDocument } from '../../documents';

const document = makeDocument({
  variables: [
    { id: 'x', name: 'Prey', kind: 'state', initial: 3, unit: 'thousand' },
    { id: 'y', name: 'Predators', kind: 'state', initial: 0, bounds: [-2, 5] },
    { id: 'z', name: 'Rest', kind: 'state', initial: 0 },
  ],
});
/** two by two inputs, the last without a solution */
const map: DepthMap = {
  axes: [
    { variable: 'x', values: [0, 1] },
    { variable: 'y', values: [10, 20] },
  ],
  solver: { title: 'Tsit5', rtol: 1e-6, atol: 1e-8 },
  span: { from: 0, until: 1 },
  evaluations: [20, 50, 40, null],
  steps: [3, 8, 6, null],
  failures: [{ index: 3, failure: { reason: 'non-finite', message: 'It runs away', advice: 'Look at it' } }],
  layers: [
    { count: 4, errors: [0.1, 2, null, null], median: 0.1 },
    { count: 8, errors: [0.05, 0, 1e-3, null], median: 0.05 },
  ],
  order: 1,
  paths: [{ index: 0, x: [0, 0.5], y: [10, 12] }],
  cancelled: false,
};

describe('pictures of depth per input', () => {
  it('offers the bounds of a state, or as much to either side of its initial value', () => {
    expect(['x', 'y', 'z'].map((id) => rangeOf(document, id))).toEqual([
      { from: 0, until: 6 },
      { from: -2, until: 5 },
      { from: -1, until: 1 },
    ]);
  });

  it('draws a cell an input, crosses where there is no solution, and ways over them on request', () => {
    const picture = workMap(document, map, 'evaluations', true),
      [panel] = picture.panels;
    expect(picture.x).toEqual({ name: 'Prey (thousand) at the start', from: -0.5, until: 1.5 });
    expect(panel.range).toEqual({ from: 5, until: 25 });
    expect(panel.points).toMatchObject([{ shape: 'cross', x: [1], y: [20] }]);
    expect(panel.lines).toMatchObject([{ curve: true, x: [0, 0.5], y: [10, 12] }]);
    expect(workMap(document, map, 'evaluations', false).panels[0].lines).toEqual([]);
    const rows = fillData(panel)[0].data;
    // from the least to the most; a cell without a value has no shade, and no cell is sparse or has a dot
    expect(rows.map(([, , shade]) => shade)).toEqual([0, 1, 20 / 30, NaN]);
    expect(rows.map(([, , , ...rest]) => rest)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(knownOf(picture)).toEqual([20, 50, 40]);
    expect(
      tableOf(picture)
        .rows.filter((row) => row[3] === 'field')
        .map((row) => row[5]),
    ).toEqual([20, 50, 40, null]);
  });

  it('draws errors as digits: none for an error as large as the state, sixteen for none at all', () => {
    const values = layersOf(0);
    expect(values[0]).toBeCloseTo(1, 12);
    expect(values.slice(1)).toEqual([0, null, null]);
    expect(layersOf(1)[1]).toBe(16);
  });
  const layersOf = (index: number) => errorMap(document, map, map.layers[index]).panels[0].field!.values;

  it('draws the error by layers beside a line of order 1 through its last point', () => {
    const { panels } = orderPicture(map)!;
    expect(panels[0].lines.map(({ id, y }) => [id, y])).toEqual([
      ['median', [0.1, 0.05]],
      ['worst', [2, 0.05]],
      ['first', [0.1, 0.05]],
    ]);
    expect(orderPicture({ ...map, layers: map.layers.slice(1) })).toBeNull();
  });

  it('draws a line for a model with one axis', () => {
    const line = { ...map, axes: map.axes.slice(0, 1), evaluations: [20, 50], failures: [] };
    const [panel] = linePicture(document, line, 'Evaluations', line.evaluations).panels;
    expect(panel.lines).toMatchObject([{ x: [0, 1], y: [20, 50] }]);
  });

  it('tells an input in words', () => {
    const tell = (index: number): string => inputText(document, map, map.layers[0], index);
    expect(tell(0)).toBe('Prey 0, Predators 10: 20 evaluations in 3 steps; 4 layers are off by 1.0e−1');
    expect(tell(2)).toBe('Prey 0, Predators 20: 40 evaluations in 6 steps; 4 layers are far off');
    expect(tell(3)).toBe('Prey 1, Predators 20: It runs away');
    expect(inputText(document, { ...map, failures: [] }, map.layers[0], 3)).toBe('Prey 1, Predators 20: not solved any more');
    expect(spreadOf(map, 'steps')).toEqual({ least: 3, most: 8 });
    expect(spreadOf({ ...map, steps: [null] }, 'steps')).toBeNull();
  });
});
