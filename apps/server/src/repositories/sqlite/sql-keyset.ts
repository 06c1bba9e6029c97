import type { Keyset } from '../keyset.ts';
import type { SqlValue } from './sqlite-database.ts';

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
