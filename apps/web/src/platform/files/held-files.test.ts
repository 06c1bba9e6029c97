import { expect, test } from 'vitest';
import { buildHeldFile } from './build-held-file.ts';
import { HeldFiles } from './held-files.ts';

const idsOf = (albums: ReturnType<HeldFiles['listAlbumsOf']>) =>
  albums.map((album) => album.map((held) => held.track.id));

test('albums are whole, each once and in the order of those asked for; what is of none is by itself', async () => {
  const files = new HeldFiles();
  const a1 = await buildHeldFile('a1', { files, albumKey: 'a' });
  await buildHeldFile('b1', { files, albumKey: 'b' });
  const alone = await buildHeldFile('alone', { files });
  const c1 = await buildHeldFile('c1', { files, albumKey: 'c' });
  await buildHeldFile('other', { files });
  const a2 = await buildHeldFile('a2', { files, albumKey: 'a' });
  expect(idsOf(files.listAlbumsOf([c1, a2, alone, a1]))).toEqual([['c1'], ['a1', 'a2'], ['alone']]);
});

test('each file is looked at a few times, however many albums there are', async () => {
  const files = new HeldFiles();
  let lookCount = 0;
  for (let at = 0; at < 60; at++) {
    const held = await buildHeldFile(`${at}`, { files });
    Object.defineProperty(held, 'albumKey', { get: () => (lookCount++, `album ${at % 20}`) });
  }
  expect(files.listAlbumsOf(files.list())).toHaveLength(20);
  expect(lookCount).toBeLessThanOrEqual(60 * 4);
});
