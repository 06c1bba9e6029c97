import type { HistoryKind, RecordKind, Records } from '#models/record.ts';
import type { EventRow, ListeningMonthRow, PlayRow, RequestRow } from './analytics-tables.ts';
import { fromEventRow } from './event-rows.ts';
import { fromPlayRow } from './play-rows.ts';

/** How records are read from a table, in SQL that both dialects know. */
export interface AnalyticsSource<Kind extends HistoryKind> {
  from: string;
  /** What the order is by; unique, and never null. */
  key: readonly string[];
  columns: string;
  toRecord(row: object): Records[Kind];
}

/** A plain object: those of SQLite's driver have no prototype. */
const toPlain = <Record>(row: object): Record => ({ ...row }) as Record;

export const analyticsSources: { readonly [Kind in HistoryKind]: AnalyticsSource<Kind> } = {
  plays: {
    from: 'plays',
    key: ['user_id', 'played_at_ms', 'id'],
    columns: `plays.*, EXISTS (
      SELECT 1 FROM unsettled_plays AS waiting WHERE waiting.user_id = plays.user_id AND waiting.id = plays.id
    ) AS is_unsettled`,
    // A truth value in PostgreSQL, a number in SQLite.
    toRecord: (row) => ({
      play: fromPlayRow(row as PlayRow),
      isSettled: !(row as { is_unsettled: unknown }).is_unsettled,
    }),
  },
  events: {
    from: 'events',
    key: ['at_ms', 'id'],
    columns: 'events.*',
    toRecord: (row) => fromEventRow(row as EventRow),
  },
  requests: {
    from: 'requests',
    key: ['at_ms', 'id'],
    columns: 'requests.*',
    toRecord(row) {
      const { at_ms, id, method, endpoint, status, duration_ms, size_bytes, user_id, instance } = row as RequestRow;
      const who = { userId: user_id as Records['requests']['userId'], instance };
      return { id, atMs: at_ms, method, endpoint, status, durationMs: duration_ms, sizeBytes: size_bytes, ...who };
    },
  },
  listeningDays: {
    from: 'listening_days',
    key: ['user_id', 'day'],
    columns: 'user_id AS "userId", day, plays, played_ms AS "playedMs"',
    toRecord: toPlain,
  },
  listeningMonths: {
    from: 'listening_months',
    key: ['kind', 'item_id', 'user_id', 'month'],
    columns: 'listening_months.*',
    toRecord(row) {
      const { kind, item_id, user_id, month, plays, played_ms, last_played_at_ms } = row as ListeningMonthRow;
      const of = { kind, itemId: item_id, userId: user_id } as Pick<
        Records['listeningMonths'],
        'kind' | 'itemId' | 'userId'
      >;
      return { ...of, month, plays, playedMs: played_ms, lastPlayedAtMs: last_played_at_ms };
    },
  },
  requestHours: {
    from: 'request_hours',
    key: ['hour', 'endpoint', 'status'],
    columns: 'hour, endpoint, status, requests, duration_ms AS "durationMs", size_bytes AS "sizeBytes"',
    toRecord: toPlain,
  },
};

export const isHistory = (kind: RecordKind): kind is HistoryKind => Object.hasOwn(analyticsSources, kind);
