import type { ActivityEvent, ActivityKind } from '#models/activity.ts';
import type { UserId } from '#models/ids.ts';
import type { EventRow } from './analytics-tables.ts';

export const toEventRow = (event: ActivityEvent): EventRow => ({
  at_ms: event.atMs,
  id: event.id,
  kind: event.kind,
  user_id: event.userId,
  details: JSON.stringify(event.details),
  instance: event.instance,
});

export const fromEventRow = (row: EventRow): ActivityEvent => ({
  id: row.id,
  atMs: row.at_ms,
  kind: row.kind as ActivityKind,
  userId: row.user_id as UserId | null,
  details: JSON.parse(row.details) as ActivityEvent['details'],
  instance: row.instance,
});
