import type { Queue, QueuePositionSaved } from '@jetstream/api-contract';
import type { ApiService } from '../api/api-service.ts';
import type { ErrorInfo } from '../api/error-info.ts';
import type { Environment } from '../environment.ts';
import { JsonRecord } from '../storage/json-record.ts';
import type { KeyValueStorage } from '../storage/key-value-storage.ts';
import {
  isSavedPosition,
  isSavedQueue,
  trimmed,
  type QueueToKeep,
  type SavedPosition,
  type SavedQueue,
} from './saved-queue.ts';

interface Snapshot {
  queue: QueueToKeep;
  positionMs: number;
}

const SEND_QUEUE_AFTER_MS = 1_000;
const SEND_POSITION_EVERY_MS = 10_000;
const KEEP_POSITION_EVERY_MS = 2_000;
const RETRY_AFTER_MS = 15_000;
/** A page that plays keeps its place on this device more often than this. */
const PLAYED_WITHIN_MS = 2.5 * KEEP_POSITION_EVERY_MS;
/** A page that plays saves its place more often than this. */
const IDLE_AFTER_MS = 3 * SEND_POSITION_EVERY_MS;
const INSTALLATION_ID = 'installation-id';

/** Whether a place that the server does not take, since another page's queue is saved there, has the queue sent instead. */
type Claim = 'always' | 'when-idle' | 'never';

/**
 * Keeps the queue on this device and on the server. The queue goes out a second after a change; the position alone, which
 * is small, every ten seconds, at each pause and when the page goes away. Of several pages that play, the one where a track
 * began last has its queue saved; another that plays on takes over once that one has come to rest.
 */
export class QueueKeeper {
  readonly #api: Pick<ApiService, 'request'>;
  readonly #environment: Environment;
  readonly #storage: KeyValueStorage;
  /** This client's name with a mark of this installation: tells our own saves from those of a twin device. */
  readonly clientId: string;
  #queueRecord: JsonRecord<SavedQueue> | undefined;
  #positionRecord: JsonRecord<SavedPosition> | undefined;
  #takeSnapshot: (() => Snapshot) | undefined;
  #isQueueUnsent = false;
  #isPositionUnsent = false;
  #isQueueUnkept = false;
  #claim: Claim = 'never';
  #cancelQueueTimer: (() => void) | undefined;
  #sending: Promise<void> | undefined;
  #positionKeptAtMs = 0;
  #positionWrittenAtMs = 0;
  #keptPlace: string | undefined;
  #positionSentAtMs = 0;

  constructor(api: Pick<ApiService, 'request'>, environment: Environment, storage: KeyValueStorage) {
    this.#api = api;
    this.#environment = environment;
    this.#storage = storage;
    const known = storage.get(INSTALLATION_ID);
    const installationId = known ?? environment.createId().slice(0, 8);
    if (known === null) storage.set(INSTALLATION_ID, installationId);
    this.clientId = `${environment.clientName.slice(0, 100)} #${installationId}`;
  }

  /** Begins to keep this user's queue. `takeSnapshot` is asked when something is written. */
  open(userId: string, takeSnapshot: () => Snapshot): void {
    this.#queueRecord = new JsonRecord(this.#storage, `queue.${userId}`, isSavedQueue);
    this.#positionRecord = new JsonRecord(this.#storage, `queue-position.${userId}`, isSavedPosition);
    this.#takeSnapshot = takeSnapshot;
  }

  close(): void {
    this.#cancelQueueTimer?.();
    this.#cancelQueueTimer = undefined;
    this.#queueRecord = undefined;
    this.#positionRecord = undefined;
    this.#takeSnapshot = undefined;
    this.#keptPlace = undefined;
    this.#isQueueUnsent = false;
    this.#isPositionUnsent = false;
    this.#isQueueUnkept = false;
    this.#claim = 'never';
  }

  readLocal(): { queue: SavedQueue; position: SavedPosition | undefined } | undefined {
    const queue = this.#queueRecord?.read();
    return queue && { queue, position: this.#positionRecord?.read() };
  }

  /** Where this device's pages were last in this item, in ms. */
  findPlace(itemId: string | null): number {
    const place = this.#positionRecord?.read();
    return place && place.itemId === itemId ? place.positionMs : 0;
  }

  /** Whether another page of this device plays, or did until a moment ago. */
  isPlayedElsewhere(): boolean {
    const savedAtMs = this.#positionRecord?.read()?.savedAtMs ?? 0;
    return (
      savedAtMs !== this.#positionWrittenAtMs && Math.abs(this.#environment.nowMs() - savedAtMs) < PLAYED_WITHIN_MS
    );
  }

  /** A change that was made here is on its way: what the server has by now is older. */
  get isUnsent(): boolean {
    return this.#isQueueUnsent;
  }

  async fetchServer(): Promise<Queue | undefined> {
    const answer = await this.#api.request('getQueue', {});
    return answer.data;
  }

  queueChanged(): void {
    this.#isQueueUnsent = true;
    this.#isQueueUnkept = true;
    // The queue carries the position with it: no need to send that by itself before.
    this.#positionSentAtMs = this.#environment.nowMs();
    this.#arm(SEND_QUEUE_AFTER_MS);
  }

  /** Sound begins here, by a press or with another track: the saved queue has to be this one from now on. */
  began(): void {
    this.#claim = 'always';
    this.#isPositionUnsent = true;
    // What was sent in this moment was of the same act.
    if (this.#environment.nowMs() - this.#positionSentAtMs >= SEND_QUEUE_AFTER_MS) void this.flush();
  }

  /** `isResting` when the position will stay for a while (paused, another track): it is saved now. */
  positionChanged({ isResting }: { isResting: boolean }): void {
    const nowMs = this.#environment.nowMs();
    this.#isPositionUnsent = true;
    if (this.#claim !== 'always') this.#claim = isResting ? 'never' : 'when-idle';
    if (isResting || nowMs - this.#positionKeptAtMs >= KEEP_POSITION_EVERY_MS) this.#keepPosition();
    if (isResting || nowMs - this.#positionSentAtMs >= SEND_POSITION_EVERY_MS) void this.flush();
  }

  /** The page goes away: writes on this device at once, and sends what outlives the page. */
  part(): void {
    this.#keepQueue();
    this.#keepPosition();
    void this.flush();
  }

  /** Sends what is unsent; settles when the server has answered. */
  async flush(): Promise<void> {
    this.#keepQueue();
    await this.#sending;
    if (!this.#takeSnapshot || (!this.#isQueueUnsent && !this.#isPositionUnsent)) return;
    this.#sending = (this.#isQueueUnsent ? this.#sendQueue() : this.#sendPosition()).finally(() => {
      this.#sending = undefined;
    });
    await this.#sending;
  }

  #arm(delayMs: number): void {
    this.#cancelQueueTimer?.();
    this.#cancelQueueTimer = this.#environment.schedule(() => void this.flush(), delayMs);
  }

  #keepQueue(): void {
    if (!this.#isQueueUnkept || !this.#takeSnapshot || !this.#queueRecord) return;
    const { queue } = this.#takeSnapshot();
    const savedAtMs = this.#environment.nowMs();
    const isKept = this.#queueRecord.write(trimmed({ ...queue, savedAtMs }));
    if (!isKept) this.#queueRecord.write(trimmed({ ...queue, savedAtMs }, 50));
    this.#isQueueUnkept = false;
    this.#keepPosition();
  }

  #keepPosition(): void {
    const snapshot = this.#takeSnapshot?.();
    if (!snapshot || snapshot.queue.currentItemId === null) return;
    this.#positionKeptAtMs = this.#environment.nowMs();
    const { currentItemId: itemId } = snapshot.queue;
    const positionMs = Math.round(snapshot.positionMs);
    // Another tab may have written since: one that stands still has nothing to add.
    const place = `${itemId} ${positionMs}`;
    if (place === this.#keptPlace) return;
    this.#keptPlace = place;
    this.#positionWrittenAtMs = this.#positionKeptAtMs;
    this.#positionRecord?.write({ itemId, positionMs, savedAtMs: this.#positionKeptAtMs });
  }

  async #sendQueue(): Promise<void> {
    const snapshot = this.#takeSnapshot?.();
    if (!snapshot) return;
    const { queue, positionMs } = snapshot;
    this.#isQueueUnsent = false;
    this.#isPositionUnsent = false;
    const claim = this.#claim;
    this.#claim = 'never';
    this.#positionSentAtMs = this.#environment.nowMs();
    const answer = await this.#api.request('saveQueue', {
      body: {
        items: queue.items.map(({ itemId, track }) => ({ itemId, trackId: track.id })),
        unshuffledItemIds: [...queue.unshuffledItemIds],
        currentItemId: queue.currentItemId,
        positionMs: Math.max(0, Math.round(positionMs)),
        isShuffled: queue.isShuffled,
        repeat: queue.repeat,
        client: this.clientId,
      },
      // Browsers refuse to keep more than 64 KiB alive.
      isKeptAlive: queue.items.length < 300,
    });
    if (!answer.error || !this.#takeSnapshot) return;
    if (isWorthRetry(answer.error)) {
      this.#isQueueUnsent = true;
      this.#arm(RETRY_AFTER_MS);
    } else this.#giveBack(claim);
  }

  async #sendPosition(): Promise<void> {
    const snapshot = this.#takeSnapshot?.();
    if (!snapshot || snapshot.queue.currentItemId === null) return;
    const claim = this.#claim;
    this.#claim = 'never';
    this.#isPositionUnsent = false;
    this.#positionSentAtMs = this.#environment.nowMs();
    const { data } = await this.#api.request('saveQueuePosition', {
      body: {
        currentItemId: snapshot.queue.currentItemId,
        positionMs: Math.max(0, Math.round(snapshot.positionMs)),
        client: this.clientId,
      },
      isKeptAlive: true,
    });
    if (data?.isSaved || !this.#takeSnapshot) return;
    this.#giveBack(claim);
    if (data && isClaimed(claim, data)) this.queueChanged();
  }

  /** Until a queue or place of it is saved, a track's beginning claims on. The other claims are made anew with each place. */
  #giveBack(claim: Claim): void {
    if (claim === 'always') this.#claim = claim;
  }
}

const isClaimed = (claim: Claim, { idleMs }: QueuePositionSaved): boolean =>
  idleMs === null || claim === 'always' || (claim === 'when-idle' && idleMs >= IDLE_AFTER_MS);

const isWorthRetry = (error: ErrorInfo): boolean => error.isOffline || error.code === 'unavailable';
