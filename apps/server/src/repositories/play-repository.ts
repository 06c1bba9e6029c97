import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import type { AlbumId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Play } from '#models/play.ts';

/** Owner of plays: append only, but for the album that they count for. */
export interface PlayRepository {
  /** False when the user has a play with this id already. The new one is unsettled. */
  createPlay(play: Play): Promise<boolean>;
  /** Newest first. */
  listPlays(userId: UserId, page: PageRequest): Promise<Page<Play>>;
  /** All plays of an item, for setting its annotation. */
  countPlays(
    userId: UserId,
    kind: AnnotatedKind,
    itemId: AnnotatedId,
  ): Promise<{ playCount: number; lastPlayedAtMs: number }>;
  /** Plays of an album count for another from now on. Returns who has played that one. Doing it again is harmless. */
  moveAlbumPlays(fromId: AlbumId, toId: AlbumId): Promise<UserId[]>;
  /** Plays whose sums were not written to the annotations yet (the process ended in between), oldest first. */
  listUnsettled(limit: number): Promise<Play[]>;
  updateSettled(userId: UserId, id: string): Promise<void>;
  deleteUserPlays(userId: UserId): Promise<void>;
  /** Plays older than this go, their sums stay. Returns whether there may be more to delete. */
  deletePlaysBefore(beforeMs: number): Promise<boolean>;
}
