import type { Album } from './album.ts';
import type { AlbumId, ArtistId } from './ids.ts';
import { toSortKey } from './sort-key.ts';
import { mainArtists, type Track } from './track.ts';

export const VARIOUS_ARTISTS = 'Various Artists';

type Tracks = readonly [Track, ...Track[]];

/**
 * Sums an album up from its present tracks, in disc and track order. Files of one album often disagree: the majority
 * wins, and among equals the earlier track. `findArtistKey` knows the sort keys of artists by their sort names.
 */
export function summarizeAlbum(
  id: AlbumId,
  tracks: Tracks,
  findArtistKey: (id: ArtistId) => string | undefined = () => undefined,
): Album {
  const title = mostCommon(tracks.map((track) => track.albumTitle)) ?? '';
  const credited = creditAlbum(tracks);
  const [onlyArtist, ...moreArtists] = credited.artists;
  const artistKey = onlyArtist && moreArtists.length === 0 ? findArtistKey(onlyArtist.id) : undefined;
  return {
    id,
    title,
    titleKey: toSortKey(title),
    artistCredit: credited.artistCredit,
    artistKey: artistKey ?? toSortKey(credited.artistCredit),
    artists: credited.artists,
    year: mostCommon(tracks.map((track) => track.year)),
    releaseDate: mostCommon(tracks.map((track) => track.releaseDate)),
    originalDate: mostCommon(tracks.map((track) => track.originalDate)),
    genres: genresByFrequency(tracks),
    isCompilation: tracks.some((track) => track.isCompilation),
    trackCount: tracks.length,
    discCount: new Set(tracks.map((track) => track.discNumber ?? 1)).size,
    discTitles: discTitles(tracks),
    durationMs: tracks.reduce((sum, track) => sum + track.durationMs, 0),
    sizeBytes: tracks.reduce((sum, track) => sum + track.sizeBytes, 0),
    coverId: mostCommon(tracks.map((track) => track.coverId)),
    musicBrainzReleaseId: mostCommon(tracks.map((track) => track.musicBrainz.releaseId)),
    addedAtMs: tracks.reduce((earliest, track) => Math.min(earliest, track.addedAtMs), Infinity),
  };
}

/**
 * Whom the album is by: what the files say, else the artists that all tracks share, else various artists, who have no
 * page of their own.
 */
function creditAlbum(tracks: Tracks): Pick<Album, 'artistCredit' | 'artists'> {
  const told = mostCommon(tracks.map((track) => track.albumArtistCredit));
  const teller = told === null ? undefined : tracks.find((track) => track.albumArtistCredit === told);
  if (told !== null && teller) {
    const albumArtists = teller.credits.filter((credit) => credit.role === 'album-artist');
    return { artistCredit: told, artists: albumArtists.map(({ artistId, name }) => ({ id: artistId, name })) };
  }
  const [first] = tracks;
  if (tracks.every((track) => track.artistCredit === first.artistCredit)) {
    return { artistCredit: first.artistCredit, artists: mainArtists(first) };
  }
  const shared = mainArtists(first).filter(({ id }) =>
    tracks.every((track) => mainArtists(track).some((artist) => artist.id === id)),
  );
  if (shared.length === 0) return { artistCredit: VARIOUS_ARTISTS, artists: [] };
  return { artistCredit: shared.map(({ name }) => name).join(', '), artists: shared };
}

/** Of the values that are there; the first among equals. */
function mostCommon<T extends string | number>(values: readonly (T | null)[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  let winner: T | null = null;
  for (const [value, count] of counts) if (winner === null || count > (counts.get(winner) ?? 0)) winner = value;
  return winner;
}

function genresByFrequency(tracks: Tracks): Album['genres'] {
  const counted = new Map<string, { genre: Album['genres'][number]; count: number }>();
  for (const genre of tracks.flatMap((track) => track.genres)) {
    const entry = counted.get(genre.id) ?? { genre, count: 0 };
    counted.set(genre.id, { ...entry, count: entry.count + 1 });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count).map(({ genre }) => genre);
}

function discTitles(tracks: Tracks): Album['discTitles'] {
  const discs = new Map<number, string>();
  for (const { discNumber, discTitle } of tracks) {
    const disc = discNumber ?? 1;
    if (discTitle !== null && discTitle !== '' && !discs.has(disc)) discs.set(disc, discTitle);
  }
  return [...discs].map(([discNumber, title]) => ({ discNumber, title })).sort((a, b) => a.discNumber - b.discNumber);
}
