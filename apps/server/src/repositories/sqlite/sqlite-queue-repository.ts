import type { UserId } from '#models/ids.ts';
import type { Queue } from '#models/queue.ts';
import type { QueueRepository } from '../queue-repository.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** The document is written when the list changes; what moves every few seconds stands beside it. */
interface QueueRow {
  document: string;
  currentItemId: string | null;
  positionMs: number;
  client: string;
  updatedAtMs: number;
}

export class SqliteQueueRepository implements QueueRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async findQueue(userId: UserId): Promise<Queue | undefined> {
    const row = this.#database.get<QueueRow>(
      `SELECT document, current_item_id AS currentItemId, position_ms AS positionMs, client,
              updated_at_ms AS updatedAtMs
       FROM queues WHERE user_id = ?`,
      userId,
    );
    if (!row) return undefined;
    const { document, ...moving } = row;
    return { ...(JSON.parse(document) as Queue), ...moving };
  }

  async saveQueue(queue: Queue): Promise<void> {
    this.#database.run(
      `INSERT OR REPLACE INTO queues (user_id, current_item_id, position_ms, client, updated_at_ms, document)
       VALUES (?, ?, ?, ?, ?, ?)`,
      queue.userId,
      queue.currentItemId,
      queue.positionMs,
      queue.client,
      queue.updatedAtMs,
      JSON.stringify(queue),
    );
  }

  async updatePosition(
    userId: UserId,
    position: Pick<Queue, 'positionMs' | 'client' | 'updatedAtMs'> & { currentItemId: string },
  ): Promise<boolean> {
    const changes = this.#database.run(
      `UPDATE queues SET current_item_id = ?, position_ms = ?, client = ?, updated_at_ms = ?
       WHERE user_id = ? AND EXISTS
         (SELECT 1 FROM json_each(document, '$.items') AS item WHERE item.value ->> 'itemId' = ?)`,
      position.currentItemId,
      position.positionMs,
      position.client,
      position.updatedAtMs,
      userId,
      position.currentItemId,
    );
    return changes === 1;
  }

  async deleteQueue(userId: UserId): Promise<void> {
    this.#database.run('DELETE FROM queues WHERE user_id = ?', userId);
  }
}
