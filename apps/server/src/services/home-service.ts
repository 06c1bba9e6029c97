import type { Album } from '#models/album.ts';
import type { AnnotatedKind } from '#models/annotation.ts';
import { DomainError } from '#models/errors.ts';
import type { AlbumId, TrackId, UserId } from '#models/ids.ts';
import type { Play } from '#models/play.ts';
import { findLeftPositions, toResumptions, type Resumption } from '#models/resumption.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { PersonalList } from '#repositories/annotation-repository.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import { orderById } from './order-by-id.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

export interface HomeShelves {
  continueListening: Resumption[];
  recentlyPlayed: Album[];
  recentlyAdded: Album[];
  mostPlayed: Album[];
  onRepeat: Track[];
  forgottenFavourites: Track[];
  randomAlbums: Album[];
}

interface HomeServiceOptions {
  repositories: Pick<Repositories, 'albums' | 'tracks' | 'annotations' | 'plays' | 'queues'>;
  surroundingsLoader: SurroundingsLoader;
  clock: Clock;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ON_REPEAT_WINDOW_MS = 30 * DAY_MS;
const ON_REPEAT_PLAYS = 2;
const FORGOTTEN_AFTER_MS = 60 * DAY_MS;
const RECENT_PLAYS = 500;
const CONTINUED = 6;
const RANDOM_WINDOW_MS = 15 * MINUTE_MS;

/** The shelves of the home page. Every query is bounded, and the same shelves return for some minutes. */
export class HomeService {
  readonly #repositories: HomeServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;
  readonly #clock: Clock;

  constructor({ repositories, surroundingsLoader, clock }: HomeServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
    this.#clock = clock;
  }

  async getHome(userId: UserId, limit: number): Promise<Surrounded<HomeShelves>> {
    const nowMs = this.#clock.nowMs();
    const { albums, queues } = this.#repositories;
    const [queue, recent, recentlyPlayed, recentlyAdded, mostPlayed, forgotten, random] = await Promise.all([
      queues.findQueue(userId),
      this.#listRecentPlays(userId),
      this.#listPersonalIds<AlbumId>(userId, 'album', 'recently-played', limit),
      albums.listAlbums({ sort: 'added', order: 'desc' }, { limit }),
      this.#listPersonalIds<AlbumId>(userId, 'album', 'most-played', limit),
      this.#listForgottenIds(userId, nowMs, limit),
      albums.listAlbums({ sort: 'random', order: 'asc', seed: toSeed(userId, nowMs) }, { limit: 3 * limit }),
    ]);
    const positions = findLeftPositions(queue, recent);
    const onRepeat = await this.#listOnRepeatIds(userId, recent, limit);
    const [tracks, playedAlbums] = await Promise.all([
      this.#loadTracks([...positions.map(({ trackId }) => trackId), ...onRepeat, ...forgotten]),
      albums.listAlbumsById([...new Set([...recentlyPlayed, ...mostPlayed])]),
    ]);
    const present = tracks.filter(({ missingSinceMs }) => missingSinceMs === null);
    const repeated = new Set<string>(onRepeat);
    const shelves: HomeShelves = {
      continueListening: toResumptions(positions, present).slice(0, CONTINUED),
      recentlyPlayed: orderById(recentlyPlayed, playedAlbums),
      recentlyAdded: recentlyAdded.items,
      mostPlayed: orderById(mostPlayed, playedAlbums),
      onRepeat: orderById(onRepeat, present),
      forgottenFavourites: orderById(forgotten, present).filter(({ id }) => !repeated.has(id)),
      randomAlbums: [],
    };
    const shown = new Set([...playedAlbums, ...recentlyAdded.items].map(({ id }) => id));
    shelves.randomAlbums = random.items.filter(({ id }) => !shown.has(id)).slice(0, limit);
    const items = { tracks: present, albums: [...playedAlbums, ...recentlyAdded.items, ...shelves.randomAlbums] };
    return { value: shelves, surroundings: await this.#surroundingsLoader.load(userId, items) };
  }

  /** None while the store of plays is away: the page then shows what the others know. */
  async #listRecentPlays(userId: UserId): Promise<Play[]> {
    try {
      return (await this.#repositories.plays.listPlays(userId, { limit: RECENT_PLAYS })).items;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') return [];
      throw error;
    }
  }

  async #listPersonalIds<Id extends string>(
    userId: UserId,
    kind: AnnotatedKind,
    list: PersonalList,
    limit: number,
  ): Promise<Id[]> {
    const page = await this.#repositories.annotations.listPersonal(userId, kind, list, { limit });
    return page.items.map(({ itemId }) => itemId as string as Id);
  }

  /** Something starred last week is not forgotten, even if it was never played. */
  async #listForgottenIds(userId: UserId, nowMs: number, limit: number): Promise<TrackId[]> {
    const sinceMs = nowMs - FORGOTTEN_AFTER_MS;
    const found = await this.#repositories.annotations.listForgotten(userId, 'track', sinceMs, 2 * limit);
    const old = found.filter(({ starredAtMs }) => starredAtMs === null || starredAtMs < sinceMs);
    return old.slice(0, limit).map(({ itemId }) => itemId as TrackId);
  }

  /** Heard at least twice in the last 30 days; a listener without such tracks gets the most played of all time. */
  async #listOnRepeatIds(userId: UserId, recent: readonly Play[], limit: number): Promise<TrackId[]> {
    const sinceMs = this.#clock.nowMs() - ON_REPEAT_WINDOW_MS;
    const counts = new Map<TrackId, number>();
    for (const play of recent)
      if (play.playedAtMs >= sinceMs) counts.set(play.trackId, (counts.get(play.trackId) ?? 0) + 1);
    const repeated = [...counts].filter(([, count]) => count >= ON_REPEAT_PLAYS).sort(([, a], [, b]) => b - a);
    if (repeated.length > 0) return repeated.slice(0, limit).map(([id]) => id);
    return this.#listPersonalIds<TrackId>(userId, 'track', 'most-played', limit);
  }

  async #loadTracks(ids: readonly TrackId[]): Promise<Track[]> {
    return ids.length > 0 ? this.#repositories.tracks.listTracksById([...new Set(ids)]) : [];
  }
}

/** Changes every quarter of an hour, at another moment for each user (FNV-1a). */
function toSeed(userId: UserId, nowMs: number): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of userId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  const window = Math.floor((nowMs + ((hash >>> 0) % RANDOM_WINDOW_MS)) / RANDOM_WINDOW_MS);
  return (Math.imul(hash ^ window, 0x01_00_01_93) >>> 1) & 0x7f_ff_ff_ff;
}
