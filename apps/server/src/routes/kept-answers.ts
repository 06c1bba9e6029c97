import type { EndpointName } from '@jetstream/api-contract';

/**
 * Answers that are kept: they are asked for again and again, need several calls of the stores, and depend on nothing but the
 * catalogue and what their user did. What is read by one key is as fast without, and a queue changes every few seconds.
 * Search depends on how far the index of the server is that answers: what it does not know yet would be kept for all.
 */
export const keptAnswers: ReadonlySet<EndpointName> = new Set<EndpointName>([
  'getHome',
  'listTracks',
  'getTrackAnchors',
  'listAlbums',
  'getAlbumAnchors',
  'getAlbum',
  'listArtists',
  'getArtistAnchors',
  'getArtist',
  'listGenres',
  'getGenre',
  'getRootFolder',
  'getFolder',
  'listPersonalTracks',
  'listPersonalAlbums',
  'listPersonalArtists',
]);
