import type { AnnotatedId, AnnotatedKind } from './annotation.ts';
import type { UserId } from './ids.ts';

/** Plays and time of one day (days since 1970, in UTC). */
export interface ListeningDay {
  day: number;
  plays: number;
  playedMs: number;
}

export interface ServerDay extends ListeningDay {
  /** Users who played something. */
  listeners: number;
}

export interface ListenedItem {
  itemId: AnnotatedId;
  plays: number;
  playedMs: number;
}

/** Requests of one hour (hours since 1970). Errors are answers of 500 and above. */
export interface RequestHour {
  hour: number;
  requests: number;
  errors: number;
}

export interface EndpointLoad {
  endpoint: string;
  requests: number;
  errors: number;
  averageMs: number;
}

/** What a user heard on one day. Outlives the plays that it sums up, as the two below. */
export interface ListeningDaySum extends ListeningDay {
  userId: UserId;
}

/** What a user heard of one item in one month, such as 202611. */
export interface ListeningMonthSum {
  kind: AnnotatedKind;
  itemId: AnnotatedId;
  userId: UserId;
  month: number;
  plays: number;
  playedMs: number;
  lastPlayedAtMs: number;
}

/** Requests of one hour (hours since 1970), endpoint and status. */
export interface RequestHourSum {
  hour: number;
  endpoint: string;
  status: number;
  requests: number;
  durationMs: number;
  sizeBytes: number;
}
