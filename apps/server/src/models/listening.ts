import type { AnnotatedId } from './annotation.ts';

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
