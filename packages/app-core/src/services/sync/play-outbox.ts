import type { EndpointInput } from '@jetstream/api-contract';
import type { ApiService } from '../api/api-service.ts';
import type { Environment } from '../environment.ts';
import { isRecord, JsonRecord } from '../storage/json-record.ts';
import type { KeyValueStorage } from '../storage/key-value-storage.ts';

export type PlayReport = EndpointInput<'recordPlay'>['body'];

const RETRY_AFTER_MS = 20_000;
/** A device that is offline for weeks keeps the newest; more would crowd out the rest of the storage. */
const MOST_WAITING = 2_000;
const keepForLater = new Set(['unavailable', 'unauthenticated', 'rate-limited', 'internal', 'session-expired']);

const isPlayList = (value: unknown): value is PlayReport[] =>
  Array.isArray(value) && value.every((play) => isRecord(play) && typeof play['id'] === 'string');

/**
 * Plays on their way to the server. Each is stored before it is sent and leaves the store when the server has answered;
 * the server knows a play by its id, so sending twice does not count twice.
 */
export class PlayOutbox {
  readonly #api: Pick<ApiService, 'request'>;
  readonly #environment: Pick<Environment, 'schedule' | 'onOnlineChange'>;
  readonly #storage: KeyValueStorage;
  readonly #sentListeners = new Set<() => void>();
  #record: JsonRecord<PlayReport[]> | undefined;
  /** What could not be stored: sent while the app runs. */
  #unstored: PlayReport[] = [];
  #cancelRetry: (() => void) | undefined;
  #unsubscribeOnline: (() => void) | undefined;
  #sending: Promise<void> | undefined;

  constructor(
    api: Pick<ApiService, 'request'>,
    environment: Pick<Environment, 'schedule' | 'onOnlineChange'>,
    storage: KeyValueStorage,
  ) {
    this.#api = api;
    this.#environment = environment;
    this.#storage = storage;
  }

  /** Takes up the user's outbox, and sends what waits in it. */
  open(userId: string): void {
    this.close();
    this.#record = new JsonRecord(this.#storage, `plays.${userId}`, isPlayList);
    this.#unsubscribeOnline = this.#environment.onOnlineChange((isOnline) => isOnline && void this.flush());
    void this.flush();
  }

  close(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#unsubscribeOnline?.();
    this.#unsubscribeOnline = undefined;
    this.#record = undefined;
    this.#unstored = [];
  }

  add(play: PlayReport): void {
    const isStored = this.#record?.write([...this.#waiting(), play].slice(-MOST_WAITING)) ?? false;
    if (!isStored) this.#unstored = [...this.#unstored, play].slice(-MOST_WAITING);
    void this.flush();
  }

  /** Plays reached the server. Returns the unsubscription. */
  onSent(listener: () => void): () => void {
    this.#sentListeners.add(listener);
    return () => void this.#sentListeners.delete(listener);
  }

  /** Sends what waits, oldest first; settles when all is sent or the server does not take more now. */
  flush(): Promise<void> {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #send(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    const record = this.#record;
    let sentCount = 0;
    for (let next = this.#next(); next && this.#record === record; next = this.#next()) {
      const answer = await this.#api.request('recordPlay', { body: next, isKeptAlive: true });
      if (this.#record !== record) return;
      if (answer.error && (answer.error.isOffline || keepForLater.has(answer.error.code))) {
        this.#cancelRetry = this.#environment.schedule(() => void this.flush(), RETRY_AFTER_MS);
        break;
      }
      this.#remove(next.id);
      sentCount += 1;
    }
    if (sentCount > 0) for (const listener of this.#sentListeners) listener();
  }

  #waiting(): PlayReport[] {
    return this.#record?.read() ?? [];
  }

  #next(): PlayReport | undefined {
    return this.#waiting()[0] ?? this.#unstored[0];
  }

  /** Reads afresh, since another tab may have sent or added meanwhile. */
  #remove(id: string): void {
    const waiting = this.#waiting();
    const left = waiting.filter((play) => play.id !== id);
    if (left.length < waiting.length) this.#record?.write(left);
    this.#unstored = this.#unstored.filter((play) => play.id !== id);
  }
}
