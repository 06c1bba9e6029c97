import type { Scan } from '#models/scan.ts';

export interface ScanJobOptions {
  scanService: {
    start(): Promise<void>;
    startScan(request: { isFull?: boolean }): Promise<Scan>;
    stop(): Promise<void>;
  };
  watchService: { start(): Promise<void>; refresh(): Promise<void>; stop(): void };
  libraryService: { observeLibraries(listener: () => void): () => void };
  /** 0 for no scans by the clock. */
  intervalMs: number;
  isWatching: boolean;
  onError(error: unknown): void;
}

/** Scans at start, by the clock, and when folders change. */
export class ScanJob {
  readonly #options: ScanJobOptions;
  #timer: NodeJS.Timeout | null = null;
  #stopObserving: (() => void) | null = null;

  constructor(options: ScanJobOptions) {
    this.#options = options;
  }

  /** Returns when the first scan is queued. */
  async start(): Promise<void> {
    const { scanService, watchService, libraryService, intervalMs, isWatching, onError } = this.#options;
    await scanService.start();
    await scanService.startScan({});
    if (intervalMs > 0) {
      this.#timer = setInterval(() => void scanService.startScan({}).catch(onError), intervalMs).unref();
    }
    if (!isWatching) return;
    this.#stopObserving = libraryService.observeLibraries(() => void watchService.refresh().catch(onError));
    await watchService.start();
  }

  /** Ends the running scan; the next start takes it up again. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopObserving?.();
    this.#options.watchService.stop();
    await this.#options.scanService.stop();
  }
}
