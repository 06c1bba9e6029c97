// @vitest-environment happy-dom
import { Emitter, type LocalFilesEvents } from '@jetstream/app-core/services';
import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserStorage } from '../storage/browser-storage.ts';
import { WebLocalFiles } from './web-local-files.ts';

const READER = 'music-metadata';
const sound = (name: string): File => new File(['sound'], name, { type: 'audio/flac' });

afterEach(() => {
  vi.doUnmock(READER);
  vi.resetModules();
});

/** What is told of files that are dropped, up to the last of them. */
async function drop(...files: File[]): Promise<LocalFilesEvents['chosen'][]> {
  let count = 0;
  const drops: ConstructorParameters<typeof WebLocalFiles>[0]['drops'] = new Emitter();
  const environment = { createId: () => `${(count += 1)}`, nowMs: () => 0 };
  const localFiles = new WebLocalFiles({ environment, drops, storage: createBrowserStorage() });
  const told: LocalFilesEvents['chosen'][] = [];
  const isAllTold = new Promise<void>((resolve) => {
    localFiles.on('chosen', (event) => {
      told.push(event);
      const sum = told.reduce((total, { tracks, skippedCount }) => total + tracks.length + skippedCount, 0);
      if (sum === files.length) resolve();
    });
  });
  drops.emit('dropped', { purpose: 'play', files: files.map((file) => ({ file, relativePath: '' })) });
  await isAllTold;
  return told;
}

test('files play by their names when what reads tags cannot be fetched', async () => {
  vi.doMock(READER, () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const told = await drop(sound('02 Two.flac'), sound('01 One.flac'), new File(['?'], 'notes'));
  expect(told.flatMap(({ tracks }) => tracks.map(({ title }) => title))).toEqual(['01 One', '02 Two']);
  expect(told.map(({ isFirst, skippedCount }) => [isFirst, skippedCount])).toEqual([
    [true, 0],
    [false, 1],
  ]);
});

test('a file that cannot be read is skipped, and told as such; the others play', async () => {
  const broken = sound('01 Broken.flac');
  Object.defineProperty(broken, 'type', {
    get: () => {
      throw new DOMException('The file was moved.', 'NotReadableError');
    },
  });
  const [event, ...more] = await drop(broken, sound('02 Two.flac'));
  expect(event).toMatchObject({ tracks: [{ title: '02 Two' }], isFirst: true, skippedCount: 1 });
  expect(more).toEqual([]);
});
