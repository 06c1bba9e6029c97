import { posix } from 'node:path';
import type { MediaStore, OpenFile } from '#gateways/media-store.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { TrackId } from '#models/ids.ts';
import { schemeOf } from '#models/media-location.ts';
import { toContentType } from '#models/media-type.ts';
import type { Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import { toLibraryFile } from './library-file.ts';

/** A track's file, open. Whoever asked for it closes `file`. */
export interface OpenTrack {
  file: OpenFile;
  /** Where it lies on the disk; null when it lies elsewhere. */
  absolutePath: string | null;
  contentType: string;
  fileName: string;
}

interface StreamServiceOptions {
  repositories: Pick<Repositories, 'tracks' | 'libraries'>;
  mediaStore: MediaStore;
  events: EventBus;
  clock: Clock;
  /** Players are sent to the store itself, where it has addresses. */
  isPlayedDirectly: boolean;
}

/** What the catalogue says about the file of a track. */
export interface TrackPlace {
  location: string;
  contentType: string;
  fileName: string;
  track: Track;
}

interface Location extends TrackPlace {
  knownSinceMs: number;
  /** Something changed since: it is good for nothing but a catalogue that is away. */
  isDoubted: boolean;
}

/** Players ask for one file in many ranges; the catalogue is asked once for all of them. */
const LOCATION_LIFETIME_MS = 30_000;
const LOCATIONS_KEPT = 500;
/** Longer than anyone pauses; players ask here again after it. */
const ADDRESS_LIFETIME_MS = 60 * 60_000;

/** Opens the original files of tracks. */
export class StreamService {
  readonly #repositories: StreamServiceOptions['repositories'];
  readonly #mediaStore: MediaStore;
  readonly #clock: Clock;
  readonly #isPlayedDirectly: boolean;
  readonly #locations = new Map<TrackId, Location>();

  constructor({ repositories, mediaStore, events, clock, isPlayedDirectly }: StreamServiceOptions) {
    this.#repositories = repositories;
    this.#mediaStore = mediaStore;
    this.#clock = clock;
    this.#isPlayedDirectly = isPlayedDirectly;
    events.on('libraryChanged', () => this.#doubtAll());
    events.on('eventsMissed', () => this.#doubtAll());
    events.on('librariesChanged', () => this.#locations.clear());
  }

  /**
   * Where a player may fetch the track from the store itself, and for how long that address stays the same; undefined when it
   * has to be opened here. @throws DomainError not-found
   */
  async findAddress(
    id: TrackId,
    toDisposition: (fileName: string) => string,
  ): Promise<{ url: string; lifetimeMs: number } | undefined> {
    if (!this.#isPlayedDirectly) return undefined;
    const { location, contentType, fileName } = await this.getPlace(id);
    const url = await this.#mediaStore.createReadAddress(location, {
      contentType,
      disposition: toDisposition(fileName),
      lifetimeMs: ADDRESS_LIFETIME_MS,
    });
    return url === undefined ? undefined : { url, lifetimeMs: ADDRESS_LIFETIME_MS };
  }

  /** @throws DomainError not-found, media-missing */
  async getPlace(id: TrackId): Promise<TrackPlace> {
    return this.#findFresh(id) ?? (await this.#locate(id));
  }

  /** @throws DomainError not-found for an unknown track, media-missing when its file has gone, unavailable while its store is. */
  async openTrack(id: TrackId): Promise<OpenTrack> {
    const known = this.#findFresh(id);
    if (known) {
      try {
        return await this.#open(known);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
        // Perhaps it moved within the last seconds; the catalogue knows better than the memory.
        this.#locations.delete(id);
      }
    }
    return this.#open(await this.#locate(id));
  }

  async #open({ location, contentType, fileName }: Location): Promise<OpenTrack> {
    const file = await this.#mediaStore.openFile(location);
    return { file, absolutePath: schemeOf(location) === 'file' ? location : null, contentType, fileName };
  }

  #findFresh(id: TrackId): Location | undefined {
    const known = this.#locations.get(id);
    const isFresh = known && !known.isDoubted && this.#clock.nowMs() - known.knownSinceMs < LOCATION_LIFETIME_MS;
    return isFresh ? known : undefined;
  }

  #doubtAll(): void {
    for (const location of this.#locations.values()) location.isDoubted = true;
  }

  /** What plays goes on while the catalogue is away: its file is most likely where it was. */
  async #locate(id: TrackId): Promise<Location> {
    try {
      return await this.#lookUp(id);
    } catch (error) {
      const last = this.#locations.get(id);
      if (last && error instanceof DomainError && error.code === 'unavailable') return last;
      throw error;
    }
  }

  async #lookUp(id: TrackId): Promise<Location> {
    const track = await this.#repositories.tracks.findTrack(id);
    if (!track) throw notFound('track');
    const library = await this.#repositories.libraries.findLibrary(track.libraryId);
    if (!library || library.removedAtMs !== null)
      throw new DomainError('media-missing', "The track's library was removed.");
    const found: Location = {
      location: toLibraryFile(library.path, track.path),
      contentType: toContentType(track.format),
      fileName: posix.basename(track.path),
      track,
      knownSinceMs: this.#clock.nowMs(),
      isDoubted: false,
    };
    this.#locations.delete(id);
    this.#locations.set(id, found);
    if (this.#locations.size > LOCATIONS_KEPT) {
      const [oldest] = this.#locations.keys();
      if (oldest) this.#locations.delete(oldest);
    }
    return found;
  }
}
