export interface AnalyticsJobOptions {
  playService: { settlePlays(): Promise<void> };
  onError(error: unknown): void;
}

const MINUTE_MS = 60_000;
/** Building its queries takes a tenth of the time in which a server is ready. */
const FIRST_RUN_MS = 2_000;

/** Finishes plays whose sums a crash or a store that was away has left open, soon after the start and every minute. */
export class AnalyticsJob {
  readonly #options: AnalyticsJobOptions;
  #first: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AnalyticsJobOptions) {
    this.#options = options;
  }

  start(): void {
    const run = () => void (this.#running = this.#run());
    this.#first = setTimeout(run, FIRST_RUN_MS).unref();
    this.#timer = setInterval(run, MINUTE_MS).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#first);
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
