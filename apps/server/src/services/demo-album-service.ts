import type { DemoAlbumRenderer } from '#gateways/demo-album-renderer.ts';
import { DomainError } from '#models/errors.ts';
import type { LibraryId } from '#models/ids.ts';
import type { LibraryRepository } from '#repositories/folder-repository.ts';
import type { Clock } from './clock.ts';
import type { DemoAlbumState, EventBus } from './events.ts';
import type { LibraryState } from './library-service.ts';
import type { ScanLogger } from './scan/scan-tools.ts';

export interface DemoAlbumServiceOptions {
  libraries: Pick<LibraryRepository, 'findLibraryByPath'>;
  libraryService: { createLibrary(input: { path: string; name: string }): Promise<LibraryState> };
  renderer: DemoAlbumRenderer;
  events: EventBus;
  clock: Clock;
  /** The folder that the album gets, of a disk or a bucket; it need not exist. Undefined where servers share none. */
  location: string | undefined;
  logger?: ScanLogger;
}

const LIBRARY_NAME = 'JetStream demo';
const PROGRESS_STEP = 0.01;
/** Another server that composes and has said nothing for so long has ended. */
const LONGEST_SILENCE_MS = 60_000;

const NO_PLACE =
  'Several servers keep the demo album beside the uploads that they share: set JETSTREAM_UPLOADS to a folder that all have, ' +
  'or to a bucket with a prefix (s3://bucket/uploads).';

/** The album that JetStream composes itself, so that somebody without music hears something at once. */
export class DemoAlbumService {
  readonly #options: DemoAlbumServiceOptions;
  #rendering: DemoAlbumState | null = null;
  /** What another server told last. */
  #elsewhere: { demoAlbum: DemoAlbumState; toldAtMs: number } | null = null;
  #hasFailed = false;

  constructor(options: DemoAlbumServiceOptions) {
    this.#options = options;
    const { events, clock } = options;
    events.on('demoAlbumProgressed', ({ demoAlbum }) => {
      if (this.#rendering === null) this.#elsewhere = { demoAlbum, toldAtMs: clock.nowMs() };
    });
  }

  async getState(): Promise<DemoAlbumState> {
    if (this.#rendering !== null) return this.#rendering;
    const elsewhere = this.#findElsewhere();
    if (elsewhere) return elsewhere;
    const libraryId = await this.#findLibraryId();
    const { location, renderer } = this.#options;
    const isReady = location !== undefined && libraryId !== null && (await renderer.hasAlbum(location));
    if (isReady) return { state: 'ready', progress: 1, libraryId };
    return { state: this.#hasFailed ? 'failed' : 'absent', progress: 0, libraryId: null };
  }

  /** Begins composing, unless the album is there or under way. */
  async create(): Promise<DemoAlbumState> {
    const state = await this.getState();
    if (state.state === 'ready' || state.state === 'rendering') return state;
    if (this.#rendering !== null) return this.#rendering;
    this.#hasFailed = false;
    const begun = this.#tell(0);
    void this.#compose().catch((error: unknown) => {
      this.#options.logger?.error({ err: error }, 'The state of the demo album is not known');
    });
    return begun;
  }

  #findElsewhere(): DemoAlbumState | undefined {
    if (this.#elsewhere?.demoAlbum.state !== 'rendering') return undefined;
    const isHeard = this.#options.clock.nowMs() - this.#elsewhere.toldAtMs < LONGEST_SILENCE_MS;
    return isHeard ? this.#elsewhere.demoAlbum : undefined;
  }

  async #compose(): Promise<void> {
    const { renderer, location, events, logger } = this.#options;
    try {
      if (location === undefined) throw new DomainError('unsupported', NO_PLACE);
      if (!(await renderer.hasAlbum(location)))
        await renderer.render(location, (progress) => this.#onProgress(progress));
      await this.#ensureLibrary(location);
    } catch (error) {
      this.#hasFailed = true;
      logger?.error({ err: error }, 'The demo album could not be made');
    } finally {
      this.#rendering = null;
    }
    events.emit('demoAlbumProgressed', { demoAlbum: await this.getState() });
  }

  /** Another server may be about to do the same. */
  async #ensureLibrary(location: string): Promise<void> {
    const { libraryService } = this.#options;
    if ((await this.#findLibraryId()) !== null) return;
    try {
      await libraryService.createLibrary({ path: location, name: LIBRARY_NAME });
    } catch (error) {
      if ((await this.#findLibraryId()) === null) throw error;
    }
  }

  #onProgress(progress: number): void {
    if (progress - (this.#rendering?.progress ?? 0) >= PROGRESS_STEP) this.#tell(progress);
  }

  #tell(progress: number): DemoAlbumState {
    const demoAlbum: DemoAlbumState = { state: 'rendering', progress: Math.min(1, progress), libraryId: null };
    this.#rendering = demoAlbum;
    this.#options.events.emit('demoAlbumProgressed', { demoAlbum });
    return demoAlbum;
  }

  async #findLibraryId(): Promise<LibraryId | null> {
    const { libraries, location } = this.#options;
    if (location === undefined) return null;
    const library = await libraries.findLibraryByPath(location);
    return library === undefined || library.removedAtMs !== null ? null : library.id;
  }
}
