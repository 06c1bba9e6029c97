// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { createBrowserStorage } from '../storage/browser-storage.ts';
import { BlobAudio } from './blob-audio.ts';
import { FileMemory } from './file-memory.ts';
import { hasOwner } from './file-owner.ts';
import type { HeldFile } from './held-file.ts';
import { readLocalTrack } from './read-local-track.ts';

async function hold(id: string): Promise<HeldFile> {
  const file = new File(['sound'], `${id}.flac`, { type: 'audio/flac' });
  const read = await readLocalTrack(file, { id, coverId: id, addedAt: '', hasLyricsBeside: false });
  if (!read) throw new Error('The file has no name of sound.');
  const known = { tags: null, loudness: null, measured: null, embedded: [], beside: [] };
  return { ...known, located: { file, relativePath: '' }, track: read.track, audio: new BlobAudio(file) };
}

test('the files have an owner as long as one of them is kept', async () => {
  const storage = createBrowserStorage();
  const memory = new FileMemory(storage, () => 'id');
  await memory.recall('u1');
  await memory.save([await hold('a'), await hold('b')]);
  await memory.forget(['a']);
  expect(hasOwner(storage)).toBe(true);
  await memory.forget(['b']);
  expect(hasOwner(storage)).toBe(false);
});

test('whoever has signed out leaves nothing, also when something was still being saved or recalled', async () => {
  const storage = createBrowserStorage();
  const memory = new FileMemory(storage, () => 'id');
  const recalled = memory.recall('u1');
  const saved = memory.save([await hold('a')]);
  await memory.forgetAll();
  await saved;
  await memory.save([await hold('b')]);
  expect(await recalled).toEqual({ files: [], pictures: [] });
  expect(hasOwner(storage)).toBe(false);
});
