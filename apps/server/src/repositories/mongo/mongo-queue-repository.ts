import { type Collection, type Db, ObjectId } from 'mongodb';
import type { UserId } from '#models/ids.ts';
import type { Queue } from '#models/queue.ts';
import type { QueueRepository } from '../queue-repository.ts';
import { retryDuplicate } from './duplicate-key.ts';

/** `version` is new with each save: a position belongs to the items it was looked up in. */
type QueueDocument = Omit<Queue, 'userId'> & { _id: UserId; version: ObjectId };

export class MongoQueueRepository implements QueueRepository {
  readonly #queues: Collection<QueueDocument>;

  constructor(db: Db) {
    this.#queues = db.collection('queues');
  }

  async findQueue(userId: UserId): Promise<Queue | undefined> {
    const found = await this.#queues.findOne({ _id: userId });
    if (!found) return undefined;
    const { _id, version: _, ...rest } = found;
    return { userId: _id, ...rest };
  }

  async saveQueue({ userId, ...rest }: Queue): Promise<void> {
    await retryDuplicate(() =>
      this.#queues.replaceOne({ _id: userId }, { ...rest, version: new ObjectId() }, { upsert: true }),
    );
  }

  async updatePosition(
    userId: UserId,
    position: Pick<Queue, 'positionMs' | 'client' | 'updatedAtMs'> & { currentItemId: string },
  ): Promise<boolean> {
    const found = await this.#queues.findOne({ _id: userId }, { projection: { items: 1, version: 1 } });
    if (!found?.items.some(({ itemId }) => itemId === position.currentItemId)) return false;
    const { matchedCount } = await this.#queues.updateOne({ _id: userId, version: found.version }, { $set: position });
    return matchedCount === 1;
  }

  async deleteQueue(userId: UserId): Promise<void> {
    await this.#queues.deleteOne({ _id: userId });
  }
}
