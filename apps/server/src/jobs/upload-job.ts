export interface UploadJobOptions {
  uploadIntake: { resume(): Promise<void>; stop(): Promise<void> };
  onError(error: unknown): void;
}

/** A bucket that was away for a moment holds nobody up for long. */
const INTERVAL_MS = 2 * 60_000;

/** Takes up uploads that were left, at start and by the clock: also those of another server that ended. */
export class UploadJob {
  readonly #options: UploadJobOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: UploadJobOptions) {
    this.#options = options;
  }

  /** A store that is away does not keep the server from starting: its turn comes by the clock. */
  async start(): Promise<void> {
    const { uploadIntake, onError } = this.#options;
    const resume = () => uploadIntake.resume().catch(onError);
    this.#timer = setInterval(() => void resume(), INTERVAL_MS).unref();
    await resume();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#options.uploadIntake.stop();
  }
}
