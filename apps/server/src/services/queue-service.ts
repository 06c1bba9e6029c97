import { invalid } from '#models/errors.ts';
import type { TrackId, UserId } from '#models/ids.ts';
import type { Queue } from '#models/queue.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

export type QueueSave = Omit<Queue, 'userId' | 'updatedAtMs'>;
export type QueuePosition = Pick<Queue, 'positionMs' | 'client'> & { currentItemId: string };
/** `idleMs`: for how long the queue that is saved has been at rest; null when there is none. */
export interface PositionSave {
  isSaved: boolean;
  idleMs: number | null;
}
export type FilledQueue = Omit<Queue, 'items' | 'client' | 'updatedAtMs'> & {
  items: { itemId: string; track: Track }[];
  /** Null, like `updatedAtMs`, when nothing was ever saved. */
  client: string | null;
  updatedAtMs: number | null;
};

interface QueueServiceOptions {
  repositories: Pick<Repositories, 'queues' | 'tracks'>;
  surroundingsLoader: SurroundingsLoader;
  events: EventBus;
  clock: Clock;
}

const TRACKS_AT_ONCE = 500;

/** The queue that follows a user from device to device. */
export class QueueService {
  readonly #repositories: QueueServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;
  readonly #events: EventBus;
  readonly #clock: Clock;

  constructor({ repositories, surroundingsLoader, events, clock }: QueueServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
    this.#events = events;
    this.#clock = clock;
  }

  /** Tracks whose files have gone stay in the queue, missing; tracks that the catalogue never knew are dropped. */
  async getQueue(userId: UserId): Promise<Surrounded<FilledQueue>> {
    const queue = (await this.#repositories.queues.findQueue(userId)) ?? emptyQueue(userId);
    const ids = [...new Set(queue.items.map(({ trackId }) => trackId))];
    const tracks = new Map<TrackId, Track>();
    // In parts, so that others get their turn while a long queue is fetched.
    for (let start = 0; start < ids.length; start += TRACKS_AT_ONCE) {
      const part = await this.#repositories.tracks.listTracksById(ids.slice(start, start + TRACKS_AT_ONCE));
      for (const track of part) tracks.set(track.id, track);
    }
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks: [...tracks.values()] });
    return { value: fillQueue(queue, tracks), surroundings };
  }

  /** @throws DomainError validation when item ids repeat, or one is named that is not among the items. */
  async saveQueue(userId: UserId, save: QueueSave): Promise<void> {
    const itemIds = new Set(save.items.map(({ itemId }) => itemId));
    if (itemIds.size < save.items.length) throw invalid('body/items', 'Two entries have the same itemId.');
    if (save.currentItemId !== null && !itemIds.has(save.currentItemId))
      throw invalid('body/currentItemId', 'The current item is not among the items.');
    if (save.unshuffledItemIds.some((itemId) => !itemIds.has(itemId)))
      throw invalid('body/unshuffledItemIds', 'An item of the unshuffled order is not among the items.');
    await this.#repositories.queues.saveQueue({ ...save, userId, updatedAtMs: this.#clock.nowMs() });
    this.#events.emit('queueChanged', { userId, client: save.client });
  }

  /**
   * Does not emit: players call it every few seconds, and nobody needs to load the whole queue anew for it. Not saved where
   * the queue was replaced meanwhile, as by another device that plays too: that is no fault, and theirs to settle.
   */
  async savePosition(userId: UserId, position: QueuePosition): Promise<PositionSave> {
    const { queues } = this.#repositories;
    const updatedAtMs = this.#clock.nowMs();
    if (await queues.updatePosition(userId, { ...position, updatedAtMs })) return { isSaved: true, idleMs: 0 };
    const saved = await queues.findQueue(userId);
    return { isSaved: false, idleMs: saved ? Math.max(0, updatedAtMs - saved.updatedAtMs) : null };
  }
}

function fillQueue(queue: Queue | ReturnType<typeof emptyQueue>, tracks: ReadonlyMap<TrackId, Track>): FilledQueue {
  const items = queue.items.flatMap(({ itemId, trackId }) => {
    const track = tracks.get(trackId);
    return track ? [{ itemId, track }] : [];
  });
  if (items.length === queue.items.length) return { ...queue, items };
  const kept = new Set(items.map(({ itemId }) => itemId));
  const isCurrentKept = queue.currentItemId !== null && kept.has(queue.currentItemId);
  return {
    ...queue,
    items,
    unshuffledItemIds: queue.unshuffledItemIds.filter((itemId) => kept.has(itemId)),
    currentItemId: isCurrentKept ? queue.currentItemId : (items[0]?.itemId ?? null),
    positionMs: isCurrentKept ? queue.positionMs : 0,
  };
}

const emptyQueue = (userId: UserId) => ({
  userId,
  items: [] as Queue['items'],
  unshuffledItemIds: [],
  currentItemId: null,
  positionMs: 0,
  isShuffled: false,
  repeat: 'off' as const,
  client: null,
  updatedAtMs: null,
});
