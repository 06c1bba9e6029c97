import type { UserId } from '#models/ids.ts';
import type { Queue } from '#models/queue.ts';

export interface QueueRepository {
  findQueue(userId: UserId): Promise<Queue | undefined>;
  saveQueue(queue: Queue): Promise<void>;
  /** False when the queue has no such item (it was replaced meanwhile). */
  updatePosition(
    userId: UserId,
    position: Pick<Queue, 'positionMs' | 'client' | 'updatedAtMs'> & { currentItemId: string },
  ): Promise<boolean>;
  deleteQueue(userId: UserId): Promise<void>;
}
