const DAY_MS = 86_400_000;

/** 202611 for November 2026. Days, months and hours are those of UTC, alike for every server and user. */
export function toMonth(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

export const toDay = (timeMs: number): number => Math.floor(timeMs / DAY_MS);

export const startOfMonth = (month: number): number => Date.UTC(Math.floor(month / 100), (month % 100) - 1, 1);

export function addMonths(month: number, count: number): number {
  const index = Math.floor(month / 100) * 12 + (month % 100) - 1 + count;
  return Math.floor(index / 12) * 100 + (index % 12) + 1;
}
