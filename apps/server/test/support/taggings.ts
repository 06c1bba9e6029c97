import { toArtistId, toGenreId } from '#models/catalogue-ids.ts';
import type { AlbumId, CoverId, TrackId } from '#models/ids.ts';
import type { Lyrics } from '#models/lyrics.ts';
import type { CatalogueRepositories } from '#repositories/repositories.ts';
import { addTracks, buildLyrics, LIBRARY_ID, type TrackWish } from './build-catalogue.ts';

interface Tagging {
  present: (TrackWish & { lyrics?: Lyrics })[];
  missing: TrackId[];
}

const id = (text: string) => text as TrackId;
const sing = (text: string): Lyrics => buildLyrics({ source: 'file', lines: [{ startMs: null, text }] });
const cover = 'cover' as CoverId;

/** Two states of one music folder: whatever a store keeps about it differs between them. */
export const taggings = {
  first: {
    present: [
      { id: id('t1'), albumTitle: 'Old', artistNames: ['Nina'], genreNames: ['Jazz'], lyrics: sing('one') },
      { id: id('t2'), albumTitle: 'Old', artistNames: ['Nina', 'Kim'], genreNames: ['Jazz', 'Soul'] },
      { id: id('t3'), albumTitle: 'Old', artistNames: ['Nina'], coverId: cover, embeddedCoverId: cover },
      { id: id('t4'), albumTitle: 'Old', artistNames: ['Nina'], path: 'Album/Disc/4.flac' },
      { id: id('t5'), albumTitle: 'Other', artistNames: ['Kim'], genreNames: ['Rock'], year: 1990 },
      { id: id('t6'), albumTitle: 'Other', artistNames: ['Kim'], genreNames: ['Rock'], path: 'Here/6.flac' },
    ],
    missing: [id('t7')],
  },
  second: {
    present: [
      { id: id('t1'), albumTitle: 'New', artistNames: ['Nina'], genreNames: ['Jazz'] },
      { id: id('t2'), albumTitle: 'New', artistNames: ['Nina'], genreNames: ['Soul'], lyrics: sing('two') },
      { id: id('t3'), albumTitle: 'Newer', artistNames: ['Nina'], durationMs: 99 },
      { id: id('t5'), albumTitle: 'Other', artistNames: ['Nina'], genreNames: ['Jazz'], year: 1991 },
      { id: id('t6'), albumTitle: 'Other', artistNames: ['Kim'], genreNames: ['Rock'], path: 'There/6.flac' },
      { id: id('t7'), albumTitle: 'Last', artistNames: ['Lou'], genreNames: ['Noise'], lyrics: sing('seven') },
    ],
    missing: [id('t4')],
  },
} satisfies Record<string, Tagging>;

const albumIds = ['old', 'other', 'new', 'newer', 'last'].map((title) => `album-${title}` as AlbumId);
const artistIds = ['Nina', 'Kim', 'Lou'].map(toArtistId);
const genreIds = ['Jazz', 'Soul', 'Rock', 'Noise'].map(toGenreId);

/** What a scan does that finds the folder like this. Doing it again changes nothing. */
export async function applyTagging(repositories: CatalogueRepositories, { present, missing }: Tagging): Promise<void> {
  await addTracks(repositories, present);
  await repositories.tracks.updateMissing(missing, 5);
  await repositories.albums.updateFromTracks(albumIds);
  await repositories.artists.updateFromTracks(artistIds);
  await repositories.genres.updateFromTracks(genreIds);
  await repositories.folders.updateCounts(LIBRARY_ID);
}
