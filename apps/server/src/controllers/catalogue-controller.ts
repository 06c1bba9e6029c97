import type { AlbumId, ArtistId, FolderId, GenreId, TrackId } from '#models/ids.ts';
import { toAlbum, toAlbumDetail } from '#presenters/album-presenter.ts';
import { toArtist, toArtistDetail, toGenre } from '#presenters/artist-presenter.ts';
import { toFolderDetail } from '#presenters/folder-presenter.ts';
import { toPage } from '#presenters/page-presenter.ts';
import { toSearchResult } from '#presenters/search-presenter.ts';
import { toLyrics, toTrack, toTrackDetail } from '#presenters/track-presenter.ts';
import type { AlbumListing, CatalogueService, TrackListing } from '#services/catalogue-service.ts';
import type { LoudnessService } from '#services/analysis/loudness-service.ts';
import type { SearchService } from '#services/search-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

interface CatalogueControllerOptions {
  catalogueService: CatalogueService;
  searchService: SearchService;
  loudnessService: LoudnessService;
}

type TrackEndpoint = 'listTracks' | 'listTracksById' | 'getTrackAnchors' | 'getTrack' | 'getLyrics';
type AlbumEndpoint = 'listAlbums' | 'getAlbumAnchors' | 'getAlbum';
type ArtistEndpoint = 'listArtists' | 'getArtistAnchors' | 'getArtist' | 'listGenres' | 'getGenre';
type FolderEndpoint = 'getRootFolder' | 'getFolder';

export function createCatalogueController({
  catalogueService,
  searchService,
  loudnessService,
}: CatalogueControllerOptions): EndpointHandlers<
  TrackEndpoint | AlbumEndpoint | ArtistEndpoint | FolderEndpoint | 'search'
> {
  return {
    ...createTrackHandlers(catalogueService, loudnessService),
    ...createAlbumHandlers(catalogueService, loudnessService),
    ...createArtistHandlers(catalogueService),
    ...createFolderHandlers(catalogueService),
    search: async ({ caller, query }) => {
      const { value, surroundings } = await searchService.search(caller.userId, query.q, query.limit);
      return toSearchResult(value, surroundings);
    },
  };
}

function createTrackHandlers(
  service: CatalogueService,
  loudnessService: LoudnessService,
): EndpointHandlers<TrackEndpoint> {
  return {
    listTracks: async ({ caller, query: { cursor, limit, ...listing } }) => {
      const listed = await service.listTracks(caller.userId, listing as TrackListing, { cursor, limit });
      return toPage(listed.value, (track) => toTrack(track, listed.surroundings));
    },
    listTracksById: async ({ caller, query }) => {
      const { value, surroundings } = await service.listTracksById(caller.userId, query.ids.split(',') as TrackId[]);
      return { tracks: value.map((track) => toTrack(track, surroundings)) };
    },
    getTrackAnchors: async ({ query: { step, ...listing } }) => service.getTrackAnchors(listing as TrackListing, step),
    getTrack: async ({ caller, params }) => {
      const { value, surroundings } = await service.getTrack(caller.userId, params.trackId as TrackId);
      return toTrackDetail(value, surroundings, await loudnessService.findTrackLoudness(value));
    },
    getLyrics: async ({ params }) => toLyrics(await service.getLyrics(params.trackId as TrackId)),
  };
}

function createAlbumHandlers(
  service: CatalogueService,
  loudnessService: LoudnessService,
): EndpointHandlers<AlbumEndpoint> {
  return {
    listAlbums: async ({ caller, query: { cursor, limit, ...listing } }) => {
      const listed = await service.listAlbums(caller.userId, listing as AlbumListing, { cursor, limit });
      return toPage(listed.value, (album) => toAlbum(album, listed.surroundings));
    },
    getAlbumAnchors: async ({ query: { step, ...listing } }) => service.getAlbumAnchors(listing as AlbumListing, step),
    getAlbum: async ({ caller, params }) => {
      const { value, surroundings } = await service.getAlbum(caller.userId, params.albumId as AlbumId);
      return toAlbumDetail(value, surroundings, await loudnessService.findAlbumLoudness(value.tracks));
    },
  };
}

function createArtistHandlers(service: CatalogueService): EndpointHandlers<ArtistEndpoint> {
  return {
    listArtists: async ({ caller, query: { cursor, limit, ...listing } }) => {
      const listed = await service.listArtists(caller.userId, listing, { cursor, limit });
      return toPage(listed.value, (artist) => toArtist(artist, listed.surroundings));
    },
    getArtistAnchors: async ({ query: { step, ...listing } }) => service.getArtistAnchors(listing, step),
    getArtist: async ({ caller, params }) => {
      const { value, surroundings } = await service.getArtist(caller.userId, params.artistId as ArtistId);
      return toArtistDetail(value, surroundings);
    },
    listGenres: async ({ caller, query }) => {
      const listed = await service.listGenres(caller.userId, query);
      return toPage(listed.value, (genre) => toGenre(genre, listed.surroundings));
    },
    getGenre: async ({ caller, params }) => {
      const { value, surroundings } = await service.getGenre(caller.userId, params.genreId as GenreId);
      return toGenre(value, surroundings);
    },
  };
}

function createFolderHandlers(service: CatalogueService): EndpointHandlers<FolderEndpoint> {
  return {
    getRootFolder: async ({ caller }) => {
      const { value, surroundings } = await service.getRootFolder(caller.userId);
      return toFolderDetail(value, surroundings);
    },
    getFolder: async ({ caller, params }) => {
      const { value, surroundings } = await service.getFolder(caller.userId, params.folderId as FolderId);
      return toFolderDetail(value, surroundings);
    },
  };
}
