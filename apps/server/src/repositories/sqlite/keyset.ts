import { invalid } from '#models/errors.ts';
import type { Order } from '#models/page.ts';
import type { SqlValue } from './sqlite-database.ts';

/** Columns that order a list, the id last, so that no two rows are equal. `name` is written into its cursors. */
export interface Keyset {
  name: string;
  order: Order;
  columns: readonly string[];
}

type KeyValue = string | number;

const faulty = () => invalid('query/cursor', 'This cursor does not belong to this list. Start from the first page.');

export function toCursor(keyset: Keyset, row: Record<string, unknown>): string {
  const values = keyset.columns.map((column) => row[column]);
  return Buffer.from(JSON.stringify([toLabel(keyset), ...values])).toString('base64url');
}

/** @throws DomainError validation when it was not made for this order of this list. */
export function readCursor(keyset: Keyset, cursor: string): KeyValue[] {
  const [label, ...values] = parseCursor(cursor);
  if (label !== toLabel(keyset) || values.length !== keyset.columns.length) throw faulty();
  if (!values.every((value): value is KeyValue => typeof value === 'string' || Number.isFinite(value))) throw faulty();
  return values;
}

function parseCursor(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const toLabel = (keyset: Keyset) => `${keyset.name}-${keyset.order}`;

/** Rows after the given ones. The comparison of whole rows is one range of an index over the same columns. */
export function afterCondition(keyset: Keyset): string {
  const marks = keyset.columns.map(() => '?').join(', ');
  return `(${keyset.columns.join(', ')}) ${keyset.order === 'asc' ? '>' : '<'} (${marks})`;
}

export const orderBy = (keyset: Keyset): string =>
  keyset.columns.map((column) => `${column} ${keyset.order === 'asc' ? 'ASC' : 'DESC'}`).join(', ');

/** Where the rows of a list come from: `from` with aliases, conditions joined by AND, and their values in order. */
export interface Selection {
  from: string;
  conditions: readonly string[];
  values: readonly SqlValue[];
}

export const whereClause = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
