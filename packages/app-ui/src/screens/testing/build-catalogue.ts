import type { Album, Artist, Genre, Play, Track } from '@jetstream/api-contract';

const annotation = { starredAt: null, rating: 0, playCount: 0, lastPlayedAt: null };
const addedAt = '2026-01-01T00:00:00.000Z';

export function buildTrack(changes: Partial<Track> = {}): Track {
  return {
    id: 't1',
    title: 'Undertow',
    artistCredit: 'Marlow',
    artists: [{ id: 'r1', name: 'Marlow' }],
    albumId: 'a1',
    albumTitle: 'Estuary',
    discNumber: 1,
    trackNumber: 1,
    durationMs: 200_000,
    year: 2024,
    genres: ['Folk'],
    cover: null,
    format: {
      container: 'FLAC',
      codec: 'FLAC',
      mimeType: 'audio/flac',
      isLossless: true,
      bitrateKbps: 900,
      sampleRateHz: 44_100,
      bitDepth: 16,
      channels: 2,
    },
    sizeBytes: 22_000_000,
    isMissing: false,
    hasLyrics: false,
    addedAt,
    annotation,
    ...changes,
  };
}

export function buildAlbum(changes: Partial<Album> = {}): Album {
  return {
    id: 'a1',
    title: 'Estuary',
    artistCredit: 'Marlow',
    artists: [{ id: 'r1', name: 'Marlow' }],
    year: 2024,
    genres: ['Folk'],
    isCompilation: false,
    trackCount: 10,
    discCount: 1,
    durationMs: 2_400_000,
    cover: null,
    addedAt,
    annotation,
    ...changes,
  };
}

export function buildArtist(changes: Partial<Artist> = {}): Artist {
  return {
    id: 'r1',
    name: 'Marlow',
    sortName: 'Marlow',
    albumCount: 1,
    trackCount: 10,
    cover: null,
    annotation,
    ...changes,
  };
}

export function buildGenre(changes: Partial<Genre> = {}): Genre {
  return { id: 'g1', name: 'Folk', trackCount: 10, albumCount: 1, covers: [], ...changes };
}

export function buildPlay(changes: Partial<Play> = {}): Play {
  return {
    id: 'p1',
    playedAt: '2026-03-09T21:00:00.000Z',
    playedMs: 200_000,
    client: 'JetStream web',
    track: buildTrack(),
    ...changes,
  };
}
