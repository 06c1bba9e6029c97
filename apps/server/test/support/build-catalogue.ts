import { toArtistId, toFolderId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, CoverId, LibraryId, TrackId } from '#models/ids.ts';
import type { Library } from '#models/library.ts';
import { toSortKey } from '#models/sort-key.ts';
import { completeLyrics, type Lyrics, type StoredLyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';
import type { CatalogueRepositories, Repositories } from '#repositories/repositories.ts';

export const LIBRARY_ID = 'library1' as LibraryId;

export const buildLibrary = (overrides: Partial<Library> = {}): Library => ({
  id: LIBRARY_ID,
  name: 'Music',
  path: '/nowhere',
  isManaged: false,
  addedAtMs: 0,
  lastScannedAtMs: null,
  removedAtMs: null,
  ...overrides,
});

/** What tests say about a track; the rest follows as a scan would derive it. */
export interface TrackWish extends Partial<Track> {
  id: TrackId;
  /** Main artists by name; one called "Artist" by default. */
  artistNames?: string[];
  /** Who the album is credited to; the track's artists by default. */
  albumArtistName?: string;
  genreNames?: string[];
}

export function buildTrack({ artistNames = ['Artist'], albumArtistName, genreNames = [], ...wish }: TrackWish): Track {
  const libraryId = wish.libraryId ?? LIBRARY_ID;
  const path = wish.path ?? `Album/${wish.id}.flac`;
  const title = wish.title ?? `Track ${wish.id}`;
  const albumTitle = wish.albumTitle === undefined ? 'Album' : wish.albumTitle;
  const artistCredit = artistNames.join(', ');
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const credits: Track['credits'] = artistNames.map((name) => ({
    artistId: toArtistId(name),
    name,
    role: 'artist',
    detail: null,
  }));
  const albumArtist = albumArtistName ?? artistNames[0] ?? 'Artist';
  credits.push({ artistId: toArtistId(albumArtist), name: albumArtist, role: 'album-artist', detail: null });
  return {
    libraryId,
    folderId: toFolderId(libraryId, folder),
    path,
    sizeBytes: 1000,
    modifiedAtMs: 0,
    audioKey: null,
    title,
    titleKey: toSortKey(title),
    artistCredit,
    artistKey: toSortKey(artistCredit),
    credits,
    albumId: albumTitle === null ? null : (`album-${toSortKey(albumTitle).replaceAll(' ', '-')}` as AlbumId),
    albumTitle,
    albumKey: toSortKey(albumTitle ?? ''),
    albumArtistCredit: albumArtist,
    isCompilation: false,
    discNumber: 1,
    discTitle: null,
    trackNumber: 1,
    durationMs: 200_000,
    year: 2000,
    releaseDate: null,
    originalDate: null,
    genres: genreNames.map((name) => ({ id: toGenreId(name), name })),
    bpm: null,
    comment: null,
    replayGain: null,
    musicBrainz: { recordingId: null, releaseId: null, artistIds: [], albumArtistIds: [] },
    hasLyrics: false,
    embeddedCoverId: null,
    coverId: null,
    format: {
      container: 'FLAC',
      codec: 'flac',
      mimeType: 'audio/flac',
      isLossless: true,
      bitrateKbps: 900,
      sampleRateHz: 44_100,
      bitDepth: 16,
      channels: 2,
    },
    addedAtMs: 1000,
    missingSinceMs: null,
    ...wish,
  };
}

/** Embedded and without times, but for what is said. */
export const buildLyrics = (overrides: Partial<StoredLyrics> = {}): Lyrics =>
  completeLyrics({ isTimed: false, language: null, source: 'embedded', lines: [], ...overrides });

type TracksAdded = readonly (TrackWish & { lyrics?: Lyrics })[];

type FilledRepositories = CatalogueRepositories & Partial<Pick<Repositories, 'searchIndex'>>;

/** Puts tracks into the store, with all that follows from them, in the order a scan does. */
export async function addTracks(repositories: FilledRepositories, wishes: TracksAdded): Promise<Track[]> {
  const writes = wishes.map(({ lyrics, ...wish }) => ({ track: buildTrack(wish), lyrics: lyrics ?? null }));
  const tracks = writes.map(({ track }) => track);
  await addLibraries(repositories, tracks);
  const names = new Map(
    tracks.flatMap(({ credits }) => credits.map(({ artistId, name }) => [artistId, name] as const)),
  );
  await repositories.artists.ensureArtists(
    [...names].map(([id, name]) => {
      return { id, name, sortName: name, nameKey: toSortKey(name), musicBrainzArtistId: null };
    }),
  );
  const genres = new Map(tracks.flatMap((track) => track.genres).map((genre) => [genre.id, genre]));
  await repositories.genres.ensureGenres(
    [...genres.values()].map(({ id, name }) => ({ id, name, nameKey: toSortKey(name) })),
  );
  await repositories.tracks.saveTracks(writes);
  const albumIds = [...new Set(tracks.flatMap(({ albumId }) => albumId ?? []))];
  await repositories.albums.updateFromTracks(albumIds);
  await repositories.artists.updateFromTracks([...names.keys()]);
  await repositories.genres.updateFromTracks([...genres.keys()]);
  for (const libraryId of new Set(tracks.map((track) => track.libraryId)))
    await repositories.folders.updateCounts(libraryId);
  await repositories.searchIndex?.updateFromCatalogue({
    trackIds: tracks.map(({ id }) => id),
    albumIds,
    artistIds: [...names.keys()],
    genreIds: [...genres.keys()],
  });
  return tracks;
}

async function addLibraries(repositories: CatalogueRepositories, tracks: readonly Track[]): Promise<void> {
  for (const libraryId of new Set(tracks.map((track) => track.libraryId)))
    if (!(await repositories.libraries.findLibrary(libraryId)))
      await repositories.libraries.saveLibrary(buildLibrary({ id: libraryId, path: `/nowhere/${libraryId}` }));
  const folders = new Map<string, { libraryId: LibraryId; path: string }>();
  for (const { libraryId, path } of tracks) {
    const parts = path.split('/').slice(0, -1);
    for (let depth = 0; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      folders.set(`${libraryId}/${folder}`, { libraryId, path: folder });
    }
  }
  await repositories.folders.ensureFolders(
    [...folders.values()].map(({ libraryId, path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1) || 'Music';
      const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
      const parentId = path === '' ? null : toFolderId(libraryId, parent);
      return { id: toFolderId(libraryId, path), libraryId, parentId, path, name, nameKey: toSortKey(name) };
    }),
  );
}

/** A cover that a scan found beside the music, not looked at yet. */
export const addCover = async (repositories: CatalogueRepositories, id: CoverId, path: string): Promise<void> =>
  repositories.covers.ensureCovers([{ id, source: { kind: 'file', libraryId: LIBRARY_ID, path } }]);
