/**
 * Makes a screenshot smaller: a palette of 256 of its colours, each other colour replaced by the nearest of them, and
 * the strongest deflate (PNG, third edition: https://www.w3.org/TR/png-3/). A window has few colours; the rest
 * are the soft edges of letters and lines.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colour types with 8 bits a channel that screenshots have. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** One number a pixel: red, green and blue in a byte each. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly colours: Uint32Array;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner,
    byLeft = Math.abs(guess - left),
    byUp = Math.abs(guess - up),
    byCorner = Math.abs(guess - corner);
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}

/** What a filter foretells from the neighbours, in the order of their numbers. */
const predictions: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function decode(png: Buffer): Pixels {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const width = png.readUInt32BE(16),
    height = png.readUInt32BE(20),
    channels = CHANNELS[png[25]];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('only plain 8-bit RGB and RGBA are read');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts)),
    stride = width * channels,
    colours = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const predict = predictions[raw[y * (stride + 1)]],
      row = new Uint8Array(stride);
    for (let i = 0; i < stride; i++) {
      const isFirst = i < channels;
      row[i] =
        raw[y * (stride + 1) + 1 + i] + predict(isFirst ? 0 : row[i - channels], above[i], isFirst ? 0 : above[i - channels]);
    }
    for (let x = 0, i = 0; x < width; x++, i += channels)
      colours[y * width + x] = (row[i] << 16) | (row[i + 1] << 8) | row[i + 2];
    above = row;
  }
  return { width, height, colours };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]),
    ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

const red = (colour: number): number => colour >> 16,
  green = (colour: number): number => (colour >> 8) & 255,
  blue = (colour: number): number => colour & 255;
const distance = (a: number, b: number): number => (red(a) - red(b)) ** 2 + (green(a) - green(b)) ** 2 + (blue(a) - blue(b)) ** 2;

/**
 * The commonest colours make half of the palette; the other half are those that it would serve worst, by the distance to
 * its nearest entry and how often they occur.
 */
function paletteOf(counts: ReadonlyMap<number, number>): { palette: number[]; indices: Map<number, number> } {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const palette: number[] = [],
    nearest = sorted.map(() => ({ entry: 0, distance: Infinity }));
  const add = (colour: number): void => {
    sorted.forEach(([other], i) => {
      const away = distance(colour, other);
      if (away < nearest[i].distance) nearest[i] = { entry: palette.length, distance: away };
    });
    palette.push(colour);
  };
  for (const [colour] of sorted.slice(0, 128)) add(colour);
  while (palette.length < Math.min(256, sorted.length)) {
    const cost = (i: number): number => nearest[i].distance * Math.sqrt(sorted[i][1]);
    add(sorted[sorted.reduce((worst, _, i) => (cost(i) > cost(worst) ? i : worst), 0)][0]);
  }
  return { palette, indices: new Map(sorted.map(([colour], i) => [colour, nearest[i].entry])) };
}

/** @returns the same picture, no larger than 256 colours allow. @throws for what is no plain 8-bit PNG */
export function compressPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const { palette, indices } = paletteOf(counts);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indices.get(colours[y * width + x])!;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [red(colour), green(colour), blue(colour)]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
