import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { CreditRole, Track } from '#models/track.ts';

/** What an item is found by: its name, and other words that narrow it down. */
export interface SearchDocument {
  id: string;
  name: string;
  context: string;
  /** The heavier of two that fit equally comes first. */
  weight: number;
}

/** People whom a listener may look for. */
const searchedRoles: ReadonlySet<CreditRole> = new Set([
  'artist',
  'album-artist',
  'composer',
  'conductor',
  'performer',
  'remixer',
]);

export function toTrackDocument({
  id,
  title,
  artistCredit,
  albumArtistCredit,
  albumTitle,
  credits,
}: Track): SearchDocument {
  const people = credits.filter(({ role }) => searchedRoles.has(role)).map(({ name }) => name);
  return { id, name: title, context: joinTexts([artistCredit, ...people, albumArtistCredit, albumTitle]), weight: 0 };
}

export const toAlbumDocument = ({ id, title, artistCredit, artists, trackCount }: Album): SearchDocument => ({
  id,
  name: title,
  context: joinTexts([artistCredit, ...artists.map(({ name }) => name)]),
  weight: trackCount,
});

export const toArtistDocument = ({ id, name, sortName, trackCount }: Artist): SearchDocument => ({
  id,
  name,
  context: sortName,
  weight: trackCount,
});

export const toGenreDocument = ({ id, name, trackCount }: Genre): SearchDocument => ({
  id,
  name,
  context: '',
  weight: trackCount,
});

const joinTexts = (texts: readonly (string | null)[]): string =>
  [...new Set(texts.filter((text) => text !== null && text !== ''))].join('\n');
