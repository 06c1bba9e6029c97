import type { FolderId } from '#models/ids.ts';
import { type SqliteDatabase, toJsonList } from './sqlite-database.ts';

/** In the transaction that changes a folder's tracks: its listing on disk has to be compared with them again. */
export function forgetListings(database: SqliteDatabase, folderIds: readonly FolderId[]): void {
  database.run(
    `UPDATE folders SET listing_key = NULL
     WHERE listing_key IS NOT NULL AND id IN (SELECT value FROM json_each(?))`,
    toJsonList([...new Set(folderIds)]),
  );
}
