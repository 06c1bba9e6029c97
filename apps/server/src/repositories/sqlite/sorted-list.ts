import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { toInitial } from '#models/sort-key.ts';
import { type Keyset, readCursor, toCursor } from '../keyset.ts';
import { afterCondition, orderBy, type Selection, whereClause } from './sql-keyset.ts';
import type { SqliteDatabase, SqlValue } from './sqlite-database.ts';

type Row = Record<string, SqlValue>;

export interface PageQuery<Item> {
  keyset: Keyset;
  selection: Selection;
  /** What to read beside the keyset's columns. */
  columns: string;
  toItem: (row: Row) => Item;
  count: () => number;
}

export function readPage<Item>(database: SqliteDatabase, query: PageQuery<Item>, request: PageRequest): Page<Item> {
  const { keyset, selection } = query;
  const after = request.cursor === undefined ? undefined : readCursor(keyset, request.cursor);
  const conditions = after ? [...selection.conditions, afterCondition(keyset)] : selection.conditions;
  const rows = database.all<Row>(
    `SELECT ${keyset.columns.join(', ')}, ${query.columns} FROM ${selection.from} ${whereClause(conditions)}
     ORDER BY ${orderBy(keyset)} LIMIT ?`,
    ...selection.values,
    ...(after ?? []),
    request.limit + 1,
  );
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(query.toItem),
    nextCursor: last && rows.length > request.limit ? toCursor(keyset, last) : null,
    total: query.count(),
  };
}

export interface AnchorQuery {
  keyset: Keyset;
  selection: Selection;
  step: number;
  total: number;
  /** Whether the first column is text to stand under letters. */
  hasLetters: boolean;
}

/** Milliseconds of walking along an index, after which other calls have their turn. */
const ROWS_AT_ONCE = 10_000;

/**
 * Jumps along the index: reading every row into JavaScript would take ten times as long. A write that comes while it yields
 * may shift later rows; cursors stay valid all the same.
 */
export async function readAnchors(database: SqliteDatabase, query: AnchorQuery): Promise<Anchors> {
  const { keyset, step, total } = query;
  const cursors: (string | null)[] = total > 0 ? [null] : [];
  let row: Row | undefined;
  for (let start = step; start < total; start += step) {
    row = readAhead(database, query, row, step - 1);
    if (!row) break;
    cursors.push(toCursor(keyset, row));
    if (start % ROWS_AT_ONCE < step) await yieldToOthers();
  }
  return { total, step, cursors, letters: query.hasLetters ? await readLetters(database, query) : [] };
}

/** The row `skipped` rows behind the first one after `row`. */
function readAhead(
  database: SqliteDatabase,
  { keyset, selection }: AnchorQuery,
  row: Row | undefined,
  skipped: number,
): Row | undefined {
  const after = row ? keyset.columns.map((column) => row[column] ?? null) : [];
  const conditions = row ? [...selection.conditions, afterCondition(keyset)] : selection.conditions;
  return database.get<Row>(
    `SELECT ${keyset.columns.join(', ')} FROM ${selection.from} ${whereClause(conditions)}
     ORDER BY ${orderBy(keyset)} LIMIT 1 OFFSET ?`,
    ...selection.values,
    ...after,
    skipped,
  );
}

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Goes from the first key of one initial character straight to the next, counting what lies between in the index. */
async function readLetters(database: SqliteDatabase, query: AnchorQuery): Promise<Anchors['letters']> {
  const [column = ''] = query.keyset.columns;
  const isAscending = query.keyset.order === 'asc';
  const letters: Anchors['letters'] = [];
  const seen = new Set<string>();
  let key = readKey(database, query, undefined);
  let row = 0;
  let yieldedAt = 0;
  while (key !== undefined) {
    const letter = toInitial(key);
    if (!seen.has(letter)) letters.push({ letter, row });
    seen.add(letter);
    const { low, high } = rangeOfInitial(key);
    row += countRange(database, query, low, high);
    if (row - yieldedAt >= ROWS_AT_ONCE) {
      yieldedAt = row;
      await yieldToOthers();
    }
    key = readKey(database, query, isAscending ? `${column} >= ?` : `${column} < ?`, isAscending ? high : low);
  }
  return letters;
}

/** All keys that begin with the same character; text is compared by code points. An empty key is its own range. */
function rangeOfInitial(key: string): { low: string; high: string } {
  const first = key.codePointAt(0);
  if (first === undefined) return { low: '', high: '\u0000' };
  const next = first + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : Math.min(first + 1, LAST_CODE_POINT);
  return { low: String.fromCodePoint(first), high: String.fromCodePoint(next) };
}

function countRange(database: SqliteDatabase, { keyset, selection }: AnchorQuery, low: string, high: string): number {
  const [column = ''] = keyset.columns;
  const conditions = [...selection.conditions, `${column} >= ?`, `${column} < ?`];
  const counted = database.get<{ total: number }>(
    `SELECT count(*) AS total FROM ${selection.from} ${whereClause(conditions)}`,
    ...selection.values,
    low,
    high,
  );
  return counted?.total ?? 0;
}

function readKey(
  database: SqliteDatabase,
  { keyset, selection }: AnchorQuery,
  condition: string | undefined,
  ...bound: string[]
): string | undefined {
  const [column = ''] = keyset.columns;
  const conditions = condition ? [...selection.conditions, condition] : selection.conditions;
  const row = database.get<{ key: string }>(
    `SELECT ${column} AS key FROM ${selection.from} ${whereClause(conditions)} ORDER BY ${orderBy(keyset)} LIMIT 1`,
    ...selection.values,
    ...bound,
  );
  return row?.key;
}
