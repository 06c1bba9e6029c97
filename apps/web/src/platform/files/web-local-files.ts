import type { Lyrics, Settings, Waveform } from '@jetstream/api-contract';
import {
  Emitter,
  type KeyValueStorage,
  type LocalCover,
  type LocalFiles,
  type LocalFilesEvents,
  type StoredAudio,
} from '@jetstream/app-core/services';
import { canChooseFolders, openKeepingDialog } from './file-dialog.ts';
import type { FileDrops } from './file-drops.ts';
import { FILES_OWNER, hasOwner } from './file-owner.ts';
import type { LocatedFile } from './located-files.ts';
import type { LocalShelf, LocalShelfOptions } from './local-shelf.ts';

interface WebLocalFilesOptions extends Pick<LocalShelfOptions, 'environment'> {
  storage: KeyValueStorage;
  drops: FileDrops;
}

/** Files of this device. Most visits have none: what holds them comes with the first, or with those that are remembered. */
export class WebLocalFiles extends Emitter<LocalFilesEvents> implements LocalFiles {
  readonly canChooseFolders = canChooseFolders();
  readonly #options: WebLocalFilesOptions;
  #loading: Promise<LocalShelf> | undefined;
  #shelf: LocalShelf | undefined;
  #userId: string | undefined;
  #loudnessSource: Settings['loudnessSource'] = 'tags';

  constructor(options: WebLocalFilesOptions) {
    super();
    this.#options = options;
    options.drops.on('dragged', ({ isOver }) => isOver && void this.#load().catch(() => undefined));
    options.drops.on('dropped', ({ purpose, files }) => {
      if (purpose === 'play') this.#take(files);
    });
    options.drops.on('failed', this.#tellFailure);
  }

  choose(kind: 'files' | 'folder'): void {
    // Is there by the time that the person has chosen.
    void this.#load().catch(() => undefined);
    openKeepingDialog(kind, (files) => this.#take(files), this.#tellFailure);
  }

  has(trackId: string): boolean {
    return this.#shelf?.has(trackId) ?? false;
  }

  async open(trackId: string): Promise<StoredAudio | undefined> {
    return this.#shelf?.open(trackId);
  }

  findCover(coverId: string): LocalCover | undefined {
    return this.#shelf?.findCover(coverId);
  }

  async readLyrics(trackId: string): Promise<Lyrics | undefined> {
    return this.#shelf?.readLyrics(trackId);
  }

  findWaveform(trackId: string): Waveform | undefined {
    return this.#shelf?.findWaveform(trackId);
  }

  measure(trackIds: readonly string[], options?: { withAlbums?: boolean }): void {
    this.#shelf?.measure(trackIds, options);
  }

  setLoudnessSource(source: Settings['loudnessSource']): void {
    this.#loudnessSource = source;
    this.#shelf?.setLoudnessSource(source);
  }

  rememberFor(userId: string): void {
    this.#userId = userId;
    this.#shelf?.rememberFor(userId);
    if (hasOwner(this.#options.storage)) void this.#load().catch(() => undefined);
  }

  reopen(): void {
    this.#shelf?.reopen();
  }

  forget(trackIds: readonly string[]): void {
    this.#shelf?.forget(trackIds);
  }

  forgetAll(): void {
    this.#userId = undefined;
    if (this.#shelf) return this.#shelf.forgetAll();
    const { storage } = this.#options;
    if (!hasOwner(storage)) return undefined;
    // Without an owner, what cannot be cleared now is no one's, and goes with the next files.
    storage.remove(FILES_OWNER);
    void import('./remembered-files.ts')
      .then(({ RememberedFiles }) => new RememberedFiles().clear())
      .catch(() => undefined);
    return undefined;
  }

  readonly #tellFailure = (): void => this.emit('chooseFailed', {});

  #take(files: readonly LocatedFile[]): void {
    void this.#load()
      .then((shelf) => shelf.take(files))
      .catch(this.#tellFailure);
  }

  /** What failed is tried again with the next choice. */
  #load(): Promise<LocalShelf> {
    this.#loading ??= this.#open().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #open(): Promise<LocalShelf> {
    const { LocalShelf: Shelf } = await import('./local-shelf.ts');
    const { environment, storage } = this.#options;
    this.#shelf = new Shelf({ environment, storage, emit: (name, event) => this.emit(name, event) });
    this.#shelf.setLoudnessSource(this.#loudnessSource);
    if (this.#userId !== undefined) this.#shelf.rememberFor(this.#userId);
    return this.#shelf;
  }
}
