import type { UserId } from './ids.ts';

/** What the activity page and audits want to know. `changed` is a change by an administrator. */
export const activityKinds = [
  'signed-in',
  'signed-out',
  'sign-in-refused',
  'scan-ended',
  'uploaded',
  'changed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** Something that happened, for good. No address, name or text that somebody wrote: the user's id is enough. */
export interface ActivityEvent {
  id: string;
  atMs: number;
  kind: ActivityKind;
  userId: UserId | null;
  details: Readonly<Record<string, string | number | boolean | null>>;
  /** The server that saw it. */
  instance: string;
}

/** One answered request. The endpoint's name stands for the path: neither tokens nor search words are kept. */
export interface RequestEntry {
  id: string;
  atMs: number;
  method: string;
  endpoint: string;
  status: number;
  durationMs: number;
  /** Sent, head included. */
  sizeBytes: number;
  userId: UserId | null;
  instance: string;
}
