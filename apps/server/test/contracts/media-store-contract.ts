import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileContent, FileListing, MediaStore } from '#gateways/media-store.ts';
import { joinLocation } from '#models/media-location.ts';
import { buildNoise } from '#test/scan/build-audio.ts';
import { eventuallyFind } from '#test/support/eventually.ts';

export interface OpenMediaStore {
  store: MediaStore;
  /** A folder of this test alone, empty. */
  folder: string;
  close(): Promise<void>;
}

type Open = () => Promise<OpenMediaStore>;

const MEGABYTE = 1024 * 1024;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const isMissing = { name: 'DomainError', code: 'media-missing' };

/** What every store of files has to do. `open` is called for each test. */
export function describeMediaStore(name: string, open: Open): void {
  describe(`files: ${name}`, () => {
    describeReading(open);
    describeWriting(open);
    describeListing(open);
    describeMoving(open);
  });
}

async function withStore(open: Open, work: (store: MediaStore, at: (path: string) => string) => Promise<void>) {
  const { store, folder, close } = await open();
  try {
    await work(store, (path) => joinLocation(folder, path));
  } finally {
    await close();
  }
}

function describeReading(open: Open): void {
  it('are read at any position, and nothing beyond their end', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('letters'), Buffer.from('abcdefgh'));
      const file = await store.openFile(at('letters'));
      const target = new Uint8Array(4);
      assert.equal(file.sizeBytes, 8);
      assert.equal(await file.read(target, 4, 2), 4);
      assert.equal(text(target), 'cdef');
      assert.equal(await file.read(target, 4, 6), 2);
      assert.equal(await file.read(target, 4, 8), 0);
      file.close();
      file.close();
      await assert.rejects(file.read(target, 4, 0));
    }));

  it('are read in order, whatever was prepared, and after a jump', () =>
    withStore(open, async (store, at) => {
      const content = buildNoise(1, 3 * MEGABYTE);
      await store.writeFile(at('noise'), content);
      const file = await store.openFile(at('noise'));
      await file.prepare(1000, 2 * MEGABYTE);
      const read = async (position: number, length: number) => {
        const target = new Uint8Array(length);
        assert.equal(await file.read(target, length, position), length);
        assert.ok(content.subarray(position, position + length).equals(target), `at ${position}`);
      };
      for (let position = 1000; position < 2_000_000; position += 262_144) await read(position, 262_144);
      await read(7, 5);
      await read(2_900_000, 200_000);
      file.release();
    }));

  it('are read whole up to a limit', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('whole'), Buffer.from('abcdefgh'));
      await store.writeFile(at('empty'), new Uint8Array(0));
      assert.equal(text(await store.readFile(at('whole'), 8)), 'abcdefgh');
      assert.equal((await store.readFile(at('empty'), 8)).length, 0);
      await assert.rejects(store.readFile(at('whole'), 7), { code: 'too-large' });
    }));

  it('that are not there are missing media, and are not found', () =>
    withStore(open, async (store, at) => {
      await assert.rejects(store.openFile(at('absent')), isMissing);
      await assert.rejects(store.readFile(at('absent'), 10), isMissing);
      await assert.rejects(store.copyFile(at('absent'), at('copy')), isMissing);
      await assert.rejects(store.moveFile(at('absent'), at('moved')), isMissing);
      assert.equal(await store.findFile(at('absent')), undefined);
    }));

  it('keep their revision while they stay, and get another with other content', () =>
    withStore(open, async (store, at) => {
      const first = await store.writeFile(at('file'), Buffer.from('one'));
      const file = await store.openFile(at('file'));
      file.close();
      assert.deepEqual(await store.findFile(at('file')), first);
      assert.deepEqual([file.sizeBytes, file.modifiedAtMs, file.revision], [3, first.modifiedAtMs, first.revision]);
      // Scans know a changed file by size and time alone; a disk's clock ticks every few milliseconds.
      const second = await eventuallyFind('a later time', async () => {
        const written = await store.writeFile(at('file'), Buffer.from('two'));
        assert.notEqual(written.revision, first.revision);
        return written.modifiedAtMs === first.modifiedAtMs ? undefined : written;
      });
      assert.equal((await store.findFile(at('file')))?.revision, second.revision);
    }));
}

function describeWriting(open: Open): void {
  it('are written in pieces of any size, small and large', () =>
    withStore(open, async (store, at) => {
      const content = buildNoise(2, 30 * MEGABYTE);
      const stored = await store.writeFile(at('a/b/large'), inPieces(content, 700_001), { contentType: 'audio/flac' });
      assert.deepEqual([stored.location, stored.sizeBytes], [at('a/b/large'), content.length]);
      assert.ok(content.equals(await store.readFile(at('a/b/large'), content.length)));
      await store.writeFile(at('none'), inPieces(Buffer.alloc(0), 10));
      assert.equal((await store.findFile(at('none')))?.sizeBytes, 0);
    }));

  it('are seen whole or not at all while they are being written', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('file'), Buffer.from('before'));
      const seen: string[] = [];
      const look = async () => void seen.push(text(await store.readFile(at('file'), 100)));
      await store.writeFile(at('file'), observed([Buffer.from('af'), Buffer.from('ter')], look));
      await look();
      assert.deepEqual(seen, ['before', 'before', 'after']);
      assert.deepEqual(await listAll(store, at('')), ['file']);
    }));

  it('stay as they were when the writing fails, and nothing else is left', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('file'), Buffer.from('before'));
      const failing = async function* () {
        yield buildNoise(3, 13 * MEGABYTE);
        throw new Error('the sender has gone');
      };
      await assert.rejects(store.writeFile(at('file'), failing()), /the sender has gone/);
      await assert.rejects(store.writeFile(at('other'), failing()), /the sender has gone/);
      const abort = new AbortController();
      const endless = async function* () {
        for (let piece = 0; piece < 10_000; piece++) {
          yield buildNoise(4, 1000);
          if (piece === 3) abort.abort(new Error('enough'));
        }
      };
      await assert.rejects(store.writeFile(at('other'), endless(), { signal: abort.signal }), /enough/);
      assert.equal(text(await store.readFile(at('file'), 100)), 'before');
      assert.deepEqual(await listAll(store, at('')), ['file']);
    }));

  it('keep names in any script and with any sign', () =>
    withStore(open, async (store, at) => {
      const names = ['Björk – Jóga (100%).mp3', 'a+b & c=d?#.flac', '東京/事変 "one".ogg', "it's [here]; ok, ~.opus"];
      for (const name of names) await store.writeFile(at(name), Buffer.from(name));
      for (const name of names) assert.equal(text(await store.readFile(at(name), 200)), name);
      assert.deepEqual((await listAll(store, at(''))).sort(), [...names].sort());
      await store.copyFile(at(names[1] ?? ''), at('copy'));
      assert.equal(text(await store.readFile(at('copy'), 200)), names[1]);
    }));
}

function describeListing(open: Open): void {
  const paths = ['a/1', 'a/2', 'a/b/3', 'a.txt', 'ab/4', 'z'];
  const fill = async (store: MediaStore, at: (path: string) => string) => {
    for (const path of paths) await store.writeFile(at(path), Buffer.from(path));
  };

  it('are listed with all below in the order of their bytes, page by page', () =>
    withStore(open, async (store, at) => {
      await fill(store, at);
      const ordered = ['a.txt', 'a/1', 'a/2', 'a/b/3', 'ab/4', 'z'];
      assert.deepEqual(await listAll(store, at('')), ordered);
      for (const limit of [1, 2, 4]) assert.deepEqual(await listAll(store, at(''), limit), ordered);
      assert.deepEqual(await listAll(store, at('a')), ['1', '2', 'b/3']);
      assert.deepEqual(await listAll(store, at('nothing')), []);
    }));

  it('are listed as a folder shows them, with the facts that a look gives', () =>
    withStore(open, async (store, at) => {
      await fill(store, at);
      const { files, folders } = await store.listFiles(at(''), { limit: 1000, isDeep: false });
      assert.deepEqual(
        files.map(({ location }) => location),
        [at('a.txt'), at('z')],
      );
      assert.deepEqual(folders, [at('a'), at('ab')]);
      assert.deepEqual(files[0], await store.findFile(at('a.txt')));
    }));
}

function describeMoving(open: Open): void {
  it('are copied and moved, over what was there', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('from'), Buffer.from('content'));
      await store.writeFile(at('x/to'), Buffer.from('old'));
      const copy = await store.copyFile(at('from'), at('x/to'));
      assert.deepEqual([copy.location, copy.sizeBytes], [at('x/to'), 7]);
      const moved = await store.moveFile(at('from'), at('y/z/moved'));
      assert.equal(moved.location, at('y/z/moved'));
      assert.deepEqual(await listAll(store, at('')), ['x/to', 'y/z/moved']);
      assert.equal(text(await store.readFile(at('y/z/moved'), 100)), 'content');
    }));

  it('are deleted, also when they have gone already', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('file'), Buffer.from('x'));
      await store.deleteFile(at('file'));
      await store.deleteFile(at('file'));
      assert.deepEqual(await listAll(store, at('')), []);
      await assert.rejects(store.openFile(at('file')), isMissing);
    }));

  it('have an address of their own, that stays the same for a while, or none', () =>
    withStore(open, async (store, at) => {
      await store.writeFile(at('a song.mp3'), Buffer.from('0123456789'), { contentType: 'audio/mpeg' });
      const options = { contentType: 'audio/mpeg', disposition: 'inline; filename="song.mp3"', lifetimeMs: 3_600_000 };
      const address = await store.createReadAddress(at('a song.mp3'), options);
      if (address === undefined) return;
      const response = await fetch(address, { headers: { range: 'bytes=2-4' } });
      assert.equal(response.status, 206);
      assert.equal(await response.text(), '234');
      assert.equal(response.headers.get('content-type'), 'audio/mpeg');
      assert.equal(new URL(address).searchParams.get('response-content-disposition'), options.disposition);
      assert.equal(await store.createReadAddress(at('a song.mp3'), options), address);
    }));
}

/** Paths below the folder. */
async function listAll(store: MediaStore, folder: string, limit = 1000): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 100; page++) {
    const listing: FileListing = await store.listFiles(folder, { limit, isDeep: true, cursor });
    assert.ok(listing.files.length <= limit);
    found.push(...listing.files.map(({ location }) => location.slice(folder.replace(/\/$/, '').length + 1)));
    ({ cursor } = listing);
    if (cursor === undefined) break;
  }
  return found;
}

async function* inPieces(content: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
}

/** Looks before each piece. */
async function* observed(pieces: Uint8Array[], look: () => Promise<void>): FileContent & AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await look();
    yield piece;
  }
}
