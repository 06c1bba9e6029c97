import type { RecordKind } from '#models/record.ts';
import type { RecordPage, RecordReader } from '#repositories/record-reader.ts';

/** Read and written together. */
export const RECORDS_AT_ONCE = 500;

/** All pages of a kind behind a key, at least one: an empty kind has an empty page. */
export async function* readPages<Kind extends RecordKind>(
  source: RecordReader,
  kind: Kind,
  after: string | null = null,
): AsyncGenerator<RecordPage<Kind>> {
  let behind = after;
  do {
    const page: RecordPage<Kind> = await source.listRecords(kind, behind, RECORDS_AT_ONCE);
    yield page;
    behind = page.next;
  } while (behind !== null);
}
