/** Milliseconds since 1970 as the API's ISO 8601 timestamp. */
export function toTimestamp(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
