import type { AnyBulkWriteOperation, Collection, Document } from 'mongodb';

/**
 * Operations in one command. FerretDB on SQLite keeps one of its hundred connections for each until the command ends, and
 * waits for ever when none is left; for MongoDB a few more round trips make little difference.
 */
const MOST_AT_ONCE = 10;

/** Writes each document by itself, in any order. A repeat after a crash writes all of them again. */
export async function writeInParts<Stored extends Document>(
  collection: Collection<Stored>,
  operations: readonly AnyBulkWriteOperation<Stored>[],
): Promise<void> {
  for (let start = 0; start < operations.length; start += MOST_AT_ONCE)
    await collection.bulkWrite(operations.slice(start, start + MOST_AT_ONCE), { ordered: false });
}
