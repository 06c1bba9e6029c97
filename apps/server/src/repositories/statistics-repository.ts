import type { AnnotatedKind } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { EndpointLoad, ListenedItem, ListeningDay, RequestHour, ServerDay } from '#models/listening.ts';

/** Since a moment, from single plays; or since a month (such as 202611), from sums, which outlive the plays. */
export type ListeningSpan = { sinceMs: number } | { sinceMonth: number };

/** Reads what the owners of plays and requests sum up. Days, months and hours are UTC's. */
export interface StatisticsRepository {
  /** Days with plays, oldest first. */
  listListeningDays(userId: UserId, sinceDay: number): Promise<ListeningDay[]>;
  /** Played most first. */
  listMostPlayed(userId: UserId, kind: AnnotatedKind, span: ListeningSpan, limit: number): Promise<ListenedItem[]>;
  /** Days with plays of anybody, oldest first. */
  listServerDays(sinceDay: number): Promise<ServerDay[]>;
  /** Hours with requests, oldest first. */
  listRequestHours(sinceHour: number): Promise<RequestHour[]>;
  /** Asked most first. */
  listEndpointLoads(sinceHour: number, limit: number): Promise<EndpointLoad[]>;
  /** Makes room for the coming months, where that is to be done ahead of time. */
  maintainMonths(nowMs: number): Promise<void>;
  /**
   * Sums a month up again from its plays, which must all be there still. Plays that are recorded meanwhile are counted as
   * well, once.
   */
  updateMonth(month: number): Promise<void>;
}
