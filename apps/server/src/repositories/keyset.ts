import { invalid } from '#models/errors.ts';
import type { Order } from '#models/page.ts';

/** Columns or fields that order a list, the id last, so that no two rows are equal. `name` is written into its cursors. */
export interface Keyset {
  name: string;
  order: Order;
  columns: readonly string[];
}

export type KeyValue = string | number;

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
