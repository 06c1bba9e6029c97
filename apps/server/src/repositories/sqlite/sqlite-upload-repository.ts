import type { UploadId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { takesRoom, type Upload, type UploadState, type UploadUsage } from '#models/upload.ts';
import type { UploadRepository } from '../upload-repository.ts';
import { readPage } from './sorted-list.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface UploadRow {
  document: string;
}

const toUpload = (row: UploadRow): Upload => JSON.parse(row.document) as Upload;

const USAGE = `user_id AS userId,
  sum(CASE WHEN state = 'done' THEN size_bytes ELSE 0 END) AS storedBytes,
  sum(CASE WHEN state IN ('receiving', 'checking') THEN size_bytes ELSE 0 END) AS reservedBytes,
  sum(state = 'done') AS fileCount`;

export class SqliteUploadRepository implements UploadRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async createUpload(upload: Upload, quotaBytes: number): Promise<boolean> {
    return this.#database.transaction(() => {
      const { storedBytes, reservedBytes } = this.#usageOf(upload.userId);
      if (takesRoom(upload) && storedBytes + reservedBytes + upload.sizeBytes > quotaBytes) return false;
      this.#write(upload);
      return true;
    });
  }

  async saveUpload(upload: Upload): Promise<void> {
    this.#database.transaction(() => {
      this.#write(upload);
      if (upload.state === 'done' && upload.audioKey !== null) this.#claim(upload.audioKey, upload.id);
    });
  }

  async findUpload(id: UploadId): Promise<Upload | undefined> {
    const row = this.#database.get<UploadRow>('SELECT document FROM uploads WHERE id = ?', id);
    return row && toUpload(row);
  }

  async listUploads(userId: UserId, page: PageRequest): Promise<Page<Upload>> {
    return readPage(
      this.#database,
      {
        keyset: { name: 'uploads', order: 'desc', columns: ['created_at_ms', 'id'] },
        selection: { from: 'uploads INDEXED BY uploads_of_user', conditions: ['user_id = ?'], values: [userId] },
        columns: 'document',
        toItem: (row) => toUpload(row as unknown as UploadRow),
        count: () => this.#count(userId),
      },
      page,
    );
  }

  async listUploadsByState(state: UploadState, createdBeforeMs: number, limit: number): Promise<Upload[]> {
    return this.#database
      .all<UploadRow>(
        'SELECT document FROM uploads WHERE state = ? AND created_at_ms < ? ORDER BY created_at_ms, id LIMIT ?',
        state,
        createdBeforeMs,
        limit,
      )
      .map(toUpload);
  }

  async updateUpload(upload: Upload, expectedState: UploadState): Promise<boolean> {
    const changes = this.#database.run(
      'UPDATE uploads SET state = ?, document = ? WHERE id = ? AND state = ?',
      upload.state,
      JSON.stringify(upload),
      upload.id,
      expectedState,
    );
    return changes === 1;
  }

  async deleteUpload(id: UploadId): Promise<void> {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM upload_claims WHERE upload_id = ?', id);
      this.#database.run('DELETE FROM uploads WHERE id = ?', id);
    });
  }

  async listUsage(): Promise<UploadUsage[]> {
    return this.#database
      .all<UploadUsage>(`SELECT ${USAGE} FROM uploads GROUP BY user_id`)
      .map((row) => ({ ...row }))
      .toSorted((a, b) => b.storedBytes - a.storedBytes || (a.userId < b.userId ? -1 : 1));
  }

  async getUsage(userId: UserId): Promise<UploadUsage> {
    return this.#usageOf(userId);
  }

  async claimSound(audioKey: string, id: UploadId): Promise<UploadId> {
    return this.#database.transaction(() => {
      this.#claim(audioKey, id);
      const row = this.#database.get<{ id: UploadId }>(
        'SELECT upload_id AS id FROM upload_claims WHERE audio_key = ?',
        audioKey,
      );
      return row?.id ?? id;
    });
  }

  async deleteClaim(audioKey: string, id: UploadId): Promise<void> {
    this.#database.run('DELETE FROM upload_claims WHERE audio_key = ? AND upload_id = ?', audioKey, id);
  }

  #write(upload: Upload): void {
    this.#database.run(
      `INSERT OR REPLACE INTO uploads (id, user_id, state, size_bytes, created_at_ms, document)
       VALUES (?, ?, ?, ?, ?, ?)`,
      upload.id,
      upload.userId,
      upload.state,
      upload.sizeBytes,
      upload.createdAtMs,
      JSON.stringify(upload),
    );
  }

  #claim(audioKey: string, id: UploadId): void {
    this.#database.run('INSERT OR IGNORE INTO upload_claims (audio_key, upload_id) VALUES (?, ?)', audioKey, id);
  }

  #usageOf(userId: UserId): UploadUsage {
    const row = this.#database.get<UploadUsage>(
      `SELECT ${USAGE} FROM uploads WHERE user_id = ? GROUP BY user_id`,
      userId,
    );
    return row ? { ...row } : { userId, storedBytes: 0, reservedBytes: 0, fileCount: 0 };
  }

  #count(userId: UserId): number {
    return (
      this.#database.get<{ total: number }>('SELECT count(*) AS total FROM uploads WHERE user_id = ?', userId)?.total ??
      0
    );
  }
}
