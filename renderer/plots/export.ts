/** A picture as a file of the user's: PNG and SVG as drawn for print, and the numbers behind it as CSV. */
import { download } from '../client/download';
import type { Host } from '../client/host';
import { tableOf, type Multiples } from './multiples';
import { pngBlob, svgText, type PictureSize } from './print';
import { csvText } from './table';

export type PictureFormat = 'png' | 'svg' | 'csv';

/** Writes the picture where the user wants it. @throws when the host cannot write */
export async function exportPicture(
  host: Host,
  picture: Multiples,
  name: string,
  format: PictureFormat,
  size: PictureSize,
): Promise<void> {
  if (format === 'png') {
    // bytes, which the hosts' text files do not carry; both hosts save a download
    download(`${name}.png`, await pngBlob(picture, size), 'image/png');
    return;
  }
  const text = format === 'svg' ? svgText(picture, size) : csvText(tableOf(picture));
  await host.saveFile({ suggestedName: `${name}.${format}`, text, extension: format });
}
