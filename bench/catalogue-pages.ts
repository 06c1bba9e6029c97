import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlbumFilter, TrackFilter } from '../apps/server/src/repositories/catalogue-filter.ts';
import type { Page, PageRequest } from '../apps/server/src/models/page.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { printSpread, printVerdict, spreadOf, timeRuns } from './measure.ts';

/** Pages of 50 at 100,000 tracks, through the store as a service calls it, the way to its thread and back included. */
const SIZE = { tracks: 100_000, albums: 10_000, artists: 5_000 };
const LIMIT_MS = 10;
const PAGE = 50;
const RUNS = 300;
const ANCHOR_STEP = 100;

const directory = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
const store = await connectSqliteStore({ directory });
const { albums, artists, genres, tracks } = store.repositories;
try {
  if (process.argv[2] === undefined) await seedCatalogue(store.repositories, SIZE);
  await measureAll();
} finally {
  await store.close();
  if (process.argv[2] === undefined) rmSync(directory, { recursive: true });
}

async function measureAll(): Promise<void> {
  for (const sort of ['title', 'artist', 'year', 'added', 'random'] as const) {
    const filter: AlbumFilter = { sort, order: 'asc', seed: 7 };
    await measurePages(`albums by ${sort}`, (page) => albums.listAlbums(filter, page));
  }
  for (const sort of ['title', 'artist', 'album', 'year', 'added', 'duration'] as const) {
    const filter: TrackFilter = { sort, order: 'desc' };
    await measurePages(`tracks by ${sort}`, (page) => tracks.listTracks(filter, page));
  }
  await measureFiltered();
  await measurePages('artists by name', (page) => artists.listArtists({ sort: 'name', order: 'asc' }, page));
  const anchors = await timeRuns(1, 0, () => tracks.listTrackAnchors({ sort: 'title', order: 'asc' }, ANCHOR_STEP));
  printSpread('anchors of all tracks, first time', anchors);
  const again = await timeRuns(RUNS, 10, () => tracks.listTrackAnchors({ sort: 'title', order: 'asc' }, ANCHOR_STEP));
  printSpread('anchors of all tracks, again', again);
}

async function measureFiltered(): Promise<void> {
  const { items: allGenres } = await genres.listGenres({ limit: 1 });
  const { items: allArtists } = await artists.listArtists({ sort: 'tracks', order: 'desc' }, { limit: 1 });
  const genreId = allGenres[0]?.id;
  const artistId = allArtists[0]?.id;
  await measurePages('tracks of a genre by title', (page) =>
    tracks.listTracks({ sort: 'title', order: 'asc', genreId }, page),
  );
  await measurePages('tracks of an artist by added', (page) =>
    tracks.listTracks({ sort: 'added', order: 'desc', artistId }, page),
  );
  await measurePages('albums of a genre in two years', (page) =>
    albums.listAlbums({ sort: 'artist', order: 'asc', genreId, fromYear: 1990, toYear: 1991 }, page),
  );
}

/** First, middle and last pages in turn: their costs must not differ. */
async function measurePages<T>(name: string, read: (page: PageRequest) => Promise<Page<T>>): Promise<void> {
  const cursors = await collectCursors(read);
  const places = [undefined, cursors[Math.floor(cursors.length / 2)], cursors.at(-1)];
  const samples = await timeRuns(RUNS, 10, (run) =>
    read({ limit: PAGE, cursor: places[Math.abs(run) % places.length] }),
  );
  printSpread(name, samples);
  const { p99 } = spreadOf(samples);
  printVerdict(`${name}, p99 in ms`, p99, LIMIT_MS, p99 < LIMIT_MS);
}

async function collectCursors<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<string[]> {
  const cursors: string[] = [];
  for (;;) {
    const { nextCursor } = await read({ limit: 500, cursor: cursors.at(-1) });
    if (nextCursor === null) return cursors;
    cursors.push(nextCursor);
  }
}
