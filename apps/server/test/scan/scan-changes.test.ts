import assert from 'node:assert/strict';
import { cp, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { toFolderId } from '#models/catalogue-ids.ts';
import type { AlbumId, LibraryId, UserId } from '#models/ids.ts';
import { buildFlac, buildMp3, buildNoise, buildOpus, buildWav } from './build-audio.ts';
import { LIBRARY, openScanHarness } from './scan-harness.ts';

const USER = 'user1' as UserId;
const TAGS = { TIT2: 'Song', TPE1: 'Band', TALB: 'Record' };

describe('a scan of files that change', () => {
  it('opens no unchanged file again, even if its content was replaced behind its size and time', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: { TIT2: 'Before' } }));
    await harness.write('b.mp3', buildMp3({ seed: 2, tags: { TIT2: 'Other' } }));
    const path = join(harness.musicPath, 'a.mp3');
    await utimes(path, 1_700_000_000, 1_700_000_000);
    await harness.scan();
    await writeFile(path, buildMp3({ tags: { TIT2: 'Behind' } }));
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const scan = await harness.scan();
    assert.equal(scan.filesUnchanged, 2);
    assert.equal(harness.mediaFiles.openedFiles, 2);
    assert.equal((await harness.findTrack('a.mp3'))?.title, 'Before');
  });

  it('reads everything again in a full scan', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const scan = await harness.scan({ isFull: true });
    assert.equal(scan.filesUpdated, 1);
    assert.equal(harness.mediaFiles.openedFiles, 2);
  });

  it('keeps the id of a track whose tags or sound change at its place', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const before = await harness.findTrack('a.mp3');
    await harness.write('a.mp3', buildMp3({ seed: 9, frames: 60, tags: { ...TAGS, TIT2: 'Renamed' } }));
    const scan = await harness.scan();
    const after = await harness.findTrack('a.mp3');
    assert.equal(scan.filesUpdated, 1);
    assert.equal(after?.id, before?.id);
    assert.equal(after?.title, 'Renamed');
    assert.equal(after?.addedAtMs, before?.addedAtMs);
  });

  it('does not read a file again that failed and has not changed since', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('broken.flac', buildNoise(1, 500));
    const first = await harness.scan();
    const second = await harness.scan();
    assert.deepEqual([first.filesFailed, second.filesFailed], [1, 1]);
    assert.equal(harness.mediaFiles.openedFiles, 1);
    await harness.write('broken.flac', buildFlac({ tags: { TITLE: 'Mended' } }));
    const third = await harness.scan();
    assert.equal(third.filesAdded, 1);
    assert.deepEqual(await harness.listFailures(), []);
  });

  it('forgets the failure of a file that is gone', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('ok.mp3', buildMp3());
    await harness.write('broken.flac', 'no music');
    await harness.scan();
    await rm(join(harness.musicPath, 'broken.flac'));
    await harness.scan();
    assert.deepEqual(await harness.listFailures(), []);
  });
});

describe('a scan of files that move', () => {
  for (const [kind, build] of [
    [
      'mp3',
      (title: string) => buildMp3({ tags: { TIT2: title }, padding: title.length * 100, hasId3v1: title.length > 8 }),
    ],
    ['flac', (title: string) => buildFlac({ tags: { TITLE: title } })],
    ['flac without checksum', (title: string) => buildFlac({ tags: { TITLE: title }, hasMd5: false })],
    ['opus', (title: string) => buildOpus({ tags: { TITLE: title, COMMENT: 'x'.repeat(title.length * 9_000) } })],
    ['wav', (title: string) => buildWav({ title })],
  ] as const) {
    it(`knows a ${kind} file again that was moved and tagged anew at once`, async (t) => {
      const harness = await openScanHarness(t);
      const extension = kind.split(' ')[0];
      await harness.write(`old place/one.${extension}`, build('Old'));
      await harness.scan();
      const before = await harness.findTrack(`old place/one.${extension}`);
      assert.equal(before?.title, 'Old');
      await rm(join(harness.musicPath, 'old place'), { recursive: true });
      await harness.write(`new/place/two.${extension}`, build('Quite another title'));
      const scan = await harness.scan();
      const after = await harness.findTrack(`new/place/two.${extension}`);
      assert.deepEqual([scan.filesMoved, scan.filesAdded, scan.filesMissing], [1, 0, 1]);
      assert.equal(after?.id, before.id);
      assert.equal(after.title, 'Quite another title');
    });
  }

  it('knows a file again that went to another library', async (t) => {
    const harness = await openScanHarness(t);
    const otherPath = join(harness.musicPath, '..', 'other');
    await mkdir(otherPath);
    await harness.addLibrary('library2' as LibraryId, otherPath);
    await harness.write('stays.mp3', buildMp3({ seed: 4 }));
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const before = await harness.findTrack('a.mp3');
    await rename(join(harness.musicPath, 'a.mp3'), join(otherPath, 'b.mp3'));
    const scan = await harness.scan();
    const after = await harness.findTrack('b.mp3');
    assert.equal(scan.filesMoved, 1);
    assert.equal(after?.id, before?.id);
    assert.equal(after?.libraryId, 'library2');
  });

  it('gives a copy beside the original an id of its own', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const original = await harness.findTrack('a.mp3');
    await cp(join(harness.musicPath, 'a.mp3'), join(harness.musicPath, 'b.mp3'));
    const scan = await harness.scan();
    assert.equal(scan.filesAdded, 1);
    assert.notEqual((await harness.findTrack('b.mp3'))?.id, original?.id);
    assert.equal((await harness.findTrack('a.mp3'))?.id, original?.id);
  });

  it('matches equal recordings by their names when a whole folder moves', async (t) => {
    const harness = await openScanHarness(t);
    const names = ['01 silence.mp3', '02 silence.mp3', '03 silence.mp3'];
    for (const name of names) await harness.write(`old/${name}`, buildMp3());
    await harness.scan();
    const before = await Promise.all(names.map((name) => harness.findTrack(`old/${name}`)));
    await rename(join(harness.musicPath, 'old'), join(harness.musicPath, 'new'));
    await harness.scan();
    const after = await Promise.all(names.map((name) => harness.findTrack(`new/${name}`)));
    assert.deepEqual(
      after.map((track) => track?.id),
      before.map((track) => track?.id),
    );
  });
});

describe('a scan of files that vanish', () => {
  it('marks them as missing, and gives back everything when they return', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('keeps.mp3', buildMp3({ seed: 5 }));
    await harness.write('Band/Record/a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const before = await harness.findTrack('Band/Record/a.mp3');
    assert.ok(before);
    await harness.store.repositories.annotations.updateRating(USER, 'track', before.id, 5);
    await rename(join(harness.musicPath, 'Band'), join(harness.musicPath, '../elsewhere'));
    const gone = await harness.scan();
    assert.equal(gone.filesMissing, 1);
    assert.equal(await harness.findTrack('Band/Record/a.mp3'), undefined);
    assert.equal(typeof (await harness.findTrackById(before.id))?.missingSinceMs, 'number');
    assert.equal(
      (await harness.store.repositories.albums.listAlbums({ sort: 'title', order: 'asc' }, { limit: 9 })).total,
      0,
    );
    await rename(join(harness.musicPath, '../elsewhere'), join(harness.musicPath, 'Band'));
    await harness.scan();
    const after = await harness.findTrack('Band/Record/a.mp3');
    assert.equal(after?.id, before.id);
    assert.equal(after?.missingSinceMs, null);
    assert.equal((await harness.store.repositories.annotations.findAnnotation(USER, 'track', before.id))?.rating, 5);
  });

  it('leaves the tracks of a library alone whose folder is gone or suddenly empty', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    await rename(harness.musicPath, `${harness.musicPath}-unmounted`);
    const gone = await harness.scan();
    assert.equal(gone.state, 'failed');
    assert.match(gone.error ?? '', /not there/);
    await mkdir(harness.musicPath);
    const empty = await harness.scan();
    assert.equal(empty.state, 'failed');
    assert.match(empty.error ?? '', /not mounted/);
    assert.equal((await harness.findTrack('a.mp3'))?.missingSinceMs, null);
  });

  it('takes a library that never held music as it is: empty', async (t) => {
    const harness = await openScanHarness(t);
    assert.equal((await harness.scan()).state, 'completed');
    await harness.scans.scanFolders([{ libraryId: LIBRARY, path: '', isDeep: true }]);
    await harness.scans.whenIdle();
    const [latest] = (await harness.scans.listScans({ limit: 1 })).items;
    assert.equal(latest?.state, 'completed', latest?.error ?? '');
  });
});

describe('what a scan finds beside the files', () => {
  it('takes stars of an album along when all of its tracks are tagged anew', async (t) => {
    const harness = await openScanHarness(t);
    for (const seed of [1, 2]) await harness.write(`${seed}.mp3`, buildMp3({ seed, tags: TAGS }));
    await harness.scan();
    const before = (await harness.findTrack('1.mp3'))?.albumId;
    assert.ok(before);
    await harness.store.repositories.annotations.updateStar(USER, 'album', before, 1_000);
    for (const seed of [1, 2])
      await harness.write(`${seed}.mp3`, buildMp3({ seed, tags: { ...TAGS, TALB: 'Record (Remastered)' } }));
    await harness.scan();
    const after = (await harness.findTrack('1.mp3'))?.albumId;
    assert.ok(after);
    assert.notEqual(after, before);
    assert.equal(
      (await harness.store.repositories.annotations.findAnnotation(USER, 'album', after))?.starredAtMs,
      1_000,
    );
  });

  it('finishes the move of an album that a killed scan has left half done', async (t) => {
    const harness = await openScanHarness(t);
    const { annotations, plays, scans, tracks, albums } = harness.store.repositories;
    for (const seed of [1, 2]) await harness.write(`${seed}.mp3`, buildMp3({ seed, tags: TAGS }));
    const scan = await harness.scan();
    const [first] = await harness.listTracks();
    const fromId = first?.albumId;
    assert.ok(fromId);
    await annotations.updateStar(USER, 'album', fromId, 1_000);
    const play = {
      id: 'play',
      userId: USER,
      trackId: first.id,
      albumId: fromId,
      artistIds: [],
      playedMs: 1,
      client: '',
    };
    await plays.createPlay({ ...play, playedAtMs: 5 });
    await annotations.updatePlays(USER, 'album', fromId, 1, 5);
    // So far a scan that finds new tags had come: tracks and albums are written, what people said is not moved yet.
    const toId = 'another' as AlbumId;
    for (const track of await harness.listTracks())
      await tracks.saveTracks([{ track: { ...track, albumId: toId }, lyrics: null }]);
    assert.deepEqual((await albums.updateFromTracks([fromId, toId])).deletedIds, [fromId]);
    await scans.saveScan({ ...scan, state: 'running' });

    await harness.scans.takeUpLost();
    await harness.scans.whenIdle();
    const moved = await annotations.findAnnotation(USER, 'album', toId);
    assert.deepEqual([moved?.starredAtMs, moved?.playCount], [1_000, 1]);
    assert.equal((await plays.countPlays(USER, 'album', toId)).playCount, 1);
    assert.equal(await annotations.findAnnotation(USER, 'album', fromId), undefined);
    assert.deepEqual(await tracks.listAlbumMoves(), []);
  });

  it('notices a cover that is added, replaced and removed beside unchanged files', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('Record/a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    assert.equal((await harness.findTrack('Record/a.mp3'))?.coverId, null);
    await harness.write('Record/Folder.JPG', buildNoise(1, 300));
    await harness.scan();
    const first = (await harness.findTrack('Record/a.mp3'))?.coverId;
    await harness.write('Record/Folder.JPG', buildNoise(2, 300));
    await harness.scan();
    const second = (await harness.findTrack('Record/a.mp3'))?.coverId;
    await rm(join(harness.musicPath, 'Record/Folder.JPG'));
    await harness.scan();
    assert.equal(typeof first, 'string');
    assert.equal(typeof second, 'string');
    assert.notEqual(first, second);
    assert.equal((await harness.findTrack('Record/a.mp3'))?.coverId, null);
    assert.equal(harness.mediaFiles.openedFiles, 1);
  });

  it('gives the folders of single discs the cover of their album, and makes them one album', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('Band/Record/cover.png', buildNoise(1, 300));
    await harness.write('Band/Record/CD1/01.mp3', buildMp3({ tags: TAGS }));
    await harness.write('Band/Record/Disc 2/01.mp3', buildMp3({ seed: 2, tags: TAGS }));
    await harness.scan();
    const [first, second] = [
      await harness.findTrack('Band/Record/CD1/01.mp3'),
      await harness.findTrack('Band/Record/Disc 2/01.mp3'),
    ];
    assert.equal(typeof first?.coverId, 'string');
    assert.equal(second?.coverId, first?.coverId);
    assert.equal(second?.albumId, first?.albumId);
    assert.deepEqual([first?.discNumber, second?.discNumber], [1, 2]);
  });

  it('prefers the embedded picture, and finds it again in another file when the first is gone', async (t) => {
    const harness = await openScanHarness(t);
    const picture = buildNoise(7, 400);
    for (const seed of [1, 2]) await harness.write(`R/${seed}.mp3`, buildMp3({ seed, tags: TAGS, picture }));
    await harness.write('R/cover.jpg', buildNoise(8, 400));
    await harness.scan();
    const track = await harness.findTrack('R/1.mp3');
    assert.equal(track?.coverId, track?.embeddedCoverId);
    for (const name of ['1.mp3', '2.mp3']) {
      const cover = await harness.store.repositories.covers.findCover(track?.coverId ?? ('' as never));
      assert.equal(cover?.source.kind, 'embedded');
      const bytes = await harness.mediaFiles.readPicture(join(harness.musicPath, cover.source.path), cover.id);
      assert.deepEqual(bytes && Buffer.from(bytes), picture);
      if (name === '2.mp3') break;
      await rm(join(harness.musicPath, cover.source.path));
      await harness.scan();
    }
  });

  it('reads lyrics beside a file, also when they come, change or go later', async (t) => {
    const harness = await openScanHarness(t);
    const { tracks } = harness.store.repositories;
    await harness.write('a.mp3', buildMp3({ tags: TAGS }));
    await harness.scan();
    const id = (await harness.findTrack('a.mp3'))?.id;
    assert.ok(id);
    assert.equal(await tracks.findLyrics(id), undefined);
    await harness.write('a.lrc', '[00:01.50]Hello');
    await harness.scan();
    const shown = async () => {
      const { source, language, lines } = (await tracks.findLyrics(id)) ?? {};
      return [source, language, lines?.[0]?.text, lines?.[0]?.words?.length];
    };
    assert.deepEqual(await shown(), ['file', null, 'Hello', undefined]);
    const said = async () => (await tracks.findLyrics(id))?.lines[0]?.translations;
    await harness.write('a.fr.lrc', '[00:01.60]Salut');
    await harness.scan();
    assert.deepEqual(await said(), [{ language: 'fr', text: 'Salut' }]);
    await rm(join(harness.musicPath, 'a.fr.lrc'));
    await harness.scan();
    assert.deepEqual(await said(), []);
    const ttml = '<tt><body><p begin="1s"><span begin="1s">Hal</span><span begin="2s">lo</span></p></body></tt>';
    await harness.write('a.de.ttml', ttml);
    await harness.scan();
    assert.deepEqual(await shown(), ['file', 'de', 'Hallo', 2]);
    await rm(join(harness.musicPath, 'a.de.ttml'));
    await harness.scan();
    assert.deepEqual(await shown(), ['file', null, 'Hello', undefined]);
    await rm(join(harness.musicPath, 'a.lrc'));
    await harness.scan();
    assert.equal(await tracks.findLyrics(id), undefined);
  });

  it('counts tracks in folders and those above, and follows links only once', async (t) => {
    const harness = await openScanHarness(t);
    await harness.write('A/B/1.mp3', buildMp3());
    await harness.write('A/2.mp3', buildMp3({ seed: 2 }));
    await symlink(harness.musicPath, join(harness.musicPath, 'A/loop'));
    await symlink(join(harness.musicPath, 'A/B'), join(harness.musicPath, 'again'));
    const scan = await harness.scan();
    assert.equal(scan.filesTotal, 2);
    const folder = await harness.store.repositories.folders.findFolder(toFolderId(LIBRARY, 'A'));
    assert.deepEqual([folder?.name, folder?.trackCount], ['A', 2]);
  });
});
