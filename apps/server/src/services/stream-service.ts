import { isAbsolute, posix } from 'node:path';
import type { MediaStore, OpenFile } from '#gateways/media-store.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { TrackId } from '#models/ids.ts';
import { toContentType } from '#models/media-type.ts';
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
}

interface Location {
  absolutePath: string;
  contentType: string;
  fileName: string;
  knownSinceMs: number;
}

/** Players ask for one file in many ranges; the catalogue is asked once for all of them. */
const LOCATION_LIFETIME_MS = 30_000;
const LOCATIONS_KEPT = 500;

/** Opens the original files of tracks. */
export class StreamService {
  readonly #repositories: StreamServiceOptions['repositories'];
  readonly #mediaStore: MediaStore;
  readonly #clock: Clock;
  readonly #locations = new Map<TrackId, Location>();

  constructor({ repositories, mediaStore, events, clock }: StreamServiceOptions) {
    this.#repositories = repositories;
    this.#mediaStore = mediaStore;
    this.#clock = clock;
    events.on('libraryChanged', () => this.#locations.clear());
  }

  /** @throws DomainError not-found for an unknown track, media-missing when its file has gone. */
  async openTrack(id: TrackId): Promise<OpenTrack> {
    const known = this.#findLocation(id);
    if (known) {
      try {
        return await this.#open(known);
      } catch (error) {
        // Perhaps it moved within the last seconds; the catalogue knows better than the memory.
        this.#locations.delete(id);
        if (!(error instanceof DomainError)) throw error;
      }
    }
    return this.#open(await this.#locate(id));
  }

  async #open({ absolutePath, contentType, fileName }: Location): Promise<OpenTrack> {
    const file = await this.#mediaStore.openFile(absolutePath);
    return { file, absolutePath: isAbsolute(absolutePath) ? absolutePath : null, contentType, fileName };
  }

  #findLocation(id: TrackId): Location | undefined {
    const location = this.#locations.get(id);
    const isFresh = location && this.#clock.nowMs() - location.knownSinceMs < LOCATION_LIFETIME_MS;
    return isFresh ? location : undefined;
  }

  async #locate(id: TrackId): Promise<Location> {
    const track = await this.#repositories.tracks.findTrack(id);
    if (!track) throw notFound('track');
    const library = await this.#repositories.libraries.findLibrary(track.libraryId);
    if (!library || library.removedAtMs !== null)
      throw new DomainError('media-missing', "The track's library was removed.");
    const location: Location = {
      absolutePath: toLibraryFile(library.path, track.path),
      contentType: toContentType(track.format),
      fileName: posix.basename(track.path),
      knownSinceMs: this.#clock.nowMs(),
    };
    this.#locations.delete(id);
    this.#locations.set(id, location);
    if (this.#locations.size > LOCATIONS_KEPT) {
      const [oldest] = this.#locations.keys();
      if (oldest) this.#locations.delete(oldest);
    }
    return location;
  }
}
