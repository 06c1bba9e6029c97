import type { FolderChange, MediaFiles } from '#gateways/media-files.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { ScanLogger } from './scan/scan-tools.ts';
import { SerialRunner } from './serial-runner.ts';

export interface WatchServiceOptions {
  libraries: Repositories['libraries'];
  mediaFiles: Pick<MediaFiles, 'watch'>;
  scanService: { scanFolders(changes: readonly FolderChange[]): Promise<void> };
  logger?: ScanLogger;
}

/** Keeps an eye on the libraries' folders and has changed ones scanned. */
export class WatchService {
  readonly #options: WatchServiceOptions;
  #stopWatching: (() => void) | null = null;
  #isRunning = false;
  readonly #refreshes = new SerialRunner();

  constructor(options: WatchServiceOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.refresh();
  }

  /** Watches the libraries as they are now: after one was added or removed. */
  refresh(): Promise<void> {
    return this.#refreshes.run(() => this.#restart());
  }

  stop(): void {
    this.#isRunning = false;
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  async #restart(): Promise<void> {
    const libraries = await this.#options.libraries.listLibraries();
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (!this.#isRunning) return;
    const roots = libraries.map(({ id, path }) => ({ libraryId: id, rootPath: path }));
    this.#stopWatching = this.#options.mediaFiles.watch(roots, {
      onChange: (changes) => this.#scan(changes),
      onFault: (detail) =>
        this.#options.logger?.warn({ detail }, 'Not all folders can be watched: changes there wait for the next scan'),
    });
  }

  #scan(changes: readonly FolderChange[]): void {
    this.#options.scanService.scanFolders(changes).catch((error: unknown) => {
      this.#options.logger?.error({ err: error }, 'Changed folders could not be scanned');
    });
  }
}
