/** Times leave the server in UTC, as RFC 3339. */
export const toTimestamp = (timeMs: number): string => new Date(timeMs).toISOString();
export const toOptionalTimestamp = (timeMs: number | null): string | null =>
  timeMs === null ? null : toTimestamp(timeMs);
