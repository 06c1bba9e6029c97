import { z } from 'zod';
import { album, track } from './catalogue.ts';
import { durationMs, id, line, timestamp } from './primitives.ts';

/**
 * A play as the client saw it. It counts when `playedMs` reaches half the track or four minutes, whichever is less.
 * Of `playedMs` no more is stored than the track is long, nor than time has passed since `startedAt` (and five minutes, for clocks).
 * `id` is made by the client, so that sending it again does not count twice.
 */
export const playCreate = z.strictObject({
  id: z.uuid(),
  trackId: id,
  startedAt: timestamp,
  playedMs: durationMs,
  client: line(120).min(1),
});
export const play = z
  .object({ id: z.string(), playedAt: timestamp, playedMs: durationMs, client: z.string(), track })
  .meta({ id: 'Play' });
export type Play = z.infer<typeof play>;

export const repeatMode = z.enum(['off', 'all', 'one']);
export type RepeatMode = z.infer<typeof repeatMode>;

/** `itemId` tells two entries of the same track apart. `items` is the playing order, shuffled or not. */
export const queueItem = z.object({ itemId: line(64).min(1), trackId: id });
export const queueUpdate = z.strictObject({
  items: z.array(queueItem).max(10_000),
  /** The order to return to when shuffle is switched off: item ids; empty when not shuffled. */
  unshuffledItemIds: z.array(line(64)).max(10_000).default([]),
  currentItemId: line(64).nullable(),
  positionMs: durationMs,
  isShuffled: z.boolean(),
  repeat: repeatMode,
  client: line(120).min(1),
});
export const queuePosition = z.strictObject({
  currentItemId: line(64),
  positionMs: durationMs,
  client: line(120).min(1),
});
/**
 * A queue that was replaced meanwhile takes no positions of the one before. `idleMs`: for how long what is saved has been
 * at rest; null when nothing is saved.
 */
export const queuePositionSaved = z.object({ isSaved: z.boolean(), idleMs: z.number().int().min(0).nullable() });
export type QueuePositionSaved = z.infer<typeof queuePositionSaved>;
export const queue = z
  .object({
    items: z.array(z.object({ itemId: z.string(), track })),
    unshuffledItemIds: z.array(z.string()),
    currentItemId: z.string().nullable(),
    positionMs: durationMs,
    isShuffled: z.boolean(),
    repeat: repeatMode,
    client: z.string().nullable(),
    updatedAt: timestamp.nullable(),
  })
  .meta({ id: 'Queue' });
export type Queue = z.infer<typeof queue>;

export const home = z
  .object({
    continueListening: z.array(z.object({ track, positionMs: durationMs, updatedAt: timestamp })),
    recentlyPlayed: z.array(album),
    recentlyAdded: z.array(album),
    mostPlayed: z.array(album),
    onRepeat: z.array(track),
    forgottenFavourites: z.array(track),
    randomAlbums: z.array(album),
  })
  .meta({ id: 'Home' });
export type Home = z.infer<typeof home>;

export const starChange = z.object({ kind: z.enum(['track', 'album', 'artist']), id });
export type AnnotatedKind = z.infer<typeof starChange>['kind'];
