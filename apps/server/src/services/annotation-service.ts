import type { Album } from '#models/album.ts';
import type { AnnotatedId, AnnotatedKind, Annotation } from '#models/annotation.ts';
import type { Artist } from '#models/artist.ts';
import { notFound } from '#models/errors.ts';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { PersonalList } from '#repositories/annotation-repository.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import { orderById } from './order-by-id.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

interface AnnotationServiceOptions {
  repositories: Pick<Repositories, 'annotations' | 'tracks' | 'albums' | 'artists'>;
  surroundingsLoader: SurroundingsLoader;
  events: EventBus;
  clock: Clock;
}

/** Stars, ratings and the lists made of them. */
export class AnnotationService {
  readonly #repositories: AnnotationServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;
  readonly #events: EventBus;
  readonly #clock: Clock;

  constructor({ repositories, surroundingsLoader, events, clock }: AnnotationServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
    this.#events = events;
    this.#clock = clock;
  }

  /** Starring again keeps the first date. */
  async star(userId: UserId, kind: AnnotatedKind, id: AnnotatedId): Promise<Annotation> {
    const known = await this.#findKnown(userId, kind, id);
    if (known && known.starredAtMs !== null) return known;
    const annotation = await this.#repositories.annotations.updateStar(userId, kind, id, this.#clock.nowMs());
    this.#events.emit('annotationChanged', { userId, kind, itemId: id });
    return annotation;
  }

  async unstar(userId: UserId, kind: AnnotatedKind, id: AnnotatedId): Promise<Annotation> {
    const known = (await this.#findKnown(userId, kind, id)) ?? emptyAnnotation(userId, kind, id);
    if (known.starredAtMs === null) return known;
    const annotation = await this.#repositories.annotations.updateStar(userId, kind, id, null);
    this.#events.emit('annotationChanged', { userId, kind, itemId: id });
    return annotation;
  }

  /** 0 takes the rating back. */
  async rate(userId: UserId, kind: AnnotatedKind, id: AnnotatedId, rating: number): Promise<Annotation> {
    const known = (await this.#findKnown(userId, kind, id)) ?? emptyAnnotation(userId, kind, id);
    if (known.rating === rating) return known;
    const annotation = await this.#repositories.annotations.updateRating(userId, kind, id, rating);
    this.#events.emit('annotationChanged', { userId, kind, itemId: id });
    return annotation;
  }

  async listTracks(userId: UserId, list: PersonalList, page: PageRequest): Promise<Surrounded<Page<Track>>> {
    const listed = await this.#repositories.annotations.listPersonal(userId, 'track', list, page);
    const ids = itemIds<TrackId>(listed);
    const items = orderById(ids, await this.#repositories.tracks.listTracksById(ids));
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks: items });
    return { value: { ...listed, items }, surroundings };
  }

  /** An album whose tracks have all gone is left out until they return. */
  async listAlbums(userId: UserId, list: PersonalList, page: PageRequest): Promise<Surrounded<Page<Album>>> {
    const listed = await this.#repositories.annotations.listPersonal(userId, 'album', list, page);
    const ids = itemIds<AlbumId>(listed);
    const items = orderById(ids, await this.#repositories.albums.listAlbumsById(ids));
    const surroundings = await this.#surroundingsLoader.load(userId, { albums: items });
    return { value: { ...listed, items }, surroundings };
  }

  async listArtists(userId: UserId, list: PersonalList, page: PageRequest): Promise<Surrounded<Page<Artist>>> {
    const listed = await this.#repositories.annotations.listPersonal(userId, 'artist', list, page);
    const ids = itemIds<ArtistId>(listed);
    const items = orderById(ids, await this.#repositories.artists.listArtistsById(ids));
    const surroundings = await this.#surroundingsLoader.load(userId, { artists: items });
    return { value: { ...listed, items }, surroundings };
  }

  /**
   * What was said before, if anything. What was said about something that has gone since can still be changed.
   * @throws DomainError not-found for an item that never was.
   */
  async #findKnown(userId: UserId, kind: AnnotatedKind, id: AnnotatedId): Promise<Annotation | undefined> {
    const known = await this.#repositories.annotations.findAnnotation(userId, kind, id);
    if (known) return known;
    const item = await this.#findItem(kind, id);
    if (!item) throw notFound(kind);
    return undefined;
  }

  async #findItem(kind: AnnotatedKind, id: AnnotatedId): Promise<Track | Album | Artist | undefined> {
    if (kind === 'track') return this.#repositories.tracks.findTrack(id as TrackId);
    if (kind === 'album') return this.#repositories.albums.findAlbum(id as AlbumId);
    return this.#repositories.artists.findArtist(id as ArtistId);
  }
}

const itemIds = <Id extends AnnotatedId>(page: Page<Annotation>): Id[] => page.items.map(({ itemId }) => itemId as Id);

const emptyAnnotation = (userId: UserId, kind: AnnotatedKind, itemId: AnnotatedId): Annotation => ({
  userId,
  kind,
  itemId,
  starredAtMs: null,
  rating: 0,
  playCount: 0,
  lastPlayedAtMs: null,
});
