import type { ArtistNaming } from '../../apps/server/src/models/artist-naming.ts';
import { toAlbumId, toArtistId, toFolderId, toGenreId } from '../../apps/server/src/models/catalogue-ids.ts';
import type { CoverId, LibraryId, TrackId } from '../../apps/server/src/models/ids.ts';
import { toSortKey } from '../../apps/server/src/models/sort-key.ts';
import type { Track } from '../../apps/server/src/models/track.ts';
import { type Chance, createChance, genreNames, makeArtistName, makeTitle, pick } from './made-up-names.ts';

export interface CatalogueSize {
  tracks: number;
  albums: number;
  artists: number;
}

export const LIBRARY_ID = 'seeded' as LibraryId;
const FIRST_DAY_MS = Date.UTC(2020, 0, 1);
const HOUR_MS = 3_600_000;

/** Albums one after the other, each a list of tracks as a scan would write them. Always the same for one size. */
export function* makeAlbums(size: CatalogueSize): Generator<Track[]> {
  const chance = createChance(2026);
  const artists = makeArtists(chance, size.artists);
  for (let album = 0; album < size.albums; album++) {
    const trackCount =
      Math.floor(((album + 1) * size.tracks) / size.albums) - Math.floor((album * size.tracks) / size.albums);
    // A few artists have many albums, most have one or two.
    const artist = artists[album < artists.length ? album : Math.floor(chance() ** 3 * artists.length)];
    if (artist) yield makeAlbum(chance, album, artist, trackCount);
  }
}

function makeArtists(chance: Chance, count: number): ArtistNaming[] {
  const names = new Set<string>();
  while (names.size < count) {
    const name = makeArtistName(chance);
    names.add(names.has(name) ? `${name} ${names.size}` : name);
  }
  return [...names].map((name) => {
    return { id: toArtistId(name), name, sortName: name, nameKey: toSortKey(name), musicBrainzArtistId: null };
  });
}

function makeAlbum(chance: Chance, number: number, artist: ArtistNaming, trackCount: number): Track[] {
  const title = makeTitle(chance);
  const folder = `${artist.name}/${title} ${number}`;
  const albumId = toAlbumId({
    title: `${title} ${number}`,
    albumArtist: artist.name,
    isCompilation: false,
    releaseId: null,
    releaseDate: null,
    folderId: toFolderId(LIBRARY_ID, folder),
  });
  const genres = [pick(chance, genreNames), pick(chance, genreNames)].map((name) => ({ id: toGenreId(name), name }));
  const year = 1955 + Math.floor(chance() * 70);
  return Array.from({ length: trackCount }, (_, index) => {
    const trackTitle = makeTitle(chance);
    return {
      ...plainTrack,
      id: `seed${number}x${index}`.padEnd(20, '0') as TrackId,
      folderId: toFolderId(LIBRARY_ID, folder),
      path: `${folder}/${String(index + 1).padStart(2, '0')} ${trackTitle}.flac`,
      sizeBytes: 20_000_000 + index,
      audioKey: `audio-${number}-${index}`,
      title: trackTitle,
      titleKey: toSortKey(trackTitle),
      artistCredit: artist.name,
      artistKey: artist.nameKey,
      credits: [
        { artistId: artist.id, name: artist.name, role: 'artist', detail: null },
        { artistId: artist.id, name: artist.name, role: 'album-artist', detail: null },
      ],
      albumId,
      albumTitle: title,
      albumKey: toSortKey(title),
      albumArtistCredit: artist.name,
      trackNumber: index + 1,
      durationMs: 120_000 + Math.floor(chance() * 240_000),
      year,
      releaseDate: String(year),
      genres,
      coverId: `cover${number}` as CoverId,
      addedAtMs: FIRST_DAY_MS + number * HOUR_MS,
    };
  });
}

const plainTrack = {
  libraryId: LIBRARY_ID,
  modifiedAtMs: FIRST_DAY_MS,
  isCompilation: false,
  discNumber: 1,
  discTitle: null,
  originalDate: null,
  bpm: null,
  comment: null,
  replayGain: { trackGainDb: -7.5, trackPeak: 0.98, albumGainDb: -8.1, albumPeak: 0.99 },
  musicBrainz: { recordingId: null, releaseId: null, artistIds: [], albumArtistIds: [] },
  hasLyrics: false,
  embeddedCoverId: null,
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
  missingSinceMs: null,
} satisfies Partial<Track>;
