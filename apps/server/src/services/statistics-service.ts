import type { Album } from '#models/album.ts';
import type { ActivityEvent } from '#models/activity.ts';
import type { AnnotatedKind } from '#models/annotation.ts';
import type { Artist } from '#models/artist.ts';
import type { AlbumId, ArtistId, LibraryId, TrackId, UserId } from '#models/ids.ts';
import type { EndpointLoad, ListenedItem, ListeningDay, RequestHour, ServerDay } from '#models/listening.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { ListeningSpan } from '#repositories/statistics-repository.ts';
import type { Clock } from './clock.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

export type ListeningPeriod = 'week' | 'month' | 'year' | 'all';

export interface Listened<Item> {
  item: Item;
  plays: number;
  playedMs: number;
}

export interface ListeningStatistics {
  period: ListeningPeriod;
  plays: number;
  playedMs: number;
  /** Each day of a week or month, silent ones included; each day with plays otherwise. */
  days: ListeningDay[];
  topTracks: Listened<Track>[];
  topAlbums: Listened<Album>[];
  topArtists: Listened<Artist>[];
  topGenres: Listened<{ id: string; name: string }>[];
}

export interface ServerStatistics {
  userCount: number;
  libraries: { id: LibraryId; name: string; trackCount: number; sizeBytes: number }[];
  days: ServerDay[];
  requestHours: RequestHour[];
  endpoints: EndpointLoad[];
  events: { event: ActivityEvent; userName: string | null }[];
}

interface StatisticsServiceOptions {
  repositories: Pick<Repositories, 'statistics' | 'eventLog' | 'tracks' | 'albums' | 'artists' | 'users' | 'libraries'>;
  surroundingsLoader: SurroundingsLoader;
  clock: Clock;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_OF = { week: 7, month: 30 } as const;
const TOP = 10;
/** Genres are those of the tracks that were played most: their own sums would double every play's cost. */
const TRACKS_FOR_GENRES = 300;
const SERVER_DAYS = 30;
const REQUEST_HOURS = 48;
const LOADS = 12;
const EVENTS = 50;

/** What was listened to, and how the server is used. */
export class StatisticsService {
  readonly #options: StatisticsServiceOptions;

  constructor(options: StatisticsServiceOptions) {
    this.#options = options;
  }

  async getListening(userId: UserId, period: ListeningPeriod): Promise<Surrounded<ListeningStatistics>> {
    const { repositories, surroundingsLoader } = this.#options;
    const span = this.#spanOf(period);
    const list = (kind: AnnotatedKind, limit: number) =>
      repositories.statistics.listMostPlayed(userId, kind, span.items, limit);
    const [days, tracks, albums, artists] = await Promise.all([
      repositories.statistics.listListeningDays(userId, span.sinceDay),
      list('track', TRACKS_FOR_GENRES),
      list('album', TOP),
      list('artist', TOP),
    ]);
    const [foundTracks, foundAlbums, foundArtists] = await Promise.all([
      repositories.tracks.listTracksById(tracks.map(({ itemId }) => itemId as TrackId)),
      repositories.albums.listAlbumsById(albums.map(({ itemId }) => itemId as AlbumId)),
      repositories.artists.listArtistsById(artists.map(({ itemId }) => itemId as ArtistId)),
    ]);
    const heard = join(tracks, foundTracks);
    const value: ListeningStatistics = {
      period,
      plays: days.reduce((sum, { plays }) => sum + plays, 0),
      playedMs: days.reduce((sum, { playedMs }) => sum + playedMs, 0),
      days: period === 'week' || period === 'month' ? fillDays(days, span.sinceDay, DAYS_OF[period]) : days,
      topTracks: heard.slice(0, TOP),
      topAlbums: join(albums, foundAlbums),
      topArtists: join(artists, foundArtists),
      topGenres: sumGenres(heard).slice(0, TOP),
    };
    const shown = { tracks: value.topTracks.map(({ item }) => item), albums: foundAlbums, artists: foundArtists };
    return { value, surroundings: await surroundingsLoader.load(userId, shown) };
  }

  async getServer(): Promise<ServerStatistics> {
    const { repositories, clock } = this.#options;
    const { statistics } = repositories;
    const nowMs = clock.nowMs();
    const sinceDay = Math.floor(nowMs / DAY_MS) - SERVER_DAYS + 1;
    const sinceHour = Math.floor(nowMs / HOUR_MS) - REQUEST_HOURS + 1;
    const [users, libraries, days, requestHours, endpoints, events] = await Promise.all([
      repositories.users.listUsers(),
      this.#listLibraries(),
      statistics.listServerDays(sinceDay),
      statistics.listRequestHours(sinceHour),
      statistics.listEndpointLoads(sinceHour, LOADS),
      repositories.eventLog.listEvents({ limit: EVENTS }),
    ]);
    const names = new Map(users.map(({ id, name }) => [id, name]));
    return {
      userCount: users.length,
      libraries,
      days: fillWith(days, { sinceDay, count: SERVER_DAYS }, (day) => ({ day, plays: 0, playedMs: 0, listeners: 0 })),
      requestHours: fillHours(requestHours, sinceHour),
      endpoints,
      events: events.items.map((event) => ({
        event,
        userName: event.userId === null ? null : (names.get(event.userId) ?? null),
      })),
    };
  }

  async #listLibraries(): Promise<ServerStatistics['libraries']> {
    const { libraries, tracks } = this.#options.repositories;
    const known = await libraries.listLibraries();
    return Promise.all(
      known.map(async ({ id, name }) => {
        const [trackCount, sizeBytes] = await Promise.all([tracks.countTracks(id), tracks.countBytes(id)]);
        return { id, name, trackCount, sizeBytes };
      }),
    );
  }

  /** The last 7 or 30 days from single plays; a year (this month and eleven before) or everything from sums. */
  #spanOf(period: ListeningPeriod): { sinceDay: number; items: ListeningSpan } {
    const nowMs = this.#options.clock.nowMs();
    if (period === 'week' || period === 'month') {
      const sinceDay = Math.floor(nowMs / DAY_MS) - DAYS_OF[period] + 1;
      return { sinceDay, items: { sinceMs: sinceDay * DAY_MS } };
    }
    if (period === 'all') return { sinceDay: 0, items: { sinceMonth: 0 } };
    const now = new Date(nowMs);
    const since = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11, 1));
    const sinceMonth = since.getUTCFullYear() * 100 + since.getUTCMonth() + 1;
    return { sinceDay: since.getTime() / DAY_MS, items: { sinceMonth } };
  }
}

function join<Item extends { id: string }>(listed: readonly ListenedItem[], found: readonly Item[]): Listened<Item>[] {
  const byId = new Map(found.map((item) => [item.id, item]));
  return listed.flatMap(({ itemId, plays, playedMs }) => {
    const item = byId.get(itemId);
    return item ? [{ item, plays, playedMs }] : [];
  });
}

function sumGenres(heard: readonly Listened<Track>[]): ListeningStatistics['topGenres'] {
  const sums = new Map<string, ListeningStatistics['topGenres'][number]>();
  for (const { item, plays, playedMs } of heard) {
    for (const { id, name } of item.genres) {
      const sum = sums.get(id) ?? { item: { id, name }, plays: 0, playedMs: 0 };
      sums.set(id, { ...sum, plays: sum.plays + plays, playedMs: sum.playedMs + playedMs });
    }
  }
  return [...sums.values()].sort((a, b) => b.plays - a.plays || a.item.name.localeCompare(b.item.name));
}

const fillDays = (days: readonly ListeningDay[], sinceDay: number, count: number): ListeningDay[] =>
  fillWith(days, { sinceDay, count }, (day) => ({ day, plays: 0, playedMs: 0 }));

function fillHours(hours: readonly RequestHour[], sinceHour: number): RequestHour[] {
  const byHour = new Map(hours.map((hour) => [hour.hour, hour]));
  return Array.from({ length: REQUEST_HOURS }, (_, index) => {
    const hour = sinceHour + index;
    return byHour.get(hour) ?? { hour, requests: 0, errors: 0 };
  });
}

function fillWith<Day extends { day: number }>(
  days: readonly Day[],
  { sinceDay, count }: { sinceDay: number; count: number },
  toEmpty: (day: number) => Day,
): Day[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, index) => byDay.get(sinceDay + index) ?? toEmpty(sinceDay + index));
}
