import type { ListeningDaySum, ListeningMonthSum, RequestHourSum } from '#models/listening.ts';
import type { LogKind, SumKind } from '#models/record.ts';

/** Takes over logs and sums of another store. While a server is at work, the owners of plays and requests keep them. */
export interface SumRepository {
  /** As they are: what is there of the same key is replaced. */
  saveListeningDays(sums: readonly ListeningDaySum[]): Promise<void>;
  saveListeningMonths(sums: readonly ListeningMonthSum[]): Promise<void>;
  saveRequestHours(sums: readonly RequestHourSum[]): Promise<void>;
  /** All of a kind. */
  deleteAll(kind: SumKind | LogKind): Promise<void>;
}
