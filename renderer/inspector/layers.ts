/** Widths of hidden layers as people type them. */

/** @returns the widths, such as [16, 8] for "16, 8"; none for an empty text; null when the text is no such list */
export function parseLayers(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const widths = words.map(Number);
  return widths.every((width) => Number.isInteger(width) && width >= 1 && width <= 256) ? widths : null;
}
