import type { AnnotatedId } from '#models/annotation.ts';
import type { TrackId } from '#models/ids.ts';
import { toAlbum } from '#presenters/album-presenter.ts';
import { toAnnotation } from '#presenters/annotation-presenter.ts';
import { toArtist } from '#presenters/artist-presenter.ts';
import { toHome, toPlay, toQueue } from '#presenters/listening-presenter.ts';
import { toPage } from '#presenters/page-presenter.ts';
import { toTrack } from '#presenters/track-presenter.ts';
import type { AnnotationService } from '#services/annotation-service.ts';
import type { HomeService } from '#services/home-service.ts';
import type { PlayService } from '#services/play-service.ts';
import type { QueueSave, QueueService } from '#services/queue-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

interface ListeningControllerOptions {
  homeService: HomeService;
  annotationService: AnnotationService;
  playService: PlayService;
  queueService: QueueService;
}

type PersonalEndpoint = 'listPersonalTracks' | 'listPersonalAlbums' | 'listPersonalArtists';
type AnnotationEndpoint = PersonalEndpoint | 'star' | 'unstar' | 'rate';
type PlayEndpoint = 'recordPlay' | 'listPlays';
type QueueEndpoint = 'getQueue' | 'saveQueue' | 'saveQueuePosition';

export function createListeningController(
  options: ListeningControllerOptions,
): EndpointHandlers<'getHome' | AnnotationEndpoint | PlayEndpoint | QueueEndpoint> {
  return {
    getHome: async ({ caller, query }) => {
      const { value, surroundings } = await options.homeService.getHome(caller.userId, query.limit);
      return toHome(value, surroundings);
    },
    ...createAnnotationHandlers(options.annotationService),
    ...createPlayHandlers(options.playService),
    ...createQueueHandlers(options.queueService),
  };
}

function createAnnotationHandlers(service: AnnotationService): EndpointHandlers<AnnotationEndpoint> {
  return {
    listPersonalTracks: async ({ caller, query: { list, ...page } }) => {
      const listed = await service.listTracks(caller.userId, list, page);
      return toPage(listed.value, (track) => toTrack(track, listed.surroundings));
    },
    listPersonalAlbums: async ({ caller, query: { list, ...page } }) => {
      const listed = await service.listAlbums(caller.userId, list, page);
      return toPage(listed.value, (album) => toAlbum(album, listed.surroundings));
    },
    listPersonalArtists: async ({ caller, query: { list, ...page } }) => {
      const listed = await service.listArtists(caller.userId, list, page);
      return toPage(listed.value, (artist) => toArtist(artist, listed.surroundings));
    },
    star: async ({ caller, params: { kind, id } }) =>
      toAnnotation(await service.star(caller.userId, kind, id as AnnotatedId)),
    unstar: async ({ caller, params: { kind, id } }) =>
      toAnnotation(await service.unstar(caller.userId, kind, id as AnnotatedId)),
    rate: async ({ caller, params: { kind, id }, body }) =>
      toAnnotation(await service.rate(caller.userId, kind, id as AnnotatedId, body.rating)),
  };
}

function createPlayHandlers(service: PlayService): EndpointHandlers<PlayEndpoint> {
  return {
    recordPlay: async ({ caller, body: { startedAt, trackId, ...report } }) =>
      service.recordPlay(caller.userId, {
        ...report,
        trackId: trackId as TrackId,
        startedAtMs: Date.parse(startedAt),
      }),
    listPlays: async ({ caller, query }) => {
      const listed = await service.listPlays(caller.userId, query);
      return toPage(listed.value, (played) => toPlay(played, listed.surroundings));
    },
  };
}

function createQueueHandlers(service: QueueService): EndpointHandlers<QueueEndpoint> {
  return {
    getQueue: async ({ caller }) => {
      const { value, surroundings } = await service.getQueue(caller.userId);
      return toQueue(value, surroundings);
    },
    saveQueue: async ({ caller, body }) => service.saveQueue(caller.userId, body as QueueSave) as Promise<undefined>,
    saveQueuePosition: async ({ caller, body }) => service.savePosition(caller.userId, body),
  };
}
