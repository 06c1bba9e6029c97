// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { createBrowserStorage } from '../storage/browser-storage.ts';
import { buildHeldFile } from './build-held-file.ts';
import { FileMemory } from './file-memory.ts';
import { hasOwner } from './file-owner.ts';

test('the files have an owner as long as one of them is kept', async () => {
  const storage = createBrowserStorage();
  const memory = new FileMemory(storage, () => 'id');
  await memory.recall('u1');
  await memory.save([await buildHeldFile('a'), await buildHeldFile('b')]);
  await memory.forget(['a']);
  expect(hasOwner(storage)).toBe(true);
  await memory.forget(['b']);
  expect(hasOwner(storage)).toBe(false);
});

test('whoever has signed out leaves nothing, also when something was still being saved or recalled', async () => {
  const storage = createBrowserStorage();
  const memory = new FileMemory(storage, () => 'id');
  const recalled = memory.recall('u1');
  const saved = memory.save([await buildHeldFile('a')]);
  await memory.forgetAll();
  await saved;
  await memory.save([await buildHeldFile('b')]);
  expect(await recalled).toEqual({ files: [], pictures: [] });
  expect(hasOwner(storage)).toBe(false);
});
