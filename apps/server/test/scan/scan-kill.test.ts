import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Repositories } from '#repositories/repositories.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { buildFlac, buildMp3, buildNoise } from './build-audio.ts';

const PROGRAM = fileURLToPath(new URL('./scan-process.ts', import.meta.url));
const ALBUMS = 40;
const TRACKS = 10;
/** Spread over the scan: the first while it lists, the last while it sums up. */
const KILL_POINTS = [0.05, 0.2, 0.4, 0.6, 0.8, 0.95];

it('gives the same library after scans that were killed at any moment as after one that was left alone', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'jetstream-kill-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const music = join(root, 'music');
  await writeMusic(music);
  const undisturbed = join(root, 'undisturbed');
  const durationMs = await scanUntil(undisturbed, music, null);
  const expected = await readLibrary(undisturbed);
  assert.equal(expected.tracks.length, ALBUMS * TRACKS);

  const killed = join(root, 'killed');
  for (const point of KILL_POINTS) await scanUntil(killed, music, durationMs * point);
  await scanUntil(killed, music, null);
  assert.deepEqual(await readLibrary(killed), expected);

  // The same for changes: some albums move, some go, some are tagged anew.
  for (let album = 0; album < 8; album++) await rename(join(music, `Band ${album}`), join(music, `Moved ${album}`));
  for (let album = 8; album < 12; album++) await rm(join(music, `Band ${album}`), { recursive: true });
  for (let album = 12; album < 20; album++) await writeAlbum(music, album, ' (Live)');
  await scanUntil(undisturbed, music, null);
  for (const point of KILL_POINTS) await scanUntil(killed, music, durationMs * point * 0.6);
  await scanUntil(killed, music, null);
  const after = await readLibrary(killed);
  assert.deepEqual(after, await readLibrary(undisturbed));
  assert.equal(after.tracks.length, (ALBUMS - 4) * TRACKS);
});

async function writeMusic(music: string): Promise<void> {
  for (let album = 0; album < ALBUMS; album++) await writeAlbum(music, album, '');
}

async function writeAlbum(music: string, album: number, suffix: string): Promise<void> {
  for (let track = 1; track <= TRACKS; track++) {
    const seed = album * TRACKS + track;
    const names = {
      title: `Song ${seed}`,
      artist: `Band ${album % 7}`,
      guest: `Guest ${track}`,
      album: `Record ${album}${suffix}`,
    };
    const isFlac = album % 2 === 0;
    const tags: [string, string][] = [
      ['TITLE', names.title],
      ['ARTIST', names.artist],
      ['COMPOSER', names.guest],
      ['ALBUM', names.album],
      ['DATE', String(1970 + album)],
      ['GENRE', `Genre ${album % 5}`],
    ];
    const id3 = {
      TIT2: names.title,
      TPE1: names.artist,
      TCOM: names.guest,
      TALB: names.album,
      TDRC: String(1970 + album),
      TCON: `Genre ${album % 5}`,
    };
    const content = isFlac ? buildFlac({ seed, tags }) : buildMp3({ seed, tags: id3 });
    const path = join(music, `Band ${album}`, `${track}.${isFlac ? 'flac' : 'mp3'}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await writeFile(join(music, `Band ${album}`, 'cover.jpg'), buildNoise(album, 200));
  await writeFile(join(music, `Band ${album}`, 'broken.ogg'), 'not music');
}

let runs = 0;

/** Scans in a process of its own, which gets `killAfterMs` from when it has opened the store. Returns how long it took. */
async function scanUntil(store: string, music: string, killAfterMs: number | null): Promise<number> {
  const child = spawn(process.execPath, [PROGRAM, store, music, String(++runs * 100_000)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let startedAt = 0;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
    if (startedAt !== 0) return;
    startedAt = performance.now();
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  await new Promise((resolve) => child.once('exit', resolve));
  if (killAfterMs === null) assert.match(output, /done/);
  return performance.now() - startedAt;
}

/** All that a listener can find, without ids that chance gives and times. */
async function readLibrary(directory: string) {
  const store = await connectSqliteStore({ directory });
  try {
    return await describeLibrary(store.repositories);
  } finally {
    await store.close();
  }
}

async function describeLibrary(repositories: Repositories) {
  const { tracks, albums, artists, genres, folders, scans, searchIndex } = repositories;
  const page = { limit: 500 };
  const listed = (await tracks.listTracks({ sort: 'title', order: 'asc' }, page)).items;
  const paths = new Map(listed.map((track) => [track.id, track.path]));
  const withoutTimes = listed.map(({ id: _id, addedAtMs: _added, modifiedAtMs: _modified, ...track }) => track);
  const hits = await Promise.all(
    ['song 1', 'band 3', 'record 13 live', 'record 9', 'song 399'].map((query) => searchIndex.search(query, 500)),
  );
  return {
    tracks: withoutTimes.sort((a, b) => (a.path < b.path ? -1 : 1)),
    albums: (await albums.listAlbums({ sort: 'title', order: 'asc' }, page)).items.map(
      ({ addedAtMs: _added, ...album }) => album,
    ),
    artists: (await artists.listArtists({ sort: 'name', order: 'asc' }, page)).items,
    genres: (await genres.listGenres(page)).items,
    folders: (await folders.listFolders((await folders.listFolders(null))[0]?.id ?? null)).map(
      ({ path, trackCount }) => ({ path, trackCount }),
    ),
    failures: (await scans.listFailures(undefined, page)).items.map(({ path, reason }) => ({ path, reason })),
    found: hits.map((hit) => ({
      tracks: hit.tracks.map((id) => paths.get(id)).sort(),
      albums: [...hit.albums].sort(),
      artists: [...hit.artists].sort(),
    })),
  };
}
