import { toArtistId, toFolderId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, TrackId } from '#models/ids.ts';
import { addTracks, buildLyrics, LIBRARY_ID } from './build-catalogue.ts';
import type { SignedIn, TestServer } from './test-server.ts';

export const ids = {
  moon: 'trackmoon' as TrackId,
  sun: 'tracksun' as TrackId,
  rain: 'trackrain' as TrackId,
  guest: 'trackguest' as TrackId,
  night: 'album-night' as AlbumId,
  storm: 'album-storm' as AlbumId,
  party: 'album-party' as AlbumId,
  ann: toArtistId('Ann'),
  bob: toArtistId('Bob'),
  jazz: toGenreId('Jazz'),
  nightFolder: toFolderId(LIBRARY_ID, 'Ann/Night'),
};

/** Ann's albums "Night" (Moon, Sun) and "Storm" (Rain), and the compilation "Party" where she is a guest. */
export async function seedSmallCatalogue(server: TestServer): Promise<SignedIn> {
  await addTracks(server.context.store.repositories, [
    {
      id: ids.moon,
      title: 'Moon',
      albumTitle: 'Night',
      path: 'Ann/Night/01 Moon.flac',
      artistNames: ['Ann'],
      genreNames: ['Jazz'],
      year: 1999,
      addedAtMs: 3000,
      discTitle: 'Early',
      hasLyrics: true,
      lyrics: buildLyrics({
        isTimed: true,
        language: 'en',
        lines: [
          {
            startMs: 10,
            endMs: 90,
            text: 'O moon',
            words: [
              { startMs: 10, endMs: 20, text: 'O ' },
              { startMs: 20, endMs: 90, text: 'moon' },
            ],
          },
        ],
      }),
    },
    {
      id: ids.sun,
      title: 'Sun',
      albumTitle: 'Night',
      path: 'Ann/Night/02 Sun.flac',
      artistNames: ['Ann', 'Bob'],
      trackNumber: 2,
      year: 1999,
      addedAtMs: 3000,
      durationMs: 100_000,
    },
    {
      id: ids.rain,
      title: 'Rain',
      albumTitle: 'Storm',
      path: 'Ann/Storm/01 Rain.flac',
      artistNames: ['Ann'],
      year: 2005,
    },
    {
      id: ids.guest,
      title: 'Guest',
      albumTitle: 'Party',
      path: 'Party/01 Guest.flac',
      artistNames: ['Ann'],
      albumArtistName: 'Various Artists',
      isCompilation: true,
      year: 2010,
    },
  ]);
  return server.setUp();
}
