import { setTimeout as wait } from 'node:timers/promises';
import { isStoreFailure, type StoreName } from '#repositories/store-failures.ts';
import type { DataPlaneOptions } from './data-plane.ts';

export interface PatientOptions extends Pick<DataPlaneOptions, 'logger' | 'metrics'> {
  name: StoreName;
  /** May be tried again after it failed. */
  open(): Promise<void>;
}

const PAUSE_MS = 2_000;

/**
 * A store that is open, or will be: one that is away is tried again for as long as it takes. Whoever supervises the process sees
 * by its readiness that it waits, and starting it again would not bring the store back. What waiting cannot cure ends that,
 * whenever it shows: it may show only when the store is there.
 */
export class PatientOpening {
  readonly #options: PatientOptions;
  readonly #closing = new AbortController();
  readonly #opened = Promise.withResolvers<void>();
  #isOpen = false;

  constructor(options: PatientOptions) {
    this.#options = options;
    // Told where it is awaited.
    this.#opened.promise.catch(() => undefined);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rejects with what waiting cannot cure. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Tries for the first time, and on from there in the background. @throws what the try says, unless the store is away */
  async begin(): Promise<void> {
    const { name, metrics } = this.#options;
    try {
      await this.#try();
    } catch (error) {
      if (!isAway(name, error)) throw error;
      metrics.setStoreAvailability(name, 0);
      void this.#tryOn(reasonOf(error));
    }
  }

  /** Tries no more. */
  close(): void {
    this.#closing.abort();
  }

  async #try(): Promise<void> {
    await this.#options.open();
    this.#isOpen = true;
    this.#opened.resolve();
  }

  async #tryOn(reason: string): Promise<void> {
    const { name, logger, metrics } = this.#options;
    const { signal } = this.#closing;
    logger.warn({ store: name, reason }, 'a store is away at the start');
    for (let told = reason; ;) {
      await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#try();
        metrics.setStoreAvailability(name, 1);
        return logger.info({ store: name }, 'a store is there at last');
      } catch (error) {
        if (signal.aborted) return;
        if (!isAway(name, error)) {
          logger.error({ err: error, store: name }, 'a store cannot be used');
          return this.#opened.reject(error);
        }
        const next = reasonOf(error);
        if (next !== told) logger.warn({ store: name, reason: next }, 'a store cannot be opened yet');
        told = next;
      }
    }
  }
}

function isAway(name: StoreName, error: unknown): boolean {
  const isOfDriver = error instanceof Error && error.cause !== undefined;
  return isStoreFailure(name, isOfDriver ? error.cause : error);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
