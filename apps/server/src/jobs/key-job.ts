import { DomainError } from '#models/errors.ts';

export interface KeyJobOptions {
  keyRing: { readonly hasKeys: boolean; rotate(): Promise<void> };
  onError(error: unknown): void;
}

const INTERVAL_MS = 60 * 60_000;
/** Nobody else may tell that the store is back: one that was only slow at the start never seemed to be away. */
const KEYLESS_INTERVAL_MS = 2_000;

/** Sees to the signing keys every hour; while there are none, in which the server is not ready, all the time. */
export class KeyJob {
  readonly #options: KeyJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: KeyJobOptions) {
    this.#options = options;
  }

  start(): void {
    const everyMs = this.#options.keyRing.hasKeys ? INTERVAL_MS : KEYLESS_INTERVAL_MS;
    this.#timer = setTimeout(() => void (this.#running = this.#run()), everyMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { keyRing, onError } = this.#options;
    const isWaiting = !keyRing.hasKeys;
    try {
      await keyRing.rotate();
    } catch (error) {
      // That the store is away was told when it went.
      if (!isWaiting || !(error instanceof DomainError && error.code === 'unavailable')) onError(error);
    }
    if (!this.#isStopped) this.start();
  }
}
