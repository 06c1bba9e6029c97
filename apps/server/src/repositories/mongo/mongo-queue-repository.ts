import type { Collection, Db } from 'mongodb';
import type { UserId } from '#models/ids.ts';
import type { Queue } from '#models/queue.ts';
import type { QueueRepository } from '../queue-repository.ts';
import { retryDuplicate } from './duplicate-key.ts';

type QueueDocument = Omit<Queue, 'userId'> & { _id: UserId };

export class MongoQueueRepository implements QueueRepository {
  readonly #queues: Collection<QueueDocument>;

  constructor(db: Db) {
    this.#queues = db.collection('queues');
  }

  async findQueue(userId: UserId): Promise<Queue | undefined> {
    const found = await this.#queues.findOne({ _id: userId });
    if (!found) return undefined;
    const { _id, ...rest } = found;
    return { userId: _id, ...rest };
  }

  async saveQueue({ userId, ...rest }: Queue): Promise<void> {
    await retryDuplicate(() => this.#queues.replaceOne({ _id: userId }, rest, { upsert: true }));
  }

  async updatePosition(
    userId: UserId,
    position: Pick<Queue, 'positionMs' | 'client' | 'updatedAtMs'> & { currentItemId: string },
  ): Promise<boolean> {
    const { matchedCount } = await this.#queues.updateOne(
      { _id: userId, 'items.itemId': position.currentItemId },
      { $set: position },
    );
    return matchedCount === 1;
  }

  async deleteQueue(userId: UserId): Promise<void> {
    await this.#queues.deleteOne({ _id: userId });
  }
}
