export interface AnalyticsJobOptions {
  playService: { settlePlays(): Promise<void> };
  onError(error: unknown): void;
}

const MINUTE_MS = 60_000;

/** Finishes plays whose sums a crash or a store that was away has left open, at the start and every minute. */
export class AnalyticsJob {
  readonly #options: AnalyticsJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AnalyticsJobOptions) {
    this.#options = options;
  }

  /** A store that is away does not keep the server from starting: its turn comes with the next minute. */
  async start(): Promise<void> {
    await this.#run();
    this.#timer = setInterval(() => void (this.#running = this.#run()), MINUTE_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#options.playService.settlePlays();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
