/** Tables of the analytics store, alike in both dialects (migrations/postgres and migrations/sqlite). */
export interface AnalyticsTables {
  play_keys: { user_id: string; id: string };
  plays: PlayRow;
  unsettled_plays: { user_id: string; id: string; played_at_ms: number; batch: string };
  listening_days: { user_id: string; day: number; plays: number; played_ms: number };
  listening_months: ListeningMonthRow;
  events: EventRow;
  requests: RequestRow;
  request_hours: {
    hour: number;
    endpoint: string;
    status: number;
    requests: number;
    duration_ms: number;
    size_bytes: number;
  };
}

export interface PlayRow {
  user_id: string;
  played_at_ms: number;
  id: string;
  track_id: string;
  album_id: string | null;
  /** JSON: a list of ids. */
  artist_ids: string;
  played_ms: number;
  client: string;
}

export interface ListeningMonthRow {
  kind: string;
  item_id: string;
  user_id: string;
  /** 202611 for November 2026, in UTC as all of these. */
  month: number;
  plays: number;
  played_ms: number;
  last_played_at_ms: number;
}

export interface EventRow {
  at_ms: number;
  id: string;
  kind: string;
  user_id: string | null;
  /** JSON: what the kind tells. */
  details: string;
  instance: string;
}

export interface RequestRow {
  at_ms: number;
  id: string;
  method: string;
  endpoint: string;
  status: number;
  duration_ms: number;
  size_bytes: number;
  user_id: string | null;
  instance: string;
  /** Written together: tells new rows from those that had come before. */
  batch: string;
}

/** Those that grow for ever: partitioned by month in PostgreSQL, by the named column. */
export const timeColumns = { plays: 'played_at_ms', events: 'at_ms', requests: 'at_ms' } as const;

export type GrowingTable = keyof typeof timeColumns;
