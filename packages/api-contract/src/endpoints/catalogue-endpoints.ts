import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import {
  album,
  albumDetail,
  anchors,
  artist,
  artistDetail,
  folderDetail,
  genre,
  lyrics,
  searchResult,
  track,
  trackDetail,
  waveform,
} from '../schemas/catalogue.ts';
import { id, orderQuery, pageOf, pageQuery } from '../schemas/primitives.ts';

const filters = {
  genreId: id.optional(),
  artistId: id.optional(),
  libraryId: id.optional(),
  fromYear: z.coerce.number().int().min(0).max(9999).optional(),
  toYear: z.coerce.number().int().min(0).max(9999).optional(),
};
/** `order` defaults to what the sort suggests: titles ascending, years, dates and plays descending. */
export const trackFilter = z.object({
  sort: z.enum(['title', 'artist', 'album', 'year', 'added', 'duration']).default('title'),
  order: orderQuery.optional(),
  albumId: id.optional(),
  isLossless: z.stringbool().optional(),
  ...filters,
});
/** `random` needs `seed` so that the next page continues the same shuffle. */
export const albumFilter = z.object({
  sort: z.enum(['title', 'artist', 'year', 'added', 'random']).default('title'),
  order: orderQuery.optional(),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  ...filters,
});
export const artistFilter = z.object({
  sort: z.enum(['name', 'albums', 'tracks']).default('name'),
  order: orderQuery.optional(),
  isAlbumArtist: z.stringbool().optional(),
});
/** Up to a hundred, with commas between: about as long as addresses may be everywhere. */
const idList = z.string().regex(/^[A-Za-z0-9_-]{1,64}(,[A-Za-z0-9_-]{1,64}){0,99}$/);
const anchorStep = { step: z.coerce.number().int().min(50).max(500).default(100) };

const read = { tag: 'catalogue', access: 'listener', isConditional: true } as const;

export const catalogueEndpoints = {
  listTracks: defineEndpoint('listTracks', {
    ...read,
    summary: 'Songs',
    query: trackFilter.extend(pageQuery.shape),
    output: pageOf(track),
  }),
  listTracksById: defineEndpoint('listTracksById', {
    ...read,
    summary: 'Songs that a client holds already, as they are now',
    query: z.object({ ids: idList }),
    output: z.object({ tracks: z.array(track) }),
  }),
  getTrackAnchors: defineEndpoint('getTrackAnchors', {
    ...read,
    summary: 'Cursors into the list of songs, for opening it anywhere',
    query: trackFilter.extend(anchorStep),
    output: anchors,
  }),
  getTrack: defineEndpoint('getTrack', {
    ...read,
    summary: 'A song with credits, dates, gain and file',
    params: z.object({ trackId: id }),
    output: trackDetail,
    errors: ['not-found'],
  }),
  getLyrics: defineEndpoint('getLyrics', {
    ...read,
    summary: 'Lyrics, timed where they are',
    params: z.object({ trackId: id }),
    output: lyrics,
    errors: ['not-found'],
  }),
  getWaveform: defineEndpoint('getWaveform', {
    ...read,
    summary: 'The shape of a song for a seek bar, and the silence at its ends; not found until it was measured',
    params: z.object({ trackId: id }),
    output: waveform,
    errors: ['not-found'],
  }),
  listAlbums: defineEndpoint('listAlbums', {
    ...read,
    summary: 'Albums',
    query: albumFilter.extend(pageQuery.shape),
    output: pageOf(album),
  }),
  getAlbumAnchors: defineEndpoint('getAlbumAnchors', {
    ...read,
    summary: 'Cursors into the list of albums',
    query: albumFilter.extend(anchorStep),
    output: anchors,
  }),
  getAlbum: defineEndpoint('getAlbum', {
    ...read,
    summary: 'An album with its tracks',
    params: z.object({ albumId: id }),
    output: albumDetail,
    errors: ['not-found'],
  }),
  listArtists: defineEndpoint('listArtists', {
    ...read,
    summary: 'Artists',
    query: artistFilter.extend(pageQuery.shape),
    output: pageOf(artist),
  }),
  getArtistAnchors: defineEndpoint('getArtistAnchors', {
    ...read,
    summary: 'Cursors into the list of artists',
    query: artistFilter.extend(anchorStep),
    output: anchors,
  }),
  getArtist: defineEndpoint('getArtist', {
    ...read,
    summary: 'An artist with albums, appearances and top tracks',
    params: z.object({ artistId: id }),
    output: artistDetail,
    errors: ['not-found'],
  }),
  listGenres: defineEndpoint('listGenres', { ...read, summary: 'Genres', query: pageQuery, output: pageOf(genre) }),
  getGenre: defineEndpoint('getGenre', {
    ...read,
    summary: 'A genre',
    params: z.object({ genreId: id }),
    output: genre,
    errors: ['not-found'],
  }),
  getRootFolder: defineEndpoint('getRootFolder', {
    ...read,
    summary: 'The libraries as folders',
    output: folderDetail,
  }),
  getFolder: defineEndpoint('getFolder', {
    ...read,
    summary: 'A folder with its folders and tracks',
    params: z.object({ folderId: id }),
    output: folderDetail,
    errors: ['not-found'],
  }),
  search: defineEndpoint('search', {
    ...read,
    summary: 'Search as you type, grouped by kind',
    query: z.object({ q: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(8) }),
    output: searchResult,
  }),
};
