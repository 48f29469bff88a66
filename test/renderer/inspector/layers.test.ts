import { describe, expect, it } from 'vitest';
import { parseLayers } from '../../../renderer/inspector/layers';

describe('Hidden layers as text', () => {
  it('are whole numbers between commas, spaces or semicolons', () => {
    expect(parseLayers('16, 8')).toEqual([16, 8]);
    expect(parseLayers(' 4;4 ,4 ')).toEqual([4, 4, 4]);
  });
  it('may be none, which makes the network linear', () => {
    expect(parseLayers('')).toEqual([]);
  });
  it.each(['16, x', '0', '-3', '2.5', '257', '8, NaN'])('are refused as %s', (text) => {
    expect(parseLayers(text)).toBeNull();
  });
});
