export interface UploadJobOptions {
  uploadIntake: { resume(): Promise<void>; stop(): Promise<void> };
  onError(error: unknown): void;
}

const INTERVAL_MS = 10 * 60_000;

/** Takes up uploads that were left, at start and by the clock: also those of another server that ended. */
export class UploadJob {
  readonly #options: UploadJobOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: UploadJobOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { uploadIntake, onError } = this.#options;
    this.#timer = setInterval(() => void uploadIntake.resume().catch(onError), INTERVAL_MS).unref();
    await uploadIntake.resume();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#options.uploadIntake.stop();
  }
}
