import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFiles, readText, writeText } from '../../core/host/files';

let folder: string, gallery: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doflow-files-'));
  gallery = join(folder, 'gallery');
  await mkdir(join(gallery, 'eye'), { recursive: true });
  await writeFile(join(gallery, 'eye', 'eye.doflow'), 'shipped');
  await writeFile(join(gallery, 'eye', 'notes.txt'), 'not a scenario');
  await writeFile(join(folder, 'mine.doflow'), 'mine');
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rm(folder, { recursive: true }));

describe('files', () => {
  it('says what is wrong with a file that cannot be read', async () => {
    await expect(readText(join(folder, 'nowhere.doflow'))).rejects.toThrow(
      /cannot read .*nowhere\.doflow: there is no such file/,
    );
    await expect(readText(folder)).rejects.toThrow(/it is a folder/);
    await expect(readText(join(folder, 'mine.doflow'), 3)).rejects.toThrow(/it has 4 bytes and the limit is 3/);
    await writeFile(join(folder, 'binary'), new Uint8Array([0xff, 0xfe, 0xc0]));
    await expect(readText(join(folder, 'binary'))).rejects.toThrow(/it is not UTF-8 text/);
  });

  it('replaces a file in one step and leaves nothing beside it', async () => {
    const target = join(folder, 'saved', 'x.doflow');
    await mkdir(join(folder, 'saved'));
    await writeText(target, 'old');
    await Promise.all([writeText(target, 'a'.repeat(100_000)), writeText(target, 'b'.repeat(100_000))]);
    expect(new Set(await readFile(target, 'utf8')).size).toBe(1);
    expect(await readdir(join(folder, 'saved'))).toEqual(['x.doflow']);
    await expect(writeText(join(folder, 'nowhere', 'x'), '')).rejects.toThrow(/cannot write .*: there is no such file/);
  });

  it('finds the scenarios of the gallery and nothing else', async () => {
    const files = createFiles({ gallery, access: 'granted' });
    const eye = { path: join(gallery, 'eye', 'eye.doflow'), text: 'shipped' };
    expect(await files.gallery()).toEqual([eye]);
    await writeFile(join(gallery, 'eye', 'thumbnail.svg'), '<svg/>');
    expect(await files.gallery()).toEqual([{ ...eye, thumbnail: '<svg/>' }]);
    expect(await createFiles({ gallery: join(folder, 'nowhere'), access: 'any' }).gallery()).toEqual([]);
  });

  it('opens for a window only what the user has granted, and the gallery', async () => {
    const files = createFiles({ gallery, access: 'granted' });
    const mine = join(folder, 'mine.doflow');
    await expect(files.read(mine)).rejects.toThrow(/has not been opened here/);
    await expect(files.write(join(folder, 'secret.txt'), 'x')).rejects.toThrow(/has not been opened here/);
    expect(await files.read(join(gallery, 'eye', 'eye.doflow'))).toBe('shipped');
    await expect(files.read(join(gallery, 'eye', '..', '..', 'secret.txt'))).rejects.toThrow(/has not been opened here/);
    await files.grant(mine);
    expect(await files.read(join(folder, 'gallery', '..', 'mine.doflow'))).toBe('mine');
  });

  it('does not follow a link out of what was granted', async () => {
    const files = createFiles({ gallery, access: 'granted' });
    await symlink(join(folder, 'secret.txt'), join(folder, 'link.doflow'));
    await files.grant(join(folder, 'mine.doflow'));
    await expect(files.read(join(folder, 'link.doflow'))).rejects.toThrow(/has not been opened here/);
  });

  it('lets a granted path be written before it exists', async () => {
    const files = createFiles({ gallery, access: 'granted' });
    const fresh = join(folder, 'fresh.doflow');
    await files.grant(fresh);
    await files.write(fresh, 'new');
    expect(await files.read(fresh)).toBe('new');
  });
});
