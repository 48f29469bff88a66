/** A file of measurements, from the user's hand to its cells: CSV, TSV, other separated text, or an Excel workbook. */
import type { Response } from '../../core/service/contract';
import type { Workbench } from '../state/workbench.svelte';

/** A file that has been read and waits for the user to say what its columns are. */
export interface TableFile extends Response<'readTable'> {
  readonly file: string;
}
export const isTable = (name: string): boolean => /\.(csv|tsv|tab|txt|xlsx)$/i.test(name);
const MAX_BYTES = 32 * 1024 * 1024;

/** Asks for a file and opens the import dialog on it. */
export async function importMeasurements(workbench: Workbench): Promise<void> {
  if (workbench.document === null) return;
  const file = await pick();
  if (file !== null) await openTable(workbench, file);
}

/** Opens the import dialog on a file that was picked or dropped. */
export async function openTable(workbench: Workbench, file: File): Promise<void> {
  if (workbench.document === null) {
    workbench.notices.show('info', 'Open a scenario first', { advice: 'Measurements are imported into the open scenario.' });
    return;
  }
  try {
    if (file.size > MAX_BYTES) throw new Error(`it has ${file.size} bytes and the limit is ${MAX_BYTES}`);
    const content = /\.xlsx$/i.test(file.name) ? { base64: await base64Of(file) } : { text: await textOf(file, workbench) };
    const read = await workbench.client.request('readTable', { file: file.name, content });
    workbench.importing = { file: file.name, ...read };
  } catch (error) {
    workbench.notices.fail(`${file.name} could not be read`, error);
  }
}

function pick(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.csv,.tsv,.tab,.txt,.xlsx';
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.click();
  });
}

/** UTF-8, or UTF-16 by its mark; what is neither is taken for the old encoding of Windows, and the user is told. */
async function textOf(file: File, { notices }: Workbench): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    // the mark stays, so that the hash is the file's
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    notices.show('warning', `${file.name} is not UTF-8; it was read as Windows-1252`, {
      advice: 'Look at names with accents or µ in the preview.',
    });
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.readAsDataURL(file);
  });
}
