import type { Collection, Document, Filter } from 'mongodb';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { toInitial } from '#models/sort-key.ts';
import { type Keyset, type KeyValue, readCursor, toCursor } from '../keyset.ts';

/** A list as it is asked of the database. Its index holds `always`, then the keyset's columns in their order. */
export interface SortedList {
  keyset: Keyset;
  /** What every document of the list meets: equalities. */
  always: Document;
  /** What a filter asks beside that. */
  filters?: Document;
}

export interface ListQuery {
  filter: Document;
  sort: Record<string, 1 | -1>;
}

/** The documents of a list behind a row, in its order. */
export function toListQuery({ keyset, always, filters }: SortedList, after?: readonly KeyValue[]): ListQuery {
  const conditions = { ...always, ...filters };
  const direction = keyset.order === 'asc' ? 1 : -1;
  return {
    filter: after ? { $or: toBranches(keyset, conditions, after) } : conditions,
    sort: Object.fromEntries(keyset.columns.map((column) => [column, direction])),
  };
}

/**
 * Rows behind (a, b, c): those with a greater first key, those with the same first and a greater second one, and so on.
 * Each branch repeats the other conditions, so that it is one range of the index and MongoDB merges them in order.
 */
function toBranches({ columns, order }: Keyset, conditions: Document, after: readonly KeyValue[]): Document[] {
  const operator = order === 'asc' ? '$gt' : '$lt';
  return columns.flatMap((column, depth) => {
    const condition: unknown = conditions[column];
    // No row has another value than the one asked for.
    if (condition !== undefined && !isRange(condition)) return [];
    const same = Object.fromEntries(columns.slice(0, depth).map((earlier, at) => [earlier, after[at]]));
    return { ...conditions, ...same, [column]: { ...(isRange(condition) && condition), [operator]: after[depth] } };
  });
}

/** A filter may ask for a range of a column that the list is sorted by. */
const isRange = (condition: unknown): condition is Document => typeof condition === 'object' && condition !== null;

export interface PageQuery<Stored extends Document, Item> {
  collection: Collection<Stored>;
  list: SortedList;
  /** What not to read. */
  projection?: Document;
  toItem: (document: Stored) => Item;
  count: () => Promise<number>;
}

export async function readPage<Stored extends Document, Item>(
  { collection, list, projection, toItem, count }: PageQuery<Stored, Item>,
  request: PageRequest,
): Promise<Page<Item>> {
  const after = request.cursor === undefined ? undefined : readCursor(list.keyset, request.cursor);
  const { filter, sort } = toListQuery(list, after);
  const options = { sort, limit: request.limit + 1, ...(projection && { projection }) };
  const [documents, total] = await Promise.all([
    collection.find<Stored>(filter as Filter<Stored>, options).toArray(),
    count(),
  ]);
  const shown = documents.slice(0, request.limit);
  const last = shown.at(-1);
  const hasMore = last !== undefined && documents.length > request.limit;
  return {
    items: shown.map(toItem),
    nextCursor: hasMore ? toCursor(list.keyset, rowOf(list.keyset, last)) : null,
    total,
  };
}

/**
 * One walk over the keys of the list, which MongoDB answers from the index alone. Jumping from one anchor to the next would
 * ask a thousand questions of a hundred thousand rows.
 */
export async function readAnchors<Stored extends Document>(
  collection: Collection<Stored>,
  list: SortedList,
  options: { step: number; hasLetters: boolean },
): Promise<Anchors> {
  const { step, hasLetters } = options;
  const [column = ''] = list.keyset.columns;
  const { filter, sort } = toListQuery(list);
  const projection = Object.fromEntries(['_id', ...list.keyset.columns].map((key) => [key, 1]));
  const cursors: (string | null)[] = [];
  const letters = new Map<string, number>();
  let row = 0;
  let last: Document | undefined;
  for await (const document of collection.find<Document>(filter as Filter<Stored>, { sort, projection })) {
    if (row % step === 0) cursors.push(last ? toCursor(list.keyset, rowOf(list.keyset, last)) : null);
    if (hasLetters) {
      const letter = toInitial(String(readPath(document, column)));
      if (!letters.has(letter)) letters.set(letter, row);
    }
    last = document;
    row++;
  }
  return { total: row, step, cursors, letters: [...letters].map(([letter, at]) => ({ letter, row: at })) };
}

/** What a cursor is made of: the keyset's columns, wherever in the document they are. */
const rowOf = ({ columns }: Keyset, document: Document): Document =>
  Object.fromEntries(columns.map((column) => [column, readPath(document, column)]));

const readPath = (document: Document, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Document | undefined)?.[key], document);
