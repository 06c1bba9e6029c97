import type {
  ListeningStatistics as PublicListeningStatistics,
  ServerStatistics as PublicServerStatistics,
} from '@jetstream/api-contract';
import type { ActivityEvent } from '#models/activity.ts';
import type { Album } from '#models/album.ts';
import type { Artist } from '#models/artist.ts';
import type { EndpointLoad, ListeningDay, RequestHour, ServerDay } from '#models/listening.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import { toAlbum } from './album-presenter.ts';
import { toArtist } from './artist-presenter.ts';
import { toTimestamp } from './timestamp.ts';
import { toTrack } from './track-presenter.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Heard<Item> {
  item: Item;
  plays: number;
  playedMs: number;
}

interface Listening {
  period: PublicListeningStatistics['period'];
  plays: number;
  playedMs: number;
  days: readonly ListeningDay[];
  topTracks: readonly Heard<Track>[];
  topAlbums: readonly Heard<Album>[];
  topArtists: readonly Heard<Artist>[];
  topGenres: readonly Heard<{ id: string; name: string }>[];
}

const toDate = (day: number): string => toTimestamp(day * DAY_MS).slice(0, 10);

export function toListeningStatistics(listening: Listening, surroundings: Surroundings): PublicListeningStatistics {
  const { period, plays, playedMs } = listening;
  return {
    period,
    plays,
    playedMs,
    days: listening.days.map(({ day, ...heard }) => ({ date: toDate(day), ...heard })),
    topTracks: listening.topTracks.map(({ item, ...heard }) => ({ track: toTrack(item, surroundings), ...heard })),
    topAlbums: listening.topAlbums.map(({ item, ...heard }) => ({ album: toAlbum(item, surroundings), ...heard })),
    topArtists: listening.topArtists.map(({ item, ...heard }) => ({ artist: toArtist(item, surroundings), ...heard })),
    topGenres: listening.topGenres.map(({ item, ...heard }) => ({ id: item.id, name: item.name, ...heard })),
  };
}

interface ServerUse {
  userCount: number;
  libraries: readonly { id: string; name: string; trackCount: number; sizeBytes: number }[];
  days: readonly ServerDay[];
  requestHours: readonly RequestHour[];
  endpoints: readonly EndpointLoad[];
  events: readonly { event: ActivityEvent; userName: string | null }[];
}

export const toServerStatistics = (use: ServerUse): PublicServerStatistics => ({
  userCount: use.userCount,
  libraries: [...use.libraries],
  days: use.days.map(({ day, plays, playedMs, listeners }) => ({ date: toDate(day), plays, playedMs, listeners })),
  requestHours: use.requestHours.map(({ hour, requests, errors }) => ({
    startsAt: toTimestamp(hour * HOUR_MS),
    requests,
    errors,
  })),
  endpoints: use.endpoints.map(({ endpoint, requests, errors, averageMs }) => ({
    endpoint,
    requests,
    errors,
    averageMs: Math.round(averageMs * 10) / 10,
  })),
  events: use.events.map(({ event: { id, atMs, kind, details, instance }, userName }) => ({
    id,
    at: toTimestamp(atMs),
    kind,
    userName,
    details: { ...details },
    instance,
  })),
});
