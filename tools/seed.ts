import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Genre } from '../apps/server/src/models/artist.ts';
import type { ArtistNaming } from '../apps/server/src/models/artist-naming.ts';
import { toFolderId } from '../apps/server/src/models/catalogue-ids.ts';
import type { AlbumId } from '../apps/server/src/models/ids.ts';
import type { Folder } from '../apps/server/src/models/library.ts';
import { toSortKey } from '../apps/server/src/models/sort-key.ts';
import type { Track } from '../apps/server/src/models/track.ts';
import type { Repositories } from '../apps/server/src/repositories/repositories.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { type CatalogueSize, LIBRARY_ID, makeAlbums } from './seed/make-catalogue.ts';

const TRACKS_AT_ONCE = 500;

/** Fills an empty store through its repositories, as a scan of a large library would. */
export async function seedCatalogue(repositories: Repositories, size: CatalogueSize): Promise<void> {
  await repositories.libraries.saveLibrary({
    id: LIBRARY_ID,
    name: 'Seeded',
    path: '/nowhere',
    isManaged: false,
    addedAtMs: 0,
    lastScannedAtMs: null,
    removedAtMs: null,
  });
  let batch: Track[] = [];
  for (const album of makeAlbums(size)) {
    batch.push(...album);
    if (batch.length < TRACKS_AT_ONCE) continue;
    await saveBatch(repositories, batch);
    batch = [];
  }
  await saveBatch(repositories, batch);
  await repositories.folders.updateCounts(LIBRARY_ID);
}

async function saveBatch(repositories: Repositories, tracks: readonly Track[]): Promise<void> {
  const artists = listArtists(tracks);
  const genres = listGenres(tracks);
  const albumIds = [...new Set(tracks.flatMap(({ albumId }): AlbumId[] => (albumId === null ? [] : [albumId])))];
  await repositories.folders.ensureFolders(listFolders(tracks));
  await repositories.artists.ensureArtists(artists);
  await repositories.genres.ensureGenres(genres);
  await repositories.tracks.saveTracks(tracks.map((track) => ({ track, lyrics: null })));
  await repositories.albums.updateFromTracks(albumIds);
  const artistIds = artists.map(({ id }) => id);
  await repositories.artists.updateFromTracks(artistIds);
  const genreIds = genres.map(({ id }) => id);
  await repositories.genres.updateFromTracks(genreIds);
  const trackIds = tracks.map(({ id }) => id);
  await repositories.searchIndex.updateFromCatalogue({ trackIds, albumIds, artistIds, genreIds });
}

function listArtists(tracks: readonly Track[]): ArtistNaming[] {
  const names = new Map(tracks.flatMap(({ credits }) => credits.map(({ artistId, name }) => [artistId, name])));
  return [...names].map(([id, name]) => {
    return { id, name, sortName: name, nameKey: toSortKey(name), musicBrainzArtistId: null };
  });
}

function listGenres(tracks: readonly Track[]): Pick<Genre, 'id' | 'name' | 'nameKey'>[] {
  const names = new Map(tracks.flatMap(({ genres }) => genres.map(({ id, name }) => [id, name])));
  return [...names].map(([id, name]) => ({ id, name, nameKey: toSortKey(name) }));
}

/** The folder of each track and all above it. */
function listFolders(tracks: readonly Track[]): Omit<Folder, 'trackCount'>[] {
  const paths = new Set<string>();
  for (const { path } of tracks) {
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth++) paths.add(parts.slice(0, depth).join('/'));
  }
  return [...paths].map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1) || 'Seeded';
    const parentPath = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return {
      id: toFolderId(LIBRARY_ID, path),
      libraryId: LIBRARY_ID,
      parentId: path === '' ? null : toFolderId(LIBRARY_ID, parentPath),
      path,
      name,
      nameKey: toSortKey(name),
    };
  });
}

/** `node tools/seed.ts DIRECTORY [--tracks 100000]`: a data folder full of made-up music, for trying large libraries. */
if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { tracks: { type: 'string', default: '100000' } },
    allowPositionals: true,
  });
  const tracks = Number(values.tracks);
  const [directory = join('data', 'seeded')] = positionals;
  const store = await connectSqliteStore({ directory });
  await seedCatalogue(store.repositories, {
    tracks,
    albums: Math.ceil(tracks / 10),
    artists: Math.ceil(tracks / 20),
  });
  console.log(`${tracks} tracks in ${directory}`);
  await store.close();
}
